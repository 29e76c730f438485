// Somebody compares two models: stops a call that has not answered yet, meets a cut answer, leaves and returns, and runs as
// often as was typed. The simulator answers; nothing leaves the page.

import assert from "node:assert/strict";

import { expectText } from "../harness/expect.mjs";
import { journey, open } from "../harness/journey.mjs";
import { runButton, stopButton, stream, target } from "../harness/playground.mjs";

const view = (page) => page.getByRole("region", { name: "Compare" });
const answers = (page) => page.getByRole("group", { name: "Answers" }).getByRole("region");
const ended = (page) => runButton(page).waitFor();

/** Chooses a fault in the playground, with or without a stream, and opens the comparison. */
async function compareWith(page, fault, { streamed = true } = {}) {
  await open(page);
  if (fault) {
    await target(page).getByRole("button", { name: "Fault", exact: true }).click();
    await target(page).getByRole("combobox", { name: "Fault" }).selectOption({ label: fault });
  }
  await stream(page, streamed);
  await page.evaluate(() => (location.hash = "#compare"));
  await view(page).waitFor();
}

journey("a comparison that waits for its first byte is stopped at once", {}, async ({ page }) => {
  await compareWith(page, "Slow first byte (6 s)");
  await runButton(page).click();
  await stopButton(page).waitFor();
  const before = Date.now();
  await stopButton(page).click();
  await ended(page);
  for (const one of [0, 1]) await expectText(answers(page).nth(one), /stopped/);
  assert.ok(Date.now() - before < 3_000, "it does not wait for the byte");
});

journey("an answer that is cut is called cut off, with its card", {}, async ({ page }) => {
  await compareWith(page, "Stream cut off", { streamed: false });
  await runButton(page).click();
  await ended(page);
  for (const one of [0, 1]) {
    const card = answers(page).nth(one).getByRole("alert");
    await expectText(card, /The answer was cut off/);
    await card.getByRole("button", { name: "Run again" }).waitFor();
  }
});

journey("a refusal shows the same card as everywhere, with its request id", {}, async ({ page }) => {
  await compareWith(page, "Throttled (429)");
  await runButton(page).click();
  await ended(page);
  const card = answers(page).first().getByRole("alert");
  await expectText(card, /Too many requests for now/);
  await expectText(card, /Request ID/);
});

journey("answers survive a change of view, even one in the middle of a run", {}, async ({ page }) => {
  await compareWith(page);
  await runButton(page).click();
  await stopButton(page).waitFor();
  await page.evaluate(() => (location.hash = "#playground"));
  await view(page).waitFor({ state: "detached" });
  await page.evaluate(() => (location.hash = "#compare"));
  await ended(page);
  for (const one of [0, 1]) {
    await expectText(answers(page).nth(one), /SIMULATED/);
    await expectText(answers(page).nth(one), /\w{3,} \w{3,} \w{3,}/);
  }
});

journey("the number on the button is the number of calls that go out", {}, async ({ page }) => {
  await compareWith(page);
  const repeats = view(page).getByRole("spinbutton", { name: "Repeats" });
  await repeats.fill("3");
  await expectText(runButton(page), /2 × 3 = 6 calls/);
  await repeats.press("Control+Enter");
  await answers(page).first().getByText("Run 3 of 3").waitFor();
  await stopButton(page).click();
  await ended(page);
  await repeats.fill("11");
  await expectText(view(page), /Repeats must be a whole number from 1 to 10/);
  assert.equal(await runButton(page).isDisabled(), true);
});
