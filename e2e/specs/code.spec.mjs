// A request as code, its lines linked; and what people paste, as an experiment.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { addresses, journey, open } from "../harness/journey.mjs";
import { violations, violationsEverywhere } from "../harness/axe.mjs";
import { expectText } from "../harness/expect.mjs";
import { modelId, stream } from "../harness/playground.mjs";

const openCode = async (page) => {
  await page.getByRole("tab", { name: "Code", exact: true }).click();
  const panel = page.getByRole("region", { name: "Code", exact: true });
  await panel.getByRole("list", { name: "Exported code" }).waitFor();
  return panel;
};

const lines = (panel) => panel.getByRole("list", { name: "Exported code" });

journey("code: both requests for each tool", {}, async ({ page }) => {
  await open(page);
  const panel = await openCode(page);
  await expectText(lines(panel), /client\.converse\(/);
  await stream(page, true);
  await expectText(lines(panel), /client\.converse_stream\(/);
  await expectText(lines(panel), /Explain RAG in one paragraph\./);
  const told = {
    cli: /aws bedrock-runtime converse/,
    curl: /--aws-sigv4 'aws:amz:us-east-1:bedrock'/,
    javascript: /new ConverseStreamCommand\(\{/,
    rust: /\.converse_stream\(\)/,
    java: /ConverseStreamRequest\.builder\(\)/,
    go: /client\.ConverseStream\(ctx/,
    http: /POST \/model\/.*%3A0\/converse-stream HTTP\/1\.1/,
  };
  for (const [target, pattern] of Object.entries(told)) {
    await panel.getByRole("combobox", { name: "Language" }).selectOption(target);
    await expectText(lines(panel), pattern);
  }
  await panel.getByRole("combobox", { name: "Language" }).selectOption("cli");
  await expectText(panel.getByRole("list", { name: "Notes on the code" }), /no command for ConverseStream/);
  await panel.getByRole("combobox", { name: "Language" }).selectOption("boto3");
  await panel.getByRole("radio", { name: "InvokeModel" }).check();
  await expectText(lines(panel), /invoke_model_with_response_stream/);
  await expectText(lines(panel), /"anthropic_version": "bedrock-2023-05-31"/);

  const arriving = page.waitForEvent("download");
  await panel.getByRole("button", { name: "Download code" }).click();
  const download = await arriving;
  assert.equal(download.suggestedFilename(), "call_bedrock.py");
  assert.match(readFileSync(await download.path(), "utf8"), /^import json\n/);
});

journey("code: its lines are part of the linked highlighting", {}, async ({ page }) => {
  await open(page);
  const panel = await openCode(page);
  const line = lines(panel).getByRole("listitem").filter({ hasText: '"maxTokens": 512' });
  await line.click();
  const native = page.getByRole("list", { name: "InvokeModel request JSON" });
  await native.locator("[data-pin]").filter({ hasText: '"max_tokens": 512' }).waitFor();
  await page.getByRole("switch", { name: "Links" }).uncheck();
  await line.and(page.locator(":not([data-link])")).waitFor();
});

const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const CURL = `curl https://bedrock-runtime.eu-west-1.amazonaws.com/model/amazon.nova-lite-v1%3A0/converse \\
  --aws-sigv4 aws:amz:eu-west-1:bedrock --user "AKIAIOSFODNN7EXAMPLE:${SECRET}" \\
  --data '{"messages":[{"role":"user","content":[{"text":"What'\\''s a token?"}]}]}'`;

journey("import: a curl command becomes the experiment, and back", {}, async ({ page }) => {
  await open(page);
  const panel = await openCode(page);
  await panel.getByRole("button", { name: "Import…" }).click();
  const dialog = page.getByRole("dialog", { name: "Import a request" });
  await dialog.getByRole("textbox", { name: "Text to import" }).fill("hello");
  await expectText(dialog.getByRole("status"), /Not recognised/);
  assert.ok(await dialog.getByRole("button", { name: "Replace the experiment" }).isDisabled());

  await dialog.getByRole("textbox", { name: "Text to import" }).fill(CURL);
  await expectText(dialog.getByRole("status"), /a curl command/);
  await expectText(dialog.getByRole("status"), /secret access key .* not imported/);
  assert.ok(!(await dialog.getByRole("status").innerText()).includes(SECRET));
  assert.deepEqual(await violations(page, "import"), []);
  const before = await modelId(page);

  await dialog.getByRole("button", { name: "Replace the experiment" }).click();
  await expectText(page.getByRole("region", { name: "Converse request" }), /What's a token\?/);
  assert.equal(await modelId(page), "amazon.nova-lite-v1:0");
  await dialog.getByRole("button", { name: "Undo" }).click();
  await expectText(page.getByRole("region", { name: "Converse request" }), /Explain RAG/);
  assert.equal(await modelId(page), before);
  await dialog.getByRole("button", { name: "Close" }).click();
});

/** The dialog Import, opened from the menu. */
async function openImport(page) {
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("button", { name: "Import…" }).click();
  return page.getByRole("dialog", { name: "Import a request" });
}

const JAVASCRIPT = `const client = new BedrockRuntimeClient({ region: "eu-west-1" });
const city = await ask();
await client.send(new ConverseCommand({
  modelId: "amazon.nova-lite-v1:0",
  messages: [{ role: "user", content: [{ text: \`Weather in \${city}?\` }] }],
}));`;

journey("import: each reader is fetched when a text needs it, and only then", {}, async ({ page }) => {
  await open(page);
  const dialog = await openImport(page);
  const text = dialog.getByRole("textbox", { name: "Text to import" });
  const status = dialog.getByRole("status");
  const parts = [];
  page.on("request", (request) => request.url().endsWith(".wasm") && parts.push(request.url()));
  await text.fill('{"messages":[{"role":"user","content":[{"text":"Hi"}]}]}');
  await expectText(status, /a request body/);
  assert.deepEqual(parts, [], "JSON needs no parser of a language");
  await text.fill(JAVASCRIPT);
  await expectText(status, /a call of the AWS SDK for JavaScript/);
  await expectText(status, /Only a run would give `ask` \(line 2\)/);
  assert.ok(parts.some((part) => part.includes("import_javascript")), parts.join(" "));
  assert.ok(parts.every((part) => !part.includes("import_python")), parts.join(" "));
  assert.deepEqual(await violations(page, "import of JavaScript"), []);
  await dialog.getByRole("button", { name: "Replace the experiment" }).click();
  await expectText(page.getByRole("region", { name: "Converse request" }), /Weather in \{ask\}\?/);
});

journey("import: other languages and answers are named, and replace nothing", {}, async ({ page }) => {
  await open(page);
  const dialog = await openImport(page);
  for (const [typed, sentence] of [
    ["use aws_sdk_bedrockruntime::Client;\nlet mut r = client.converse().send().await?;", /This is Rust, which cannot be imported/],
    ['{"output":{"message":{"role":"assistant","content":[]}},"stopReason":"end_turn"}', /an answer of Converse, not a request/],
    ['{"messages":[]}', /no messages/],
  ]) {
    await dialog.getByRole("textbox", { name: "Text to import" }).fill(typed);
    await expectText(dialog.getByRole("status"), sentence);
    assert.ok(await dialog.getByRole("button", { name: "Replace the experiment" }).isDisabled());
  }
});

journey("import: a reader that does not arrive can be asked for again", { expected: [/console: Failed to load resource/] }, async ({ page }) => {
  await open(page);
  const dialog = await openImport(page);
  await page.route("**/*import_javascript*.wasm", (route) => route.abort());
  await dialog.getByRole("textbox", { name: "Text to import" }).fill(JAVASCRIPT);
  await expectText(dialog.getByRole("status"), /could not be loaded/);
  assert.ok(await dialog.getByRole("button", { name: "Replace the experiment" }).isDisabled());
  await page.unroute("**/*import_javascript*.wasm");
  await dialog.getByRole("button", { name: "Try again" }).click();
  await expectText(dialog.getByRole("status"), /a call of the AWS SDK for JavaScript/);
});

journey("code: accessible in every width and theme", {}, async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await open(page);
  await openCode(page);
  assert.deepEqual(await violationsEverywhere(page, "code", [1440, 390]), []);
});

journey("code: the calls of the labs, and import from the menu", {}, async ({ page }) => {
  await open(page, `${addresses.page}#embeddings`);
  const panel = await openCode(page);
  await expectText(lines(panel), /for text in texts|texts = \[/);
  await expectText(lines(panel), /How do I reset my password\?/);
  assert.deepEqual(await violations(page, "code of the embeddings"), []);
  const chosen = page.getByRole("radiogroup", { name: "Code for" });
  await chosen.getByText("Ranking").click();
  await expectText(lines(panel), /rerank/);
  await panel.getByRole("combobox", { name: "Language" }).selectOption("curl");
  await expectText(lines(panel), /--aws-sigv4/);

  await page.getByRole("link", { name: "Images" }).click();
  await openCode(page);
  await expectText(lines(panel), /A red sandstone canyon/);

  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("button", { name: "Import…" }).click();
  const dialog = page.getByRole("dialog", { name: "Import a request" });
  await dialog.getByRole("textbox", { name: "Text to import" }).fill(CURL);
  await dialog.getByRole("button", { name: "Replace the experiment" }).click();
  await dialog.getByRole("button", { name: "Close" }).click();
  await expectText(page.getByRole("region", { name: "Converse request" }), /What's a token\?/);
});
