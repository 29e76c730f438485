// An experiment leaves the page and comes back: links, files, the history of this device, a comparison.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { violations } from "../harness/axe.mjs";
import { copied, watchCopies } from "../harness/copied.mjs";
import { eventually, expectText } from "../harness/expect.mjs";
import { addresses, journey, open } from "../harness/journey.mjs";
import { DOT, chooseModel, face, finished, message, modelId, openHistory, runButton, sendAs } from "../harness/playground.mjs";

const QUESTION = "Why is a “stream” framed? <b>\u2028 $(x) `y` 🪨";
const RELEASED = Object.fromEntries(
  readFileSync(new URL("../../tests/share/released/1.txt", import.meta.url), "utf8")
    .split("\n")
    .filter((line) => line.includes(" #x=1j."))
    .map((line) => line.split(" ")),
);

const banner = (page) => page.getByRole("region", { name: "Opened experiment" });
const restore = (page) => banner(page).getByRole("button", { name: "Restore my draft" });
const dialog = (page, name) => page.getByRole("dialog", { name });

async function share(page) {
  await page.getByRole("button", { name: /^Share/ }).click();
  await dialog(page, "Share this experiment").waitFor();
  return dialog(page, "Share this experiment");
}

/** Every request beyond the page's own files. */
function calls(page) {
  const made = [];
  page.on("request", (request) => {
    if (request.method() !== "GET") made.push(`${request.method()} ${request.url()}`);
  });
  return made;
}

journey("a link opens the same experiment elsewhere and sends nothing", {}, async ({ page }) => {
  await open(page);
  await message(page).fill(QUESTION);
  await chooseModel(page, "amazon.nova-lite-v1:0");
  await sendAs(page, "Converse");
  const shown = await share(page);
  await eventually("the link is there", () => shown.getByRole("textbox", { name: /^Link/ }).inputValue(), (link) => link.includes("#x=1"));
  const link = await shown.getByRole("textbox", { name: /^Link/ }).inputValue();
  await shown.getByRole("img", { name: "QR code of the link" }).waitFor();
  assert.deepEqual(await violations(page, "share dialog"), []);

  const other = await page.context().browser().newContext();
  try {
    const reader = await other.newPage();
    const made = calls(reader);
    await open(reader, link);
    await banner(reader).getByText(/Nothing has been sent/).waitFor();
    await eventually("the question came", () => message(reader).inputValue(), (text) => text === QUESTION);
    assert.equal(await modelId(reader), "amazon.nova-lite-v1:0");
    assert.equal(await reader.getByRole("combobox", { name: "Send as" }).inputValue(), "converse");
    assert.deepEqual(made, []);
    assert.deepEqual(await violations(reader, "opened link"), []);
    assert.ok(reader.url().includes("#x="), "the address is the link until it is edited");
    await message(reader).fill("Mine now.");
    await eventually("the fragment is gone", () => reader.url(), (url) => !url.includes("#"));
    assert.equal(await restore(reader).count(), 0, "there is no draft to restore");
    await banner(reader).getByRole("button", { name: "Keep this" }).click();
    await banner(reader).waitFor({ state: "detached" });
    assert.equal(await message(reader).inputValue(), "Mine now.");
  } finally {
    await other.close();
  }
});

/** A link to what is open, and a page that has nothing of this one to open it in. */
async function elsewhere(page, run) {
  const shown = await share(page);
  const field = shown.getByRole("textbox", { name: /^Link/ });
  await eventually("the link is there", () => field.inputValue(), (link) => link.includes("#x=1"));
  const link = await field.inputValue();
  const other = await page.context().browser().newContext();
  try {
    const reader = await other.newPage();
    const made = calls(reader);
    await open(reader, link);
    await banner(reader).getByText(/Nothing has been sent/).waitFor();
    await run(reader, shown, link);
    assert.deepEqual(made, [], "nothing was sent");
  } finally {
    await other.close();
  }
}

const inText = (page, name) => page.getByRole("textbox", { name: `Text ${name}`, exact: true });

