// Narrow, zoomed, wide: nothing scrolls sideways, and the main task works.

import assert from "node:assert/strict";

import { eventually, expectText } from "../harness/expect.mjs";
import { journey, open } from "../harness/journey.mjs";
import { answer, finished, message, runButton } from "../harness/playground.mjs";

const SIZES = [
  [320, 640], // 1280 px at 400 % zoom
  [390, 844],
  [768, 1024],
  [1024, 768],
  [1440, 900],
];

journey("the main task works in every width", {}, async ({ page }) => {
  const sideways = (what) =>
    eventually(
      `${what}: how far the page scrolls sideways`,
      () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
      (pixels) => pixels === 0,
    );
  await open(page);
  await page.getByRole("textbox", { name: "System" }).fill("AnExtremelyLongWordWithoutAnySpace".repeat(4));
  for (const [width, height] of SIZES) {
    await page.setViewportSize({ width, height });
    await sideways(`${width} px, first paint`);
  }
  for (const [width, height] of SIZES) {
    await page.setViewportSize({ width, height });
    await page.evaluate(() => scrollTo(0, 0));
    // Each width has an answer of its own, so that none passes for the next one's.
    await message(page).fill(`What is ${width} + 9000?`);
    await runButton(page).click();
    await expectText(answer(page, "Converse"), new RegExp(String(width + 9000).replace(/(?=...$)/, ",?")));
    await finished(page, "Converse");
    await sideways(`${width} px, answered`);
    // The answer was brought into sight; below 960 px the bar scrolls with the page.
    await page.evaluate(() => scrollTo(0, 0));
    const { x, y, width: wide, height: high } = await runButton(page).boundingBox();
    assert.ok(x >= 0 && x + wide <= width && y >= 0 && y + high <= height, `${width} px: Run is on the screen, and whole`);
  }
});
