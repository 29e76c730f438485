// A message of a megabyte: the field holds a part of it, and nothing of the rest is lost.

import assert from "node:assert/strict";

import { journey, open } from "../harness/journey.mjs";
import { eventually, expectText } from "../harness/expect.mjs";
import { face, message } from "../harness/playground.mjs";

const TEXT = Array.from({ length: 18_500 }, (_, line) => `This is the line ${line} of a long text about the moon.\n`).join("");

/** The text of the first message as this device stores it. */
const stored = (page) => page.evaluate(() => JSON.parse(sessionStorage.getItem("outcrop.draft.1")).messages[0].content[0]);

const paste = async (page, context, text) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate((text) => navigator.clipboard.writeText(text), text);
  await message(page).focus();
  await page.keyboard.press("Control+v");
};

const shows = (page, pattern) => eventually(`the field with ${pattern}`, () => message(page).inputValue(), (value) => pattern.test(value));

journey("a megabyte is pasted, edited, undone and kept", {}, async ({ page, context }) => {
  await open(page);
  await message(page).fill("Before: ");
  await paste(page, context, TEXT);
  await expectText(page.getByRole("region", { name: "Compose" }), /Shown: .* of [\d.]+ [kM]B/);
  assert.ok((await message(page).inputValue()).length < 100_000, "the field holds a part");
  await eventually("the text is stored", () => stored(page), (text) => text === `Before: ${TEXT}`);

  // The caret is at the end of what was pasted.
  await shows(page, /line 18499 /);
  await page.keyboard.type("The end");
  await eventually("what was typed is stored", () => stored(page), (text) => text === `Before: ${TEXT}The end`);
  await page.keyboard.press("Control+Home");
  await shows(page, /^Before: This is the line 0 /);
  await page.keyboard.type("First. ");
  await shows(page, /^First\. Before: /);
  await expectText(face(page, "Converse", "request"), /First\. Before: This is the line 0 /);
  let undone = 0;
  for (; !(await message(page).inputValue()).startsWith("Before: "); undone++) await page.keyboard.press("Control+z");
  await eventually("it is undone", () => stored(page), (text) => text === `Before: ${TEXT}The end`);
  for (; (await message(page).inputValue()) !== "Before: "; undone++) await page.keyboard.press("Control+z");
  await eventually("the paste is undone", () => stored(page), (text) => text === "Before: ");
  for (; undone > 0; undone--) await page.keyboard.press("Control+Shift+z");
  await eventually("and done again", () => stored(page), (text) => text === `First. Before: ${TEXT}The end`);

  // Typed just before the page goes.
  await page.keyboard.press("Control+End");
  await shows(page, /The end$/);
  await page.keyboard.type("!");
  await shows(page, /The end!$/);
  await page.reload();
  await shows(page, /First\. Before: This is the line 0 /);
  const kept = await stored(page);
  assert.deepEqual([kept.length, kept.slice(-20)], [`First. Before: ${TEXT}The end!`.length, `${TEXT}The end!`.slice(-20)]);
});

journey("the field goes through a long text, and a key acts where the caret is", {}, async ({ page, context }) => {
  await open(page);
  await message(page).fill("");
  await paste(page, context, TEXT);
  await shows(page, /line 18499 /);
  await page.keyboard.press("Control+Home");
  await shows(page, /^This is the line 0 /);
  await message(page).hover();
  await eventually(
    "a part from further down",
    async () => {
      await page.mouse.wheel(0, 2000);
      return message(page).inputValue();
    },
    (value) => value.includes("line 1500 ") && !value.includes("line 0 "),
  );
  // The caret stayed at the beginning.
  await page.keyboard.press("x");
  await shows(page, /^xThis is the line 0 /);
  await page.getByRole("slider", { name: "Place in Message 1" }).fill("524288");
  await shows(page, /line 9[4-8]\d\d /);

  await message(page).focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+c");
  await page.keyboard.press("Delete");
  await eventually("all of it is deleted", () => stored(page), (text) => text === "");
  await page.keyboard.press("Control+v");
  await eventually("all of it is back", () => stored(page), (text) => text === `x${TEXT}`);
});

journey("a text that grows long while it is typed keeps the caret", {}, async ({ page }) => {
  await open(page);
  const text = TEXT.slice(0, 60_000);
  await message(page).fill(text);
  await shows(page, /line 100 /);
  await page.keyboard.type("More");
  await eventually("the end of the text", () => stored(page), (stored) => stored === `${text}More`);
});
