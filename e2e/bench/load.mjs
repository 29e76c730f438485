// How long a visitor waits: until the page can be used, until the first word of the first answer, and of the second one.

import { median } from "./rounds.mjs";
import { bytesBetween, run, stream, visit } from "./watched.mjs";

const PROFILES = [
  { name: "a fast network", phone: false, visits: 7, goals: { first: null } },
  { name: "a phone (1.6 Mbit/s, 150 ms, a quarter of the processor)", phone: true, visits: 3, goals: { first: 2000 } },
];

async function once(browser, address, phone) {
  const { context, page } = await visit(browser, address, { phone });
  try {
    await stream(page);
    const first = await run(page);
    const bytes = {
      load: await bytesBetween(page, 0, first.ready),
      run: await bytesBetween(page, first.ready, first.answered),
    };
    // What the first run still fetches belongs to no answer.
    await page.waitForLoadState("networkidle");
    const second = await run(page);
    return { bytes, ready: first.ready, first: first.answered - first.pressed, second: second.answered - second.pressed };
  } finally {
    await context.close();
  }
}

export async function load(browser, address) {
  const figures = [];
  for (const { name, phone, visits, goals } of PROFILES) {
    const all = [];
    for (let index = 0; index < visits; index++) all.push(await once(browser, address, phone));
    const of = (value) => Math.round(median(all.map(value)));
    const group = `First visit, ${name}`;
    const bound = (most) => (most ? { most } : null);
    figures.push(
      { group, name: "bytes until the page is ready", value: of(({ bytes }) => bytes.load), unit: "B", goal: phone ? null : { most: 250_000 }, telling: !phone },
      { group, name: "bytes of the first run, from there to its first word", value: of(({ bytes }) => bytes.run), unit: "B" },
      { group, name: "ready", value: of(({ ready }) => ready), unit: "ms" },
      { group, name: "first word after Ctrl+Enter", value: of(({ first }) => first), unit: "ms", goal: bound(goals.first), telling: phone },
      { group, name: "first word of the second run", value: of(({ second }) => second), unit: "ms" },
    );
  }
  return figures;
}
