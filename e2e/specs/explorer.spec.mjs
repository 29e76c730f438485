// Somebody explores the clients: finds operations by name and by wish, lists models, meets the wrong client, fills a form,
// is asked before a write, and moves the simulated account's clock.

import assert from "node:assert/strict";

import { violations, violationsEverywhere } from "../harness/axe.mjs";
import { expectText } from "../harness/expect.mjs";
import { addresses, journey, open } from "../harness/journey.mjs";
import { openHistory, target } from "../harness/playground.mjs";

const search = (page) => page.getByRole("searchbox", { name: "Search operations" });
const found = (page) => page.getByRole("list", { name: "Found operations" });
const send = (page) => target(page).getByRole("button", { name: /^Send/ });
const response = (page) => page.getByRole("region", { name: "Response", exact: true });
const problems = (page) => page.getByRole("group", { name: "Problems of the input" });
const tab = (page, name) => page.getByRole("tab", { name, exact: true }).click();

async function openExplorer(page, place = "") {
  await open(page, `${addresses.page}#explorer${place}`);
  await page.getByRole("heading", { name: "Explorer", level: 1 }).waitFor();
}

async function openOperation(page, client, name) {
  await openExplorer(page, `/${client}/${name}`);
  await page.getByRole("heading", { name, exact: true }).waitFor();
  await page.getByRole("heading", { name: "Input", level: 3 }).first().waitFor();
}

journey("models are listed at a press, as JSON, as a table and as HTTP", {}, async ({ page }) => {
  await openExplorer(page);
  await search(page).fill("list models");
  await found(page).getByRole("link").first().click();
  await page.getByRole("heading", { name: "ListFoundationModels", exact: true }).waitFor();
  await expectText(page.getByRole("group", { name: "Operation and its input" }), /bedrock:ListFoundationModels\s+on\s+\*/);
  await page.getByRole("combobox", { name: "byOutputModality" }).selectOption("EMBEDDING");
  await page.keyboard.press("Control+Enter");
  await expectText(response(page), /SIMULATED[\s\S]*HTTP 200[\s\S]*modelSummaries[\s\S]*EMBEDDING/);
  await tab(page, "Table");
  await expectText(page.getByRole("group", { name: "List of the answer" }), /modelSummaries: \d+ items[\s\S]*amazon\.titan-embed/);
  await tab(page, "HTTP");
  await expectText(
    page.getByRole("region", { name: "HTTP", exact: true }),
    /GET https:\/\/bedrock\.us-east-1\.amazonaws\.com\/foundation-models\?byOutputModality=EMBEDDING/,
  );
  await tab(page, "Signature");
  await expectText(page.getByRole("region", { name: "Signature", exact: true }), /Canonical request[\s\S]*byOutputModality=EMBEDDING/);
  assert.deepEqual(await violations(page, "listed"), []);
});

journey("operations are found by what one wants to do", {}, async ({ page }) => {
  await openExplorer(page);
  for (const [text, name] of [
    ["buy capacity", "CreateProvisionedModelThroughput"],
    ["fine tune", "CreateModelCustomizationJob"],
    ["call a model", "Converse"],
    ["ask my documents", "RetrieveAndGenerate"],
  ]) {
    await search(page).fill(text);
    await expectText(found(page).getByRole("link").first(), new RegExp(`${name}\\b`));
  }
  await search(page).fill("zzzz");
  await page.getByText("No operation fits. Try fewer words").waitFor();
});

journey("a method on the wrong client gets boto3's error and the right client", {}, async ({ page }) => {
  await openExplorer(page, "/bedrock");
  await page.getByText("Why is there no invoke_model here?").click();
  await page.getByText("AttributeError: 'Bedrock' object has no attribute 'invoke_model'").waitFor();
  await page.getByRole("link", { name: "Open InvokeModel of bedrock-runtime" }).click();
  await page.getByRole("heading", { name: "InvokeModel", exact: true }).waitFor();
});

