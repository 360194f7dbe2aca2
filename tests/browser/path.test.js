// The way of a file, by two people in two browsers: uploaded, returned, mended, approved, found; and an empty portal
// brought into use. Each with and without JavaScript.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { openPage, PASSWORD, signIn, startBrowser, startPortal } from "./portal.js";

const FILES = new URL("../../data/demo/files/", import.meta.url);

// How often a page is looked at again, five times a second: a minute is enough for an inspection on a busy machine.
const PATIENCE = 300;

/** Looks again until the page shows what is waited for, as people without JavaScript do. */
async function until(page, selector) {
  for (let tries = 0; tries < PATIENCE && !(await page.locator(selector).count()); tries += 1) {
    await page.waitForTimeout(200);
    await page.reload();
  }
  assert.ok(await page.locator(selector).count(), `${selector} never came to ${page.url()}`);
}

async function press(page, name) {
  const before = page.url();
  await page.getByRole("button", { name, exact: true }).click();
  await page.waitForURL((url) => String(url) !== before);
}

/** Begins a dataset with a file and waits for its reading. */
async function upload(page, title, file) {
  await page.goto("/kerja/unggah");
  await page.fill('[name="title"]', title);
  await page.click('section[aria-labelledby="h-baru"] button');
  await page.setInputFiles("#f-berkas", fileURLToPath(new URL(file, FILES)));
  await page.click("form[data-upload] button");
  await page.waitForURL(/\/periksa/);
  await until(page, "table.grid");
}

/** From the check over the description to the sent page. */
async function describeAndSend(page, words) {
  await page.click('.dock a[href$="/keterangan"]');
  for (const [name, value] of Object.entries(words)) await page.fill(`[name="${name}"]`, value);
  await press(page, "Lanjut");
  await page.click('form[action$="/kirim"] button');
  await page.waitForURL(/\/terkirim$/);
  await until(page, '.badge:has-text("Diajukan")');
}

async function decide(page, way, reason) {
  await page.check(`[name="decision"][value="${way}"]`);
  await page.fill("#f-reason", reason);
  await page.click('form[action$="/putusan"] button');
  await page.waitForLoadState();
}

