// Somebody opens the page and presses one key.

import assert from "node:assert/strict";

import { addresses, journey, open } from "../harness/journey.mjs";
import { eventually, expectText } from "../harness/expect.mjs";
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

journey("the first run needs no file of the program but its packs", {}, async ({ page }) => {
  await page.route(/\/(chunk|split)_[^/]*\.wasm$/, () => {});
  await open(page);
  await page.keyboard.press("Control+Enter");
  for (const api of ["Converse", "InvokeModel"]) assert.match(await finished(page, api), /retriev/i);
});

journey("Ctrl+Enter that is pressed before the page is ready is kept, and runs once", {}, async ({ page }) => {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route("**/*.wasm", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(addresses.page);
  await page.getByText("Loading the playground").waitFor();
  await page.keyboard.press("Control+Enter");
  await page.keyboard.press("Control+Enter");
  release();
  for (const api of ["Converse", "InvokeModel"]) assert.match(await finished(page, api), /retriev/i);
  await expectText(page.getByRole("contentinfo", { name: "Status" }), /this visit\s*2 calls/);
});

journey("a link is not run by a key that was pressed before it could be seen", {}, async ({ page }) => {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route("**/*.wasm", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`${addresses.page}#x=1`);
  await page.getByText("Loading the playground").waitFor();
  await page.keyboard.press("Control+Enter");
  release();
  await page.locator("#skeleton").waitFor({ state: "detached" });
  await page.waitForLoadState("networkidle");
  assert.equal(await page.getByText("No answer yet").count(), 2, "nothing has run");
});

for (const [moment, when] of [
  ["while it is built", () => addEventListener("outcrop:ready", window.pressRun, true)],
  [
    "in the frame after it is shown",
    () => {
      new MutationObserver(() => {
        if (document.getElementById("skeleton")) window.seen = true;
        else if (window.seen) {
          window.seen = false;
          window.pressRun();
        }
      }).observe(document, { childList: true, subtree: true });
    },
  ],
]) {
  journey(`Ctrl+Enter runs ${moment}`, {}, async ({ page }) => {
    await page.addInitScript(() => {
      window.pressRun = () => dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", code: "Enter", ctrlKey: true, cancelable: true }));
    });
    await page.addInitScript(when);
    await page.goto(addresses.page);
    for (const api of ["Converse", "InvokeModel"]) await finished(page, api);
  });
}

journey("Ctrl+Enter runs a view that is not drawn yet", {}, async ({ page }) => {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await open(page);
  await page.route("**/*.wasm", async (route) => {
    await held;
    await route.continue();
  });
  await page.evaluate(() => { location.hash = "compare"; });
  await page.locator("nav [aria-current=page]").filter({ hasText: "Compare" }).waitFor();
  await page.keyboard.press("Control+Enter");
  release();
  await page.getByRole("group", { name: "Answers" }).getByText("SIMULATED").first().waitFor();
});

journey("the first screen says what it is, until that is put away", {}, async ({ page }) => {
  await open(page);
  const about = page.getByRole("complementary", { name: "About this page" });
  await expectText(about, /Converse: one request shape.*InvokeModel: each model.*nothing is billed/s);
  await page.getByRole("radiogroup", { name: "Mode" }).getByRole("radio", { name: "AWS", exact: true }).check();
  await expectText(about, /bills your account/);
  assert.ok((await about.boundingBox()).height <= 40, "it takes one line");
  await about.getByRole("button", { name: "Got it" }).click();
  await eventually("the sentence", () => about.count(), (count) => count === 0);
  await page.reload();
  await page.locator("#skeleton").waitFor({ state: "detached" });
  assert.equal(await about.count(), 0);
});

journey("the first screen says what it is where nothing can be stored", {}, async ({ page }) => {
  await page.addInitScript(() => {
    for (const name of ["localStorage", "sessionStorage"]) {
      Object.defineProperty(window, name, { get: () => { throw new DOMException("blocked", "SecurityError"); } });
    }
  });
  await open(page);
  const about = page.getByRole("complementary", { name: "About this page" });
  await about.getByRole("button", { name: "Got it" }).click();
  await eventually("the sentence", () => about.count(), (count) => count === 0);
});
