// How many presses a job takes. The page counts them itself: each press of the pointer, and each key that is not typing.

import assert from "node:assert/strict";

import { copied, watchCopies } from "../harness/copied.mjs";
import { eventually, expectText } from "../harness/expect.mjs";
import { addresses, EXAMPLE, journey, open } from "../harness/journey.mjs";
import {
  answer, chooseModel, exportLines, face, finished, message, mode, model, modelId, runButton, target,
} from "../harness/playground.mjs";

/** Opens the page with a counter, and gives a function that reads it and sets it to zero. */
async function counted(page) {
  await page.addInitScript(() => {
    window.presses = 0;
    // What the page itself repeats on a view that has just come is no press of the reader's.
    const count = (event) => { if (event.isTrusted) window.presses += 1; };
    addEventListener("pointerdown", count, true);
    addEventListener("keydown", (event) => {
      const modifier = ["Control", "Alt", "Shift", "Meta"].includes(event.key);
      const typing = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (!modifier && !typing) count(event);
    }, true);
  });
  await open(page);
  return () => page.evaluate(() => { const presses = window.presses; window.presses = 0; return presses; });
}

journey("the first answer is one press, on a phone too", { context: { viewport: { width: 390, height: 844 } } }, async ({ page }) => {
  const presses = await counted(page);
  await runButton(page).click();
  await finished(page, "Converse");
  await eventually("the answer is on the screen", () => answer(page, "Converse").evaluate((element) => element.getBoundingClientRect().top), (top) => top >= 0 && top < 700);
  assert.equal(await presses(), 1);
});

journey("another model: click, type, Enter", {}, async ({ page }) => {
  const presses = await counted(page);
  // The field itself, not its stand-in: a click that meets the change of the two is made twice.
  await page.getByRole("button", { name: /^Show the list: Model/ }).waitFor({ state: "attached" });
  await model(page).click();
  await page.keyboard.type("nova lite");
  await page.getByRole("option", { name: /Nova Lite/ }).first().waitFor();
  await page.keyboard.press("Enter");
  await eventually("the model", () => modelId(page), (id) => /nova-lite/.test(id));
  assert.equal(await presses(), 2);
});

journey("the smallest call as code: an example, the tab, copy", {}, async ({ page }) => {
  await watchCopies(page);
  const presses = await counted(page);
  await page.getByRole("button", { name: "Examples", exact: true }).click();
  await page.getByRole("button", { name: /^Smallest call/ }).click();
  await eventually("the message", () => message(page).inputValue(), (text) => text === "What is Amazon Bedrock?");
  await page.getByRole("tab", { name: "Code" }).click();
  await page.getByRole("button", { name: /^Copy.*(code|program|boto3)/i }).first().click();
  assert.match(await copied(page), /client\.converse\(/);
  assert.equal(await presses(), 4);
});

journey("a pasted error: the menu, its row, and the paste", {}, async ({ page }) => {
  const presses = await counted(page);
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("button", { name: "Explain an error…" }).click();
  await eventually("the paste field has the focus", () => page.evaluate(() => document.activeElement?.id), (id) => id === "clinic-text");
  assert.equal(await presses(), 2);
});

journey("a tool loop: an example, Run, continue", {}, async ({ page }) => {
  const presses = await counted(page);
  await page.getByRole("button", { name: "Examples", exact: true }).click();
  await page.getByRole("button", { name: /^Tool use/ }).click();
  await eventually("the message", () => message(page).inputValue(), (text) => text.includes("17"));
  await page.keyboard.press("Control+Enter");
  await finished(page, "Converse");
  await page.getByRole("button", { name: "Run tool and continue" }).first().click();
  await expectText(answer(page, "Converse"), /391/);
  assert.equal(await presses(), 4);
});

journey("an embedding model goes to its own view with one press", {}, async ({ page }) => {
  const presses = await counted(page);
  await chooseModel(page, "amazon.titan-embed-text-v2:0");
  const open = face(page, "InvokeModel", "request").getByRole("button", { name: "Open in Embeddings" });
  await open.waitFor();
  await presses();
  await open.click();
  await page.getByRole("heading", { level: 1, name: "Embeddings" }).waitFor();
  await eventually("the model came along", () => modelId(page), (id) => id === "amazon.titan-embed-text-v2:0");
  assert.equal(await presses(), 1);
});

journey("a title goes into the link: Share, type, Enter", {}, async ({ page }) => {
  await watchCopies(page);
  const presses = await counted(page);
  await page.getByRole("button", { name: "Share…" }).click();
  const title = page.getByRole("textbox", { name: "Title", exact: true });
  await eventually("the title has the focus", () => title.evaluate((node) => node === document.activeElement), Boolean);
  const field = page.getByRole("textbox", { name: /^Link/ });
  await eventually("the link is there", () => field.inputValue(), (link) => link.includes("#x=1"));
  const bare = await field.inputValue();
  await page.keyboard.type("Lesson 2");
  await eventually("the link has the title", () => field.inputValue(), (link) => link !== bare);
  await page.keyboard.press("Enter");
  assert.match(await copied(page), /#x=1/);
  assert.equal(await presses(), 2);
});

journey("the first signed call: Run opens the credentials, one press uses them and runs", { hosts: [addresses.simulator] }, async ({ page }) => {
  const presses = await counted(page);
  await mode(page, "Custom endpoint");
  await page.getByRole("textbox", { name: "Endpoint" }).fill(addresses.simulator);
  await presses();
  await page.keyboard.press("Control+Enter");
  const dialog = page.getByRole("dialog", { name: "Credentials" });
  await dialog.getByText("This run must be signed").waitFor();
  await eventually("the paste field has the focus", () => page.evaluate(() => document.activeElement.id), (id) => id === "credentials-text");
  await page.keyboard.insertText(exportLines(EXAMPLE));
  await dialog.getByRole("button", { name: "Use and run" }).click();
  await finished(page, "Converse");
  assert.equal(await presses(), 2);
});

journey("a fault goes off with one press, in the bar and on the card", {}, async ({ page }) => {
  const presses = await counted(page);
  const fault = target(page).getByRole("button", { name: "Fault", exact: true });
  const off = target(page).getByRole("button", { name: "Turn the fault off" });
  await fault.click();
  await target(page).getByRole("combobox", { name: "Fault" }).selectOption({ label: "Throttled (429)" });
  await off.waitFor();
  await presses();
  await off.click();
  await fault.waitFor();
  assert.equal(await presses(), 1);
});

journey("frames and signature fill the page with one double click on their tab", {}, async ({ page }) => {
  const presses = await counted(page);
  await runButton(page).click();
  await finished(page, "Converse");
  for (const name of ["Signature", "Frames"]) {
    await presses();
    await page.getByRole("tab", { name }).dblclick();
    await page.getByRole("region", { name: "Compose" }).waitFor({ state: "hidden" });
    await eventually("the tab's panel has most of the page", () => page.getByRole("tabpanel", { name }).evaluate((panel) => panel.clientHeight / innerHeight), (share) => share > 0.6);
    assert.equal(await presses(), 2, name);
    await page.keyboard.press("Alt+m");
    await page.getByRole("region", { name: "Compose" }).waitFor();
  }
});