for (const javaScriptEnabled of [true, false]) {
  const manner = javaScriptEnabled ? "with JavaScript" : "without JavaScript";

  describe(`the way of a file, ${manner}`, () => {
    let portal, browser;
    before(async () => {
      portal = await startPortal();
      browser = await startBrowser();
    });
    after(async () => {
      await browser?.close();
      await portal?.stop();
    });

    test("a template is downloaded from the desk and from an update, and is known when it comes back", async () => {
      const clerk = await openPage(browser, portal, { javaScriptEnabled });
      await signIn(clerk, "produsen.disdukcapil");
      await clerk.click('a[href="/kerja/templat/jumlah-penduduk-per-desa"]');
      for (const form of ["xlsx", "ods"]) {
        const [file] = await Promise.all([
          clerk.waitForEvent("download"),
          clerk.locator(`a[href$="/${form}?isi=all"]`).first().click(),
        ]);
        assert.equal(file.suggestedFilename(), `jumlah-penduduk-per-desa-templat.${form}`);
      }
      await clerk.goto("/kerja/unggah?dataset=jumlah-penduduk-per-desa");
      await clerk.check('[name="kind"][value="replace"]');
      await clerk.click('section[aria-labelledby="h-lama"] button');
      await clerk.waitForURL(/\/berkas$/);
      const [template] = await Promise.all([
        clerk.waitForEvent("download"),
        clerk.locator('section[aria-labelledby="h-templat"] a').first().click(),
      ]);
      const began = Date.now();
      await clerk.setInputFiles("#f-berkas", {
        name: template.suggestedFilename(),
        mimeType: "application/octet-stream",
        buffer: readFileSync(await template.path()),
      });
      await clerk.click("form[data-upload] button");
      await clerk.waitForURL(/\/periksa/);
      await until(clerk, "table.grid");
      assert.ok(Date.now() - began < 60_000, "from drop to ready in under a minute");
      assert.ok(await clerk.locator('a[href="/bantuan/temuan/template_used"]').count());
      const others = 'a[href^="/bantuan/temuan/"]:not([href$="/template_used"])';
      assert.equal(await clerk.locator(`main ${others}`).count(), 0, "nothing is asked");
      assert.ok((await clerk.locator("main").innerText()).includes("235"));
      await clerk.goto(clerk.url().replace(/\/periksa.*$/, "/berkas"));
      await clerk.locator("details.ask summary").click();
      await clerk.locator("details.ask button").click();
      await clerk.context().close();
    });

    for (const [title, file, rows] of [
      ["Penduduk desa dan kelurahan", "jumlah-penduduk-per-desa.xlsx", "235"],
      ["Anggaran dan realisasi daerah", "realisasi-apbd.csv", ""],
    ]) {
      test(`${file} is uploaded, returned, mended, approved and found`, async () => {
        const clerk = await openPage(browser, portal, { javaScriptEnabled });
        await signIn(clerk, "produsen.disdukcapil");
        await upload(clerk, title, file);
        if (rows) assert.ok((await clerk.locator("main").innerText()).includes(rows));
        await describeAndSend(clerk, { description: "Menurut catatan." });

        const steward = await openPage(browser, portal, { javaScriptEnabled });
        await signIn(steward, "walidata");
        await steward.goto("/kerja/antrean");
        const line = steward.locator("table.q tr", { hasText: title });
        assert.ok(await line.locator(".clock").count(), "the queue shows the clock");
        await line.locator("th a").click();
        const submission = new URL(steward.url()).pathname;
        await steward.goto(`${submission}?bagian=data`);
        assert.ok(await steward.locator("main table tbody tr").count());
        await decide(steward, "return", "Mohon sebut sumbernya.");

        await clerk.goto("/kerja");
        const task = clerk.locator(".todo", { hasText: title });
        assert.match(await task.innerText(), /Mohon sebut sumbernya\./);
        await clerk.goto(submission);
        await clerk.click('.decide a[href^="/kerja/unggah/"]');
        await clerk.waitForURL(/\/periksa/);
        await describeAndSend(clerk, { description: "Menurut catatan Dinas Dukcapil, semester pertama." });

        await steward.goto(submission);
        await decide(steward, "approve", "Sudah lengkap.");
        await steward.click('.decide a[href^="/dataset/"]');
        assert.equal(await steward.locator("h1").innerText(), title);

        const citizen = await openPage(browser, portal, { javaScriptEnabled });
        for (let tries = 0; tries < PATIENCE; tries += 1) {
          await citizen.goto(`/dataset?q=${encodeURIComponent(title)}`);
          if (await citizen.getByRole("link", { name: title }).count()) break;
          await citizen.waitForTimeout(200);
        }
        await citizen.getByRole("link", { name: title }).first().click();
        assert.match(await citizen.locator("main").innerText(), /semester pertama/);
        for (const page of [clerk, steward, citizen]) {
          assert.deepEqual(page.complaints, []);
          await page.context().close();
        }
      });
    }
  });

  test(`an empty portal is brought into use, ${manner}`, async (t) => {
    const portal = await startPortal({ demo: false });
    t.after(() => portal.stop());
    const browser = await startBrowser();
    t.after(() => browser.close());
    const enter = async (link, names) => {
      const page = await openPage(browser, portal, { javaScriptEnabled });
      await page.goto(new URL(link).pathname);
      const secrets = { password: PASSWORD, repeated: PASSWORD };
      for (const [name, value] of Object.entries({ ...names, ...secrets })) await page.fill(`[name="${name}"]`, value);
      await page.click('form[action^="/undangan/"] button');
      await page.waitForURL(/\/kerja$/);
      return page;
    };
    const [first] = portal.said().match(/http:\S+\/undangan\/\S+/);
    const admin = await enter(first, { name: "bu.kepala", display_name: "Bu Kepala" });

    await admin.goto("/kelola/organisasi/baru");
    await admin.fill('[name="name"]', "dinkes");
    await admin.fill('[name="title"]', "Dinas Kesehatan");
    await admin.fill('[name="abbreviation"]', "Dinkes");
    await admin.click("main form button");
    await admin.goto("/kelola/topik");
    await admin.fill('[name="title"]', "Kesehatan");
    await admin.click("main form button");
    await admin.goto("/kelola/orang/baru");
    await admin.fill('[name="name"]', "pak.data");
    await admin.fill('[name="display_name"]', "Pak Data");
    await admin.selectOption('[name="role_1"]', "producer");
    await admin.selectOption('[name="place_1"]', { label: "Dinas Kesehatan" });
    await admin.click('main form button:has-text("Buat")');
    const link = await admin.locator("#tautan").inputValue();
    assert.equal(await admin.locator("#tautan + button").count(), javaScriptEnabled ? 1 : 0);

    const clerk = await enter(link, {});
    await upload(clerk, "Kunjungan puskesmas", "laporan-kunjungan-puskesmas-2023.xls");
    await describeAndSend(clerk, { description: "Laporan bulanan." });

    await admin.goto("/kelola/orang");
    await admin.click('a:has-text("Pak Data")');
    await admin.click("details.ask > summary");
    await admin.click("details.ask button");
    await admin.waitForURL(/\/kelola\/orang$/);
    assert.match(await admin.getByRole("status").innerText(), /Pak Data dinonaktifkan/);
    await clerk.goto("/kerja");
    assert.match(clerk.url(), /\/masuk/);
    assert.deepEqual([...admin.complaints, ...clerk.complaints], []);
  });
}
