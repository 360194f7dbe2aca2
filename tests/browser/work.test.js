// What producers, stewards and administrators work with: it fits a phone, reads well, and needs no JavaScript.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { accessibilityProblems } from "./axe.js";
import { openPage, signIn, startBrowser, startPortal } from "./portal.js";

const FILES = new URL("../../data/demo/files/", import.meta.url);
const PAGES = {
  "produsen.dinsos": ["/kerja", "/kerja/unggah", "/akun"],
  walidata: ["/kerja", "/kerja/antrean", "/kerja/antrean?tampilan=tahan", "/kerja/antrean?q=tidak-ada"],
  "kepala.dinas": ["/kerja", "/kerja/antrean"],
  admin: ["/kerja", "/kelola", "/kelola/orang", "/kelola/orang/baru", "/kelola/organisasi/baru", "/kelola/topik"],
};
const PARTS = ["perubahan", "temuan", "keterangan", "data", "berkas", "percakapan"];

// Looks at the page, a tenth of a second apart: a minute is enough for an inspection on a busy machine.
const PATIENCE = 600;

async function fits(page, where) {
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(content <= window, `${where} is ${content} wide in a window of ${window}`);
}

/** Uploads a file of the demo as a new dataset and waits for the portal's reading of it. */
async function upload(page, title, file) {
  await page.goto("/kerja/unggah");
  await page.fill('[name="title"]', title);
  await page.click('section[aria-labelledby="h-baru"] button');
  await page.setInputFiles("#f-berkas", fileURLToPath(new URL(file, FILES)));
  await page.click("form[data-upload] button");
  for (let tries = 0; tries < PATIENCE && !(await page.locator("table.grid").count()); tries += 1) {
    await page.waitForTimeout(100);
    await page.reload();
  }
  return new URL(page.url()).pathname.replace(/\/periksa$/, "");
}

