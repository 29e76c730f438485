// After a whole journey with real-looking credentials, none of them is anywhere but in the desk's memory and on the wire.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { EXAMPLE, addresses, journey, open } from "../harness/journey.mjs";
import { finished, runButton, useEndpoint } from "../harness/playground.mjs";

const SECRETS = [EXAMPLE.secretAccessKey, EXAMPLE.sessionToken];

journey("no secret is kept, shown, logged or exported", { hosts: [addresses.simulator] }, async ({ page }) => {
  const logged = [];
  page.on("console", (message) => logged.push(message.text()));
  await open(page);
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
