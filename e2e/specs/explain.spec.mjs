// Somebody asks what a name means: with the pointer, with keys, by touch; and which API and client are for what.

import assert from "node:assert/strict";

import { violations } from "../harness/axe.mjs";
import { copied, watchCopies } from "../harness/copied.mjs";
import { eventually, expectText } from "../harness/expect.mjs";
import { addresses, journey, open } from "../harness/journey.mjs";
import { finished, openCredentials, stream } from "../harness/playground.mjs";

const tooltip = (page) => page.getByRole("tooltip");
const explanation = (page) => page.getByRole("dialog", { name: /^Explanation of/ });
const strip = (page) => page.getByRole("complementary", { name: "Which API, which client" });
const rows = (page, name) => page.getByRole("list", { name, exact: true });
const key = (page, list, name) => rows(page, list).getByText(`"${name}"`, { exact: true }).first();

journey("a key under the pointer is explained, with the other API's name for it", {}, async ({ page }) => {
  await open(page);
  await key(page, "Converse request JSON", "maxTokens").hover();
  await expectText(tooltip(page), /most tokens that the answer may have/);
  await expectText(tooltip(page), /InvokeModel: max_tokens/);
  // It can be reached with the pointer, and stays.
  await tooltip(page).getByRole("link", { name: "docs.aws.amazon.com" }).hover();
  await expectText(tooltip(page), /maxTokens/);
  assert.deepEqual(await violations(page, "a tooltip"), []);
  await page.keyboard.press("Escape");
  await tooltip(page).waitFor({ state: "detached" });

  await key(page, "InvokeModel request JSON", "anthropic_version").hover();
  await expectText(tooltip(page), /bedrock-2023-05-31/);
  // Whoever goes on working is not disturbed.
  await page.getByRole("textbox", { name: "Message 1" }).click();
  await tooltip(page).waitFor({ state: "detached" });
});

journey("F1 explains the row, the field and the header that has the focus", {}, async ({ page }) => {
  await open(page);
  await page.getByRole("group", { name: /^Converse request JSON/ }).focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("F1");
  await expectText(explanation(page), /\S/);
  assert.deepEqual(await violations(page, "an explanation"), []);
  await page.keyboard.press("Escape");
  await explanation(page).waitFor({ state: "detached" });
  await eventually(
    "the focus is back",
    () => page.evaluate(() => document.activeElement.getAttribute("aria-label") ?? ""),
    (label) => label.startsWith("Converse request JSON"),
  );

  await page.getByRole("spinbutton", { name: "Top P" }).focus();
  await page.keyboard.press("F1");
  await expectText(explanation(page), /Top P.*likely tokens/s);
  await explanation(page).getByRole("button", { name: "Close" }).click();
  await explanation(page).waitFor({ state: "detached" });

  // What nobody can explain says so.
  await page.getByRole("button", { name: "Which API?" }).focus();
  await page.mouse.move(1, 1);
  await page.keyboard.press("F1");
  await page.getByText(/^Nothing to explain here/).first().waitFor();
});

journey("keys of a stream, headers and parts of a signature are explained", {}, async ({ page }) => {
  await open(page);
  await stream(page, true);
  await page.keyboard.press("Control+Enter");
  for (const api of ["Converse", "InvokeModel"]) await finished(page, api);

  await page.keyboard.press("Alt+2");
  const fields = page.getByRole("table", { name: /fields of the frame/ });
  await fields.getByText("prelude CRC").hover();
  await expectText(tooltip(page), /CRC-32 of the two lengths/);
  await fields.getByText(/:event-type/).first().hover();
  await expectText(tooltip(page), /kind of event/);

  await page.keyboard.press("Alt+3");
  await page.getByRole("region", { name: "Converse HTTP" }).getByText("x-amz-date", { exact: true }).first().hover();
  await expectText(tooltip(page), /signing time/i);

  await page.keyboard.press("Alt+4");
  await page.getByText("kRegion", { exact: true }).hover();
  await expectText(tooltip(page), /one Region/);
});

journey("a member of an operation is explained with its type and limits", {}, async ({ page }) => {
  await open(page, `${addresses.page}#explorer/bedrock/CreateGuardrail`);
  await page.getByText("blockedInputMessaging", { exact: false }).first().hover();
  await expectText(tooltip(page), /string, required, 1 to 500 characters/);
  await expectText(tooltip(page), /input is blocked/);
  await page.getByRole("button", { name: "Which API?" }).click();
  await expectText(strip(page), /Here: bedrock, CreateGuardrail/);
});

