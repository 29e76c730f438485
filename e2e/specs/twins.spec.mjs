// The two twins: the lines between them, the words of the links, the note of a pair, a body that stands alone, and answers
// that the form has left behind.

import assert from "node:assert/strict";

import { eventually, expectText } from "../harness/expect.mjs";
import { journey, open } from "../harness/journey.mjs";
import { violations } from "../harness/axe.mjs";
import { face, finished, message, model, runButton, stream } from "../harness/playground.mjs";

const APIS = ["Converse", "InvokeModel"];
const FAMILIES = [
  "us.anthropic.claude-haiku-4-5-20251001-v1:0",
  "amazon.nova-lite-v1:0",
  "amazon.titan-text-express-v1",
  "meta.llama3-8b-instruct-v1:0",
  "mistral.mistral-7b-instruct-v0:2",
  "mistral.mistral-large-2407-v1:0",
  "cohere.command-r-plus-v1:0",
  "ai21.jamba-1-5-mini-v1:0",
  "us.deepseek.r1-v1:0",
  "qwen.qwen3-32b-v1:0",
  "us.writer.palmyra-x5-v1:0",
];
const threads = (page, stage) => page.locator(`${stage} .threads path`);
const drawn = (page, stage, what) => eventually(`lines in ${stage}, ${what}`, () => threads(page, stage).count(), (count) => count > 3);
const note = (page) => page.locator("#request .linkbar__why");
const legend = (page) => page.getByRole("button", { name: /^What the words of the links mean/ });
const asJson = (page) => page.getByRole("radiogroup", { name: "Show answer as" }).getByText("JSON").click();

/** Chooses a model and waits until the requests are its own. */
async function choose(page, id) {
  await model(page).fill(id);
  await model(page).press("Enter");
  await expectText(face(page, "InvokeModel", "request"), new RegExp(encodeURIComponent(id).replaceAll(".", "\\.")));
}

journey("the lines are there from the first paint, and stay", {}, async ({ page }) => {
  await open(page);
  await drawn(page, "#request", "without a pointer");
  await page.keyboard.press("Control+Enter");
  for (const api of APIS) await finished(page, api);
  await drawn(page, "#request", "after a run");
  await choose(page, "amazon.nova-lite-v1:0");
  await drawn(page, "#request", "of another model");
  const before = await threads(page, "#request").count();
  await face(page, "Converse", "request").getByRole("button", { name: "Fold" }).nth(1).click();
  await eventually("fewer lines of what is folded", () => threads(page, "#request").count(), (count) => count > 0 && count < before);
});

journey("two answers as JSON have lines, too", {}, async ({ page }) => {
  await open(page);
  await asJson(page);
  await page.keyboard.press("Control+Enter");
  for (const api of APIS) await face(page, api, "response").getByText("200", { exact: true }).waitFor();
  await page.locator("#response .linkbar").waitFor();
  await eventually("lines between the answers", () => threads(page, "#response").count(), (count) => count > 0);
});

journey("pointing at a row of an answer moves nothing", {}, async ({ page }) => {
  await open(page);
  await asJson(page);
  await page.keyboard.press("Control+Enter");
  const rows = page.getByRole("list", { name: "Converse response JSON" });
  await rows.getByRole("listitem").filter({ hasText: '"stopReason"' }).waitFor();
  await page.locator("#response .linkbar").waitFor();
  const height = () => page.locator("#response .face--converse .scroll").evaluate((pane) => pane.clientHeight);
  const before = await height();
  await rows.getByRole("listitem").filter({ hasText: '"stopReason"' }).hover();
  await expectText(page.locator("#response .linkbar__why"), /stop_reason/);
  assert.equal(await height(), before);
  assert.equal(await page.getByRole("button", { name: "Why the two answers differ" }).count(), 1);
});

journey("the legend counts what the rows say, and its words are defined", {}, async ({ page }) => {
  await open(page);
  for (const id of FAMILIES) {
    await choose(page, id);
    await legend(page).waitFor();
    const [counted, marked] = await page.evaluate(() => {
      const counted = {};
      for (const item of document.querySelectorAll("#request .legend__kind")) {
        const [, word, count] = item.innerText.trim().match(/^(.*?)\s+(\d+)$/);
        counted[word] = Number(count);
      }
      const words = [...document.querySelectorAll("#request .jrow .hint")].flatMap((hint) => hint.textContent.split(", "));
      return [counted, [...new Set(words)]];
    });
    assert.deepEqual(Object.keys(counted).sort(), marked.sort(), `${id}: the words of the legend and of the rows`);
  }
  await legend(page).focus();
  await page.keyboard.press("Enter");
  const meanings = page.locator("#request-links");
  for (const word of ["same", "renamed", "moved", "reshaped", "only here", "lossy"]) {
    await meanings.locator("dt").filter({ hasText: word }).waitFor();
  }
  await expectText(meanings, /another name\. It may be in another place/);
  assert.deepEqual(await violations(page, "what the words mean"), []);
  await page.keyboard.press("Escape");
  await meanings.waitFor({ state: "hidden" });
});

