// After a whole journey with real-looking credentials, none of them is anywhere but in the desk's memory and on the wire.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { copied, watchCopies } from "../harness/copied.mjs";
import { eventually, expectText } from "../harness/expect.mjs";
import { endpoint } from "../harness/hostile.mjs";
import { EXAMPLE, addresses, journey, open } from "../harness/journey.mjs";
import { answer, errorCard, finished, runButton, sendAs, stream, useEndpoint } from "../harness/playground.mjs";

const SECRETS = [EXAMPLE.secretAccessKey, EXAMPLE.sessionToken];

journey("no secret is kept, shown, logged or exported", { hosts: [addresses.simulator] }, async ({ page }) => {
  const logged = [];
  page.on("console", (message) => logged.push(message.text()));
  await open(page);
  await stream(page, true);
  await useEndpoint(page, addresses.simulator, EXAMPLE);
  await runButton(page).click();
  for (const api of ["Converse", "InvokeModel"]) await finished(page, api);
  const tabs = page.getByRole("tablist", { name: "Inspect" }).getByRole("tab");
  const texts = [];
  for (const name of await tabs.allInnerTexts()) {
    await tabs.getByText(name, { exact: true }).click();
    await page.getByRole("tabpanel").first().waitFor();
    texts.push(await page.content());
  }
  await tabs.getByText("Frames", { exact: true }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save run" }).click(),
  ]);
  texts.push(await readFile(await download.path(), "utf8"));
  texts.push(page.url(), logged.join("\n"));
  texts.push(
    await page.evaluate(async () =>
      JSON.stringify([
        { ...localStorage },
        { ...sessionStorage },
        document.cookie,
        await indexedDB.databases(),
        await caches.keys(),
        history.state,
        [...document.querySelectorAll("input, textarea")].map((field) => field.value),
      ]),
    ),
  );
  for (const secret of SECRETS) {
    for (const [place, text] of texts.entries()) assert.ok(!text.includes(secret), `a secret in text ${place}`);
  }
  // The search can find: what is no secret is there.
  assert.ok(texts.some((text) => text.includes("Explain RAG")));
});

const KEYS = {
  accessKeyId: "ASIAZZZZZZZZZZZZZZZZ",
  secretAccessKey: "uX3kQ9/planted+Secret7Key0OfTheTest/abcd",
  sessionToken: "IQoJb3JpZ2luX2VjEPlanted/Token+OfTheTest/0123456789abcdefgePlanted==",
};
const ECHOES = [
  (token) => token,
  (token) => encodeURIComponent(token),
  (token) => encodeURIComponent(encodeURIComponent(token)),
  (token) => Buffer.from(`token: ${token}`).toString("base64"),
  (token) => token.replaceAll("/", "\\/"),
];
const echoing = await endpoint((request, response) => {
  const token = request.headers["x-amz-security-token"];
  response.writeHead(403, {
    "content-type": "application/json",
    "x-amzn-errortype": "SignatureDoesNotMatch",
    "x-echo": token,
  });
  // In pieces, the first of which ends within the token.
  const text = `{"message":"The Canonical String for this request should have been\\n'POST\\nx-amz-security-token:`;
  response.write(text + token.slice(0, 20));
  setTimeout(() => {
    response.end(`${token.slice(20)}\\n'. ${ECHOES.map((write) => write(token)).join(" ")} ${KEYS.secretAccessKey}"}`);
  }, 50);
});

journey("a token that an endpoint repeats is masked wherever the answer goes", { hosts: [echoing.address], expected: [/console: .*403/] }, async ({ page }) => {
  await page.addInitScript(() => {
    window.outcropAnnounced = [];
    new MutationObserver(() => {
      for (const region of document.querySelectorAll("[aria-live], [role=status], [role=alert], [role=log]")) {
        window.outcropAnnounced.push(region.textContent);
      }
    }).observe(document, { childList: true, subtree: true, characterData: true });
  });
  await open(page);
  await stream(page, true);
  await useEndpoint(page, echoing.address, KEYS);
  await runButton(page).click();
  for (const api of ["Converse", "InvokeModel"]) await expectText(errorCard(page, api), /\*masked: session token\*/);
  const texts = [];
  const tabs = page.getByRole("tablist", { name: "Inspect" }).getByRole("tab");
  for (const name of ["HTTP", "Frames"]) {
    await tabs.getByText(name, { exact: true }).click();
    await page.getByRole("tabpanel").first().waitFor();
    texts.push(await page.content());
  }
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save run" }).click(),
  ]);
  const saved = await readFile(await download.path(), "utf8");
  texts.push(saved);
  const bodies = saved.match(/[A-Za-z0-9+/=]{60,}/g) ?? [];
  texts.push(bodies.map((body) => Buffer.from(body, "base64").toString()).join("\n"));
  assert.ok(texts.at(-1).includes("*masked: session token*"), "the saved body is searched");
  texts.push(await page.evaluate(() => window.outcropAnnounced.join("\n")));
  const kept = await eventually("the history", () => page.evaluate(history), (text) => text.length > 100);
  texts.push(kept);
  const needles = [KEYS.secretAccessKey, KEYS.secretAccessKey.slice(4, -4), ...ECHOES.map((write) => write(KEYS.sessionToken).slice(16, 60))];
  for (const needle of needles) {
    for (const [place, text] of texts.entries()) assert.ok(!text.includes(needle), `a secret in text ${place}`);
  }
});

const repeating = await endpoint((request, response) => {
  const text = `You sent the token ${request.headers["x-amz-security-token"]}, did you not?`;
  response.writeHead(200, { "content-type": "application/json", "x-echo": request.headers["x-amz-security-token"] });
  response.end(
    JSON.stringify({
      output: { message: { role: "assistant", content: [{ text }] } },
      stopReason: "end_turn",
      usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
      metrics: { latencyMs: 1 },
    }),
  );
});

journey("what is copied of an answer that repeats the token is masked", { hosts: [repeating.address] }, async ({ page }) => {
  await watchCopies(page);
  await open(page);
  await useEndpoint(page, repeating.address, KEYS);
  await sendAs(page, "Converse");
  await stream(page, false);
  await runButton(page).click();
  await expectText(answer(page, "Converse"), /You sent the token masked: session token\**, did you not\?/);
  for (const [tab, button] of [
    ["Response", "Copy Converse response"],
    ["HTTP", "Copy Converse call as raw HTTP"],
  ]) {
    await page.getByRole("tablist", { name: "Inspect" }).getByRole("tab", { name: tab, exact: true }).click();
    await page.evaluate(() => { delete window.outcropCopied; });
    await page.getByRole("button", { name: button, exact: true }).click();
    const text = await copied(page);
    assert.match(text, /You sent the token \*masked: session token\*+, did you not\?/, button);
    assert.ok(!text.includes(KEYS.sessionToken.slice(16, 60)), `${button}: the token is on the clipboard`);
    assert.ok(!text.includes(KEYS.secretAccessKey), `${button}: the secret is on the clipboard`);
  }
});

/** Everything in every database of the page, with bytes as text. */
async function history() {
  const request = (of) => new Promise((resolve, reject) => {
    of.onsuccess = () => resolve(of.result);
    of.onerror = () => reject(of.error);
  });
  const all = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await request(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      all.push(...(await request(database.transaction(store).objectStore(store).getAll())));
    }
    database.close();
  }
  return JSON.stringify(all);
}
