// The whole main task without a pointer.

import assert from "node:assert/strict";

import { journey, open, withoutParts } from "../harness/journey.mjs";
import { violations } from "../harness/axe.mjs";
import { copied, watchCopies } from "../harness/copied.mjs";
import { eventually } from "../harness/expect.mjs";
import { answer, finished, message, modelId } from "../harness/playground.mjs";

/** The accessible name of what has the focus. */
const focused = (page) =>
  page.evaluate(() => {
    const { activeElement: element } = document;
    return element.getAttribute("aria-label") ?? element.labels?.[0]?.innerText ?? element.innerText.trim();
  });

async function tabTo(page, name, most = 80) {
  const seen = [];
  for (let press = 0; press < most; press++) {
    await page.keyboard.press("Tab");
    seen.push(await focused(page));
    if (name.test(seen.at(-1))) return;
  }
  assert.fail(`Tab does not reach ${name}; it came by ${seen.join(" · ")}`);
}

journey("choose a model, ask, run and read with the keyboard alone", {}, async ({ page }) => {
  await open(page);
  await tabTo(page, /^Model$/);
  await page.keyboard.press("Control+a");
  await page.keyboard.type("nova micro");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  assert.match(await modelId(page), /nova-micro/);

  await tabTo(page, /^Message 1$/);
  await page.keyboard.press("Control+a");
  await page.keyboard.type("What is an embedding?");
  assert.equal(await message(page).inputValue(), "What is an embedding?");
  await page.keyboard.press("Control+Enter");
  for (const api of ["Converse", "InvokeModel"]) assert.match(await finished(page, api), /embedding|vector/i);
  assert.equal(await focused(page), "Message 1", "running leaves the focus where it was");

  await page.keyboard.press("Tab");
  assert.notEqual(await focused(page), "Message 1", "Tab leaves the text area");
  await tabTo(page, /^Converse answer$/);
});

journey("F6 goes from region to region, and Escape closes what is open", {}, async ({ page }) => {
  await open(page);
  await page.keyboard.press("Control+Enter");
  for (const api of ["Converse", "InvokeModel"]) await finished(page, api);
  const places = [];
  for (let press = 0; press < 6; press++) {
    await page.keyboard.press("F6");
    places.push(await page.evaluate(() => document.activeElement.closest("section[aria-label], section[aria-labelledby], [role=radiogroup]")?.id ?? ""));
  }
  assert.equal(new Set(places).size, 6, `six places: ${places.join(", ")}`);

  await page.locator("body").evaluate(() => document.activeElement.blur());
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog");
  await sheet.waitFor();
  await page.keyboard.press("Escape");
  await sheet.waitFor({ state: "hidden" });
});

journey("F6 goes from region to region in every view", {}, async ({ page }) => {
  await open(page);
  for (const [view, regions] of [
    ["embeddings", ["mode", "compose", "similarity", "map", "response"]],
    ["images", ["mode", "compose", "results", "response"]],
  ]) {
    await page.evaluate((hash) => { location.hash = hash; }, view);
    await page.locator(`#${regions[2]}`).waitFor();
    await page.keyboard.press("Control+Enter");
    await page.locator("#main").getByText("SIMULATED", { exact: true }).first().waitFor();
    await page.locator("#run:not([data-running])").waitFor();
    // A map that is not drawn yet has nothing to focus.
    if (regions.includes("map")) await page.locator("#map").getByRole("application").waitFor();
    await page.locator("#mode input:checked").focus();
    const places = ["mode"];
    for (const _ of regions) {
      await page.keyboard.press("F6");
      places.push(await page.evaluate(() => document.activeElement.closest("#mode, section[id]")?.id ?? ""));
    }
    assert.deepEqual(places, [...regions, "mode"], view);
  }
  await page.evaluate(() => { location.hash = "compare"; });
  await page.locator(".columns").waitFor();
  await page.locator("#mode input:checked").focus();
  await page.keyboard.press("F6");
  assert.ok(await page.evaluate(() => document.activeElement.closest(".columns") !== null));
});

