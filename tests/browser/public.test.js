// What a visitor meets: every public page answers, reads well for assistive technology, and fits a cheap phone.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { accessibilityProblems } from "./axe.js";
import { openPage, startBrowser, startPortal } from "./portal.js";

const PAGES = ["/", "/dataset", "/dataset?q=penduduk", "/organization", "/group", "/tentang", "/api", "/masuk"];

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
});