journey("a link carries the embeddings view", {}, async ({ page }) => {
  await open(page, `${addresses.page}#embeddings`);
  await inText(page, "A").fill(QUESTION.replace("\u2028", ""));
  await chooseModel(page, "cohere.embed-english-v3");
  await page.getByRole("combobox", { name: /^Truncate/ }).selectOption("START");
  await page.getByRole("tab", { name: "Neighbours" }).click();
  await page.getByRole("textbox", { name: "Query" }).fill("Who frames streams?");
  await elsewhere(page, async (reader, shown) => {
    await shown.getByText(/8 texts/).waitFor();
    await shown.getByText("The query").waitFor();
    await reader.getByRole("heading", { name: "Embeddings", level: 1 }).waitFor();
    await eventually("the texts came", () => inText(reader, "A").inputValue(), (text) => text === QUESTION.replace("\u2028", ""));
    assert.equal(await modelId(reader), "cohere.embed-english-v3");
    assert.equal(await reader.getByRole("combobox", { name: /^Truncate/ }).inputValue(), "START");
    assert.equal(await reader.getByRole("tab", { name: "Neighbours" }).getAttribute("aria-selected"), "true");
    assert.equal(await reader.getByRole("textbox", { name: "Query" }).inputValue(), "Who frames streams?");
    assert.deepEqual(await violations(reader, "opened embeddings"), []);
    assert.ok(reader.url().includes("#x="), "the address is the link until it is edited");
    await inText(reader, "A").fill("Mine now.");
    await eventually("the view has its address", () => reader.url(), (url) => url.endsWith("#embeddings"));
    assert.equal(await restore(reader).count(), 0, "there is nothing to restore");
  });
});