journey("a form says what is wrong before it sends, and keeps what was typed", {}, async ({ page }) => {
  await openOperation(page, "bedrock", "CreateGuardrail");
  await send(page).click();
  await expectText(problems(page), /3 values will be refused[\s\S]*Value null at 'name' failed to satisfy constraint: Member must not be null/);
  await page.getByRole("textbox", { name: "name", exact: true }).fill("rocks and stones");
  await page.getByRole("textbox", { name: "blockedInputMessaging" }).fill("No.");
  await page.getByRole("textbox", { name: "blockedOutputsMessaging" }).fill("No.");
  await expectText(problems(page), /1 value will be refused[\s\S]*Value at 'name' failed to satisfy constraint/);
  await page.getByRole("textbox", { name: "name", exact: true }).fill("rocks");
  await page.getByRole("button", { name: "Add: wordPolicyConfig", exact: true }).click();
  await page.getByRole("button", { name: "Add item: wordPolicyConfig wordsConfig" }).click();
  await page.getByRole("textbox", { name: "wordPolicyConfig wordsConfig 1 text" }).fill("gneiss");
  await problems(page).waitFor({ state: "hidden" });
  await send(page).click();
  const dialog = page.getByRole("dialog", { name: "Send this request?" });
  await expectText(dialog, /CreateGuardrail\s+of\s+bedrock[\s\S]*simulator[\s\S]*nothing is billed/);
  assert.deepEqual(await violations(page, "asked"), []);
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await dialog.waitFor({ state: "hidden" });
  await expectText(response(page), /No answer yet/);
  await send(page).click();
  await dialog.getByRole("button", { name: "Send CreateGuardrail" }).click();
  await expectText(response(page), /HTTP 202[\s\S]*guardrailArn/);
  await expectText(page.getByRole("list", { name: "Input of the operation" }), /"text": "gneiss"/);
});

journey("a write is asked for, done, and read back; the clock of the account moves", {}, async ({ page }) => {
  await openOperation(page, "bedrock", "TagResource");
  const arn = "arn:aws:bedrock:us-east-1:123456789012:guardrail/abcdefghijkl";
  await page.getByRole("textbox", { name: "resourceARN" }).fill(arn);
  await page.getByRole("button", { name: "Add item: tags" }).click();
  await page.getByRole("textbox", { name: "tags 1 key" }).fill("team");
  await page.getByRole("textbox", { name: "tags 1 value" }).fill("rocks");
  // Another operation and back: what was typed is still there.
  await page.evaluate(() => (location.hash = "#explorer/bedrock/ListGuardrails"));
  await page.getByRole("heading", { name: "ListGuardrails", exact: true }).waitFor();
  await page.evaluate(() => (location.hash = "#explorer/bedrock/TagResource"));
  await expectText(page.getByRole("list", { name: "Input of the operation" }), /rocks/);
  const account = page.getByRole("region", { name: "Simulated account" });
  await expectText(account, /SIMULATED[\s\S]*in step with your clock/);
  await account.getByRole("button", { name: "+1 h" }).click();
  await account.getByRole("button", { name: "+1 day" }).click();
  await expectText(account, /1 day 1 hour ahead/);
});

journey("the Explorer is reached and used with the keyboard", {}, async ({ page }) => {
  await open(page);
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: /command|search/i }).fill("explorer");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Explorer", level: 1 }).waitFor();
  await search(page).fill("ListInferenceProfiles");
  await found(page).getByRole("link").first().focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "ListInferenceProfiles", exact: true }).waitFor();
  await page.getByRole("combobox", { name: "typeEquals" }).focus();
  await page.keyboard.press("Control+Enter");
  await expectText(response(page), /HTTP \d{3}/);
});

