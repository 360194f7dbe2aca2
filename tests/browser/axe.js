// axe-core in a page. It is evaluated by the browser's own debugger, so the page's content policy stays as it is.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Runs WCAG 2.2 A and AA and answers a line for each rule broken and where. */
export async function accessibilityProblems(page) {
  await page.evaluate(source);
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }),
  );
  return violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${rule.help} — ${node.target.join(" ")} — ${node.html.slice(0, 160)}`),
  );
}
