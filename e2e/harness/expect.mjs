// Assertions that wait for what is to be seen.

import assert from "node:assert/strict";

const PATIENCE_MS = 20_000;

/** Waits until `read` returns something that passes `accept`; fails with what it last returned. */
export async function eventually(what, read, accept) {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const value = await read();
    if (accept(value)) return value;
    if (Date.now() > end) assert.fail(`${what}: in the end it was ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export const expectText = (locator, pattern) =>
  eventually(`text like ${pattern}`, () => locator.innerText(), (text) => pattern.test(text));
