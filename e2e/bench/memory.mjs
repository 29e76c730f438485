// Memory after many runs, and after the history of all of them was opened and searched.

import { memory, stream, visit } from "./watched.mjs";

const RUNS = [1, 50, 200];

/** The simulator waits as a model would; here only what is left afterwards counts, so short waits are shorter. */
function hurry() {
  const original = globalThis.setTimeout;
  globalThis.setTimeout = (act, milliseconds, ...rest) => original(act, milliseconds < 3000 ? milliseconds / 20 : milliseconds, ...rest);
}

/** Runs once more; the status bar counts the calls of the visit, two a run. */
async function runOnceMore(page, runs) {
  await page.keyboard.press("Control+Enter");
  const counted = new RegExp(`(?<!\\d)${2 * runs} calls`);
  await page.getByRole("contentinfo", { name: "Status" }).filter({ hasText: counted }).waitFor();
  await page.locator("#run:not([data-running])").waitFor();
}

export async function memories(browser, address) {
  const visited = await visit(browser, address, { before: hurry });
  const { context, page } = visited;
  const figures = [];
  const note = async (group, name, more) => {
    const { wasm, script } = await memory(visited);
    figures.push({ group, name: `WebAssembly, ${name}`, value: Math.round(wasm * 10) / 10, unit: "MB", ...more });
    figures.push({ group, name: `JavaScript, ${name}`, value: Math.round(script * 10) / 10, unit: "MB" });
  };
  try {
    await note("Memory", "after the load");
    // Its frames are stored with a run, so it is the larger one.
    await stream(page);
    for (let count = 1; count <= RUNS.at(-1); count++) {
      await runOnceMore(page, count);
      if (RUNS.includes(count)) await note("Memory", `after ${count} ${count === 1 ? "run" : "runs"}`);
    }
    // The last one may still be stored.
    await page.waitForTimeout(2000);
    // A visit of its own, so that only what is stored counts.
    await page.reload({ waitUntil: "commit" });
    await page.waitForFunction(() => globalThis.noted?.ready);
    await page.getByRole("button", { name: "Menu" }).click();
    await page.getByRole("button", { name: "History…" }).click();
    const history = page.getByRole("dialog", { name: "History" });
    const stored = history.getByRole("list", { name: "Runs" }).getByRole("listitem");
    await stored.first().waitFor();
    await note("Memory", `with ${RUNS.at(-1)} runs stored, history open`);
    for (const key of "paragraph") await history.getByRole("searchbox", { name: "Search history" }).press(key);
    await page.waitForTimeout(1000);
    await stored.first().waitFor();
    await note("Memory", `with ${RUNS.at(-1)} runs stored, history searched`, { goal: { most: 30 }, telling: true });
  } finally {
    await context.close();
  }
  return figures;
}
