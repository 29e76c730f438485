// Somebody compares two models: stops a call that has not answered yet, meets a cut answer, leaves and returns, and runs as
// often as was typed. The simulator answers; nothing leaves the page.

import assert from "node:assert/strict";

import { eventually, expectText } from "../harness/expect.mjs";
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
    await card.getByRole("button", { name: "Turn the fault off" }).waitFor();
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

journey("the measures lie out whole at 2, 3 and 4 columns", {}, async ({ page }) => {
  await compareWith(page);
  await view(page).getByRole("button", { name: /^Run/ }).click(); // the empty state begins
  for (const columns of [2, 3, 4]) {
    if (columns > 2) {
      await view(page).getByRole("button", { name: "Add a column" }).click();
      await runButton(page).click();
    }
    await eventually("the answers", () => answers(page).count(), (count) => count === columns);
    await ended(page);
    for (const [width, height] of [[1440, 900], [1024, 768], [390, 844]]) {
      await page.setViewportSize({ width, height });
      const measures = page.getByRole("group", { name: "Measures" });
      const [box, table, sideways] = await measures.evaluate((node) => [
        node.clientHeight,
        node.firstElementChild.offsetHeight,
        document.documentElement.scrollWidth - document.documentElement.clientWidth,
      ]);
      assert.ok(box >= table && table > columns * 24, `${columns} columns at ${width} px: ${box} of ${table} px`);
      assert.equal(sideways, 0);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  }
});

journey("equal answers are called identical, and a failed column is not compared", {}, async ({ page }) => {
  await compareWith(page);
  await runButton(page).click();
  await view(page).getByText("Identical answers").waitFor();
  await view(page).getByRole("button", { name: "Add a column" }).click();
  // It refuses a system prompt.
  const third = view(page).getByLabel("Model 3", { exact: true });
  await third.fill("mistral.mistral-7b-instruct-v0:2");
  await third.press("Enter");
  await view(page).getByText("Settings changed since this run").waitFor();
  await runButton(page).click();
  await view(page).getByText("Not compared: column 3 failed.").waitFor();
  await view(page).getByText("Identical answers").waitFor();
  const choices = view(page).getByRole("combobox", { name: "Second answer" }).getByRole("option");
  assert.equal(await choices.count(), 2);
});

journey("answers of other settings are marked until the change is undone", {}, async ({ page }) => {
  await compareWith(page);
  await runButton(page).click();
  await view(page).getByText("Identical answers").waitFor();
  const mark = view(page).getByText("Settings changed since this run");
  assert.equal(await mark.count(), 0);
  const temperature = view(page).getByRole("textbox", { name: "Temperature of column 2" });
  await temperature.fill("0.9");
  await mark.waitFor();
  await temperature.fill("");
  await mark.waitFor({ state: "detached" });
});

journey("on a phone the button says the whole number of calls", { context: { viewport: { width: 390, height: 844 } } }, async ({ page }) => {
  await compareWith(page);
  for (let more = 0; more < 2; more += 1) await view(page).getByRole("button", { name: "Add a column" }).click();
  await view(page).getByRole("spinbutton", { name: "Repeats" }).fill("3");
  await expectText(runButton(page), /Run 4 × 3 = 12 calls/);
  const [inside, room] = await runButton(page).evaluate((node) => [node.scrollWidth, node.clientWidth]);
  assert.ok(inside <= room, `${inside} of ${room} px`);
  const { x, width } = await runButton(page).boundingBox();
  assert.ok(x >= 0 && x + width <= 390);
});