describe("work pages", () => {
  let portal, browser;
  before(async () => {
    portal = await startPortal();
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.close();
    await portal?.stop();
  });

  test("are accessible and fit 320 pixels in both languages", async () => {
    for (const [person, paths] of Object.entries(PAGES)) {
      for (const locale of ["id-ID", "en-GB"]) {
        const page = await openPage(browser, portal, { width: 320, locale });
        await signIn(page, person);
        for (const path of paths) {
          const answer = await page.goto(path);
          assert.equal(answer.status(), 200, `${person} ${path}`);
          await fits(page, `${person} ${locale} ${path}`);
          assert.deepEqual(await accessibilityProblems(page), [], `${person} ${path}`);
        }
        assert.deepEqual(page.complaints, []);
        await page.context().close();
      }
    }
  });

  test("show a clerk her own sheet, and every finding leads into it", async () => {
    const page = await openPage(browser, portal, { javaScriptEnabled: false });
    await signIn(page, "produsen.disdukcapil");
    await upload(page, "Bantuan pangan", "bantuan-pangan-kode-salah.csv");
    const places = await page.locator(".find-l a.tag").evaluateAll((links) => links.map((link) => link.hash.slice(1)));
    assert.ok(places.length > 0);
    for (const place of places) assert.equal(await page.locator(`[id="${place}"]`).count(), 1, place);
    const marked = page.locator(".grid td.bad a").first();
    const finding = (await marked.getAttribute("href")).slice(1);
    assert.equal(await page.locator(`li[id="${finding}"]`).count(), 1);
  });

  test("let a clerk leave out a row and a column, and take them again", async () => {
    const page = await openPage(browser, portal, { javaScriptEnabled: false });
    await signIn(page, "produsen.disdukcapil");
    await upload(page, "Penduduk menurut desa", "jumlah-penduduk-per-desa.xlsx");
    const again = async () => {
      await page.click('#susun button:not([name])');
      for (let tries = 0; tries < PATIENCE && !(await page.locator("table.grid").count()); tries += 1) {
        await page.waitForTimeout(100);
        await page.reload();
      }
    };
    assert.equal(await page.locator("#baris-8 .gut").innerText().then((text) => text.trim()), "8 isi");
    await page.fill('[name="abaikan"]', "8");
    await page.selectOption('[name="kind_G"]', "drop");
    await again();
    assert.equal(await page.locator("#baris-8.r-skip").count(), 1);
    assert.equal(await page.locator('[name="kind_G"]').inputValue(), "drop");
    await page.fill('[name="abaikan"]', "");
    await page.selectOption('[name="kind_G"]', "integer");
    await again();
    assert.equal(await page.locator("#baris-8.r-body").count(), 1);
    assert.equal(await page.locator("#kolom-G b").innerText(), "jumlah_kk");
  });

  test("let a clerk point at rows with the keyboard and take it back", async () => {
    const clerk = await openPage(browser, portal, { javaScriptEnabled: false });
    await signIn(clerk, "produsen.disdukcapil");
    const address = await upload(clerk, "Sekolah", "sekolah.xlsx");
    const page = await openPage(browser, portal);
    await signIn(page, "produsen.disdukcapil");
    await page.goto(`${address}/periksa`);
    await page.locator(".rowno").first().focus();
    for (let row = 1; row < 8; row += 1) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    assert.deepEqual(await accessibilityProblems(page), []);
    for (let item = 0; item < 4; item += 1) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.locator(".decided").waitFor({ timeout: PATIENCE * 100 });
    assert.equal(await page.locator("#baris-8.r-skip").count(), 1);
    await page.click('.decided [name="lupakan"]');
    await page.locator("#baris-8.r-body").waitFor({ timeout: PATIENCE * 100 });
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

  test("show the check on a phone with everything open, and take another sheet", async () => {
    for (const locale of ["id-ID", "en-GB"]) {
      const page = await openPage(browser, portal, { javaScriptEnabled: false });
      await signIn(page, "produsen.dinsos");
      const address = await upload(page, `Sekolah ${locale}`, "sekolah.xlsx");
      const phone = await openPage(browser, portal, { width: 320, locale, colorScheme: "dark" });
      await signIn(phone, "produsen.dinsos");
      await phone.goto(`${address}/periksa`);
      for (const part of await phone.locator("details").all()) await part.evaluate((element) => (element.open = true));
      await fits(phone, `the check in ${locale}`);
      assert.deepEqual(await accessibilityProblems(phone), []);
      await phone.context().close();
      await page.click('button[name="lembar"][value^="SMP"]');
      assert.match(page.url(), /berkas=/);
      for (const help of ["/bantuan/temuan", "/bantuan/temuan/type_mismatch"]) {
        assert.equal((await page.goto(help)).status(), 200);
        await fits(page, help);
      }
      await page.context().close();
    }
  });

  test("mend a wrong code beside its finding", async () => {
    const page = await openPage(browser, portal, { javaScriptEnabled: false });
    await signIn(page, "produsen.disdukcapil");
    await upload(page, "Bantuan pangan lagi", "bantuan-pangan-kode-salah.csv");
    const form = page.locator('form.mend:has([value="35.21.10.2003"])');
    await form.locator("button").first().click();
    for (let tries = 0; tries < PATIENCE && !(await page.locator(".decided").count()); tries += 1) {
      await page.waitForTimeout(100);
      await page.reload();
    }
    assert.match(await page.locator(".decided").innerText(), /35\.21\.10\.2003/);
  });

  test("take a steward from a changed row to a reasoned return", async () => {
    const page = await openPage(browser, portal, { javaScriptEnabled: false });
    await signIn(page, "walidata");
    await page.goto("/kerja/antrean?jenis=replace");
    await page.click('tr:has-text("PKH") form[data-claim] button');
    const address = new URL(page.url()).pathname;
    for (const part of PARTS) {
      assert.equal((await page.goto(`${address}?bagian=${part}`)).status(), 200, part);
    }
    await page.goto(address);
    assert.ok((await page.locator("tr.chg del.was").count()) > 0);
    await page.locator("tr.chg .say-so a").first().click();
    await page.fill("#f-body", "Mohon sebut dasarnya.");
    await page.click('form[action$="/komentar"] button');
    await page.goto(address);
    assert.equal(await page.locator("tr.c-row .talk").count(), 1);
    await page.check('[value="approve"]');
    assert.ok(await page.locator("#f-date").isVisible());
    // With JavaScript, a look at another part costs nothing of what was begun.
    const busy = await openPage(browser, portal, { storageState: await page.context().storageState() });
    await busy.goto(address);
    await busy.check('[value="return"]');
    await busy.fill("#f-reason", "Angka baris 3 belum cocok");
    await busy.goto(`${address}?bagian=data`);
    assert.equal(await busy.inputValue("#f-reason"), "Angka baris 3 belum cocok");
    assert.ok(await busy.isChecked('[value="return"]'));
    assert.deepEqual(busy.complaints, []);
    await busy.context().close();
    await page.click('a[href*="susun=1"]');
    assert.match(await page.inputValue("#f-reason"), /^1\. .+: Mohon sebut dasarnya\.$/);
    await page.click('form[action$="/putusan"] button');
    const clerk = await openPage(browser, portal, { javaScriptEnabled: false });
    await signIn(clerk, "produsen.dinsos");
    assert.match(await clerk.locator(".todo").first().innerText(), /mengembalikan: 1\. .+ Mohon sebut dasarnya\./);
  });

  test("read well in the dark with a submission's every part", async () => {
    const page = await openPage(browser, portal, { colorScheme: "dark", width: 320, locale: "en-GB" });
    await signIn(page, "walidata2");
    await page.goto("/kerja/antrean?tampilan=kembali");
    await page.locator("table.q th a").first().click();
    const address = new URL(page.url()).pathname;
    for (const part of PARTS) {
      await page.goto(`${address}?bagian=${part}`);
      await fits(page, part);
      assert.deepEqual(await accessibilityProblems(page), [], part);
    }
  });
});
