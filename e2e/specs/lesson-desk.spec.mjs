// What a lesson may not lose: the reader's own results, the bench after a crash, the progress of two tabs, and work that the browser
// does not store. And the first screen: one line that leads to the lessons, until it was read.

import assert from "node:assert/strict";

import { eventually, expectText } from "../harness/expect.mjs";
import { addresses, journey, open } from "../harness/journey.mjs";
import { address, button, done, lesson, openStep, ready } from "../harness/lesson.mjs";
import { message, runButton } from "../harness/playground.mjs";

const main = (page) => page.getByRole("main");
const view = (page, name) => page.getByRole("navigation", { name: "Main" }).getByRole("link", { name, exact: true }).click();
const close = (page) => lesson(page).getByRole("button", { name: /^Close the lesson/ }).click();

/** Fills what the browser stores for the page, to the last character. */
async function fillStorage(page) {
  await page.evaluate(() => {
    for (const store of [localStorage, sessionStorage]) {
      for (let size = 1 << 20; size > 0; size = Math.floor(size / 2)) {
        for (let part = 0; ; part++) {
          try {
            store.setItem(`full-${size}-${part}`, "x".repeat(size));
          } catch {
            break;
          }
        }
      }
    }
  });
}

journey("results in Embeddings and Images wait under a lesson and come back", { minutes: 3 }, async ({ page }) => {
  await open(page, `${addresses.page}#embeddings`);
  await page.getByRole("heading", { name: "Embeddings", level: 1 }).waitFor();
  const cosines = page.getByRole("table", { name: /imilarity|osine/ }).first();
  await page.keyboard.press("Control+Enter");
  await cosines.waitFor();
  const before = await cosines.innerText();
  await view(page, "Images");
  await page.keyboard.press("Control+Enter");
  const results = page.locator("#results").getByRole("img");
  await results.first().waitFor();
  const pictures = await results.count();

  await page.goto(address("d1", 2));
  await ready(page, 2);
  await button(page, "Show me").click();
  await done(page);
  await page.goto(address("d2", 1));
  await ready(page, 1);
  await button(page, "Show me").click();
  await done(page);
  await close(page);

  await view(page, "Embeddings");
  await cosines.waitFor();
  assert.equal(await cosines.innerText(), before, "the own results are back");
  assert.equal(await page.getByText(/out of date|outdated/i).count(), 0, "they belong to the texts");
  await view(page, "Images");
  await eventually("the own pictures are back, and no other", () => results.count(), (count) => count === pictures);

  // A step of the lesson that was left is not met by what came back.
  await page.goto(address("d1", 2));
  await ready(page, 2);
  assert.equal(await lesson(page).getByText("Done.", { exact: true }).count(), 0);
});

journey("a crash in the middle of a lesson loses neither the bench nor the own draft", {}, async ({ page, context }) => {
  await open(page);
  await message(page).fill("My own question");
  await eventually("the own draft is stored", () => page.evaluate(() => localStorage.getItem("outcrop.draft.1")), (text) => text?.includes("My own question"));
  const victim = await context.newPage();
  await openStep(victim, "a4", 4);
  const program = victim.getByRole("textbox", { name: "Program" });
  await program.fill("import boto3  # half written");
  await eventually("the bench is stored", () => page.evaluate(() => localStorage.getItem("outcrop.lessons.1.bench")), (text) => text?.includes("half written"));
  // The page is gone without a word, as after a crash.
  const client = await context.newCDPSession(victim);
  const crashed = victim.waitForEvent("crash");
  client.send("Page.crash").catch(() => {});
  await crashed;
  const next = await context.newPage();
  await open(next, `${addresses.page}#lessons`);
  await next.getByRole("link", { name: /^Continue: Write the call, step 4/ }).click();
  await ready(next, 4);
  await eventually("the program is back", () => next.getByRole("textbox", { name: "Program" }).inputValue(), (text) => text === "import boto3  # half written");
  await close(next);
  await view(next, "Playground");
  await eventually("the own draft is back", () => message(next).inputValue(), (text) => text === "My own question");
});

journey("two tabs learn at once: neither takes the progress of the other away", {}, async ({ page, context }) => {
  const other = await context.newPage();
  await openStep(page, "a1", 1);
  await openStep(other, "a3", 1);
  await runButton(page).click();
  await done(page);
  await button(other, "Show me").click();
  await done(other);
  // The first one goes on after the second one.
  await button(page, "Next step").click();
  await ready(page, 2);
  await button(page, "Show me").click();
  await done(page);
  for (const tab of [page, other]) {
    await close(tab);
    await expectText(main(tab), /2 of 4[\s\S]*1 of 3/);
    await expectText(main(tab).getByRole("region", { name: "Hand in", exact: true }), /3 steps done/);
  }
});

journey("a full storage is named, and what was done stays until the tab is closed", { expected: [] }, async ({ page }) => {
  await openStep(page, "a1", 1);
  await fillStorage(page);
  await message(page).fill(`What is RAG? ${"Say it at length. ".repeat(200)}`);
  await runButton(page).click();
  await done(page);
  await expectText(lesson(page), /not saved: this browser’s storage is full or blocked/);
  await button(page, "Next step").click();
  await ready(page, 2);
  await close(page);
  await expectText(main(page), /not saved[\s\S]*1 of 4/);
  await expectText(main(page).getByRole("region", { name: "Hand in", exact: true }), /1 step done/);

  // With room again, everything is stored by the next change.
  await page.evaluate(() => {
    for (const store of [localStorage, sessionStorage]) for (const key of Object.keys(store)) if (key.startsWith("full-")) store.removeItem(key);
  });
  await page.goto(address("a1", 2));
  await ready(page, 2);
  await button(page, "Show me").click();
  await done(page);
  await eventually("it is saved", () => lesson(page).innerText(), (text) => /2 of 4, saved on this device/.test(text) && !/not saved/.test(text));
  await page.reload();
  await ready(page, 2);
  await close(page);
  await expectText(main(page), /2 of 4/);
});

journey("the first screen leads to the lessons by one line, which one press takes away for good", {}, async ({ page }) => {
  await open(page);
  const about = page.getByRole("complementary", { name: "About this page" });
  await expectText(about, /Converse[\s\S]*InvokeModel[\s\S]*nothing is billed/);
  // It stands above the work: the filled form and Run are there as without it.
  assert.ok(await runButton(page).isVisible());
  await about.getByRole("link", { name: "Learn it in 15 minutes" }).click();
  await page.getByRole("heading", { name: "Lessons", level: 1 }).waitFor();
  await expectText(page.getByRole("region", { name: "In 15 minutes", exact: true }), /Your first Converse call/);
  await view(page, "Playground");
  await about.getByRole("button", { name: "Got it" }).click();
  await about.waitFor({ state: "detached" });
  await page.reload();
  await runButton(page).waitFor();
  await page.locator("#skeleton").waitFor({ state: "detached" });
  assert.equal(await about.count(), 0, "it stays away");
});
