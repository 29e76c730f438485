// The fault menu: each entry leads to its card, for both APIs, and what had arrived of a stream stays.

import assert from "node:assert/strict";

import { journey, open } from "../harness/journey.mjs";
import { eventually, expectText } from "../harness/expect.mjs";
import { answer, errorCard, finished, mode, runButton, stream, target } from "../harness/playground.mjs";

const APIS = ["Converse", "InvokeModel"];
const CARDS = [
  ["Throttled (429)", /Too many requests for now/],
  ["Too many tokens (429)", /Too many tokens for now/],
  ["Service unavailable (503)", /The service is not available/],
  ["Internal error (500)", /The service failed/],
  ["Model not ready (429)", /The model is not ready/],
  ["Model timeout (408)", /The model took too long/],
  ["Model error (424)", /The model failed/],
  ["Quota exceeded (400)", /A quota is exceeded/],
  ["Conflict (400)", /The call conflicts with another operation/],
  ["Model or ARN not found (404)", /The model or ARN does not exist/],
  ["Model retired (404)", /The model has been retired/],
  ["No such operation (404)", /There is no such operation/],
  ["Body not readable (400)", /The body cannot be read/],
  ["Exception in mid-stream", /modelStreamErrorException/],
  ["Stream cut off", /The answer was cut off/],
  ["Corrupt frame", /The stream is damaged/],
  ["A proxy’s page (200)", /not what this operation returns/],
  ["No answer at all", /No answer reached this page/],
  ["Session token expired (403)", /The session has ended/],
  ["Access key unknown (403)", /The access key is not known/],
  ["Wrong secret (403)", /The signatures differ/],
  ["Clock 9 minutes off (403)", /The clocks are too far apart/],
  ["Signature missing (403)", /The request was not signed/],
  ["Signature incomplete (400)", /The signature is not complete/],
  ["Signed for another service (403)", /another region or service/],
  ["Token not signed (403)", /A header is sent but not signed/],
  ["API key not accepted (403)", /The API key is not accepted/],
  ["Not allowed by policy (403)", /The policy does not allow the call/],
  ["Forbidden by policy (403)", /A policy forbids the call/],
  ["No access to the model (403)", /The account has no access to this model/],
  ["Use case not submitted (404)", /The use case was not submitted/],
  ["Agreement pending (403)", /The subscription is still being set up/],
];
const menu = (page) => target(page).getByRole("combobox", { name: "Fault" });

journey("every fault has its card, and no other", {}, async ({ page }) => {
  await open(page);
  await stream(page, true);
  await target(page).getByRole("button", { name: "Fault", exact: true }).click();
  await menu(page).waitFor();
  const offered = await menu(page).locator("option").allInnerTexts();
  assert.deepEqual(
    offered.filter((name) => !["No fault", "Slow first byte (6 s)"].includes(name)).sort(),
    CARDS.map(([name]) => name).sort(),
    "the menu and this list are the same",
  );
  for (const [name, card] of CARDS) {
    await menu(page).selectOption({ label: name });
    await runButton(page).click();
    for (const api of APIS) {
      await expectText(errorCard(page, api), card);
      assert.ok((await errorCard(page, api).getByRole("button").count()) > 0, `${name}: a card has a fix`);
    }
  }
  await menu(page).selectOption({ label: "No fault" });
  await runButton(page).click();
  for (const api of APIS) await finished(page, api);
});

journey("a wrong clock is put right by the card's own button", {}, async ({ page }) => {
  await open(page);
  await target(page).getByRole("button", { name: "Fault", exact: true }).click();
  await menu(page).selectOption({ label: "Clock 9 minutes off (403)" });
  await runButton(page).click();
  await errorCard(page, "Converse").getByRole("button", { name: /Correct the clock by \+9 min/ }).click();
  await runButton(page).click();
  for (const api of APIS) await finished(page, api);
});

journey("only the simulator fails on demand", {}, async ({ page }) => {
  await open(page);
  await mode(page, "AWS");
  assert.equal(await target(page).getByRole("button", { name: "Fault", exact: true }).count(), 0);
});

journey("a slow first byte says what is waited for", {}, async ({ page }) => {
  await page.clock.install();
  await open(page);
  await target(page).getByRole("button", { name: "Fault", exact: true }).click();
  await menu(page).selectOption({ label: "Slow first byte (6 s)" });
  await runButton(page).click();
  await page.getByRole("button", { name: "Copy Converse response" }).waitFor();
  // The page's own time: three seconds of it go by in no time.
  await eventually("the answer says what it waits for", async () => {
    await page.clock.runFor(500);
    return answer(page, "Converse").innerText();
  }, (text) => /Waiting for the first byte, \d s/.test(text));
  await eventually("the status says it too", async () => {
    await page.clock.runFor(500);
    return page.getByRole("status").allInnerTexts();
  }, (texts) => texts.some((text) => /Waiting for the first byte/.test(text)));
  await page.clock.resume();
  for (const api of APIS) await finished(page, api);
  assert.doesNotMatch(await answer(page, "Converse").innerText(), /Waiting for/);
});
