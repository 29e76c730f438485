// Somebody opens the page and presses one key.

import assert from "node:assert/strict";

import { journey, open } from "../harness/journey.mjs";
import { expectText } from "../harness/expect.mjs";
import { chooseModel, face, finished, message } from "../harness/playground.mjs";

journey("one key press runs the filled experiment on the simulator", {}, async ({ page }) => {
  await open(page);
  await page.getByText("no AWS account needed").first().waitFor();
  assert.ok((await message(page).inputValue()).length > 10, "the experiment is filled");
  for (const api of ["Converse", "InvokeModel"]) {
    await expectText(face(page, api, "request"), /POST/);
    await expectText(face(page, api, "request"), /"messages"/);
  }

  await page.keyboard.press("Control+Enter");

  for (const api of ["Converse", "InvokeModel"]) {
    const text = await finished(page, api);
    assert.match(text, /retriev/i, "the answer is about RAG");
    assert.match(await face(page, api, "response").innerText(), /SIMULATED/);
    await face(page, api, "response").and(page.locator("[aria-busy=false]")).waitFor();
  }
  await page.getByText("SIMULATED", { exact: true }).first().waitFor();
  await expectText(page.getByRole("contentinfo", { name: "Status" }), /in\s*\d+.*out\s*\d+/s);
  await expectText(page.getByRole("contentinfo", { name: "Status" }).getByRole("status"), /complete/i);
});

journey("the request shown is the one for the chosen model", {}, async ({ page }) => {
  await open(page);
  await chooseModel(page, "amazon.nova-lite-v1:0");
  await expectText(face(page, "Converse", "request"), /\/model\/amazon\.nova-lite-v1%3A0\/converse/);
  await expectText(face(page, "InvokeModel", "request"), /inferenceConfig/);
  await page.keyboard.press("Control+Enter");
  for (const api of ["Converse", "InvokeModel"]) assert.match(await finished(page, api), /retriev/i);
});