journey("a skip link leads to Compose and to the responses", {}, async ({ page }) => {
  await open(page);
  await page.keyboard.press("Tab");
  assert.match(await focused(page), /^Skip to/);
  await page.keyboard.press("Enter");
  await eventually("the fragment", () => page.evaluate(() => location.hash), (hash) => hash.length > 1);
  assert.equal(await answer(page, "Converse").count(), 0);
});

const commands = (page) => page.getByRole("dialog", { name: "Commands" });

/** Opens the palette and types into it. */
async function ask(page, words) {
  const search = commands(page).getByRole("combobox", { name: "Search commands" });
  // A browser says a little later that a dialog has closed; until then the key finds it open. What is typed before the
  // field has the focus goes elsewhere.
  await eventually("the search", async () => {
    if (!(await search.isVisible())) await page.keyboard.press("Control+k");
    return focused(page);
  }, (name) => name.startsWith("Search commands"));
  await page.keyboard.type(words);
}

/** Performs the first command that these words find. */
async function perform(page, words) {
  await ask(page, words);
  await page.keyboard.press("Enter");
  await commands(page).waitFor({ state: "hidden" });
}

journey("what is typed while the palette loads is in its field when it opens", {}, async ({ page }) => {
  const release = await withoutParts(page);
  await open(page);
  await message(page).focus();
  const before = await message(page).inputValue();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("open sigx");
  await page.keyboard.press("Backspace");
  assert.equal(await commands(page).count(), 0, "the palette is still loading");
  assert.equal(await message(page).inputValue(), before, "nothing goes into the field below it");
  await release();
  const search = commands(page).getByRole("combobox", { name: "Search commands" });
  await eventually("the search", () => search.inputValue(), (text) => text === "open sig");
  assert.equal(await commands(page).getByRole("option").count(), 1);
  await page.keyboard.press("Enter");
  await page.getByRole("tab", { name: "Signature", selected: true }).waitFor();
});

journey("Escape takes the palette back while it loads, and typing is the page's again", {}, async ({ page }) => {
  const release = await withoutParts(page);
  await open(page);
  await message(page).fill("");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("lost");
  await page.keyboard.press("Escape");
  await page.keyboard.type("kept");
  assert.equal(await message(page).inputValue(), "kept");
  await release();
  await page.keyboard.press("Control+Enter");
  for (const api of ["Converse", "InvokeModel"]) await finished(page, api);
  assert.equal(await commands(page).count(), 0);
});

journey("the palette finds panels, models and fields by name", {}, async ({ page }) => {
  await open(page);
  const palette = commands(page);
  const call = (words) => ask(page, words);
  await call("open sig");
  assert.equal(await palette.getByRole("option").count(), 1, "one command has both words");
  assert.deepEqual(await violations(page, "palette"), []);
  await page.keyboard.press("Enter");
  await palette.waitFor({ state: "hidden" });
  await page.getByRole("tab", { name: "Signature", selected: true }).waitFor();

  await call("nova lite");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await eventually("the model", () => modelId(page), (text) => /nova.*lite/.test(text));

  await call("go to max");
  await page.keyboard.press("Enter");
  await eventually("the focus", () => focused(page), (name) => name.startsWith("Max tokens"));

  await call("no such command");
  await palette.getByText("No matching commands").waitFor();
  await page.keyboard.press("Escape");
  await palette.waitFor({ state: "hidden" });
  assert.match(await focused(page), /^Max tokens/, "the focus goes back to where it was");

  await call("embeddings");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Embeddings" }).first().waitFor();
  await page.goBack();
  await message(page).waitFor();
});

