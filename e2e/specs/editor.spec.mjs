// Somebody writes the bodies by hand, with what an editor gives: pairs, indents, folds, search, undo, links.

import assert from "node:assert/strict";

import { violationsEverywhere } from "../harness/axe.mjs";
import { eventually, expectText } from "../harness/expect.mjs";
import { journey, open } from "../harness/journey.mjs";
import { face, message } from "../harness/playground.mjs";

const editor = (page, api) => page.getByRole("textbox", { name: `${api} request body`, exact: true });
const rows = (page, api) => page.getByRole("list", { name: `${api} request JSON`, exact: true });
const region = (page, api) => face(page, api, "request");

async function edit(page, api) {
  await page.getByRole("button", { name: `Edit ${api} JSON` }).click();
  await editor(page, api).waitFor();
  return editor(page, api);
}

const text = (field, pattern) => eventually(`the editor's text`, () => field.inputValue(), (value) => pattern.test(value));

/** What the caret stands behind and before. */
const around = (field) =>
  field.evaluate((element) => [element.value.slice(0, element.selectionStart), element.value.slice(element.selectionEnd)]);

journey("brackets come in pairs and lines keep their level", {}, async ({ page }) => {
  await open(page);
  const field = await edit(page, "Converse");
  await field.fill("");
  await field.press("{");
  assert.deepEqual(await around(field), ["{", "}"]);
  await field.press("Enter");
  assert.deepEqual(await around(field), ["{\n  ", "\n}"]);
  // The closing characters are typed over those that are there.
  await page.keyboard.type('"messages": [{ "role": "user", "content": [{ "text": "typed by hand" }] }]');
  assert.equal(await field.inputValue(), '{\n  "messages": [{ "role": "user", "content": [{ "text": "typed by hand" }] }]\n}');
  await expectText(region(page, "InvokeModel"), /typed by hand/);
  assert.equal(await message(page).inputValue(), "typed by hand");

  await page.keyboard.type(", [");
  await page.keyboard.press("Backspace");
  assert.match(await field.inputValue(), /\}\], \n\}$/, "an empty pair goes as one");
  await page.keyboard.press("Tab");
  assert.match(await field.inputValue(), /\}\], {3}\n\}$/, "Tab indents where something was typed");
});

journey("Tab leaves an editor that is passed through, and one that was typed in after Escape", {}, async ({ page }) => {
  await open(page);
  const field = await edit(page, "Converse");
  const has = () => field.evaluate((element) => element === document.activeElement);
  const before = await field.inputValue();
  await field.focus();
  await page.keyboard.press("Tab");
  assert.equal(await has(), false, "it is left");
  await page.keyboard.press("Shift+Tab");
  assert.equal(await has(), true);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  assert.equal(await has(), true, "it is typed in, so Tab indents");
  assert.notEqual(await field.inputValue(), before);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  assert.equal(await has(), false);
  const description = await field.evaluate((element) =>
    element.getAttribute("aria-describedby").split(" ").map((id) => document.getElementById(id)?.textContent).join(" "));
  assert.match(description, /press Escape, then Tab, to leave/);
});

journey("text is found, and gone through", {}, async ({ page }) => {
  await open(page);
  const field = await edit(page, "InvokeModel");
  await field.focus();
  await page.keyboard.press("Control+f");
  const find = page.getByRole("search", { name: "Find in InvokeModel request body" });
  await find.getByRole("textbox", { name: "Find" }).fill("text");
  await find.getByText("2 found").waitFor();
  await page.keyboard.press("Enter");
  await find.getByText("1 of 2").waitFor();
  const selected = () => field.evaluate((element) => element.value.slice(element.selectionStart, element.selectionEnd));
  assert.equal(await selected(), "text");
  await page.keyboard.press("Enter");
  await find.getByText("2 of 2").waitFor();
  await find.getByRole("button", { name: "Next match" }).click();
  await find.getByText("1 of 2").waitFor();
  await find.getByRole("button", { name: "Previous match" }).click();
  await find.getByText("2 of 2").waitFor();
  await find.getByRole("textbox", { name: "Find" }).fill("nowhere");
  await find.getByText("Nothing found").waitFor();
  await page.keyboard.press("Escape");
  await find.waitFor({ state: "hidden" });
  assert.equal(await field.evaluate((element) => element === document.activeElement), true);
});

