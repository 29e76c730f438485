// The model: found by typing, named, judged before it is called, and sent to the view that writes its body. And the bar around
// it, which is never cut.

import assert from "node:assert/strict";

import { violations } from "../harness/axe.mjs";
import { copied, watchCopies } from "../harness/copied.mjs";
import { eventually, expectText } from "../harness/expect.mjs";
import { addresses, journey, open } from "../harness/journey.mjs";
import {
  chooseModel,
  errorCard,
  face,
  finished,
  message,
  mode,
  model,
  modelId,
  runButton,
  target,
} from "../harness/playground.mjs";

const HAIKU = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
const list = (page) => page.getByRole("listbox", { name: "Model suggestions" });
const option = (page, name) => list(page).getByRole("option", { name });
const request = (page) => face(page, "Converse", "request");
const note = (page, text) => target(page).getByRole("status").filter({ hasText: text });
const selected = (page) =>
  model(page).evaluate((field) => field.value.slice(field.selectionStart, field.selectionEnd));

journey("another model in a click, a word and Enter; nothing changes before", {}, async ({ page }) => {
  await open(page);
  assert.equal(await model(page).inputValue(), "Claude Haiku 4.5 · us profile");
  assert.equal(await modelId(page), HAIKU);

  await model(page).click();
  await option(page, /Claude Haiku 4\.5/).and(page.locator("[aria-selected=true]")).waitFor();
  assert.equal(await selected(page), HAIKU, "a click selects the id");

  await page.keyboard.type("nova lite");
  await expectText(page.getByRole("status").filter({ hasText: "Enter takes" }), /Enter takes Nova Lite/);
  assert.match(await request(page).innerText(), /claude-haiku/, "typing changes nothing");
  await page.keyboard.press("Enter");
  await list(page).waitFor({ state: "detached" });
  await expectText(request(page), /\/model\/amazon\.nova-lite-v1%3A0\//);
  assert.equal(await modelId(page), "amazon.nova-lite-v1:0");
  assert.equal(await model(page).inputValue(), "Nova Lite · on demand");
});

journey("Escape puts the model back, arrows move, an id is taken as it is", {}, async ({ page }) => {
  await open(page);
  await model(page).click();
  await page.keyboard.type("zzz");
  await expectText(page.getByRole("status").filter({ hasText: "No match" }), /Enter uses “zzz” as it is/);
  await page.keyboard.press("Escape");
  await list(page).waitFor({ state: "detached" });
  assert.equal(await selected(page), HAIKU, "the id is back");

  await page.keyboard.type("titan text");
  await page.keyboard.press("ArrowDown");
  const first = await model(page).getAttribute("aria-activedescendant");
  await page.keyboard.press("ArrowDown");
  const second = await model(page).getAttribute("aria-activedescendant");
  assert.ok(first && second && first !== second, "the field names the entry that is pointed at");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  assert.equal(await modelId(page), "amazon.titan-text-express-v1");

  const arn = "arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abcdefabcdef";
  for (const id of ["eu.amazon.nova-pro-v1:0", arn, "anthropic.claude-of-tomorrow"]) {
    await chooseModel(page, id);
    assert.equal(await modelId(page), id);
  }
});

journey("a text that is left behind is handed back, an id is taken", {}, async ({ page }) => {
  await open(page);
  await model(page).click();
  await page.keyboard.type("nova");
  await page.getByText("Tools, guardrails, caching…").click();
  await expectText(note(page, "was not taken"), /“nova” was not taken, the model is Claude Haiku 4\.5/);
  await page.getByRole("textbox", { name: "Further request members" }).waitFor();
  assert.equal(await modelId(page), HAIKU);

  await model(page).click();
  await page.keyboard.type("amazon.nova-lite-v1:0");
  await message(page).click();
  await expectText(request(page), /nova-lite/);
  assert.equal(await note(page, "was not taken").count(), 0);

  await model(page).click();
  await page.keyboard.type("opus");
  await page.keyboard.press("Control+Enter");
  await expectText(note(page, "was not taken"), /“opus” was not taken/);
  await page.getByText("No answer yet").first().waitFor();
});

journey("the list says what a model can do, and is filtered by it", {}, async ({ page }) => {
  await open(page);
  await model(page).click();
  const facts = async (name, pattern) => {
    await page.keyboard.press("Control+a");
    await page.keyboard.type(name);
    await expectText(list(page).getByRole("option").first(), pattern);
  };
  await facts("haiku 4.5", /us profile[\s\S]*reads text, images · tools · JSON schema · inference profile only/);
  await facts("llama 4 scout", /reads text, images · tools/);
  await facts("pegasus 1.5", /InvokeModel only/);
  await facts("nova canvas", /retired 2026-09-30/);
  await facts("titan text g1", /no system prompt/);
  await facts("titan text embeddings", /on demand/);
  await list(page).getByRole("group", { name: "Embedding models: InvokeModel only" }).waitFor();
  assert.deepEqual(await violations(page, "the list of models"), []);

  await page.keyboard.press("Control+a");
  await page.keyboard.type("nova");
  const filters = page.getByRole("group", { name: "Filter: Model" });
  await filters.getByRole("button", { name: "images" }).click();
  await option(page, /Nova Micro/).waitFor({ state: "detached" });
  await filters.getByRole("button", { name: "not retired" }).click();
  await option(page, /Nova Canvas/).waitFor({ state: "detached" });
  await option(page, /Nova Lite/).waitFor();
  await filters.getByRole("button", { name: "schema" }).click();
  await expectText(page.getByRole("status").filter({ hasText: "as it is" }), /No match/);
});

journey("the id of the model is copied, in every view", {}, async ({ page }) => {
  await watchCopies(page);
  await open(page);
  await target(page).getByRole("button", { name: "Copy model ID" }).click();
  assert.equal(await copied(page), HAIKU);
  await page.goto(`${addresses.page}#images`);
  await page.getByRole("heading", { name: "Images", level: 1 }).waitFor();
  await model(page).click();
  await expectText(option(page, /Nova Canvas/), /retired 2026-09-30/);
});

journey("the columns of Compare have the same field", {}, async ({ page }) => {
  await open(page, `${addresses.page}#compare`);
  const second = page.getByRole("combobox", { name: "Model 2", exact: true });
  await second.click();
  await page.keyboard.type("nova pro");
  await page.keyboard.press("Enter");
  await second.blur();
  assert.equal(await second.inputValue(), "Nova Pro · on demand");
  await second.click();
  const box = await page.getByRole("listbox", { name: "Model 2 suggestions" }).boundingBox();
  assert.ok(box.x >= 0 && box.x + box.width <= 1440, "the list is on the screen");
  assert.equal(await page.getByRole("option", { name: /Titan Text Embeddings/ }).count(), 0, "only what converses");
});

const EXPECTED = [
  ["amazon.titan-embed-text-v2:0", /Embedding models have no Converse: a vector is not a message/, "Open in Embeddings"],
  ["cohere.rerank-v3-5:0", /Rerank models have no Converse/, "Open in Embeddings"],
  ["stability.sd3-5-large-v1:0", /Image models have no Converse/, "Open in Images"],
  ["twelvelabs.pegasus-1-5-v1:0", /has no Converse[\s\S]*no view for it/, undefined],
  ["amazon.nova-reel-v1:0", /StartAsyncInvoke[\s\S]*no view for it/, undefined],
];

journey("a model that Converse does not serve says which API takes it, and where", {}, async ({ page }) => {
  await open(page);
  for (const [id, why, button] of EXPECTED) {
    await chooseModel(page, id);
    for (const api of ["Converse", "InvokeModel"]) {
      await expectText(face(page, api, "request"), why);
      assert.doesNotMatch(await face(page, api, "request").innerText(), /[Ss]end this experiment with Converse/);
      const there = face(page, api, "request").getByRole("button", { name: /^Open in/ });
      assert.deepEqual(await there.allInnerTexts(), button ? [button] : [], id);
    }
    assert.equal(await target(page).getByText(/turn Stream off/).count(), 0, `${id}: no word of Stream`);
  }
});

journey("the card of such a model opens it in its own view, with the model", {}, async ({ page }) => {
  await open(page);
  await page.getByRole("switch", { name: "Stream" }).setChecked(false);
  await chooseModel(page, "amazon.titan-embed-text-v1");
  await runButton(page).click();
  await expectText(errorCard(page, "Converse"), /InvokeModel only/);
  await expectText(face(page, "InvokeModel", "response"), /InvokeModel was not called/);
  assert.doesNotMatch(await face(page, "InvokeModel", "response").innerText(), /Choose “Both APIs”/);
  await errorCard(page, "Converse").getByRole("button", { name: "Open in Embeddings" }).click();
  await page.getByRole("heading", { name: "Embeddings" }).first().waitFor();
  assert.equal(await modelId(page), "amazon.titan-embed-text-v1");

  await page.goBack();
  await chooseModel(page, "amazon.rerank-v1:0");
  await face(page, "InvokeModel", "request").getByRole("button", { name: "Open in Embeddings" }).click();
  await page.getByRole("tab", { name: "Rerank", selected: true }).waitFor();
  await expectText(page.getByRole("combobox", { name: "Rerank model" }).locator("option:checked"), /Amazon Rerank/);

  await page.goBack();
  await chooseModel(page, "stability.stable-image-core-v1:1");
  await face(page, "Converse", "request").getByRole("button", { name: "Open in Images" }).click();
  await page.getByRole("heading", { name: "Images", level: 1 }).waitFor();
  assert.equal(await modelId(page), "stability.stable-image-core-v1:1");
});

journey("what a model does not take is said before Run, with what mends it", {}, async ({ page }) => {
  await open(page);
  await page.getByRole("switch", { name: "Stream" }).setChecked(false);
  await chooseModel(page, "us.anthropic.claude-opus-5");
  await expectText(note(page, "takes no temperature"), /Claude Opus 5 takes no temperature/);
  await target(page).getByRole("button", { name: "Do not send temperature" }).click();
  await note(page, "takes no temperature").waitFor({ state: "detached" });
  await runButton(page).click();
  await finished(page, "Converse");

  await chooseModel(page, "mistral.mistral-7b-instruct-v0:2");
  await target(page).getByRole("button", { name: "Remove the system prompt" }).click();
  await eventually("no system prompt", () => request(page).innerText(), (text) => !text.includes('"system"'));

  await chooseModel(page, "ai21.jamba-1-5-mini-v1:0");
  await expectText(note(page, "was retired"), /Jamba 1\.5 Mini was retired on 2026-11-26/);
});

journey("tokens are counted beside the request; Escape and a click elsewhere close it", {}, async ({ page }) => {
  await open(page);
  const count = page.getByRole("region", { name: "Request", exact: true }).getByRole("button", { name: "Count tokens" });
  const strip = page.getByRole("region", { name: "Token count" });
  const counted = () => strip.getByText(/^\d+ tokens$/).nth(1).waitFor();
  await count.click();
  await counted();
  const [over, under] = [await strip.boundingBox(), await request(page).boundingBox()];
  assert.ok(over.y + over.height <= under.y + 1, "it covers no request");
  await message(page).focus();
  await page.keyboard.press("Escape");
  await strip.waitFor({ state: "detached" });
  await count.click();
  await counted();
  await page.getByRole("heading", { name: "Compose" }).click();
  await strip.waitFor({ state: "detached" });
});

/** How the bar lies: what goes over its edge, and whether Run is whole and in it. */
const bar = (page) =>
  target(page).evaluate((bar) => {
    const [outer, run] = [bar.getBoundingClientRect(), bar.querySelector("#run").getBoundingClientRect()];
    return {
      over: bar.scrollWidth - bar.clientWidth,
      sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      inside: run.left >= outer.left && run.right <= outer.right && run.top >= outer.top && run.bottom <= outer.bottom,
    };
  });
const WHOLE = { over: 0, sideways: 0, inside: true };

journey("the bar is whole in every width, mode, model and with a fault; × takes the fault off", {}, async ({ page }) => {
  await open(page);
  const fault = target(page).getByRole("combobox", { name: "Fault" });
  const widths = async (what) => {
    for (const width of [1024, 1200, 1280, 1366, 1440]) {
      await page.setViewportSize({ width, height: 800 });
      assert.deepEqual(await bar(page), WHOLE, `${what} at ${width} px`);
    }
  };
  await widths("first paint");
  await target(page).getByRole("button", { name: "Fault", exact: true }).click();
  await fault.selectOption({ label: "Signed for another service (403)" });
  const off = target(page).getByRole("button", { name: "Turn the fault off" });
  await off.waitFor();
  await widths("with a fault");
  for (const id of [
    "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
    "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abcdefabcdef",
    "not a model",
  ]) {
    await chooseModel(page, id);
    await model(page).blur();
    await widths(id);
  }
  await chooseModel(page, HAIKU);
  await off.click();
  await target(page).getByRole("button", { name: "Fault", exact: true }).waitFor();
  await runButton(page).click();
  await finished(page, "Converse");
  for (const name of ["AWS", "Custom endpoint"]) {
    await mode(page, name);
    await widths(name);
  }
});

journey("the fault is said and taken off in every view", {}, async ({ page }) => {
  await open(page);
  await target(page).getByRole("button", { name: "Fault", exact: true }).click();
  await target(page).getByRole("combobox", { name: "Fault" }).selectOption({ label: "Throttled (429)" });
  for (const view of ["embeddings", "images", "compare"]) {
    await page.evaluate((view) => (location.hash = view), view);
    await expectText(target(page), /Fault: Throttled \(429\)/);
  }
  await target(page).getByRole("button", { name: "Turn the fault off" }).click();
  await target(page).getByText("Fault: Throttled (429)").waitFor({ state: "detached" });
});