journey("the palette does what the views and dialogs offer, from any view", {}, async ({ page }) => {
  await watchCopies(page);
  await open(page);
  const choose = (words) => perform(page, words);
  const fault = page.getByRole("combobox", { name: "Fault" });
  await choose("stream cut off");
  await eventually("the fault", () => fault.inputValue(), (key) => key === "cut-stream");
  await choose("no fault");
  await eventually("no fault", () => fault.count(), (count) => count === 0);

  await choose("images");
  await page.getByRole("heading", { name: "Images", exact: true }).waitFor();
  await choose("explain an error");
  await page.getByRole("tab", { name: "Signature", selected: true }).waitFor();
  await eventually("the paste field", () => focused(page), (name) => name.startsWith("Error text"));

  await choose("compare");
  await page.getByRole("heading", { name: "Compare" }).waitFor();
  await choose("go to temperature");
  await eventually("the field", () => focused(page), (name) => name.startsWith("Temperature"));

  await choose("count tokens");
  await page.getByRole("region", { name: "Token count" }).getByText(/^\d+ tokens$/).first().waitFor();

  await choose("copy the code");
  await page.getByRole("tab", { name: "Code", selected: true }).waitFor();
  assert.match(await copied(page), /import boto3/);
});

journey("Ctrl+Enter runs the open view, and Escape stops it", {}, async ({ page }) => {
  await open(page);
  await perform(page, "slow first byte");
  await perform(page, "compare");
  await page.getByRole("heading", { name: "Compare" }).waitFor();
  await page.keyboard.press("Control+Enter");
  const answers = page.getByRole("group", { name: "Answers" });
  await answers.getByText("SIMULATED").first().waitFor();
  await page.keyboard.press("Escape");
  await answers.getByText("stopped").first().waitFor();
  assert.equal(await answers.getAttribute("aria-busy"), "false");
});

journey("the sheet and the menu are drawn from the list of commands", {}, async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("button", { name: "Keyboard shortcuts", exact: true }).last().click();
  const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  for (const row of ["Run or stop", "Signature", "Previous region", "Leave a text area"]) {
    await sheet.getByText(row, { exact: true }).waitFor();
  }
  await sheet.getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("button", { name: "Explain an error…" }).click();
  await eventually("the paste field", () => focused(page), (name) => name.startsWith("Error text"));
});

journey("the arrow keys in JSON tell a screen reader the row", {}, async ({ page }) => {
  await open(page);
  const rows = page.getByRole("group", { name: /^Converse request JSON, use the arrow keys/ });
  await rows.focus();
  const seen = [];
  for (let press = 0; press < 3; press++) {
    await page.keyboard.press("ArrowDown");
    const active = await rows.getAttribute("aria-activedescendant");
    const row = page.locator(`[id="${active}"]`);
    assert.equal(await row.count(), 1, "it names one row");
    const said = await rows.getByRole("status").innerText();
    assert.match(said, /^Line \d+: \S/);
    seen.push(`${active} ${said}`);
  }
  assert.equal(new Set(seen).size, 3, seen.join(", "));
  await page.keyboard.press("Tab");
  assert.equal(await rows.getAttribute("aria-activedescendant"), null);
});

journey("a double click on a tab and Alt+M give it the work area and take it back", {}, async ({ page }) => {
  await open(page);
  const compose = page.getByRole("region", { name: "Compose" });
  await page.getByRole("tab", { name: "Code" }).dblclick();
  await compose.waitFor({ state: "hidden" });
  await page.keyboard.press("Alt+m");
  await compose.waitFor();
  await page.keyboard.press("Alt+m");
  await compose.waitFor({ state: "hidden" });
  await page.getByRole("tab", { name: "Code" }).dblclick();
  await compose.waitFor();
});

journey("the title of the document is the open view's", {}, async ({ page }) => {
  await open(page);
  for (const [hash, title] of [
    ["embeddings", "Embeddings · Outcrop"],
    ["images", "Images · Outcrop"],
    ["compare", "Compare · Outcrop"],
    ["explorer", "Explorer · Outcrop"],
    ["playground", "Playground · Outcrop"],
  ]) {
    await page.evaluate((fragment) => { location.hash = fragment; }, hash);
    await eventually("the title", () => page.title(), (now) => now === title);
  }
});

journey("a dialog that takes a text has the focus in its field", {}, async ({ page }) => {
  await open(page);
  for (const [words, field] of [
    ["import…", /^Text to import/],
    ["history…", /^Search history/],
    ["credentials…", /^Paste temporary credentials/],
  ]) {
    await perform(page, words);
    await eventually(words, () => focused(page), (name) => field.test(name));
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
  }
});
