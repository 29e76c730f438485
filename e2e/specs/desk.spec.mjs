// The credential desk: every source, the test of the connection, the policy, what leaves the page, and forgetting.

import assert from "node:assert/strict";

import { addresses, EXAMPLE, journey, open } from "../harness/journey.mjs";
import { violationsEverywhere } from "../harness/axe.mjs";
import { copied, watchCopies } from "../harness/copied.mjs";
import { expectText } from "../harness/expect.mjs";
import {
  chooseModel,
  exportLines,
  finished,
  mode,
  openCredentials,
  pasteCredentials,
  runButton,
  useEndpoint,
} from "../harness/playground.mjs";

const hosts = [addresses.simulator];
/** A port on which nothing listens. */
const CLOSED = "http://127.0.0.1:59123";

async function fold(page, name) {
  const dialog = await openCredentials(page);
  await dialog.getByText(name, { exact: true }).click();
  return dialog;
}

journey("values without names, a table and a CSV file are understood", {}, async ({ page }) => {
  await open(page);
  const dialog = await openCredentials(page);
  const field = dialog.getByRole("textbox", { name: "Paste temporary credentials" });
  const { accessKeyId, secretAccessKey } = EXAMPLE;
  for (const text of [
    `${accessKeyId}\n${secretAccessKey}\n${EXAMPLE.sessionToken}`,
    `Access key ID,Secret access key\n${accessKeyId},${secretAccessKey}`,
    `CREDENTIALS\t${accessKeyId}\t2099-01-01T00:00:00Z\t${secretAccessKey}\t${EXAMPLE.sessionToken}`,
  ]) {
    await field.fill(text);
    await expectText(dialog, /values without names/);
    assert.ok(await dialog.getByRole("button", { name: "Use these credentials" }).isEnabled());
  }
});

journey("an API key is made offline, decoded, and calls with nothing signed", { hosts }, async ({ page }) => {
  await watchCopies(page);
  const headers = [];
  page.on("request", (request) => {
    if (request.method() === "POST") headers.push(request.headers());
  });
  await open(page);
  await useEndpoint(page, addresses.simulator, EXAMPLE);
  const dialog = await fold(page, "Make a short-term API key");
  await dialog.getByRole("button", { name: "Make the key" }).click();
  await dialog.getByRole("button", { name: "Copy the key" }).click();
  const key = await copied(page);
  assert.match(key, /^bedrock-api-key-[A-Za-z0-9+/]+=*$/);
  assert.ok(!(await dialog.innerText()).includes(key.slice(20, 60)), "the key is not shown");
  await dialog.getByRole("button", { name: "Forget", exact: true }).click();
  const field = dialog.getByRole("textbox", { name: "Paste temporary credentials" });
  await field.fill(`export AWS_BEARER_TOKEN_BEDROCK=${key}`);
  await expectText(dialog, /short-term API key/);
  await expectText(dialog, /us-east-1/);
  await dialog.getByRole("button", { name: "Use these credentials" }).click();
  await page.getByRole("button", { name: /^Credentials: API key/ }).waitFor();
  await runButton(page).click();
  for (const api of ["Converse", "InvokeModel"]) await finished(page, api);
  const sent = headers.at(-1);
  assert.equal(sent.authorization, `Bearer ${key}`);
  assert.ok(!("x-amz-date" in sent) && !("x-amz-security-token" in sent));
  await page.getByRole("tab", { name: "Signature", exact: true }).click();
  await expectText(page.getByRole("region", { name: "Signature", exact: true }), /Nothing is signed/);
});

journey("a cut API key gets a sentence", {}, async ({ page }) => {
  await open(page);
  const dialog = await openCredentials(page);
  await dialog.getByRole("textbox", { name: "Paste temporary credentials" }).fill("bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t");
  await expectText(dialog, /damaged/);
  assert.ok(await dialog.getByRole("button", { name: "Use these credentials" }).isDisabled());
});

journey("the connection test tells accepted from refused from silence", { hosts: [...hosts, CLOSED], expected: [/console: .*40[03]/, /console: .*ERR_/] }, async ({ page }) => {
  await open(page);
  await useEndpoint(page, addresses.simulator, EXAMPLE);
  let dialog = await fold(page, "Test the connection");
  await dialog.getByRole("button", { name: "Test connection" }).click();
  await expectText(dialog, /credentials are accepted/);
  await dialog.getByRole("button", { name: "Close" }).click();

  await pasteCredentials(page, exportLines({ ...EXAMPLE, secretAccessKey: `${EXAMPLE.secretAccessKey.slice(0, -1)}X` }));
  dialog = await fold(page, "Test the connection");
  await dialog.getByRole("button", { name: "Test connection" }).click();
  await expectText(dialog, /refused: Secret access key/);
  await dialog.getByRole("button", { name: "Close" }).click();

  await page.getByRole("textbox", { name: "Endpoint" }).fill(CLOSED);
  dialog = await fold(page, "Test the connection");
  await dialog.getByRole("button", { name: "Test connection" }).click();
  await expectText(dialog, /Nothing answers at this address/);
  await expectText(dialog, /Failed to fetch/);
});