journey("undo goes back over what the other side wrote", {}, async ({ page }) => {
  await open(page);
  const converse = await edit(page, "Converse");
  const first = await converse.inputValue();
  await converse.fill(first.replace("Explain RAG", "Describe RAG"));
  const mine = await converse.inputValue();
  const native = await edit(page, "InvokeModel");
  await text(native, /Describe RAG/);

  for (const temperature of [0.5, 0.25]) {
    await native.fill((await native.inputValue()).replace(/"temperature": [\d.]+/, `"temperature": ${temperature}`));
    await text(converse, new RegExp(`"temperature": ${temperature}`));
  }
  await converse.press("Control+z");
  assert.equal(await converse.inputValue(), mine, "both edits of the other side were one step");
  await text(native, /"temperature": 0.3/);
  await converse.press("Control+z");
  assert.equal(await converse.inputValue(), first);
  await text(native, /Explain RAG/);
  await converse.press("Control+Shift+z");
  await converse.press("Control+y");
  await text(native, /Describe RAG[^]*"temperature": 0.25/);
});

journey("what is not JSON keeps its caret, and the other side waits", {}, async ({ page }) => {
  await open(page);
  const field = await edit(page, "Converse");
  const good = await field.inputValue();
  await field.press("Control+Home");
  await field.press("End");
  await field.press("Enter");
  await page.keyboard.type("oops");
  assert.deepEqual((await around(field))[0], "{\n  oops");
  await expectText(region(page, "Converse"), /Not JSON at line 2, column 3: expected a name in double quotes/);
  assert.equal(await field.getAttribute("aria-invalid"), "true");
  await page.locator("[data-stale]").getByText("Explain RAG in one paragraph.").waitFor();
  await page.getByRole("button", { name: "Close without this edit" }).waitFor();
  for (let press = 0; press < 4; press++) await page.keyboard.press("Backspace");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Backspace");
  assert.equal(await field.inputValue(), good);
  await page.locator("[data-stale]").waitFor({ state: "detached" });
});

journey("a block is folded, and nothing in it is lost", {}, async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page);
  const field = await edit(page, "Converse");
  const whole = await field.inputValue();
  const line = whole.split("\n").findIndex((row) => row.includes('"messages"')) + 1;
  await region(page, "Converse").getByRole("button", { name: `Fold line ${line}`, exact: true }).click();
  await text(field, /"messages": \[⋯\]/);
  assert.doesNotMatch(await field.inputValue(), /Explain RAG/);

  // Typing beside it changes the rest alone, and what is copied is the text itself.
  await field.fill((await field.inputValue()).replace('"temperature": 0.3', '"temperature": 0.9'));
  assert.equal(await page.getByRole("spinbutton", { name: "Temperature" }).inputValue(), "0.9");
  assert.match(await message(page).inputValue(), /Explain RAG/);
  await page.evaluate(() => {
    addEventListener("copy", (event) => (window.outcropCopied = event.clipboardData.getData("text/plain")));
  });
  await field.press("Control+a");
  await field.press("Control+c");
  const copied = await page.evaluate(() => window.outcropCopied);
  assert.equal(copied, whole.replace('"temperature": 0.3', '"temperature": 0.9'));

  await field.press("Control+Home");
  for (let row = 1; row < line; row++) await field.press("ArrowDown");
  await field.press("Control+Shift+]");
  await text(field, /Explain RAG/);
  await field.press("Control+Shift+[");
  await text(field, /"messages": \[⋯\]/);
});

