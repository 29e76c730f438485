// Somebody learns: a lesson beside the view that it needs, by keyboard too; and the own draft comes back as it was.

import assert from "node:assert/strict";

import { violationsEverywhere } from "../harness/axe.mjs";
import { eventually, expectText } from "../harness/expect.mjs";
import { EXAMPLE, addresses, journey, open } from "../harness/journey.mjs";
import { exportLines, face, message, mode, pasteCredentials, runButton } from "../harness/playground.mjs";

const MINE = "My own half-written question, not part of any lesson";

const lesson = (page) => page.getByRole("region", { name: "Lesson", exact: true });
const outcome = (page) => lesson(page).getByRole("status").last();
const now = (page) => lesson(page).locator("[aria-current=step]");
const press = (page, name) => lesson(page).getByRole("button", { name, exact: true }).click();
const done = (page) => outcome(page).getByText("Done.", { exact: true }).waitFor();
const address = (lesson, step) => `${addresses.page}#lesson=${lesson}&step=${step}`;
const ownDraft = (page) => page.evaluate(() => localStorage.getItem("outcrop.draft.1"));

/** Opens a step of a lesson in a page that is not there yet, and waits until it is prepared. */
async function openStep(page, name, step) {
  await open(page, address(name, step));
  await ready(page, step);
}

async function ready(page, step) {
  await expectText(lesson(page), new RegExp(`step ${step} of`));
  await lesson(page).getByRole("button", { name: "Show me" }).and(page.locator(":enabled")).waitFor();
}

async function writeMine(page) {
  await message(page).fill(MINE);
  await eventually("the own draft is stored", () => ownDraft(page), (text) => text?.includes(MINE));
  return ownDraft(page);
}

journey("the first lesson, from the empty answer to the words in it, by keyboard", {}, async ({ page }) => {
  await open(page);
  await page.getByRole("link", { name: "Your first Converse call" }).click();
  await ready(page, 1);
  await expectText(now(page), /Press Run/);

  await page.keyboard.press("Control+Enter");
  await done(page);

  // F6 reaches the panel; its own keys go on and back.
  await page.keyboard.press("F6");
  await eventually("the focus is in the lesson", () => page.evaluate(() => document.activeElement?.closest("#lesson") !== null), Boolean);
  await page.keyboard.press("]");
  await ready(page, 2);
  await page.keyboard.press("[");
  await ready(page, 1);
  await page.keyboard.press("]");
  await ready(page, 2);

  // The row is found with the arrow keys.
  const rows = face(page, "Converse", "response").getByRole("group", { name: /Converse response JSON/ });
  await rows.focus();
  await page.keyboard.press("ArrowDown");
  await eventually("the words are found", async () => {
    await page.keyboard.press("ArrowDown");
    return outcome(page).innerText();
  }, (text) => text.includes("Done."));
});

journey("a guess is asked for before the value can be seen, and is not graded", {}, async ({ page }) => {
  await openStep(page, "a1", 3);
  const answer = face(page, "Converse", "response").getByRole("group", { name: /Converse response JSON/ });
  assert.equal(await answer.count(), 0, "what is veiled is not in the accessibility tree");
  await lesson(page).getByRole("radio", { name: "They rise" }).check();
  await press(page, "Guess");
  await answer.waitFor();
  await page.getByRole("button", { name: "Remove system prompt" }).click();
  await runButton(page).click();
  await done(page);
  await expectText(now(page), /You said: They rise\. It is: \d+/);
});

journey("a refusal, our line, the open conditions, and the hint after two misses", { expected: [/console: .*400/].slice(1) }, async ({ page }) => {
  await openStep(page, "a1", 1);
  await message(page).fill("");
  for (let miss = 0; miss < 2; miss++) {
    await runButton(page).click();
    await expectText(outcome(page), /ValidationException[\s\S]*without words/);
    await expectText(lesson(page).getByRole("list", { name: "What the step needs" }), /status 200/);
    await message(page).fill(" ".repeat(miss + 1));
  }
  await expectText(now(page), /Ctrl\+Enter runs from anywhere/);
});

