// What stays on this device and what does not.

import assert from "node:assert/strict";

import { addresses, EXAMPLE, journey, open } from "../harness/journey.mjs";
import { eventually } from "../harness/expect.mjs";
import { finished, message, model, runButton, useEndpoint } from "../harness/playground.mjs";

const stored = (page) =>
  page.evaluate(async () => {
    const runs = async () => {
      // Opening a database that is not there would make it.
      if (!(await indexedDB.databases()).length) return "";
      return new Promise((resolve) => {
        const request = indexedDB.open("outcrop");
        request.onsuccess = () => {
          const database = request.result;
          const all = database.objectStoreNames.contains("runs") && database.transaction("runs").objectStore("runs").getAll();
          if (!all) return resolve("");
          all.onsuccess = () => {
            database.close();
            resolve(JSON.stringify(all.result));
          };
        };
      });
    };
    return {
    local: JSON.stringify({ ...localStorage }),
    session: JSON.stringify({ ...sessionStorage }),
    databases: (await indexedDB.databases()).map(({ name }) => name).join(),
    history: await runs(),
    caches: (await caches.keys()).length,
    cookies: document.cookie,
    };
  });

journey("a reload keeps the draft, and neither credentials nor endpoint", { hosts: [addresses.simulator] }, async ({ page, context }) => {
  await open(page);
  await useEndpoint(page, addresses.simulator, EXAMPLE);
  await message(page).fill("What is a guardrail?");
  await model(page).fill("amazon.nova-lite-v1:0");
  await runButton(page).click();
  await finished(page, "Converse");
  await eventually("the draft is stored", async () => (await stored(page)).local, (text) => text.includes("What is a guardrail?"));

  await eventually("the run is in the history", async () => (await stored(page)).history, (text) => text.includes("What is a guardrail?"));
  const kept = await stored(page);
  for (const secret of [EXAMPLE.accessKeyId, EXAMPLE.secretAccessKey, EXAMPLE.sessionToken, new URL(addresses.simulator).port]) {
    assert.ok(!JSON.stringify(kept).includes(secret), `${secret} is not stored`);
  }
  const { databases, caches, cookies } = kept;
  assert.deepEqual({ databases, caches, cookies }, { databases: "outcrop", caches: 0, cookies: "" }, "nothing is kept elsewhere");

  await page.reload();
  await eventually("the draft is back", () => message(page).inputValue(), (text) => text === "What is a guardrail?");
  assert.equal(await model(page).inputValue(), "amazon.nova-lite-v1:0");
  await page.getByRole("button", { name: /^Credentials: none needed/ }).waitFor();
  await page.getByText("no AWS account needed").first().waitFor();

  const second = await context.newPage();
  await open(second);
  await eventually("another tab has it too", () => message(second).inputValue(), (text) => text === "What is a guardrail?");
});

journey("a stored draft that cannot be read does not stop the page", {}, async ({ page }) => {
  await page.addInitScript(() => {
    for (const key of ["outcrop.draft.1", "outcrop.theme"]) localStorage.setItem(key, '{"version": 99, "broken');
  });
  await open(page);
  assert.ok((await message(page).inputValue()).length > 10, "the first experiment is there");
});

journey("blocked storage does not stop the page", {}, async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", { get() { throw new DOMException("blocked", "SecurityError"); } });
  });
  await open(page);
  await page.keyboard.press("Control+Enter");
  await finished(page, "Converse");
});
