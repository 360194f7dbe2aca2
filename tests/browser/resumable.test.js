// An upload goes on by itself after the network was away, and after the page was opened anew.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { openPage, signIn, startBrowser, startPortal } from "./portal.js";

const PIECE = 8 << 20;
const SIZE = 4 * PIECE + 1000;
const PATIENCE_MS = 60_000;

/** Begins a dataset; the page then asks for its file. */
async function draft(page, title) {
  await page.goto("/kerja/unggah");
  await page.fill('[name="title"]', title);
  await page.click('section[aria-labelledby="h-baru"] button');
}

/** Where each request with bytes began. */
function watch(page) {
  const offsets = [];
  page.on("request", (request) => {
    if (request.method() === "PATCH") offsets.push(Number(request.headers()["upload-offset"]));
  });
  return offsets;
}

async function send(page, file) {
  await page.setInputFiles("#f-berkas", file);
  await page.click("form[data-upload] > p button");
}

async function untilPercent(page, least) {
  await page.waitForFunction(
    (least) => parseInt(document.querySelector("[data-rows] [data-percent]")?.textContent ?? "0", 10) >= least,
    least,
    { timeout: PATIENCE_MS },
  );
}

async function arrived(page) {
  await page.waitForURL(/\/periksa/, { timeout: PATIENCE_MS });
  await page.goto(page.url().replace("periksa", "berkas"));
  assert.match(await page.locator(".files li").first().innerText(), /besar\.csv[\s\S]*32 MB/);
}

describe("an upload", () => {
  let portal, browser, folder, file;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "lumbung-upload-"));
    file = join(folder, "besar.csv");
    writeFileSync(file, "nomor,nilai\n".padEnd(SIZE, "12345,67890\n"));
    portal = await startPortal();
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.close();
    await portal?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test("waits while the network is away, and goes on", async () => {
    const page = await openPage(browser, portal);
    await signIn(page, "produsen.disdukcapil");
    await draft(page, "Unggahan yang terputus");
    const offsets = watch(page);
    await send(page, file);
    await untilPercent(page, 30);
    await page.context().setOffline(true);
    const state = page.locator("[data-rows] [data-state]");
    await page.waitForFunction(() => /menunggu/.test(document.querySelector("[data-rows] [data-state]").textContent));
    await page.waitForTimeout(1500);
    assert.match(await state.innerText(), /menunggu sambungan/);
    await page.context().setOffline(false);
    await arrived(page);
    // No piece but the broken one was sent again.
    for (const [index, offset] of offsets.entries()) {
      const furthest = Math.max(0, ...offsets.slice(0, index));
      assert.ok(offset >= furthest, `${offsets}`);
    }
    assert.ok(offsets.length <= 7, `${offsets}`);
    assert.deepEqual(page.complaints, []);
  });

  test("goes on when its page is opened anew and the file picked again", async () => {
    const page = await openPage(browser, portal, { width: 320 });
    await signIn(page, "produsen.disdukcapil");
    await draft(page, "Unggahan yang dilanjutkan");
    await send(page, file);
    await untilPercent(page, 30);
    await page.reload();
    assert.match(await page.locator("[data-open] li").innerText(), /besar\.csv/);
    const offsets = watch(page);
    await send(page, file);
    await arrived(page);
    assert.ok(offsets[0] >= PIECE, `${offsets}`);
    assert.equal(await page.locator("[data-open] li").count(), 0);
  });

  test("is cancelled in the page and in the portal", async () => {
    const page = await openPage(browser, portal, { locale: "en-GB" });
    await signIn(page, "produsen.disdukcapil");
    await draft(page, "Unggahan yang dibatalkan");
    await send(page, file);
    await untilPercent(page, 10);
    const gone = page.waitForResponse((answer) => answer.request().method() === "DELETE");
    await page.click("[data-rows] [data-cancel]");
    assert.equal((await gone).status(), 204);
    assert.equal(await page.locator("[data-rows] li").count(), 0);
    await page.reload();
    assert.equal(await page.locator("[data-open] li").count(), 0);
  });
});