for (const [width, height] of [[1280, 720], [1440, 900], [1024, 768], [390, 844]]) {
  journey(`no note is cut at ${width} px`, { context: { viewport: { width, height } }, minutes: 4 }, async ({ page }) => {
    await open(page);
    const cut = [];
    for (const id of FAMILIES) {
      await choose(page, id);
      const seen = new Set();
      for (;;) {
        await page.getByRole("button", { name: "Next pair" }).first().click();
        const [text, fits] = await note(page).evaluate((note) => {
          const whole = (part) => part.scrollWidth <= part.clientWidth + 1 && part.scrollHeight <= part.clientHeight + 1;
          const ellipsis = getComputedStyle(note).textOverflow === "ellipsis" && getComputedStyle(note).overflow !== "visible";
          return [note.innerText, whole(note) && whole(note.parentElement) && !ellipsis];
        });
        if (seen.has(text)) break;
        seen.add(text);
        if (!fits) cut.push(`${id}: ${text}`);
        assert.match(text, /^(same|renamed|moved|reshaped|only here|lossy) · \S/, "the sentence is first");
      }
      assert.ok(seen.size >= 4, `${id}: ${seen.size} notes`);
      await page.keyboard.press("Escape");
    }
    assert.deepEqual(cut, []);
  });
}

journey("on a phone the note of a tapped row is on the screen, and the row too", { context: { viewport: { width: 390, height: 844 }, hasTouch: true } }, async ({ page }) => {
  await open(page);
  for (const text of ['"maxTokens"', '"max_tokens"']) {
    const row = page.locator("#request .jrow").filter({ hasText: text });
    await row.scrollIntoViewIfNeeded();
    await row.tap();
    await expectText(note(page), /^renamed/);
    await eventually(`${text} and its note are in sight`, async () => {
      const [of, bar] = [await row.boundingBox(), await page.locator("#request .linkbar").boundingBox()];
      return of.y >= 0 && of.y + of.height <= bar.y + 1 && bar.y + bar.height <= 844;
    }, (both) => both);
    await row.tap();
  }
});

journey("a detached body says so until it is linked again", {}, async ({ page }) => {
  await open(page);
  const native = face(page, "InvokeModel", "request");
  await page.getByRole("button", { name: "Edit InvokeModel JSON" }).click();
  await native.getByRole("button", { name: "Detach" }).click();
  await native.getByRole("button", { name: "Done" }).click();
  const mark = native.getByRole("button", { name: "Detached · Re-link" });
  await mark.waitFor();
  await expectText(note(page), /The InvokeModel body is detached/);
  await message(page).fill("What is an embedding?");
  await expectText(note(page), /The form changed\. The InvokeModel body is detached and did not follow/);
  await expectText(native, /Explain RAG/);
  await choose(page, "amazon.nova-lite-v1:0");
  await expectText(note(page), /did not follow/);
  assert.deepEqual(await violations(page, "detached"), []);

  await mark.click();
  await expectText(native, /What is an embedding\?/);
  await mark.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Put the detached body back" }).click();
  await expectText(native, /Explain RAG/);
  await mark.click();
  await expectText(native, /What is an embedding\?/);
});

journey("answers that the form has left behind are marked, until it is back", {}, async ({ page }) => {
  await open(page);
  const asked = await message(page).inputValue();
  await page.keyboard.press("Control+Enter");
  for (const api of APIS) await finished(page, api);
  const marks = page.getByText("The request changed since this answer.");
  const marked = (what, count) => eventually(what, () => marks.count(), (found) => found === count);
  await marked("fresh answers", 0);
  await message(page).fill("Something else");
  await marked("another question", 2);
  await message(page).fill(asked);
  await marked("the same question", 0);
  await stream(page, true);
  await marked("streamed", 2);
  await stream(page, false);
  await marked("not streamed", 0);
  await message(page).fill("Something else");
  await runButton(page).click();
  await marked("the new answers", 0);
});

journey("the first request is the plain call, and the empty panes say what it returns", {}, async ({ page }) => {
  await open(page);
  await expectText(face(page, "Converse", "request"), /\/converse(?!-stream)/);
  await expectText(face(page, "Converse", "response"), /output\.message\.content\[0\]\.text/);
  await stream(page, true);
  await expectText(face(page, "Converse", "request"), /\/converse-stream/);
  await expectText(face(page, "Converse", "response"), /contentBlockDelta/);
});

journey("both bodies begin on one line, and a prompt breaks between words", { context: { viewport: { width: 1200, height: 800 } } }, async ({ page }) => {
  await open(page);
  await choose(page, "meta.llama3-8b-instruct-v1:0");
  for (const on of [false, true]) {
    await stream(page, on);
    const tops = await page.locator("#request .face > .scroll").evaluateAll((panes) => panes.map((pane) => pane.getBoundingClientRect().top));
    assert.equal(tops[0], tops[1], `streamed: ${on}`);
  }
  await expectText(face(page, "InvokeModel", "request"), /You are a precise/);
  const lines = await page.locator("#request .face--invoke .jrow").filter({ hasText: "You are a precise" }).evaluate((row) => {
    const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.data.indexOf("You");
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + 3);
      return range.getClientRects().length;
    }
    return 0;
  });
  assert.equal(lines, 1, "“You” is on one line");
});
