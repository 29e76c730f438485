// axe-core in the page: WCAG 2.2 A and AA and best practice, with the target-size rule that is off by default.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const OPTIONS = {
  resultTypes: ["violations"],
  runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
  rules: { "target-size": { enabled: true } },
};

/** The violations in the page as it is, each rule with its first few places and the state that it is in, and ids that two elements have. */
export async function violations(page, state) {
  await page.evaluate(settled);
  // Through the debugging protocol, which the page's policy does not govern.
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(source);
  const found = await page.evaluate(judged, OPTIONS);
  const doubled = await page.evaluate(doubledIds);
  const rules = found.violations.map(({ id, help, nodes }) => {
    const places = nodes.slice(0, 3).map((node) => `${node.target} ${node.html.slice(0, 120)}`);
    return `${state}: ${id} (${nodes.length} places): ${help}\n    ${places.join("\n    ")}`;
  });
  return [...rules, ...doubled.map((id) => `${state}: more than one element has the id ${id}`)];
}

/** A label or a heading that is found by a doubled id names the wrong element; axe sees the first one only. */
export function doubledIds() {
  const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
  return [...new Set(ids.filter((id, place) => ids.indexOf(id) !== place))];
}

/** The widths that a state is judged at: a whole screen, half of one, a phone. */
export const WIDTHS = [1440, 1024, 390];

/**
 * What is wrong with the page as it is, at each width and in both themes: axe's violations, and a page that scrolls sideways.
 * Each names its state, width and theme. The page ends as it began: as wide, and in the same theme.
 */
export async function violationsEverywhere(page, state, widths = WIDTHS) {
  const found = [];
  const begun = page.viewportSize();
  for (const width of widths) {
    await page.setViewportSize({ width, height: begun.height });
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await page.evaluate(painted);
      const place = `${state}, ${width} px, ${colorScheme}`;
      found.push(...(await violations(page, place)));
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (sideways > 0) found.push(`${place}: the page scrolls sideways by ${sideways} px`);
    }
  }
  await page.setViewportSize(begun);
  await page.emulateMedia({ colorScheme: null });
  await page.evaluate(painted);
  return found;
}

/**
 * What axe finds. The bars that stay in sight do not stick meanwhile: what lies half under one where the page happens to be
 * scrolled to would be taken for small.
 */
async function judged(options) {
  const bars = [...document.querySelectorAll(".jump, .reqbar, .status, .lesson")].filter((bar) => getComputedStyle(bar).position === "sticky");
  for (const bar of bars) bar.style.position = "static";
  try {
    return await globalThis.axe.run(document, options);
  } finally {
    for (const bar of bars) bar.style.removeProperty("position");
  }
}

/** Resolves when what changed has begun to change: buttons take a moment for it, even with reduced motion. */
async function painted() {
  // A window that paints nothing calls nothing back.
  const late = new Promise((resolve) => setTimeout(resolve, 1_000));
  await Promise.race([new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))), late]);
}

/** Resolves when nothing in the page is on its way from one colour or place to another; what repeats without end stays. */
async function settled() {
  const passing = document.getAnimations().filter((animation) => Number.isFinite(animation.effect?.getComputedTiming().endTime));
  // One that does not run, in a part that is not drawn, never ends.
  const late = new Promise((resolve) => setTimeout(resolve, 2_000));
  await Promise.race([Promise.allSettled(passing.map((animation) => animation.finished)), late]);
}