journey("a long press explains, and a tap beside it closes", { context: { hasTouch: true, viewport: { width: 390, height: 844 } } }, async ({ page }) => {
  await open(page);
  const name = key(page, "Converse request JSON", "messages");
  await name.scrollIntoViewIfNeeded();
  const box = await name.boundingBox();
  const client = await page.context().newCDPSession(page);
  const point = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  // The first touch may only load the explanations.
  await eventually(
    "a long press opens it",
    async () => {
      await client.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [point] });
      const opened = explanation(page).waitFor({ timeout: 3_000 });
      return opened.then(() => true, () => client.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] }).then(() => false));
    },
    Boolean,
  );
  await client.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await expectText(explanation(page), /oldest turn first/);
  await explanation(page).getByRole("button", { name: "Close" }).tap();
  await explanation(page).waitFor({ state: "detached" });

  // A long press on a switch explains it and leaves it as it is.
  const stream = page.getByRole("switch", { name: "Stream" });
  const label = await stream.boundingBox();
  const finger = { x: label.x + label.width / 2, y: label.y + label.height / 2 };
  await client.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [finger] });
  await expectText(explanation(page), /ConverseStream/);
  await client.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  assert.equal(await stream.isChecked(), false);
  assert.equal(await explanation(page).isVisible(), true);
});

/** Rests the pointer on an element that something else covers, as the text area of an editor covers its rows. */
async function restOn(page, locator) {
  await locator.scrollIntoViewIfNeeded();
  const box = await locator.boundingBox();
  // A pointer comes from somewhere: the first place may be the one where it rested before.
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2 + 1);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
}

const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.getAttribute("aria-label"));

journey("in a dialog, Escape closes the explanation first and then the dialog", {}, async ({ page }) => {
  await open(page);
  const dialog = await openCredentials(page);
  const field = dialog.getByRole("textbox", { name: "Paste temporary credentials" });
  await field.focus();
  const before = await focused(page);
  await page.keyboard.press("F1");
  await expectText(explanation(page), /stays in memory/);
  assert.deepEqual(await violations(page, "an explanation in a dialog"), []);
  await page.keyboard.press("Escape");
  await explanation(page).waitFor({ state: "detached" });
  assert.equal(await dialog.isVisible(), true);
  await eventually("the focus is back in the dialog", () => focused(page), (now) => now === before);

  // With the pointer, too; and what it says can be reached.
  await dialog.getByText("Paste temporary credentials or an API key", { exact: true }).hover();
  await expectText(tooltip(page), /stays in memory/);
  await tooltip(page).getByRole("link", { name: "docs.aws.amazon.com" }).hover();
  await page.keyboard.press("Escape");
  await tooltip(page).waitFor({ state: "detached" });
  assert.equal(await dialog.isVisible(), true);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
});

journey("a column of a table in a dialog is explained, and goes with its dialog", {}, async ({ page }) => {
  await open(page, `${addresses.page}#explorer/jobs/throughput`);
  await page.getByText("Account", { exact: true }).first().click();
  await page.getByRole("button", { name: "Quotas…" }).click();
  const dialog = page.getByRole("dialog", { name: "Quotas of the simulated account" });
  await dialog.getByRole("columnheader", { name: "AWS default" }).hover();
  await expectText(tooltip(page), /gives an account at first/);
  await dialog.getByRole("button", { name: "Close" }).click();
  await dialog.waitFor({ state: "hidden" });
  await tooltip(page).waitFor({ state: "detached" });

  await page.getByText("Commitment", { exact: true }).first().hover();
  await expectText(tooltip(page), /cannot be ended early/);
});

journey("in an editor, the key under the pointer and at the caret is explained, and typing closes it", {}, async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Edit Converse JSON" }).click();
  const editor = page.getByRole("textbox", { name: "Converse request body", exact: true });
  await editor.waitFor();
  await restOn(page, page.locator(".ce").getByText('"maxTokens"', { exact: true }));
  await expectText(tooltip(page), /most tokens that the answer may have/);

  // The caret behind a key; what is typed goes into the text.
  await editor.focus();
  await editor.evaluate((field) => {
    const at = field.value.indexOf('"messages"') + 4;
    field.setSelectionRange(at, at);
  });
  await page.keyboard.press("ArrowRight");
  await expectText(tooltip(page), /oldest turn first/);
  await page.keyboard.press("x");
  await tooltip(page).waitFor({ state: "detached" });
  assert.match(await editor.inputValue(), /"messxages"/);
});

