// The signature: its steps, every way to break it, the clinic for a pasted error, and the call as HTTP.

import assert from "node:assert/strict";

import { EXAMPLE, journey, open } from "../harness/journey.mjs";
import { violations, violationsEverywhere } from "../harness/axe.mjs";
import { copied, watchCopies } from "../harness/copied.mjs";
import { eventually, expectText } from "../harness/expect.mjs";
import { finished, runButton } from "../harness/playground.mjs";

const tab = (page, name) => page.getByRole("tab", { name, exact: true });
const ERROR_TEXT = "Error text: message, body, headers or stack trace";
const list = (page, name) => page.getByRole("list", { name, exact: true });

async function signature(page) {
  await tab(page, "Signature").click();
  const region = page.getByRole("region", { name: "Signature", exact: true });
  await list(page, "Canonical request").waitFor();
  return region;
}

journey("the steps of the signature are shown before and after a run, without token and signature until asked", {}, async ({ page }) => {
  await open(page);
  const region = await signature(page);
  await expectText(list(page, "HTTP request"), /v1%3A0/);
  await expectText(list(page, "Canonical request"), /v1%253A0/);
  await expectText(region, /published example secret/);
  assert.doesNotMatch(await region.innerText(), new RegExp(EXAMPLE.sessionToken), "the token is hidden");
  assert.doesNotMatch(await region.innerText(), new RegExp(EXAMPLE.secretAccessKey.slice(0, 12)), "the secret is never shown");
  await region.getByRole("switch", { name: "Show token and signature" }).check();
  await expectText(list(page, "Canonical request"), new RegExp(EXAMPLE.sessionToken));
  await region.getByRole("switch", { name: "Show token and signature" }).uncheck();
  const date = async () => (await list(page, "String to sign").innerText()).match(/\d{8}T\d{6}Z/)[0];
  await region.getByRole("radiogroup", { name: "Signature goes into" }).getByText("Query").click();
  await expectText(list(page, "HTTP request"), /X-Amz-SignedHeaders=/);
  assert.doesNotMatch(await region.innerText(), new RegExp(EXAMPLE.sessionToken));
  await region.getByRole("radiogroup", { name: "Signature goes into" }).getByText("Header").click();

  await runButton(page).click();
  await tab(page, "Response").click();
  await finished(page, "Converse");
  await signature(page);
  const sent = await date();
  await tab(page, "HTTP").click();
  await expectText(page.getByRole("region", { name: "Converse HTTP" }), new RegExp(sent));
});

journey("a source lights every piece that comes from it", {}, async ({ page }) => {
  await open(page);
  const region = await signature(page);
  const path = region.getByRole("group", { name: "Highlight every part of" }).getByRole("button", { name: "path" });
  await path.press("Enter");
  assert.equal(await path.getAttribute("aria-pressed"), "true");
  const lit = await region.locator(".piece[data-on]").allInnerTexts();
  assert.ok(lit.includes("%3A") && lit.includes("%253A"), `lit: ${lit}`);
});

const CHOICES = [
  ["Clock off", /Signature expired/, /header x-amz-date/],
  ["Wrong region in the scope", /valid region/, /scope/],
  ["Wrong service name", /correct service/, /scope/],
  ["Encode the path once", /does not match/, /path/],
  ["Capitals in a header’s name", /does not match/, /header content-type/],
  ["Spaces around a header’s value", /does not match/, /header content-type/],
  ["A signed header dropped", /does not match/, /header content-type/],
  ["One byte of the body changed", /does not match/, /payload hash/],
  ["No session token", /security token/, /header x-amz-security-token/],
  ["Wrong secret", /does not match/, null],
];

journey("every way to break it differs where it should and is refused with its words", {}, async ({ page }) => {
  await open(page);
  await signature(page);
  const bench = page.getByRole("region", { name: "Break it" });
  await expectText(bench, /simulator only/i);
  const back = page.getByRole("group", { name: "Response" });
  for (const [name, words, line] of CHOICES) {
    await bench.getByRole("radio", { name: new RegExp(`^${name}`) }).check();
    await expectText(back, words);
    await expectText(back, /403/);
    if (line) await expectText(back, new RegExp(`First line that differs: ${line.source}`));
    else assert.doesNotMatch(await back.innerText(), /First line that differs/);
    await expectText(list(page, "Signatures, compared"), /computed/);
    await expectText(list(page, "Canonical request, compared"), /end of headers/);
  }
  await bench.getByRole("radio", { name: /^Clock off/ }).check();
  await bench.getByRole("spinbutton", { name: "Minutes off" }).fill("4");
  await bench.getByRole("spinbutton", { name: "Minutes off" }).blur();
  await back.waitFor({ state: "detached" });
  await page.getByText("The simulator answered 200").waitFor();
  await bench.getByRole("button", { name: "Reset" }).click();
  await list(page, "Canonical request").waitFor();
});

journey("the clinic names the cause of a pasted 403", {}, async ({ page }) => {
  await open(page);
  const region = await signature(page);
  const bench = page.getByRole("region", { name: "Break it" });
  await bench.getByRole("radio", { name: /^Encode the path once/ }).check();
  const back = page.getByRole("group", { name: "Response" });
  await expectText(back, /Path encoding/);
  const body = await back.getByRole("group", { name: "Error body", includeHidden: true }).textContent();
  await region.getByRole("button", { name: "Explain an error" }).click();
  const clinic = page.getByRole("region", { name: "Explain an error" });
  const field = clinic.getByRole("textbox", { name: ERROR_TEXT });
  await field.fill(JSON.stringify({ message: body }));
  await expectText(list(page, "Causes"), /Path encoding/);
  await expectText(list(page, "Both sides"), /%253A/);
  await expectText(list(page, "Both sides"), /end of headers/);
  await field.fill("An error occurred (ExpiredTokenException) when calling the Converse operation: The security token included in the request is expired");
  await expectText(list(page, "Causes"), /The session has ended/);
  await field.fill("403 Forbidden");
  await expectText(clinic, /Not recognised/);
  assert.equal(await list(page, "Causes").count(), 0, "a bare status names no cause");
  await clinic.getByRole("button", { name: "Close Explain an error" }).click();
  await clinic.waitFor({ state: "detached" });
});

