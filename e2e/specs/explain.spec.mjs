// Somebody asks what a name means: with the pointer, with keys, by touch; and which API and client are for what.

import assert from "node:assert/strict";

import { violations } from "../harness/axe.mjs";
import { copied, watchCopies } from "../harness/copied.mjs";
import { eventually, expectText } from "../harness/expect.mjs";
import { addresses, journey, open } from "../harness/journey.mjs";
import { finished, stream } from "../harness/playground.mjs";

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