journey("show me plays the solution and marks the step; now you starts it again", {}, async ({ page }) => {
  await openStep(page, "a1", 4);
  await press(page, "Show me");
  await done(page);
  await now(page).getByText("shown", { exact: true }).waitFor();
  await press(page, "Now you");
  await ready(page, 4);
  await eventually("the step is open again", () => outcome(page).innerText(), (text) => !text.includes("Done."));
});

journey("the own draft, mode and credentials wait under a lesson, and come back byte for byte", {}, async ({ page, context }) => {
  await open(page);
  const before = await writeMine(page);
  await pasteCredentials(page, exportLines(EXAMPLE));
  await mode(page, "AWS");
  await page.goto(address("a1", 1));
  await ready(page, 1);
  assert.notEqual(await message(page).inputValue(), MINE, "the lesson has a draft of its own");
  const modes = page.getByRole("radiogroup", { name: "Mode" });
  assert.ok(await modes.getByRole("radio", { name: "Simulator" }).isChecked());
  assert.ok(await modes.getByRole("radio", { name: "AWS", exact: true }).isDisabled());
  await message(page).fill("Typed in the lesson");
  await runButton(page).click();
  await done(page);
  assert.equal(await ownDraft(page), before, "nothing of the lesson is stored as the own draft");

  // A reload in the middle of the lesson resumes it, with what was typed.
  await page.reload();
  await ready(page, 1);
  await eventually("the bench is back", () => message(page).inputValue(), (text) => text === "Typed in the lesson");

  // A crash: another page begins with the own draft.
  const other = await context.newPage();
  await open(other);
  assert.equal(await message(other).inputValue(), MINE);
  await other.close();

  await lesson(page).getByRole("button", { name: /^Close the lesson/ }).click();
  await page.getByRole("heading", { name: "Lessons", level: 1 }).waitFor();
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Playground" }).click();
  assert.equal(await message(page).inputValue(), MINE);
  assert.equal(await ownDraft(page), before);
});

journey("another view leaves the lesson, and the mode comes back", {}, async ({ page }) => {
  await open(page);
  await writeMine(page);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Lessons" }).click();
  await page.getByRole("link", { name: "Your first Converse call", exact: true }).first().click();
  await ready(page, 1);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Playground" }).click();
  await lesson(page).waitFor({ state: "detached" });
  assert.equal(await message(page).inputValue(), MINE);
  assert.ok(await page.getByRole("radio", { name: "AWS", exact: true }).isEnabled());
});

journey("progress is listed, and forgotten on demand", {}, async ({ page }) => {
  await openStep(page, "a1", 1);
  await runButton(page).click();
  await done(page);
  await lesson(page).getByRole("button", { name: /^Close the lesson/ }).click();
  await page.getByRole("link", { name: /^Continue: Your first Converse call, step 1/ }).waitFor();
  await expectText(page.getByRole("main"), /1 of 4/);
  await page.getByRole("button", { name: "Forget my progress…" }).click();
  await page.getByRole("button", { name: "Forget my progress", exact: true }).click();
  await expectText(page.getByRole("main"), /not begun/);
});

journey("on a phone the panel never lies over what it points at, and makes room for typing", { context: { viewport: { width: 390, height: 844 } } }, async ({ page }) => {
  await openStep(page, "a1", 1);
  await press(page, "Take me there");
  const apart = async () => {
    const [panel, target] = await Promise.all([lesson(page).boundingBox(), runButton(page).boundingBox()]);
    return panel.y + panel.height <= target.y + 1 || target.y + target.height <= panel.y + 1;
  };
  await eventually("Run is not covered", apart, Boolean);
  await message(page).focus();
  await eventually("the panel is a strip", async () => (await lesson(page).boundingBox()).height, (height) => height < 64);
  await runButton(page).click();
  await press(page, "Unfold");
  await done(page);
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.equal(sideways, 0);
});