journey("the policy names the profile and its model in every region, and nothing else", {}, async ({ page }) => {
  await open(page);
  await chooseModel(page, "us.anthropic.claude-haiku-4-5-20251001-v1:0");
  const dialog = await fold(page, "Least-privilege IAM policy");
  const policy = JSON.parse(await dialog.getByRole("group", { name: "IAM policy" }).textContent());
  const resources = policy.Statement.flatMap((statement) => statement.Resource);
  assert.ok(resources.includes("arn:aws:bedrock:us-west-2::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0"));
  assert.ok(resources.every((arn) => arn !== "*"));
});

journey("what leaves the page follows the mode", {}, async ({ page }) => {
  await open(page);
  let dialog = await fold(page, "What leaves this page");
  await expectText(dialog.getByRole("row", { name: /^Messages/ }), /stays here/);
  await dialog.getByRole("button", { name: "Close" }).click();
  await mode(page, "AWS");
  await pasteCredentials(page, exportLines(EXAMPLE));
  dialog = await fold(page, "What leaves this page");
  await expectText(dialog.getByRole("row", { name: /^Messages/ }), /bedrock-runtime\.us-east-1\.amazonaws\.com/);
  await expectText(dialog.getByRole("row", { name: /^Secret access key/ }), /stays here/);
});

journey("an idle page forgets the credentials", {}, async ({ page }) => {
  await page.clock.install();
  await open(page);
  await pasteCredentials(page, exportLines(EXAMPLE));
  const dialog = await fold(page, "Forget when idle");
  await dialog.getByRole("combobox", { name: /^Forget credentials/ }).selectOption({ label: "5 minutes" });
  await dialog.getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: /^Credentials: signed as/ }).waitFor();
  await page.clock.runFor("05:30");
  await page.getByRole("button", { name: /^Credentials: none/ }).waitFor();
});

journey("the desk is accessible with every fold open", { context: { viewport: { width: 390, height: 900 } } }, async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await open(page);
  await pasteCredentials(page, exportLines(EXAMPLE));
  const dialog = await openCredentials(page);
  for (const name of [
    "Test the connection",
    "Get credentials from an identity pool (Cognito)",
    "Make a short-term API key",
    "Least-privilege IAM policy",
    "What leaves this page",
    "Forget when idle",
  ]) {
    await dialog.getByText(name, { exact: true }).click();
  }
  await dialog.getByRole("button", { name: "Make the key" }).click();
  await dialog.getByRole("button", { name: "Copy the key" }).waitFor();
  assert.deepEqual(await violationsEverywhere(page, "desk", [390]), []);
});

journey("a policy lists the regions that the control plane tells", { hosts: ["https://bedrock.us-east-1.amazonaws.com"] }, async ({ page }) => {
  const model = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
  const arn = (region) => `arn:aws:bedrock:${region}::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0`;
  const asked = [];
  await page.route("https://bedrock.us-east-1.amazonaws.com/**", (route) => {
    asked.push(route.request());
    return route.fulfill({
      headers: { "access-control-allow-origin": "*" },
      json: {
        inferenceProfileArn: `arn:aws:bedrock:us-east-1:123456789012:inference-profile/${model}`,
        models: ["us-east-1", "us-west-2"].map((region) => ({ modelArn: arn(region) })),
      },
    });
  });
  await open(page);
  let dialog = await fold(page, "Least-privilege IAM policy");
  await expectText(dialog, /Run would make/);
  assert.equal(await dialog.getByRole("button", { name: "Look up the profile’s regions" }).count(), 0, "the simulator has no control plane");
  await dialog.getByRole("button", { name: "Close" }).click();
  await pasteCredentials(page, exportLines(EXAMPLE));
  await mode(page, "AWS");
  dialog = await fold(page, "Least-privilege IAM policy");
  await dialog.getByRole("button", { name: "Look up the profile’s regions" }).click();
  await dialog.getByRole("button", { name: "Look up the profile’s regions" }).waitFor({ state: "detached" });
  const policy = JSON.parse(await dialog.getByRole("group", { name: "IAM policy" }).textContent());
  assert.deepEqual(policy.Statement[1].Resource, ["us-east-1", "us-west-2"].map(arn));
  assert.match(policy.Statement[0].Resource, /:123456789012:inference-profile\//);
  assert.equal(asked.length, 1);
  assert.equal(new URL(asked[0].url()).pathname, `/inference-profiles/${encodeURIComponent(model)}`);
  assert.match((await asked[0].allHeaders()).authorization, /\/us-east-1\/bedrock\/aws4_request/);
});