journey("a link carries the images view, and of a picture its name", {}, async ({ page }) => {
  await open(page, `${addresses.page}#images`);
  const prompt = (page) => page.getByRole("textbox", { name: "Prompt", exact: true });
  await chooseModel(page, "stability.sd3-5-large-v1:0");
  await page.getByRole("combobox", { name: "Task" }).selectOption("Image to image");
  await prompt(page).fill("A basalt cliff, evening light");
  await page.getByLabel("Image", { exact: true }).setInputFiles({ name: "dot.png", mimeType: "image/png", buffer: DOT });
  await page.getByText(/PNG, 1 × 1/).first().waitFor();
  await elsewhere(page, async (reader, shown, link) => {
    await shown.getByText(/Image name only: PNG, 1 × 1/).waitFor();
    await banner(reader).getByText(/The picture “image” \(PNG, 1 × 1, .*add it again/).waitFor();
    await reader.getByRole("heading", { name: "Images", level: 1 }).waitFor();
    await eventually("the prompt came", () => prompt(reader).inputValue(), (text) => text === "A basalt cliff, evening light");
    assert.equal(await modelId(reader), "stability.sd3-5-large-v1:0");
    assert.equal(await reader.getByRole("combobox", { name: "Task" }).inputValue(), "Image to image");
    assert.deepEqual(await violations(reader, "opened images"), []);
    await banner(reader).getByRole("button", { name: "Keep this" }).click();
    await banner(reader).waitFor({ state: "detached" });
    assert.equal(await prompt(reader).inputValue(), "A basalt cliff, evening light");

    const seed = reader.getByRole("textbox", { name: "Seed" });
    await seed.fill("11");
    await prompt(reader).fill("Mine now.");
    await reader.evaluate((hash) => { location.hash = hash; }, new URL(link).hash);
    await eventually("the link's words are in the form again", () => prompt(reader).inputValue(), (text) => text === "A basalt cliff, evening light");
    await eventually("and its numbers", () => seed.inputValue(), (text) => text === "7");
  });
});

journey("a link carries the pinned pair", {}, async ({ page }) => {
  await open(page);
  const next = (page) => page.getByRole("button", { name: "Next pair" });
  const said = (page) => page.getByRole("region", { name: "Request", exact: true }).getByRole("status").filter({ hasText: ":" });
  await next(page).click();
  await next(page).click();
  const text = await said(page).innerText();
  await elsewhere(page, async (reader, shown) => {
    await shown.getByText("The pinned pair").waitFor();
    await eventually("the same pair is explained", () => said(reader).innerText(), (now) => now === text);
  });
});

journey("a link never replaces a draft: it is kept, or left", {}, async ({ page }) => {
  await open(page);
  await message(page).fill("My own half-written question");
  await eventually("it is stored", () => page.evaluate(() => localStorage.getItem("outcrop.draft.1")), (text) => text.includes("half-written"));
  await page.evaluate((hash) => { location.hash = hash; }, RELEASED.tools);
  await banner(page).waitFor();
  await eventually("it came", () => message(page).inputValue(), (text) => text.startsWith("How far is it"));
  const kept = await page.evaluate(() => localStorage.getItem("outcrop.draft.1"));
  assert.ok(kept.includes("half-written"), "the device still keeps the reader's own");
  await banner(page).getByRole("button", { name: "Keep this" }).click();
  await banner(page).waitFor({ state: "detached" });
  const history = await openHistory(page);
  await history.getByText("My draft before the link").waitFor();
  await history.getByRole("button", { name: "Restore: My draft before the link" }).click();
  await eventually("mine is back", () => message(page).inputValue(), (text) => text === "My own half-written question");
});

/** A draft of the reader's own, stored. */
async function own(page, text) {
  await message(page).fill(text);
  await eventually("it is stored", () => page.evaluate(() => localStorage.getItem("outcrop.draft.1")), (kept) => kept.includes(text));
}

const follow = (page, hash) => page.evaluate((hash) => { location.hash = hash; }, hash);

journey("a broken link after a good one takes nothing from the reader", {}, async ({ page }) => {
  await open(page);
  await own(page, "My own half-written question");
  await follow(page, RELEASED.tools);
  await eventually("it came", () => message(page).inputValue(), (text) => text.startsWith("How far is it"));
  await follow(page, "#x=nothing");
  await banner(page).getByText(/not an Outcrop link/).waitFor();
  await banner(page).getByRole("button", { name: "Dismiss" }).click();
  await banner(page).getByText(/You are looking at/).waitFor();
  assert.ok((await page.evaluate(() => localStorage.getItem("outcrop.draft.1"))).includes("half-written"), "the device keeps the reader's own");
  await banner(page).getByRole("button", { name: "Restore my draft" }).click();
  await eventually("mine is back", () => message(page).inputValue(), (text) => text === "My own half-written question");
});

journey("two links, the first edited: the own draft comes back, and the edit is in the history", {}, async ({ page }) => {
  await open(page);
  await own(page, "My own half-written question");
  await follow(page, RELEASED.tools);
  await eventually("it came", () => message(page).inputValue(), (text) => text.startsWith("How far is it"));
  await message(page).fill("The first link, edited");
  await eventually("the fragment is gone", () => page.url(), (url) => !url.includes("#"));
  await follow(page, RELEASED.question);
  await eventually("the second came", () => message(page).inputValue(), (text) => !text.startsWith("The first link"));
  await banner(page).getByRole("button", { name: "Restore my draft" }).click();
  await eventually("mine is back", () => message(page).inputValue(), (text) => text === "My own half-written question");
  const history = await openHistory(page);
  await history.getByRole("button", { name: "Restore: Edited copy of an opened experiment" }).click();
  await eventually("the edit is there", () => message(page).inputValue(), (text) => text === "The first link, edited");
});

journey("a title and a note outlive Keep and a reload, and Share offers them", {}, async ({ page }) => {
  await open(page);
  const shown = await share(page);
  const title = "\u05e9\u05d9\u05e2\u05d5\u05e8 1";
  await shown.getByText("Title", { exact: true }).click();
  const words = shown.getByRole("textbox", { name: "Title", exact: true });
  assert.ok(await words.evaluate((node) => node === document.activeElement), "its label leads to the field");
  await page.keyboard.type(title);
  await shown.getByRole("textbox", { name: "Note" }).fill("Set the temperature to 0.");
  const field = shown.getByRole("textbox", { name: /^Link/ });
  await eventually("the link is there", () => field.inputValue(), (link) => link.includes("#x=1"));
  const before = await field.inputValue();
  await shown.getByRole("textbox", { name: "Title" }).fill(`${title}!`);
  await eventually("the link has the title", () => field.inputValue(), (link) => link !== before);
  const link = await field.inputValue();
  await page.keyboard.press("Escape");
  await follow(page, new URL(link).hash);
  const heading = banner(page).getByRole("heading", { name: `${title}!` });
  await heading.waitFor();
  assert.equal(await heading.evaluate((node) => node.firstElementChild.tagName), "BDI", "its direction ends with it");
  await banner(page).getByRole("button", { name: "Keep this" }).click();
  await banner(page).waitFor({ state: "detached" });
  const kept = page.getByRole("region", { name: "Title and note" });
  for (const time of ["after Keep", "after a reload"]) {
    await kept.getByRole("heading", { name: `${title}!` }).waitFor();
    await kept.getByRole("note", { name: "Note of the author" }).getByText("Set the temperature to 0.").waitFor();
    assert.deepEqual(await violations(page, time), []);
    if (time === "after Keep") await page.reload();
  }
  await kept.getByRole("button", { name: "Hide" }).click();
  await kept.waitFor({ state: "detached" });
  const again = await share(page);
  assert.equal(await again.getByRole("textbox", { name: "Title" }).inputValue(), `${title}!`);
  assert.equal(await again.getByRole("textbox", { name: "Note" }).inputValue(), "Set the temperature to 0.");
});

journey("shared answers stand in the panes of their APIs, marked, until a run replaces them", {}, async ({ page }) => {
  await open(page);
  await message(page).fill("What is basalt?");
  await runButton(page).click();
  await finished(page, "Converse");
  await finished(page, "InvokeModel");
  const shown = await share(page);
  const field = shown.getByRole("textbox", { name: /^Link/ });
  await eventually("the link is there", () => field.inputValue(), (link) => link.includes("#x=1"));
  const bare = await field.inputValue();
  await shown.getByRole("checkbox", { name: /^Add the 2 answers/ }).check();
  await eventually("the link has the answers", () => field.inputValue(), (link) => link.length > bare.length + 50);
  const link = await field.inputValue();
  await page.keyboard.press("Escape");

  const other = await page.context().browser().newContext();
  try {
    const reader = await other.newPage();
    const made = calls(reader);
    await open(reader, link);
    const came = (api) => face(reader, api, "response").getByRole("group", { name: `${api} answer, not verified` });
    for (const api of ["Converse", "InvokeModel"]) {
      await expectText(came(api), /SIMULATED\s*From the link, not verified[\s\S]*out\s*\d/);
      assert.doesNotMatch(await came(api).innerText(), /changed/);
    }
    assert.deepEqual(await violations(reader, "shared answers"), []);
    await message(reader).fill("What is granite?");
    await expectText(came("Converse"), /The request changed since this answer/);
    await message(reader).fill("What is basalt?");
    await eventually("the mark goes", () => came("Converse").innerText(), (text) => !text.includes("changed"));
    await banner(reader).getByRole("button", { name: "Keep this" }).click();
    await came("Converse").waitFor();
    assert.deepEqual(made, [], "nothing was sent");
    await runButton(reader).click();
    await finished(reader, "Converse");
    assert.equal(await came("Converse").count(), 0);
  } finally {
    await other.close();
  }
});

journey("a QR code fills the screen, crisp, and Escape closes it alone", {}, async ({ page }) => {
  await open(page);
  const shown = await share(page);
  await shown.getByRole("button", { name: "Full screen" }).click();
  const screen = page.getByRole("dialog", { name: "QR code, full screen" });
  const code = screen.getByRole("img", { name: "QR code of the link" });
  await code.waitFor();
  const sizes = await code.evaluate((node) => [node.getBoundingClientRect().width - 2, node.viewBox.baseVal.width, innerHeight]);
  const [wide, modules, height] = sizes;
  assert.equal(Math.round(wide) % modules, 0, `each module is a whole number of pixels: ${sizes}`);
  assert.ok(wide > height / 2 && wide < height, `it is large: ${sizes}`);
  assert.deepEqual(await violations(page, "QR code, full screen"), []);
  await page.keyboard.press("Escape");
  await screen.waitFor({ state: "hidden" });
  assert.ok(await shown.isVisible(), "the dialog below stays");
});

journey("share, type a title, Enter: the link is copied", {}, async ({ page }) => {
  await watchCopies(page);
  await open(page);
  const shown = await share(page);
  const title = shown.getByRole("textbox", { name: "Title", exact: true });
  await eventually("the title has the focus", () => title.evaluate((node) => node === document.activeElement), Boolean);
  const field = shown.getByRole("textbox", { name: /^Link/ });
  await eventually("the link is there", () => field.inputValue(), (link) => link.includes("#x=1"));
  const bare = await field.inputValue();
  await page.keyboard.type("Lesson 2");
  await eventually("the link has the title", () => field.inputValue(), (link) => link !== bare);
  await page.keyboard.press("Enter");
  assert.equal(await copied(page), await field.inputValue());
});

journey("a run restored from another view has the playground's address", { context: { timezoneId: "Asia/Kolkata" } }, async ({ page }) => {
  await open(page);
  await message(page).fill("Asked once");
  await runButton(page).click();
  await finished(page, "Converse");
  await finished(page, "InvokeModel");
  await follow(page, "#embeddings");
  await page.getByRole("heading", { name: "Embeddings", level: 1 }).waitFor();
  const history = await openHistory(page);
  const stamp = history.locator("time").first();
  const [at, shown, title] = await stamp.evaluate((time) => [time.dateTime, time.textContent.trim(), time.title]);
  const local = await page.evaluate((iso) => new Date(iso).toLocaleString("sv-SE"), at);
  assert.deepEqual([shown, title], [local, `${at.replace("T", " ").replace("Z", "")} UTC`], "local time, UTC in the title");
  await history.getByRole("button", { name: "Restore: Asked once" }).click();
  await message(page).waitFor();
  assert.ok(page.url().endsWith("#playground"), page.url());
});

journey("links that are cut, changed, newer or planted explain themselves", {}, async ({ page }) => {
  await open(page);
  const before = await message(page).inputValue();
  const cut = RELEASED.question.slice(0, -20);
  for (const [link, said] of [
    [cut, /cut off/],
    [RELEASED.question.replace("#x=1", "#x=7"), /newer Outcrop/],
    ["#x=nothing", /not an Outcrop link/],
  ]) {
    await page.evaluate((hash) => { location.hash = hash; }, link);
    await banner(page).getByText(said).waitFor();
    assert.equal(await message(page).inputValue(), before);
    await banner(page).getByRole("button", { name: "Dismiss" }).click();
    await banner(page).waitFor({ state: "detached" });
  }
  // docs/link-format.md: a document with an endpoint in it.
  const planted = "#x=1j.eyJtZXNzYWdlcyI6WyJhIl0sImVuZHBvaW50IjoiaHR0cHM6Ly9leGFtcGxlLmNvbSJ9.yXVWCw1w";
  await page.evaluate((hash) => { location.hash = hash; }, planted);
  await banner(page).getByText(/“endpoint” of the experiment was ignored/).waitFor();
  assert.ok(await page.getByRole("radio", { name: "Simulator" }).isChecked());
  await banner(page).getByRole("button", { name: "Keep this" }).click();
  await page.evaluate((hash) => { location.hash = hash; }, "#prompt=Hand+written%3F&api=invoke");
  await eventually("the plain form is read", () => message(page).inputValue(), (text) => text === "Hand written?");
});

journey("a key in the prompt is said before it is shared", {}, async ({ page }) => {
  await open(page);
  await message(page).fill("my key is AKIAIOSFODNN7EXAMPLE");
  const shown = await share(page);
  await shown.getByText(/Message 1: this looks like an AWS access key ID/).waitFor();
});

journey("files are dropped on the page, one or many", {}, async ({ page }) => {
  await open(page);
  const drop = (files) =>
    page.evaluate((files) => {
      const data = new DataTransfer();
      for (const [name, text] of files) data.items.add(new File([text], name, { type: "application/json" }));
      const target = document.querySelector("#main");
      target.dispatchEvent(new DragEvent("dragenter", { bubbles: true, dataTransfer: data }));
      window.outcropDrop = () => {
        target.dispatchEvent(new DragEvent("dragover", { bubbles: true, cancelable: true, dataTransfer: data }));
        return !target.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: data }));
      };
    }, files);
  const file = (question) => JSON.stringify({ schemaVersion: 1, title: question, messages: [question] });
  await drop([["a.outcrop.json", file("From a file")]]);
  await eventually("the drop is taken", () => page.evaluate(() => window.outcropDrop()), (taken) => taken);
  await eventually("the file is open", () => message(page).inputValue(), (text) => text === "From a file");
  await drop([["a.outcrop.json", file("First of two")], ["b.outcrop.json", file("Second of two")]]);
  await eventually("the drop is taken", () => page.evaluate(() => window.outcropDrop()), (taken) => taken);
  await eventually("the first is open", () => message(page).inputValue(), (text) => text === "First of two");
  const history = await openHistory(page);
  await history.getByText("Second of two").waitFor();
  await page.keyboard.press("Escape");
  await drop(Array.from({ length: 25 }, (_, place) => [`${place}.outcrop.json`, file(`Number ${place}`)]));
  await page.evaluate(() => window.outcropDrop());
  await banner(page).getByText(/5 further files were not opened/).waitFor();
  await drop([["c.outcrop.json", '{"schemaVersion": 9}']]);
  await page.evaluate(() => window.outcropDrop());
  await banner(page).getByText(/newer Outcrop/).waitFor();
});