const ON_DEMAND = "botocore.errorfactory.ValidationException: An error occurred (ValidationException) when calling the InvokeModel operation: Invocation of model ID anthropic.claude-haiku-4-5-20251001-v1:0 with on-demand throughput isn’t supported.";
const PASTED = [
  [ON_DEMAND, /This model is called through a profile/],
  ["ValidationException: Malformed input request: #: required key [max_tokens] not found, please reformat your input and try again.", /lacks a required member/],
  ["Unknown service: 'bedrock-runtime'. Valid service names are: accessanalyzer", /too old for Bedrock/],
  ["AttributeError: 'Bedrock' object has no attribute 'converse'", /client of another Bedrock service/],
];

journey("an error is explained in two steps from the menu and from the palette: open, paste", {}, async ({ page }) => {
  await open(page);
  const isReady = () => eventually("the paste field has the focus", () => page.evaluate(() => document.activeElement?.id), (id) => id === "clinic-text");
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("button", { name: "Explain an error…" }).click();
  await isReady();
  await page.keyboard.insertText(ON_DEMAND);
  await expectText(list(page, "Causes"), /This model is called through a profile/);
  await expectText(page.getByRole("region", { name: "Explain an error" }), /eu\.anthropic\.claude-haiku-4-5-20251001-v1:0/);
  await page.getByRole("button", { name: "Close Explain an error" }).click();

  await page.evaluate(() => (location.hash = "#embeddings"));
  await page.keyboard.press("Control+k");
  await page.keyboard.type("explain an err");
  await page.getByRole("option", { name: /Explain an error/ }).waitFor();
  await page.keyboard.press("Enter");
  await isReady();
  const field = page.getByRole("textbox", { name: ERROR_TEXT });
  for (const [text, cause] of PASTED) {
    await field.fill(text);
    await expectText(list(page, "Causes"), cause);
  }
});

journey("the HTTP tab says who writes each header, and its raw copy holds no secret", {}, async ({ page }) => {
  await watchCopies(page);
  await open(page);
  await runButton(page).click();
  await finished(page, "Converse");
  await tab(page, "HTTP").click();
  const converse = page.getByRole("region", { name: "Converse HTTP" });
  for (const line of [/POST \/model\/.*%3A0\/converse/, /host/, /Added by the signer · signed · signing time/, /SHA-256 [0-9a-f]{64}/, /HTTP\/1\.1 200/, /x-outcrop-simulated/]) {
    await expectText(converse, line);
  }
  await converse.getByRole("button", { name: "Copy Converse call as raw HTTP" }).click();
  const text = await copied(page);
  assert.match(text, /^POST \/model\//);
  assert.match(text, /authorization: <redacted>/);
  assert.match(text, /x-outcrop-simulated: true/);
  assert.doesNotMatch(text, new RegExp(EXAMPLE.sessionToken));
});

journey("the tabs are accessible in every width and theme", {}, async ({ page }) => {
  const found = [];
  const look = async (state) => found.push(...(await violationsEverywhere(page, state, [1440, 390])));
  await page.emulateMedia({ reducedMotion: "reduce" });
  await open(page);
  const region = await signature(page);
  await look("signature");
  await region.getByRole("button", { name: "Explain an error" }).click();
  await page.getByRole("textbox", { name: ERROR_TEXT }).fill("The security token included in the request is expired");
  await list(page, "Causes").waitFor();
  await look("clinic");
  await page.getByRole("region", { name: "Break it" }).getByRole("radio", { name: /^Encode the path once/ }).check();
  await page.getByRole("group", { name: "Response" }).waitFor();
  await look("broken");
  await tab(page, "HTTP").click();
  await page.getByRole("region", { name: "Converse HTTP" }).waitFor();
  await look("http");
  assert.deepEqual(found, []);
});

journey("what the lower half shows can have the work area to itself", {}, async ({ page }) => {
  await open(page);
  await signature(page);
  const maximise = page.getByRole("button", { name: "Maximise", exact: true });
  const request = page.getByRole("region", { name: "Converse request" });
  await maximise.press("Enter");
  await request.waitFor({ state: "hidden" });
  assert.equal(await maximise.getAttribute("aria-pressed"), "true");
  assert.ok(await maximise.evaluate((element) => element === document.activeElement), "the focus stays");
  await page.getByRole("radiogroup", { name: "Break it" }).getByRole("radio", { name: /^Encode the path once/ }).check();
  const result = page.getByRole("group", { name: "Response" });
  await expectText(result, /InvalidSignatureException/);
  assert.deepEqual(await violations(page, "maximised"), []);
  await page.keyboard.press("Escape");
  await request.waitFor();
  assert.equal(await maximise.getAttribute("aria-pressed"), "false");
  // As it is at first, the changed line and the error are in sight.
  const first = result.getByRole("list", { name: "First line that differs" });
  await eventually("the first line that differs is in the window", () => first.evaluate((element) => {
    const box = element.getBoundingClientRect();
    const shown = document.elementFromPoint(box.left + box.width / 2, box.bottom - 4);
    return element.contains(shown);
  }), Boolean);
  await maximise.click();
  await request.waitFor({ state: "hidden" });
  await maximise.click();
  await request.waitFor();
});
