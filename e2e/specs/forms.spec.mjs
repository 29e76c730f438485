// Somebody counts tokens, picks a family, and fills in what a Converse body can hold besides messages.

import assert from "node:assert/strict";

import { violationsEverywhere } from "../harness/axe.mjs";
import { eventually, expectText } from "../harness/expect.mjs";
import { journey, open } from "../harness/journey.mjs";
import { answer, chooseModel, face, finished, message, mode, stream } from "../harness/playground.mjs";

const ARN = "arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abcdefabcdef";
const countButton = (page) => page.getByRole("region", { name: "Request", exact: true }).getByRole("button", { name: "Count tokens" });
const countPanel = (page) => page.getByRole("region", { name: "Token count" });
const further = (page) => page.getByRole("textbox", { name: "Further request members" });
const native = (page) => face(page, "InvokeModel", "request");

async function openForms(page) {
  await page.getByText("Tools, guardrails, caching…").click();
  await further(page).waitFor();
}

/** The fold of a form; the group around it names some of them as well. */
const fold = (page, name) => page.locator("summary").filter({ hasText: name }).last().click();
const written = async (page) => JSON.parse(await further(page).inputValue());
const set = (page, name, value) => page.getByRole("textbox", { name, exact: true }).fill(value);
const choose = (page, name, option) => page.getByRole("combobox", { name, exact: true }).selectOption(option);

