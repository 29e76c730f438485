// An answer that comes out of sight is brought there, or a button says where it is.

import assert from "node:assert/strict";

import { eventually } from "../harness/expect.mjs";
import { journey, open } from "../harness/journey.mjs";
import { finished, message, runButton } from "../harness/playground.mjs";

const SIZES = [
  [390, 844],
  [1024, 768],
  [320, 256], // 1280 px at 400 % zoom
];

const top = (page) => page.locator("#response").evaluate((element) => element.getBoundingClientRect().top);
const chip = (page) => page.getByRole("button", { name: "Answer ready" });
const idle = (page) => page.locator("#run:not([data-running])").waitFor();

for (const [width, height] of SIZES) {
  journey(`after Run the answer is on the screen at ${width} px`, { context: { viewport: { width, height } } }, async ({ page }) => {
    await open(page);
    await message(page).fill("What is a token?");
    await runButton(page).click();
    await finished(page, "Converse");
    await eventually("where the response begins", () => top(page), (at) => at >= 0 && at < height - 120);
    // At 400 % the heads fill the window: a button leads on to the answer.
    const body = await page.locator("#converse-response .face__body").evaluate((element) => element.getBoundingClientRect().top);
    if (body < height - 80) assert.equal(await chip(page).count(), 0, "what is seen needs no sign");
    else await chip(page).waitFor();
  });
}

journey("who scrolls while it runs stays there, and a button leads to the answer", { context: { viewport: { width: 390, height: 844 } } }, async ({ page }) => {
  await open(page);
  await page.getByRole("switch", { name: "Stream" }).setChecked(true);
  await message(page).fill("Explain the difference between Converse and InvokeModel.");
  // The reader turns the wheel for as long as it runs.
  await page.evaluate(() => {
    const scroll = () => {
      if (document.querySelector("#run[data-running]")) dispatchEvent(new WheelEvent("wheel", { deltaY: 1 }));
      requestAnimationFrame(scroll);
    };
    scroll();
  });
  await page.evaluate(() => scrollTo(0, 0));
  await runButton(page).click();
  await page.locator("#run[data-running]").waitFor();
  await idle(page);
  await chip(page).waitFor();
  assert.ok((await top(page)) > 844, "the page did not move under the reader");
  await chip(page).click();
  await eventually("where the response begins", () => top(page), (at) => at >= 0 && at < 724);
  await eventually("the button", () => chip(page).count(), (count) => count === 0);
});

journey("the strip of a phone marks the section on the screen and the answer", { context: { viewport: { width: 390, height: 844 } } }, async ({ page }) => {
  await open(page);
  const strip = page.getByRole("navigation", { name: "Sections" });
  const current = () => strip.locator("[aria-current=true]").innerText();
  assert.match(await current(), /^Compose/);
  assert.equal(await strip.getByRole("link", { name: /^Response\s*, answer ready$/ }).count(), 0);
  await strip.getByRole("link", { name: "Request" }).click();
  await eventually("the section", current, (name) => /^Request/.test(name));
  await runButton(page).click();
  await finished(page, "Converse");
  await strip.getByRole("link", { name: /^Response\s*, answer ready$/ }).waitFor();
  await eventually("the section", current, (name) => /^Response/.test(name));
});
