// Credentials: understood, used, wrong, expired, forgotten. The counterpart is the simulator behind HTTP.

import assert from "node:assert/strict";

import { addresses, EXAMPLE, journey, open } from "../harness/journey.mjs";
import { expectText } from "../harness/expect.mjs";
import {
  errorCard, exportLines, face, finished, openCredentials, pasteCredentials, runButton, stream, useEndpoint,
} from "../harness/playground.mjs";

const hosts = [addresses.simulator];

journey("signed calls to an endpoint typed by hand are accepted", { hosts }, async ({ page }) => {
  await open(page);
  await useEndpoint(page, addresses.simulator, EXAMPLE);
  for (const streamed of [false, true]) {
    await stream(page, streamed);
    await runButton(page).click();
    for (const api of ["Converse", "InvokeModel"]) assert.match(await finished(page, api), /retriev/i);
  }
  assert.equal(await page.getByText("SIMULATED", { exact: true }).count(), 0, "the page does not know who answers there");
});

journey("a wrong secret is refused, explained, and can be mended", { hosts, expected: [/console: .*403/] }, async ({ page }) => {
  await open(page);
  await useEndpoint(page, addresses.simulator, { ...EXAMPLE, secretAccessKey: `${EXAMPLE.secretAccessKey.slice(0, -1)}X` });
  await runButton(page).click();
  for (const api of ["Converse", "InvokeModel"]) {
    await expectText(errorCard(page, api), /InvalidSignatureException/);
    await expectText(errorCard(page, api), /secret access key/);
  }
  await errorCard(page, "Converse").getByRole("button", { name: /credentials/i }).click();
  const dialog = page.getByRole("dialog", { name: "Credentials" });
  await dialog.getByRole("textbox", { name: "Paste temporary credentials" }).fill(exportLines(EXAMPLE));
  await dialog.getByRole("button", { name: "Use these credentials" }).click();
  await runButton(page).click();
  await finished(page, "Converse");
});

journey("expired credentials are not taken, and say so", {}, async ({ page }) => {
  await open(page);
  const dialog = await openCredentials(page);
  await dialog.getByRole("textbox", { name: "Paste temporary credentials" }).fill(
    JSON.stringify({
      Version: 1,
      AccessKeyId: EXAMPLE.accessKeyId,
      SecretAccessKey: EXAMPLE.secretAccessKey,
      SessionToken: EXAMPLE.sessionToken,
      Expiration: "2024-01-01T00:00:00Z",
    }),
  );
  await expectText(dialog, /expired/i);
  assert.ok(await dialog.getByRole("button", { name: "Use these credentials" }).isDisabled());
  assert.doesNotMatch(await dialog.innerText(), /wJalrXUtnFEMI/, "no secret is shown");
});

journey("credentials that run out are removed, and the experiment is untouched", {}, async ({ page }) => {
  await page.clock.install();
  await open(page);
  const now = await page.evaluate(() => Date.now());
  await pasteCredentials(
    page,
    JSON.stringify({
      Version: 1,
      AccessKeyId: EXAMPLE.accessKeyId,
      SecretAccessKey: EXAMPLE.secretAccessKey,
      SessionToken: EXAMPLE.sessionToken,
      Expiration: new Date(now + 30 * 60_000).toISOString(),
    }),
  );
  await page.getByRole("button", { name: /^Credentials: signed as/ }).waitFor();
  const before = await face(page, "Converse", "request").innerText();
  await page.clock.fastForward("31:00");
  await page.getByRole("button", { name: /^Credentials: expired/ }).waitFor();
  await runButton(page).click();
  await expectText(page.getByRole("dialog", { name: "Credentials" }), /expired and were removed/);
  assert.equal(await face(page, "Converse", "request").innerText(), before);
});

journey("what is not understood gets a sentence and stays in the field", {}, async ({ page }) => {
  await open(page);
  const dialog = await openCredentials(page);
  const field = dialog.getByRole("textbox", { name: "Paste temporary credentials" });
  await field.fill("export AWS_ACCESS_KEY_ID=nonsense");
  await field.and(page.locator("[aria-invalid=true]")).waitFor();
  assert.equal(await field.inputValue(), "export AWS_ACCESS_KEY_ID=nonsense");
  await field.fill(`export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\nexport AWS_SECRET_ACCESS_KEY=${EXAMPLE.secretAccessKey}`);
  await expectText(dialog, /long-term/i);
});

journey("Forget removes them", { hosts }, async ({ page }) => {
  await open(page);
  await useEndpoint(page, addresses.simulator, EXAMPLE);
  const dialog = await openCredentials(page);
  await dialog.getByRole("button", { name: "Forget" }).click();
  await dialog.getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: /^Credentials: none/ }).waitFor();
  await runButton(page).click();
  await dialog.waitFor(); // it asks for them, where the run needs them
});

journey("a run that lacks credentials says so, and goes on with what is pasted", { hosts }, async ({ page }) => {
  await open(page);
  await page.getByRole("radiogroup", { name: "Mode" }).getByRole("radio", { name: "Custom endpoint" }).check();
  await page.getByRole("textbox", { name: "Endpoint" }).fill(addresses.simulator);
  await page.keyboard.press("Control+Enter");
  const dialog = page.getByRole("dialog", { name: "Credentials" });
  await dialog.getByText("This run must be signed").waitFor();
  const field = dialog.getByRole("textbox", { name: "Paste temporary credentials" });
  await page.waitForFunction(() => document.activeElement.id === "credentials-text");
  await field.fill(exportLines(EXAMPLE));
  await dialog.getByRole("button", { name: "Use and run" }).click();
  for (const api of ["Converse", "InvokeModel"]) assert.match(await finished(page, api), /retriev/i);

  const opened = await openCredentials(page);
  assert.equal(await opened.getByText("This run must be signed").count(), 0, "nothing waits now");
  assert.equal(await opened.getByRole("button", { name: "Use and run" }).count(), 0);
});

journey("the simulator's example keys are not offered for AWS, and what is kept where is true", {}, async ({ page }) => {
  await open(page);
  const fill = (dialog) => dialog.getByRole("button", { name: "Fill in the simulator's example" });
  const dialog = await openCredentials(page);
  await fill(dialog).waitFor();
  await dialog.getByText("What leaves this page").click();
  await expectText(dialog, /Credentials are held in this page’s memory only.*Drafts and runs are kept in this browser/s);
  await dialog.getByRole("button", { name: "Close" }).click();
  await page.getByRole("radiogroup", { name: "Mode" }).getByRole("radio", { name: "AWS", exact: true }).check();
  await openCredentials(page);
  await dialog.getByRole("button", { name: "Use these credentials" }).waitFor();
  assert.equal(await fill(dialog).count(), 0);
});