journey("the tokens of both bodies are counted without a run", {}, async ({ page }) => {
  await open(page);
  await countButton(page).click();
  const panel = countPanel(page);
  await expectText(panel, /Converse body\s+\d+ tokens[\s\S]*InvokeModel body\s+\d+ tokens/);
  await expectText(panel, /SIMULATED/);
  assert.equal(await answer(page, "Converse").count(), 0, "nothing was run");

  const before = await panel.innerText();
  await message(page).fill("Explain retrieval-augmented generation to somebody who has never heard of a vector.");
  await panel.getByRole("button", { name: "Count again" }).click();
  await eventually("another count", () => panel.innerText(), (text) => /\d+ tokens/.test(text) && text !== before);

  await chooseModel(page, "amazon.nova-lite-v1:0");
  await countButton(page).click();
  await expectText(panel.getByRole("alert"), /doesn't support counting tokens/);
  await panel.getByRole("button", { name: "Close token count" }).click();
  await panel.waitFor({ state: "detached" });
});

journey("the family of an ARN is picked, and kept", {}, async ({ page }) => {
  await open(page);
  const picker = page.getByRole("combobox", { name: "Body family" });
  assert.equal(await picker.count(), 0, "an id that tells needs no picker");
  await chooseModel(page, ARN);
  await expectText(native(page), /does not say which model family/);
  await picker.selectOption({ label: "Amazon Nova" });
  await expectText(native(page), /"inferenceConfig"/);
  await picker.selectOption({ label: "Meta Llama" });
  await expectText(native(page), /<\|begin_of_text\|>/);
  await eventually("the draft in storage", () => page.evaluate(() => JSON.stringify(localStorage)), (kept) => kept.includes("meta.llama"));
  await page.reload();
  await expectText(native(page), /<\|begin_of_text\|>/);
});

journey("what will be refused is said before it is sent", {}, async ({ page }) => {
  await open(page);
  await stream(page, true);
  await chooseModel(page, "us.meta.llama4-scout-17b-instruct-v1:0");
  await openForms(page);
  await further(page).fill('{"toolConfig":{"tools":[{"toolSpec":{"name":"a","inputSchema":{"json":{"type":"object"}}}}]}}');
  const note = page.getByText(/does not stream with tools/);
  await note.waitFor();
  await stream(page, false);
  await note.waitFor({ state: "hidden" });
  await further(page).fill("");

  await page.getByRole("button", { name: "Define a tool" }).click();
  await set(page, "Name of tool 1", "get weather");
  await expectText(page.getByRole("group", { name: "Tool 1", exact: true }), /letters, digits, _ and -, but not/);

  await mode(page, "Custom endpoint");
  await page.getByRole("textbox", { name: "Endpoint" }).fill("http://[::1]:4566");
  await page.getByText(/\[::1\] is this machine too/).waitFor();
});

journey("a tool is defined by a form, and what the form does not know stays", {}, async ({ page }) => {
  await open(page);
  await openForms(page);
  await further(page).fill('{"notYetKnown":[1],"toolConfig":{"tools":[]}}');
  await page.getByRole("button", { name: "Define a tool" }).click();
  await set(page, "Name of tool 1", "get_weather");
  await set(page, "Description of tool 1", "The weather of a city");
  await page.getByRole("checkbox", { name: "Strict schema for tool 1" }).check();
  await page.getByRole("button", { name: "Add parameter to tool 1" }).click();
  await set(page, "Name of parameter 1 of tool 1", "city");
  await set(page, "Description of parameter 1 of tool 1", "Its name");
  await page.getByRole("checkbox", { name: "Required: parameter 1 of tool 1" }).check();
  await page.getByRole("button", { name: "Add parameter to tool 1" }).click();
  await choose(page, "Type of parameter 2 of tool 1", "integer");
  await choose(page, "Tool choice", { label: "only get_weather" });
  assert.deepEqual(await written(page), {
    notYetKnown: [1],
    toolConfig: {
      tools: [
        {
          toolSpec: {
            name: "get_weather",
            description: "The weather of a city",
            inputSchema: {
              json: {
                type: "object",
                properties: { city: { type: "string", description: "Its name" }, parameter: { type: "integer" } },
                required: ["city"],
              },
            },
            strict: true,
          },
        },
      ],
      toolChoice: { tool: { name: "get_weather" } },
    },
  });

  await page.getByRole("checkbox", { name: "Parameters of tool 1 as JSON schema" }).check();
  const schema = page.getByRole("textbox", { name: "JSON schema of tool 1" });
  await schema.fill('{"type":"object","properties":{"city":{"type":"string","enum":["Paris"]}}}');
  await page.getByRole("checkbox", { name: "Parameters of tool 1 as JSON schema" }).uncheck();
  await set(page, "Name of parameter 1 of tool 1", "town");
  const tool = (await written(page)).toolConfig.tools[0].toolSpec;
  assert.deepEqual(tool.inputSchema.json.properties, { town: { type: "string", enum: ["Paris"] } });
  await expectText(native(page), /"input_schema"/);
});

journey("the fields of a form do not touch, nor does the help below them", {}, async ({ page }) => {
  await open(page);
  await openForms(page);
  await fold(page, "Guardrail");
  await page.getByRole("textbox", { name: "Guardrail ID", exact: true }).waitFor();
  const gaps = await page.locator("details[open]").filter({ hasText: "Guardrail ID" }).last().evaluate((details) => {
    const boxes = [...details.children].slice(1).map((child) => child.getBoundingClientRect());
    return boxes.slice(1).map((box, index) => box.top - boxes[index].bottom);
  });
  assert.ok(gaps.length >= 4, "four fields and a text");
  assert.ok(gaps.every((gap) => gap >= 4), `gaps of ${gaps.join(", ")} px`);
});

journey("members become forms, headers and findings", {}, async ({ page }) => {
  await open(page);
  await stream(page, false);
  await message(page).fill("Tell me about quicksand.");
  await openForms(page);
  await fold(page, "Guardrail");
  await set(page, "Guardrail ID", "outcropguard");
  await set(page, "Guardrail version", "1");
  await choose(page, "Guardrail trace", "enabled");
  await fold(page, "Performance and tier");
  await choose(page, "Service tier", "flex");
  await fold(page, "Project");
  await set(page, "Project", "default");
  await fold(page, "Request metadata");
  await page.getByRole("button", { name: "Add metadata entry" }).click();
  await set(page, "Name of metadata entry 1", "lesson");
  await set(page, "Value of metadata entry 1", "guardrails");
  await fold(page, "Cache points");
  await choose(page, "Cache point: After the system prompt", { label: "1 hour" });
  assert.deepEqual(await written(page), {
    guardrailConfig: { guardrailIdentifier: "outcropguard", guardrailVersion: "1", trace: "enabled" },
    serviceTier: { type: "flex" },
    projectIdentifier: "default",
    requestMetadata: { lesson: "guardrails" },
  });
  await expectText(face(page, "Converse", "request"), /"cachePoint"[\s\S]*"ttl": "1h"/);

  const headers = native(page).getByRole("list", { name: "InvokeModel request headers" });
  await expectText(headers, /X-Amzn-Bedrock-GuardrailIdentifier: outcropguard[\s\S]*Service-Tier: flex[\s\S]*ProjectIdentifier: default/);
  await headers.getByRole("listitem").first().hover();
  await expectText(page.locator("#request .linkbar"), /guardrailConfig\/guardrailIdentifier/);

  await choose(page, "Cache point: After the system prompt", { label: "none" });
  await page.keyboard.press("Control+Enter");
  for (const api of ["Converse", "InvokeModel"]) {
    await finished(page, api);
    await expectText(answer(page, api), /The guardrail found[\s\S]*wordPolicy[\s\S]*BLOCKED/);
    await expectText(answer(page, api), /A guardrail changed or blocked the answer/);
    assert.doesNotMatch(await answer(page, api).innerText(), /from the cache/, "nothing went through a cache");
  }
});

journey("effort is offered by the model, and refused where it takes none", {}, async ({ page }) => {
  await open(page);
  await chooseModel(page, "us.anthropic.claude-opus-4-6-v1");
  await openForms(page);
  await fold(page, "Effort");
  const levels = page.getByRole("combobox", { name: "Effort" }).getByRole("option");
  assert.deepEqual(await levels.allInnerTexts(), ["not sent", "low", "medium", "high", "max"]);
  await choose(page, "Effort", "low");
  assert.deepEqual(await written(page), { outputConfig: { effort: "low" } });
  await expectText(face(page, "InvokeModel", "request"), /"output_config"[\s\S]*"effort": "low"/);
  await chooseModel(page, "amazon.nova-lite-v1:0");
  await page.getByText("Nova Lite takes no effort: remove outputConfig.effort").first().waitFor();
});

journey("an answer's format is typed as JSON and sent as a string", {}, async ({ page }) => {
  await open(page);
  await openForms(page);
  await fold(page, "Output format");
  await page.getByRole("checkbox", { name: "Answer as JSON that follows a schema" }).check();
  await page.getByRole("textbox", { name: "JSON schema of the answer" }).fill('{ "type": "object" }');
  const { textFormat } = (await written(page)).outputConfig;
  assert.equal(textFormat.structure.jsonSchema.schema, '{"type":"object"}');

  await further(page).fill("{ not JSON");
  assert.ok(await page.getByRole("textbox", { name: "JSON schema of the answer" }).isDisabled(), "no form writes over it");
  assert.equal(await further(page).inputValue(), "{ not JSON");
});

journey("F6 reaches the responses before the first run", {}, async ({ page }) => {
  await open(page);
  const places = [];
  for (let press = 0; press < 6; press++) {
    await page.keyboard.press("F6");
    places.push(await page.evaluate(() => document.activeElement.closest("section[id], [role=radiogroup]")?.id ?? ""));
  }
  assert.equal(new Set(places).size, 6, `six places: ${places.join(", ")}`);
});

journey("accessible forms: every width and theme", {}, async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await open(page);
  await chooseModel(page, ARN);
  await page.getByRole("combobox", { name: "Body family" }).selectOption({ label: "Anthropic Claude Messages" });
  await openForms(page);
  await page.getByRole("button", { name: "Define a tool" }).click();
  await page.getByRole("button", { name: "Add parameter to tool 1" }).click();
  for (const name of ["Guardrail", "Performance and tier", "Project", "Effort", "Output format", "Cache points", "Request metadata", "Prompt variables", "Response field paths"]) {
    await fold(page, name);
  }
  await page.getByRole("button", { name: "Add prompt variable" }).click();
  await choose(page, "Service tier", "flex");
  const found = await violationsEverywhere(page, "forms", [1440, 390]);
  await countButton(page).click();
  await countPanel(page).getByRole("alert").waitFor();
  found.push(...(await violationsEverywhere(page, "token count", [1440, 390])));
  assert.ok(found.length === 0, found.join("\n"));
});
