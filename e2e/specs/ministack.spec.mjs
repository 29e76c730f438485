// A third party verifies the page's signatures: MiniStack with authentication on. It judges no bodies and no scope
// service; what it does judge (key, token, path, body, clock) it judges by code that is not ours.

import assert from "node:assert/strict";

import { journey, miniStack, open } from "../harness/journey.mjs";
import { expectText } from "../harness/expect.mjs";
import {
  chooseModel,
  errorCard,
  face,
  finished,
  message,
  mode,
  openCredentials,
  runButton,
  stream,
  useEndpoint,
} from "../harness/playground.mjs";

const hosts = [miniStack.address];
const MODELS = [
  "amazon.nova-lite-v1:0",
  "us.anthropic.claude-haiku-4-5-20251001-v1:0",
  "arn:aws:bedrock:us-east-1:000000000000:inference-profile/us.anthropic.claude-haiku-4-5-20251001-v1:0",
];

for (const id of MODELS) {
  journey(`all four operations are accepted for ${id}`, { hosts }, async ({ page }) => {
    const paths = [];
    page.on("request", (request) => {
      if (request.method() === "POST") paths.push(new URL(request.url()).pathname.split("/").pop());
    });
    await open(page);
    await useEndpoint(page, miniStack.address, miniStack.role);
    await chooseModel(page, id);
    await message(page).fill("Grüße, naïve 日本語 “quotes” and 🪨");
    for (const streamed of [false, true]) {
      await stream(page, streamed);
      await runButton(page).click();
      for (const api of ["Converse", "InvokeModel"]) await face(page, api, "response").getByText("200", { exact: true }).waitFor();
      await finished(page, "Converse");
    }
    assert.deepEqual(paths.sort(), ["converse", "converse-stream", "invoke", "invoke-with-response-stream"]);
    assert.equal(await page.getByText("SIMULATED", { exact: true }).count(), 0);
  });
}

journey("a user's keys without a token are accepted too", { hosts }, async ({ page }) => {
  await open(page);
  await useEndpoint(page, miniStack.address, miniStack.user);
  await runButton(page).click();
  for (const api of ["Converse", "InvokeModel"]) await finished(page, api);
});

journey("a wrong secret and a wrong token are refused, and the page says why", { hosts, expected: [/console: .*403/] }, async ({ page }) => {
  await open(page);
  const swapped = miniStack.role.secretAccessKey.split("").reverse().join("");
  await useEndpoint(page, miniStack.address, { ...miniStack.role, secretAccessKey: swapped });
  await runButton(page).click();
  await expectText(errorCard(page, "Converse"), /InvalidSignatureException|SignatureDoesNotMatch/);
  await useEndpoint(page, miniStack.address, { ...miniStack.role, sessionToken: miniStack.role.sessionToken.split("").reverse().join("") });
  await runButton(page).click();
  await expectText(errorCard(page, "Converse"), /UnrecognizedClientException|InvalidClientTokenId/);
  await face(page, "Converse", "response").getByText("403", { exact: true }).first().waitFor();
});

journey("the Explorer reads and writes there too", { hosts }, async ({ page }) => {
  await open(page);
  await useEndpoint(page, miniStack.address, miniStack.role);
  const response = page.getByRole("region", { name: "Response", exact: true });
  const sent = async (name) => {
    await page.evaluate((hash) => (location.hash = hash), `#explorer/bedrock/${name}`);
    await page.getByRole("heading", { name, exact: true }).waitFor();
    await page.getByRole("heading", { name: "Input", level: 3 }).first().waitFor();
  };
  await sent("ListFoundationModels");
  await page.keyboard.press("Control+Enter");
  await expectText(response, /CUSTOM ENDPOINT[\s\S]*HTTP 200[\s\S]*modelSummaries/);
  await sent("CreateGuardrail");
  for (const [name, text] of [["name", "rocks"], ["blockedInputMessaging", "No."], ["blockedOutputsMessaging", "No."]]) {
    await page.getByRole("textbox", { name, exact: true }).fill(text);
  }
  await page.keyboard.press("Control+Enter");
  await page.getByRole("button", { name: "Send CreateGuardrail" }).click();
  await expectText(response, /CUSTOM ENDPOINT[\s\S]*HTTP 20\d[\s\S]*guardrailArn/);
  await sent("ListGuardrails");
  await page.keyboard.press("Control+Enter");
  await expectText(response, /ListGuardrails[\s\S]*HTTP 200[\s\S]*rocks/);
});

/** Opens the fold of the credential desk with this name. */
async function fold(page, name) {
  const dialog = await openCredentials(page);
  await dialog.getByText(name, { exact: true }).click();
  return dialog;
}

journey("an identity pool's guest may not call in the enhanced flow, and may in the basic flow", { hosts, expected: [/console: .*403/] }, async ({ page }) => {
  await open(page);
  await mode(page, "Custom endpoint");
  await page.getByRole("textbox", { name: "Endpoint" }).fill(miniStack.address);
  const dialog = await fold(page, "Get credentials from an identity pool (Cognito)");
  await dialog.getByRole("textbox", { name: "Identity pool ID" }).fill(miniStack.pool);
  await dialog.getByRole("button", { name: "Get credentials" }).click();
  const used = page.getByRole("region", { name: "Credentials in use" }).getByRole("code");
  const first = await used.innerText();
  await dialog.getByRole("button", { name: "Close" }).click();
  await runButton(page).click();
  await expectText(errorCard(page, "Converse"), /AccessDeniedException/);

  const again = await fold(page, "Get credentials from an identity pool (Cognito)");
  await again.getByRole("textbox", { name: "Identity pool ID" }).fill(miniStack.pool);
  await again.getByRole("textbox", { name: /^Role ARN/ }).fill(miniStack.guestRole);
  await again.getByRole("button", { name: "Get credentials" }).click();
  await used.filter({ hasNotText: first }).waitFor();
  await again.getByText("Test the connection", { exact: true }).click();
  await again.getByRole("button", { name: "Who am I?" }).click();
  await expectText(again, /assumed-role\/guest\/outcrop/);
  await again.getByRole("button", { name: "Close" }).click();
  await runButton(page).click();
  await finished(page, "Converse");
});
