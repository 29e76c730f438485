// Narrow, zoomed, wide: nothing scrolls sideways, and the main task works.

import assert from "node:assert/strict";

import { journey, open } from "../harness/journey.mjs";
import { finished, message, runButton } from "../harness/playground.mjs";

for (const [width, height] of [
  [320, 640], // 1280 px at 400 % zoom
  [390, 844],
  [768, 1024],
  [1024, 768],
  [1440, 900],
]) {
  journey(`${width} px wide`, { context: { viewport: { width, height } } }, async ({ page }) => {
    const sideways = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await open(page);
    assert.equal(await sideways(), 0, "first paint scrolls sideways");
    await message(page).fill("What is a token? AnExtremelyLongWordWithoutAnySpace".repeat(4));
    await runButton(page).click();
    await finished(page, "Converse");
    assert.equal(await sideways(), 0, "answered, it scrolls sideways");
    const { x, y, width: wide, height: high } = await runButton(page).boundingBox();
    assert.ok(x >= 0 && x + wide <= width && y >= 0 && y + high <= height, "Run is on the screen, and whole");
  });
}
