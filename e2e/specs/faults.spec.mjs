// The fault menu: each entry leads to its card, for both APIs, and what had arrived of a stream stays.

import assert from "node:assert/strict";

import { journey, open } from "../harness/journey.mjs";
import { eventually, expectText } from "../harness/expect.mjs";
import { answer, errorCard, face, finished, mode, runButton, stream, target } from "../harness/playground.mjs";

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
  ["No such operation (404)", /The host has no such operation/],
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
  ["Forbidden by policy (403)", /The organisation forbids the call/],
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

const set = async (page, label) => {
  if (!(await menu(page).isVisible())) await target(page).getByRole("button", { name: "Fault", exact: true }).click();
  await menu(page).selectOption({ label });
};

/** Where an element is, and whether all of it can be seen. */
const place = (locator) => locator.evaluate((element) => {
  const box = element.getBoundingClientRect();
  const at = (x, y) => element.contains(document.elementFromPoint(x, y));
  // The bar between two panes lies over the first pixels of each.
  return { top: box.top, seen: at(box.left + 12, box.top + 3) && at(box.right - 12, box.bottom - 3) };
});

journey("a card begins with what happened and its buttons, and what is long comes after them", {}, async ({ page }) => {
  await open(page);
  await set(page, "Wrong secret (403)");
  await runButton(page).click();
  const card = errorCard(page, "Converse");
  const first = card.getByRole("button").first();
  await first.waitFor();
  // The card is the first thing in its pane, and neither it nor anything above it is cut.
  const pane = await place(face(page, "Converse", "response").locator(".face__body"));
  const head = await place(card.getByRole("heading"));
  assert.ok(head.seen && head.top - pane.top < 40, "the heading is at the top of the pane");
  assert.ok((await place(first)).seen, "the first button is in sight");
  const said = await place(card.locator(".errcard__said"));
  assert.ok(said.top > (await place(first)).top, "the message comes after the buttons");
  assert.doesNotMatch(await card.innerText(), /Canonical String/, "what is long is folded");
  await card.getByText("Raw response body").click();
  await expectText(card, /The Canonical String for this request should have been/);
  await card.getByRole("button", { name: "Copy the raw response body" }).waitFor();
  // The figures come last, and can be reached.
  const figures = face(page, "Converse", "response").getByLabel("Converse measures");
  await figures.scrollIntoViewIfNeeded();
  assert.ok((await place(figures)).seen, "the figures can be read");
});

journey("a cut answer keeps its text and its figures, below the card", {}, async ({ page }) => {
  await open(page);
  await stream(page, true);
  await set(page, "Stream cut off");
  await runButton(page).click();
  await expectText(errorCard(page, "InvokeModel"), /The answer was cut off/);
  const region = face(page, "InvokeModel", "response");
  assert.ok((await place(errorCard(page, "InvokeModel").getByRole("button").first())).seen, "the button is in sight");
  await expectText(answer(page, "InvokeModel"), /\w{3}/);
  const figures = region.getByLabel("InvokeModel measures");
  await figures.scrollIntoViewIfNeeded();
  assert.ok((await place(figures)).seen, "the figures can be read");
});

journey("a card offers only what changes something, and follows the page", {}, async ({ page }) => {
  await open(page);
  await set(page, "Too many tokens (429)");
  await runButton(page).click();
  const card = errorCard(page, "Converse");
  const buttons = () => card.getByRole("button").allInnerTexts();
  await eventually("what helps", buttons, (names) => names.join() === "Turn the fault off,Set max tokens to 128");
  await card.getByRole("button", { name: "Set max tokens to 128" }).click();
  await expectText(face(page, "Converse", "request"), /"maxTokens": 128/);
  await eventually("the next smaller one", buttons, (names) => names.join() === "Turn the fault off,Set max tokens to 32");
  await card.getByRole("button", { name: "Turn the fault off" }).click();
  await eventually("now it can help", buttons, (names) => names.join() === "Set max tokens to 32,Run again");
  await card.getByRole("button", { name: "Run again" }).click();
  for (const api of APIS) await finished(page, api);
});

journey("a value out of range is set to its bound", {}, async ({ page }) => {
  await open(page);
  await page.getByRole("spinbutton", { name: "Temperature", exact: true }).fill("5");
  await runButton(page).click();
  const card = errorCard(page, "Converse");
  await expectText(card, /A value is outside its range/);
  assert.equal(await card.getByRole("button").first().innerText(), "Set temperature to 1");
  await card.getByRole("button").first().click();
  await runButton(page).click();
  for (const api of APIS) await finished(page, api);
});

journey("each simulated call has a request id of its own", {}, async ({ page }) => {
  await open(page);
  await set(page, "Throttled (429)");
  const ids = new Set();
  for (let run = 0; run < 3; run += 1) {
    await runButton(page).click();
    for (const api of APIS) {
      const id = await eventually("a new id", async () => (await errorCard(page, api).locator(".reqid code").innerText().catch(() => "")), (text) => text.length === 36 && !ids.has(text));
      ids.add(id);
    }
  }
  assert.equal(ids.size, 6);
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
