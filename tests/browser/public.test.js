// What a visitor meets: every public page answers, reads well for assistive technology, and fits a cheap phone.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { accessibilityProblems } from "./axe.js";
import { openPage, startBrowser, startPortal } from "./portal.js";

const PAGES = [
  "/", "/dataset", "/dataset?q=penduduk", "/organization", "/group", "/tentang", "/api", "/masuk",
  "/dataset/populasi-ternak/versi", "/dataset/populasi-ternak/versi/1..2",
];

describe("public pages", () => {
  let portal, browser, dataset;
  before(async () => {
    portal = await startPortal();
    browser = await startBrowser();
    const list = await (await fetch(`${portal.address}/api/3/action/package_list`)).json();
    dataset = `/dataset/${list.result[0]}`;
  });
  after(async () => {
    await browser?.close();
    await portal?.stop();
  });

  test("are accessible and break no content policy", async () => {
    const page = await openPage(browser, portal);
    for (const path of [...PAGES, dataset]) {
      const answer = await page.goto(path);
      assert.equal(answer.status(), 200, path);
      assert.deepEqual(await accessibilityProblems(page), [], path);
    }
    assert.deepEqual(page.complaints, []);
  });

  test("never scroll sideways at 320 pixels", async () => {
    const page = await openPage(browser, portal, { width: 320 });
    for (const path of [...PAGES, dataset]) {
      await page.goto(path);
      const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok(content <= window, `${path} is ${content} wide in a window of ${window}`);
    }
  });

  test("show a dataset's table and downloads without JavaScript", async () => {
    const page = await openPage(browser, portal, { javaScriptEnabled: false });
    await page.goto("/dataset?q=penduduk");
    await page.click('main a[href^="/dataset/"]:has-text("enduduk")');
    assert.ok((await page.locator("main table").count()) > 0);
    assert.ok((await page.locator('main a[href*="format=csv"]').count()) > 0);
  });

  test("filter the rows of a table from its heads without JavaScript", async () => {
    const page = await openPage(browser, portal, { javaScriptEnabled: false, width: 320 });
    await page.goto("/dataset/produksi-padi-per-kecamatan");
    await page.click('main a[href*="/resource/"]:has-text("Saring dan urutkan")');
    const count = page.locator(".bar-x b");
    assert.equal(await count.innerText(), "108");
    await page.click('th:has-text("tahun") button[popovertarget]');
    await page.fill(':popover-open [name="dari"]', "2023");
    await page.click(":popover-open button:has-text('Terapkan')");
    assert.equal(new URL(page.url()).search, "?tahun=gte.2023");
    assert.equal(await count.innerText(), "36");
    const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(content <= window, `${content} wide in a window of ${window}`);
    await page.click(".chip a");
    assert.equal(await count.innerText(), "108");
  });

  test("explore a table accessibly, in light and dark", async () => {
    for (const colorScheme of ["light", "dark"]) {
      const page = await openPage(browser, portal, { colorScheme });
      await page.goto("/dataset/puskesmas");
      await page.click('main a[href*="/resource/"]:has-text("Saring dan urutkan")');
      assert.deepEqual(await accessibilityProblems(page), [], colorScheme);
      await page.click('th:has-text("Kecamatan") button[popovertarget]');
      assert.deepEqual(await accessibilityProblems(page), [], `${colorScheme}, with a filter open`);
      assert.deepEqual(page.complaints, []);
    }
  });
});