journey("a teacher's own file is refused with all its mistakes, or opened after its steps were played", {}, async ({ page }) => {
  await open(page, `${addresses.page}#lessons`);
  const file = (text) => ({ name: "acme.txt", mimeType: "text/plain", buffer: Buffer.from(text) });
  const input = page.getByLabel(/^Open a lesson of your own/);
  await input.setInputFiles(file("outcrop-lesson 1\nid acme\ntitle Ours\nstep run kind dance\nsay hello\n"));
  const mistakes = page.getByRole("group", { name: "Mistakes of the file" });
  await expectText(mistakes, /acme\.txt:4: [\s\S]*acme\.txt:5: /);
  await input.setInputFiles(file("outcrop-lesson 99\n"));
  await expectText(mistakes, /format 99/);

  await input.setInputFiles(file([
    "outcrop-lesson 1",
    "id acme-a1",
    "title Our first call",
    "minutes 4",
    "after You can call Converse.",
    'start {"sendAs":"converse","stream":false,"messages":["What is RAG?"]}',
    "step run kind do",
    "goal Press Run and read the reason.",
    'look button "Run"',
    "check C.status = 200",
    "wrong C.message contains \"is blank\" : Type a question.",
    "hint Ctrl+Enter works too.",
    'solve press "Run"',
    'fail message 1 ""; press "Run"',
    "done It ended by itself.",
    "",
  ].join("\n")));
  await page.getByRole("main").getByRole("link", { name: "Our first call" }).click();
  await ready(page, 1);
  await runButton(page).click();
  await done(page);
});

journey("cards are sorted with selects, and what is in a wrong place is marked", {}, async ({ page }) => {
  await openStep(page, "e1", 1);
  const cards = lesson(page).getByRole("list", { name: "Cards" }).getByRole("combobox");
  for (const card of await cards.all()) await card.selectOption({ label: "bedrock" });
  await press(page, "Check");
  await lesson(page).getByText(", not here").first().waitFor({ state: "attached" });
  const right = { bedrock: /CreateGuardrail|Foundation|Provisioned|Customization/, "bedrock-agent-runtime": /InvokeAgent|Retrieve/ };
  for (const card of await cards.all()) {
    const name = await card.getAttribute("aria-label");
    const [client] = Object.entries(right).find(([, names]) => names.test(name)) ?? ["bedrock-runtime"];
    await card.selectOption({ label: client });
  }
  await press(page, "Check");
  await done(page);
});

journey("a program is written on the code bench: boto3's own error, then the call", {}, async ({ page }) => {
  await openStep(page, "a4", 4);
  const program = page.getByRole("textbox", { name: "Program" });
  const lines = (client) => [
    "import boto3",
    `client = boto3.client("${client}", region_name="us-east-1")`,
    'response = client.converse(modelId="us.anthropic.claude-haiku-4-5-20251001-v1:0", messages=[{"role": "user", "content": [{"text": "What is RAG?"}]}])',
    'print(response["output"]["message"]["content"][0]["text"])',
  ].join("\n");
  await program.fill(lines("bedrock"));
  await page.keyboard.press("Control+Enter");
  await expectText(page.getByRole("group", { name: "Error" }), /AttributeError: 'Bedrock' object has no attribute 'converse'/);
  await program.fill(lines("bedrock-runtime"));
  await page.keyboard.press("Control+Enter");
  await done(page);
  await page.getByRole("group", { name: "What the program printed" }).waitFor();
});

journey("lessons are accessible in every width and theme", { minutes: 4 }, async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await open(page, `${addresses.page}#lessons`);
  await page.getByRole("heading", { name: "Lessons", level: 1 }).waitFor();
  const found = await violationsEverywhere(page, "the list of lessons");
  await openStep(page, "a1", 3);
  found.push(...(await violationsEverywhere(page, "a guess, veiled")));
  await openStep(page, "a1", 1);
  await runButton(page).click();
  await lesson(page).getByRole("button", { name: "Hint" }).click();
  found.push(...(await violationsEverywhere(page, "a step that is done")));
  assert.deepEqual(found, []);
});
