// Memory after many runs, and after the history of all of them was opened and searched.

import { memory, run, visit } from "./watched.mjs";

const RUNS = [1, 50, 200];

export async function memories(browser, address) {
  const visited = await visit(browser, address);
  const { context, page } = visited;
  const figures = [];
  const note = async (group, name, more) => {
    const { wasm, script } = await memory(visited);
    figures.push({ group, name: `WebAssembly, ${name}`, value: Math.round(wasm * 10) / 10, unit: "MB", ...more });
    figures.push({ group, name: `JavaScript, ${name}`, value: Math.round(script * 10) / 10, unit: "MB" });
  };
  try {
    await note("Memory", "after the load");
    for (let count = 1; count <= RUNS.at(-1); count++) {
      await run(page);
      if (RUNS.includes(count)) await note("Memory", `after ${count} ${count === 1 ? "run" : "runs"}`);
    }
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