journey("the history outlives a reload, and two tabs share it", {}, async ({ page, context }) => {
  await open(page);
  await message(page).fill("First tab asks");
  await runButton(page).click();
  await finished(page, "Converse");
  await finished(page, "InvokeModel");
  const second = await context.newPage();
  await open(second);
  await message(second).fill("Second tab asks");
  await runButton(second).click();
  await finished(second, "Converse");
  await finished(second, "InvokeModel");
  await page.bringToFront(); // a tab behind another is drawn seldom
  await page.reload();
  const history = await openHistory(page);
  const runs = history.getByRole("list", { name: "Runs" }).getByRole("listitem");
  await history.getByText("First tab asks").waitFor();
  await history.getByText("Second tab asks").waitFor();
  assert.equal(await runs.count(), 2);
  assert.ok((await runs.first().innerText()).includes("SIMULATED"));
  assert.deepEqual(await violations(page, "history"), []);

  await history.getByRole("searchbox", { name: "Search history" }).fill("first tab");
  await eventually("one is found", () => runs.count(), (count) => count === 1);
  await history.getByRole("button", { name: "Rename: First tab asks" }).click();
  await history.getByRole("textbox", { name: "Name of the run" }).fill("The first tab, named");
  await history.getByRole("button", { name: "Save name" }).click();
  await history.getByText("The first tab, named").waitFor();
  await history.getByRole("button", { name: "Delete: The first tab, named" }).click();
  await history.getByRole("button", { name: "Undo delete" }).click();
  await history.getByText("The first tab, named").waitFor();
  await history.getByRole("button", { name: "Restore: The first tab, named" }).click();
  await eventually("it is restored", () => message(page).inputValue(), (text) => text === "First tab asks");

  const again = await openHistory(page);
  await again.getByRole("switch", { name: "Keep runs" }).setChecked(false);
  await again.getByRole("button", { name: "Clear history…" }).click();
  await again.getByRole("button", { name: "Delete all" }).click();
  await again.getByText("Nothing here yet").waitFor();
  await page.keyboard.press("Escape");
  await runButton(page).click();
  await finished(page, "Converse");
  await (await openHistory(page)).getByText("Nothing here yet").waitFor();
});