journey("a call goes into the history, and fills the form again without being sent", {}, async ({ page }) => {
  await openOperation(page, "bedrock", "ListFoundationModels");
  await page.getByRole("combobox", { name: "byOutputModality" }).selectOption("EMBEDDING");
  await page.keyboard.press("Control+Enter");
  await expectText(response(page), /HTTP 200/);
  await page.getByRole("combobox", { name: "byOutputModality" }).selectOption("IMAGE");
  await page.evaluate(() => (location.hash = "#playground"));
  const history = await openHistory(page);
  await history.getByRole("searchbox", { name: "Search history" }).fill("listfoundationmodels embedding");
  const entry = history.getByRole("list", { name: "Runs" }).getByRole("listitem").first();
  await expectText(entry, /ListFoundationModels[\s\S]*bedrock[\s\S]*SIMULATED[\s\S]*200/);
  await entry.getByRole("button", { name: /^Restore/ }).click();
  await page.getByText("Restored into the Explorer. Nothing was sent").waitFor();
  await page.getByRole("heading", { name: "ListFoundationModels", exact: true }).waitFor();
  await expectText(page.getByRole("list", { name: "Input of the operation" }), /"byOutputModality": "EMBEDDING"/);
  // The form that it took the place of is in the history.
  await openHistory(page);
  await history.getByText("My draft before the restore").waitFor();
});

journey("Alt and a digit open the tabs of the Explorer", {}, async ({ page }) => {
  await openOperation(page, "bedrock", "ListGuardrails");
  for (const [digit, name] of [["2", "Table"], ["6", "Code"], ["4", "HTTP"], ["1", "Response"]]) {
    await page.keyboard.press(`Alt+${digit}`);
    await page.getByRole("tab", { name, exact: true, selected: true }).waitFor();
  }
});

journey("quotas of the simulated account are set, and bind", {}, async ({ page }) => {
  await openOperation(page, "bedrock", "CreateGuardrail");
  const account = page.getByRole("region", { name: "Simulated account" });
  await account.getByText("Account", { exact: true }).click();
  await account.getByRole("button", { name: "Quotas…" }).click();
  const dialog = page.getByRole("dialog", { name: "Quotas of the simulated account" });
  const guardrails = dialog.getByRole("textbox", { name: "Guardrails", exact: true });
  await expectText(dialog.getByRole("row", { name: /^Guardrails / }), /100/);
  assert.deepEqual(await violations(page, "quotas"), []);
  await guardrails.fill("many");
  assert.equal(await guardrails.getAttribute("aria-invalid"), "true");
  await guardrails.fill("0");
  await guardrails.press("Tab");
  await page.getByText("Guardrails: 0 now").waitFor();
  await dialog.getByRole("button", { name: "Close" }).click();
  const words = { wordsConfig: [{ text: "quicksand" }] };
  const input = { name: "rocks", blockedInputMessaging: "No.", blockedOutputsMessaging: "No.", wordPolicyConfig: words };
  await page.getByText("JSON", { exact: true }).first().click();
  await page.getByRole("textbox", { name: "Input as JSON" }).fill(JSON.stringify(input));
  await send(page).click();
  await page.getByRole("button", { name: "Send CreateGuardrail" }).click();
  await expectText(response(page), /ServiceQuotaExceededException/);
});

journey("on a phone the list of operations is folded until it is wanted", { context: { viewport: { width: 390, height: 844 } } }, async ({ page }) => {
  await openExplorer(page, "/jobs/throughput");
  const jobs = page.getByRole("navigation", { name: "Jobs" });
  const all = page.getByRole("button", { name: "All operations" });
  await all.waitFor();
  assert.equal(await jobs.isVisible(), false);
  await all.click();
  await jobs.getByRole("link", { name: "Batch jobs" }).click();
  await page.getByRole("group", { name: "Batch jobs", exact: true }).waitFor();
  assert.equal(await jobs.isVisible(), false, "a choice folds it again");
  await search(page).fill("list guardrails");
  await found(page).getByRole("link").first().click();
  await page.getByRole("heading", { name: "ListGuardrails", exact: true }).waitFor();
});

journey("every place of the Explorer is accessible and fits a phone", { minutes: 4 }, async ({ page }) => {
  for (const place of ["", "/bedrock", "/jobs/models", "/bedrock/CreateGuardrail", "/bedrock-runtime/Converse"]) {
    await openExplorer(page, place);
    await page.getByRole("region", { name: "Simulated account" }).waitFor();
    assert.deepEqual(await violationsEverywhere(page, `Explorer${place}`), []);
  }
});
