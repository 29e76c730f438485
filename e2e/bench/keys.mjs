// The processor time of the page's main thread for one key press, in the first experiment and in long texts.

import { metric, visit } from "./watched.mjs";

/** `gap` is the time between two keys: enough for the page to rest, so that it cannot answer two keys at once. */
const TEXTS = [
  { name: "in the first experiment", keys: 40, gap: 100, goal: 8 },
  { name: "in a text of 0.1 MB", bytes: 100_000, keys: 10, gap: 500 },
  { name: "in a text of 1 MB", bytes: 1_000_000, keys: 6, gap: 2_000, goal: 50 },
  { name: "in a text of 5 MB", bytes: 5_000_000, keys: 3, gap: 8_000, goal: 200 },
];
const REST = 2_000;
const PROSE = "An embedding is a list of numbers that stands for a text, and near lists stand for texts of near meaning. ";

const busy = async (session) => (await metric(session, "ThreadTime")) * 1000;

async function perKey(browser, address, { bytes, keys, gap }) {
  const { context, page, session } = await visit(browser, address);
  try {
    const message = page.getByRole("textbox", { name: "Message 1", exact: true });
    if (bytes) await message.fill(PROSE.repeat(Math.ceil(bytes / PROSE.length)).slice(0, bytes));
    await message.focus();
    await page.keyboard.press("Control+End");
    // The first key loads what a key needs.
    await page.keyboard.press("a");
    await page.waitForTimeout(2_000 + gap);
    const begun = performance.now();
    const before = await busy(session);
    for (let key = 0; key < keys; key++) {
      await page.keyboard.press("a");
      await page.waitForTimeout(gap);
    }
    const typing = (await busy(session)) - before;
    const lasted = performance.now() - begun;
    // What the blinking of the cursor costs without a key.
    const rested = await busy(session);
    await page.waitForTimeout(REST);
    const idle = (((await busy(session)) - rested) * lasted) / REST;
    return Math.max(0, typing - idle) / keys;
  } finally {
    await context.close();
  }
}

export async function keys(browser, address) {
  const figures = [];
  for (const { name, goal, ...text } of TEXTS) {
    const value = Math.round((await perKey(browser, address, text)) * 10) / 10;
    figures.push({ group: "Processor time of a key press", name, value, unit: "ms", goal: goal ? { most: goal } : null, telling: [8, 50].includes(goal) });
  }
  return figures;
}
