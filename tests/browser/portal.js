// A portal of the tests' own (demo data, a free port, a temporary folder) and a Chromium to look at it with.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

/** The password of every person of the demo in these tests. */
export const PASSWORD = "kata-sandi-uji-lumbung";

const PROGRAM = process.env.LUMBUNG_PROGRAM ?? "lumbung";
const CHROMIUM = process.env.LUMBUNG_CHROMIUM ?? "/usr/bin/chromium";
const START_MS = 120_000;

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Starts a portal; `demo: false` gives an empty one. Resolves when it is ready. */
export async function startPortal({ demo = true, environment = {} } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "lumbung-browser-"));
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const options = ["serve", "--data-dir", folder, "--listen", `127.0.0.1:${port}`];
  const child = spawn(PROGRAM, demo ? [...options, "--demo"] : options, {
    cwd: folder,
    env: { ...process.env, LUMBUNG_DEMO__PASSWORD: PASSWORD, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  let logged = "";
  child.stdout.on("data", (piece) => (said += piece));
  child.stderr.on("data", (piece) => (logged += piece));
  const ended = new Promise((resolve) => child.once("exit", resolve));

  const deadline = Date.now() + START_MS;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the portal ended at start:\n${said}\n${logged}`);
    const answer = await fetch(`${address}/readyz`).catch(() => null);
    if (answer?.ok) break;
    if (Date.now() > deadline) throw new Error(`the portal is not ready:\n${said}\n${logged}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    address,
    said: () => said,
    logged: () => logged,
    async stop() {
      child.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Starts the browser; `stop` it when done. */
export function startBrowser() {
  return chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
}

/**
 * Opens a page in a context of its own. Errors of scripts and refusals of the content policy are collected in
 * `page.complaints`.
 */
export async function openPage(browser, portal, { javaScriptEnabled = true, width = 1280, ...options } = {}) {
  const context = await browser.newContext({
    baseURL: portal.address,
    javaScriptEnabled,
    locale: "id-ID",
    viewport: { width, height: 900 },
    ...options,
  });
  const page = await context.newPage();
  page.complaints = [];
  page.on("pageerror", (error) => page.complaints.push(String(error)));
  page.on("console", (message) => {
    if (/Content.Security.Policy/i.test(message.text())) page.complaints.push(message.text());
  });
  return page;
}

/** Signs a person of the demo in. */
export async function signIn(page, name) {
  await page.goto("/masuk");
  await page.fill('[name="nama"]', name);
  await page.fill('[name="password"]', PASSWORD);
  await Promise.all([page.waitForURL((url) => url.pathname !== "/masuk"), page.click('form[action="/masuk"] button')]);
}