journey("the line of the caret lights its partner, and the pointer does too", {}, async ({ page }) => {
  await open(page);
  const field = await edit(page, "Converse");
  const at = (await field.inputValue()).indexOf('"maxTokens"');
  await field.focus();
  await field.evaluate((element, place) => element.setSelectionRange(place, place), at);
  await field.press("ArrowRight");
  await rows(page, "InvokeModel").locator("li[data-on]").getByText('"max_tokens"').waitFor();
  await field.press("ArrowDown");
  await rows(page, "InvokeModel").locator("li[data-on]").getByText('"temperature"').waitFor();

  await field.evaluate((element) => element.blur());
  await rows(page, "InvokeModel").locator("li[data-on]").waitFor({ state: "detached" });
  const box = await field.boundingBox();
  const row = await field.evaluate((element) => parseFloat(getComputedStyle(element).lineHeight));
  const line = (await field.inputValue()).slice(0, at).split("\n").length - 1;
  await page.mouse.move(box.x + 60, box.y + (line + 0.5) * row);
  await rows(page, "InvokeModel").locator("li[data-on]").getByText('"max_tokens"').waitFor();
});

journey("a body of a megabyte is edited, and the other side follows", {}, async ({ page }) => {
  await open(page);
  const messages = Array.from({ length: 9 }, (_, index) => ({
    role: index % 2 ? "assistant" : "user",
    content: [{ text: `Message ${index} of many. ${"It goes on and on. ".repeat(index * 300)}` }],
  }));
  const property = (index) => ({ type: "string", description: `The value number ${index} of the many that it has` });
  const properties = Object.fromEntries(Array.from({ length: 6000 }, (_, index) => [`property_${index}`, property(index)]));
  const tool = { toolSpec: { name: "large", inputSchema: { json: { type: "object", properties } } } };
  const body = JSON.stringify({ messages, inferenceConfig: { maxTokens: 512 }, toolConfig: { tools: [tool] } }, null, 2);
  assert.ok(body.length > 1_000_000);
  const field = await edit(page, "Converse");
  await field.fill(body);
  await expectText(rows(page, "InvokeModel"), /Message 0 of many/);
  assert.ok((await field.inputValue()).length < 200_000, "the field holds a part");
  assert.ok((await rows(page, "InvokeModel").getByRole("listitem").count()) < 300, "the page holds the rows on screen");

  await field.press("Control+End");
  await text(field, /property_5999/);
  await page.keyboard.press("Control+f");
  await page.getByRole("textbox", { name: "Find", exact: true }).fill("the value number 5998");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await page.keyboard.type("Changed at the end");
  // The other side is written anew a moment after the last letter, and begins at its top then.
  await eventually(
    "the change on the other side",
    async () => {
      await page.getByRole("group", { name: /^InvokeModel request JSON/ }).press("End");
      return rows(page, "InvokeModel").innerText();
    },
    (text) => text.includes("Changed at the end of the many"),
  );
  await page.getByRole("group", { name: /^InvokeModel request JSON/ }).press("Home");
  await expectText(rows(page, "InvokeModel"), /Message 0 of many/);

  await field.press("Control+z");
  await field.press("Control+a");
  await page.keyboard.insertText('{ "messages": [{ "role": "user", "content": [{ "text": "small again" }] }] }');
  assert.equal(await message(page).inputValue(), "small again");
  await expectText(rows(page, "InvokeModel"), /small again/);
});

journey("accessible: the editors, in every width and theme", {}, async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await open(page);
  const field = await edit(page, "Converse");
  await edit(page, "InvokeModel");
  await field.focus();
  await page.keyboard.press("Control+f");
  await page.getByRole("textbox", { name: "Find", exact: true }).fill("text");
  const found = await violationsEverywhere(page, "editing, with the search open", [1440, 390]);
  await field.fill("{ oops");
  await expectText(region(page, "Converse"), /Not JSON/);
  found.push(...(await violationsEverywhere(page, "an edit that cannot be read", [1440, 390])));
  assert.deepEqual(found, []);
});