journey("the history keeps a run as it was asked, not as the form is when it ends", {}, async ({ page }) => {
  await open(page);
  await message(page).fill("Asked at first");
  await runButton(page).click();
  await message(page).fill("Typed meanwhile");
  await finished(page, "Converse");
  await finished(page, "InvokeModel");
  const history = await openHistory(page);
  await history.getByText("Asked at first").waitFor();
  assert.equal(await history.getByText("Typed meanwhile").count(), 0);
});

journey("three models answer one prompt, side by side", {}, async ({ page }) => {
  await open(page);
  await page.evaluate((hash) => { location.hash = hash; }, RELEASED.compare);
  const view = page.getByRole("region", { name: "Compare" });
  await expectText(runButton(page), /Run 3 × 3 = 9 calls/);
  await view.getByRole("spinbutton", { name: "Repeats" }).fill("1");
  await view.getByRole("spinbutton", { name: "Repeats" }).blur();
  await expectText(runButton(page), /Run 3 calls/);
  await page.keyboard.press("Control+Enter");
  const rows = view.getByRole("table", { name: "Latency, tokens, cost" }).getByRole("row");
  await eventually("every row has its tokens", () => rows.allInnerTexts(), (texts) => texts.length === 4 && texts.slice(1).every((row) => !/–/.test(row.split("\t")[2])));
  await view.getByRole("heading", { name: "Word diff" }).waitFor();
  assert.equal(await view.getByText("SIMULATED", { exact: true }).count(), 3);
  assert.deepEqual(await violations(page, "compare"), []);
  const shown = await share(page);
  await shown.getByText("3 models to compare").waitFor();
  await page.keyboard.press("Escape");
  const kept = (await openHistory(page)).getByRole("list", { name: "Runs" }).getByRole("listitem");
  await eventually("each column is in the history", () => kept.count(), (count) => count === 3);
});
