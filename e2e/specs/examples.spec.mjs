// Somebody starts from an example, and takes their own draft back.

import assert from "node:assert/strict";

import { eventually, expectText } from "../harness/expect.mjs";
import { journey, open } from "../harness/journey.mjs";
import { answer, face, finished, message, openHistory } from "../harness/playground.mjs";

const menu = (page) => page.getByRole("button", { name: "Examples", exact: true });
const choose = async (page, name) => {
  await menu(page).click();
  await page.getByRole("button", { name }).click();
};
const text = (page, wanted) => eventually("the message", () => message(page).inputValue(), (value) => value === wanted);

journey("an example replaces the draft, runs nothing, and the draft comes back", {}, async ({ page }) => {
  await open(page);
  await message(page).fill("My own question");
  await choose(page, /^Smallest call/);
  await text(page, "What is Amazon Bedrock?");
  const request = await face(page, "Converse", "request").innerText();
  assert.ok(!/inferenceConfig|"system"/.test(request), `the smallest call has a message and nothing else: ${request}`);
  assert.equal(await answer(page, "Converse").count(), 0, "nothing has run");
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await text(page, "My own question");
  assert.equal(await page.getByRole("button", { name: "Restore my draft" }).count(), 0);

  await choose(page, /^Guardrail/);
  await choose(page, /^Document/);
  await page.getByText("Field notes").first().waitFor();
  await page.getByRole("button", { name: "Restore my draft" }).click();
  await text(page, "My own question");

  await page.getByRole("button", { name: "Start over with the first experiment" }).click();
  await text(page, "Explain RAG in one paragraph.");
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search commands" }).fill("undo");
  await page.keyboard.press("Enter");
  await text(page, "My own question");
});

journey("the draft that an example replaced is in the history too", {}, async ({ page }) => {
  await open(page);
  await message(page).fill("Not to be lost");
  await choose(page, /^Picture/);
  await page.getByRole("img", { name: "The attached picture" }).waitFor();
  await page.getByText("“My draft before the example” is in the history").waitFor();
  await page.reload();
  await page.locator("#skeleton").waitFor({ state: "detached" });
  await (await openHistory(page)).getByText("My draft before the example").first().waitFor();
});

journey("the tool loop takes an example, Run, and one more press", {}, async ({ page }) => {
  await open(page);
  await choose(page, /^Tool use/);
  await page.locator("details[open]").filter({ hasText: "Tools, guardrails, caching…" }).waitFor();
  await text(page, "What is 17 * 23?");
  await page.keyboard.press("Control+Enter");
  for (const api of ["Converse", "InvokeModel"]) await finished(page, api);
  await page.getByRole("button", { name: "Run tool and continue" }).first().click();
  for (const api of ["Converse", "InvokeModel"]) await expectText(answer(page, api), /391[^]*end_turn/);
});

journey("every example can be run as it is", { minutes: 4 }, async ({ page }) => {
  await open(page);
  await menu(page).click();
  await page.getByRole("button", { name: /^Smallest call/ }).waitFor();
  const names = await page.locator("#examples .menu__item--two > span:first-child").evaluateAll((all) => all.map((one) => one.textContent));
  await page.keyboard.press("Escape");
  assert.ok(names.length >= 9, names.join(", "));
  for (const [place, name] of names.entries()) {
    await choose(page, new RegExp(`^${name}`));
    await page.getByText(`Example “${name}”`).waitFor();
    await page.keyboard.press("Control+Enter");
    // The calls of this visit are counted when they are over.
    await expectText(page.getByRole("contentinfo", { name: "Status" }), new RegExp(`this visit\\s*${2 * (place + 1)} calls`));
    for (const api of ["Converse", "InvokeModel"]) await finished(page, api);
  }
});