journey("in a raw field, the key at the caret and under the pointer is explained", {}, async ({ page }) => {
  await open(page);
  await page.getByText("Extra fields").first().click();
  const field = page.getByRole("textbox", { name: "Additional model request fields" });
  await field.fill('{ "top_k": 50 }');
  await field.evaluate((area) => area.setSelectionRange(5, 5));
  await page.keyboard.press("F1");
  await expectText(explanation(page), /top_k/);
  await page.keyboard.press("Escape");
  await explanation(page).waitFor({ state: "detached" });
  await eventually("the focus is back in the field", () => focused(page), (now) => now === "extra-fields");

  const point = await field.evaluate((area) => {
    const { left, right, top } = area.getBoundingClientRect();
    const y = top + parseFloat(getComputedStyle(area).paddingTop) + 8;
    for (let x = left + 2; x < right; x += 2) {
      const caret = document.caretPositionFromPoint(x, y);
      if (caret?.offsetNode === area && caret.offset === 5) return { x, y };
    }
    return null;
  });
  await page.mouse.move(point.x, point.y + 1);
  await page.mouse.move(point.x, point.y);
  await expectText(tooltip(page), /top_k/);
});

journey("the keyboard alone reaches what has no focus: F1 lists the names of a part", {}, async ({ page }) => {
  await open(page);
  await page.keyboard.press("Control+Enter");
  for (const api of ["Converse", "InvokeModel"]) await finished(page, api);
  await page.keyboard.press("Alt+3");
  await page.getByRole("region", { name: "Converse HTTP" }).getByText("x-amz-date", { exact: true }).first().waitFor();
  const names = page.getByRole("dialog", { name: "Explanation", exact: true });
  await page.getByRole("region", { name: "Converse HTTP" }).getByRole("button", { name: /^Copy/ }).first().focus();
  await page.keyboard.press("F1");
  await expectText(names, /names to explain here/);
  assert.deepEqual(await violations(page, "a list of names"), []);
  await names.getByRole("button", { name: "x-amz-date", exact: true }).focus();
  await page.keyboard.press("Enter");
  await expectText(explanation(page), /signing time/i);
  // A screen reader reads the sentence when the dialog gets the focus.
  assert.match(
    await explanation(page).evaluate((element) => document.getElementById(element.getAttribute("aria-describedby")).textContent),
    /signing time/i,
  );
  await page.keyboard.press("F1");
  await expectText(names, /names to explain here/);
  await page.keyboard.press("Escape");
  await names.waitFor({ state: "detached" });
  await eventually("the focus is back", () => focused(page), (label) => /^Copy/.test(label ?? ""));
});

journey("the row that the keys rest on is described, and read aloud", {}, async ({ page }) => {
  await open(page);
  const list = page.getByRole("group", { name: /^Converse request JSON/ });
  await list.focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expectText(tooltip(page), /\S/);
  await eventually("it is its description", () => list.getAttribute("aria-describedby"), (ids) => /explanation/.test(ids ?? ""));
  await eventually(
    "it is read aloud",
    () => page.getByRole("status").allInnerTexts(),
    (texts) => texts.some((text) => /^(system|messages|inferenceConfig): /.test(text)),
  );
  await page.keyboard.press("Escape");
  await tooltip(page).waitFor({ state: "detached" });
});

journey("the strip answers which API and client, and marks what is on the screen", {}, async ({ page }) => {
  await watchCopies(page);
  await open(page);
  await page.getByRole("button", { name: "Which API?" }).click();
  await expectText(strip(page), /bedrock-agent-runtime/);
  await expectText(strip(page), /both APIs can call it/);
  await expectText(strip(page), /client\.converse\(/);
  assert.deepEqual(await violations(page, "the strip"), []);
  await strip(page).getByRole("button", { name: "Copy" }).click();
  assert.match(await copied(page), /import boto3[\s\S]*answer\["output"\]/);
  await page.keyboard.press("Escape");
  await strip(page).waitFor({ state: "detached" });

  await page.getByRole("link", { name: "Embeddings" }).first().click();
  await page.keyboard.press("Alt+w");
  await expectText(strip(page), /Converse has no field for a vector/);
  await strip(page).getByRole("button", { name: "Close the strip" }).click();
  await strip(page).waitFor({ state: "detached" });

  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search commands" }).fill("which api");
  await page.getByRole("dialog", { name: "Commands" }).getByRole("option", { name: /Which API, which client/, selected: true }).waitFor();
  await page.keyboard.press("Enter");
  await expectText(strip(page), /Which client/);
});
