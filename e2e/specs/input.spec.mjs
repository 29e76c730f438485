// Bad input gets a sentence beside its field, keeps its text, and never stops the page.

import assert from "node:assert/strict";

import { journey, open } from "../harness/journey.mjs";
import { expectText } from "../harness/expect.mjs";
import { chooseModel, errorCard, face, finished, message, model, runButton, sendAs } from "../harness/playground.mjs";

journey("a model id that is none", {}, async ({ page }) => {
  await open(page);
  for (const typed of ["not a model", "arn:aws:s3:::bucket", "a".repeat(3000), "%3A💥\u202e"]) {
    await chooseModel(page, typed);
    await model(page).and(page.locator("[aria-invalid=true]")).waitFor();
    assert.equal(await model(page).inputValue(), typed);
  }
  await chooseModel(page, "amazon.nova-lite-v1:0");
  await model(page).and(page.locator(":not([aria-invalid=true])")).waitFor();
});

journey("numbers that are none", {}, async ({ page }) => {
  await open(page);
  const field = page.getByRole("spinbutton", { name: "Max tokens" });
  for (const typed of ["many", "-1", "1e999", "1.5"]) {
    await field.fill(typed);
    await field.and(page.locator("[aria-invalid=true]")).waitFor();
    assert.equal(await field.inputValue(), typed);
  }
  await field.fill("20");
  await sendAs(page, "Converse");
  await runButton(page).click();
  assert.match(await finished(page, "Converse"), /max_tokens/);
});

journey("a model that needs a profile offers it as a button", {}, async ({ page }) => {
  await open(page);
  await sendAs(page, "Converse");
  await chooseModel(page, "anthropic.claude-haiku-4-5-20251001-v1:0");
  await runButton(page).click();
  await expectText(errorCard(page, "Converse"), /on-demand throughput isn’t supported/);
  await errorCard(page, "Converse").getByRole("button", { name: /us\.anthropic\.claude-haiku-4-5/ }).click();
  await runButton(page).click();
  await finished(page, "Converse");
});

journey("what a model or a person writes never becomes markup", {}, async ({ page }) => {
  await open(page);
  await message(page).fill("<img src=x onerror=alert(1)> </textarea><script>alert(1)</script> [a](javascript:alert(1))");
  await expectText(face(page, "Converse", "request"), /onerror=alert\(1\)/);
  await runButton(page).click();
  await finished(page, "Converse");
  assert.equal(await page.locator("img, iframe, script:not([src]), a[href^='javascript']").count(), 0);
});

journey("a panic is said, and the draft can be copied", {}, async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page);
  await page.evaluate(() =>
    dispatchEvent(new CustomEvent("outcrop:panic", { detail: { message: "index out of bounds", draft: '{"messages":[]}' } })),
  );
  const dialog = page.getByRole("dialog", { name: "The playground has stopped" });
  await dialog.getByRole("button", { name: "Copy the draft" }).click();
  await dialog.getByRole("button", { name: "Copied" }).waitFor();
  await dialog.getByRole("button", { name: "Reload the page" }).click();
  await runButton(page).waitFor();
});
