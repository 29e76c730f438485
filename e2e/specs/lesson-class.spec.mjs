// What goes from hand to hand: links to steps and to whole lessons, a class, a room, hand-ins, the final check and its badge.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { violationsEverywhere } from "../harness/axe.mjs";
import { copied, watchCopies } from "../harness/copied.mjs";
import { eventually, expectText } from "../harness/expect.mjs";
import { addresses, journey, open } from "../harness/journey.mjs";
import { KEYBOARD, address, button, done, lesson, now, openStep, outcome, ready } from "../harness/lesson.mjs";
import { face, message, runButton } from "../harness/playground.mjs";

const OURS = [
  "outcrop-lesson 1",
  "id acme-a1",
  "title Our first call",
  "minutes 4",
  'start {"sendAs":"converse","stream":false,"messages":["What is RAG?"]}',
  "step run kind do",
  "goal Press Run and read the reason.",
  'look button "Run"',
  "check C.status = 200",
  'wrong C.message contains "is blank" : Type a question.',
  "hint Ctrl+Enter works too.",
  'solve press "Run"',
  'fail message 1 ""; press "Run"',
  "done It ended by itself.",
  "",
];
const file = (name, text) => ({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
const main = (page) => page.getByRole("main");
const section = (page, name) => main(page).getByRole("region", { name, exact: true });
const index = (page) => open(page, `${addresses.page}#lessons`);
const more = async (page, name) => {
  const fold = lesson(page).getByText("More", { exact: true });
  if (!(await button(page, name).isVisible())) await fold.click();
  await button(page, name).click();
};

/** The answers of Ada, class K7QF, to her first draw of the final check; a test of the program proves that all twelve hold. */
const CHECK = new URL("../harness/final-check.json", import.meta.url);

journey("a link leads to its step, and a step is copied as a link and as Markdown", {}, async ({ page, context }) => {
  await watchCopies(page);
  await openStep(page, "c1", 3);
  await more(page, "Copy link to step");
  assert.equal(await copied(page), address("c1", 3));
  await more(page, "Copy step as Markdown");
  await eventually("the Markdown is copied", () => copied(page), (text) => text.startsWith("## A stream is frames, step 3"));
  const text = await copied(page);
  assert.match(text, /\*\*Select the bytes that hold the length of the whole frame/);
  assert.ok(text.includes(`<${address("c1", 3)}>`));
  assert.doesNotMatch(text, /219/, "the answer is not in it");

  const other = await context.newPage();
  await openStep(other, "c1", 3);
  await expectText(now(other), /Select the bytes that hold the length/);
  // One step on, and back by the browser's own button.
  await button(other, "Skip").click();
  await ready(other, 4);
  await other.goBack();
  await ready(other, 3);
  // A step that is not there is the last one; a lesson that is not there is named.
  await other.goto(address("c1", 99));
  await ready(other, 5);
  await other.goto(address("zz", 1));
  await other.getByText("There is no lesson “zz”").first().waitFor();
});

journey("a step starts again where it began", {}, async ({ page }) => {
  await openStep(page, "a3", 2);
  const before = await message(page).inputValue();
  await message(page).fill("Something else");
  await page.getByRole("button", { name: "Run Converse" }).first().click();
  await lesson(page).getByRole("list", { name: "What the step needs" }).waitFor();
  await more(page, "Start the step again");
  await ready(page, 2);
  await eventually("the message is back", () => message(page).inputValue(), (text) => text === before);
  assert.equal(await lesson(page).getByRole("list", { name: "What the step needs" }).count(), 0);
});

journey("a lesson of one's own travels in a link, and a damaged link says so", {}, async ({ page, context }) => {
  await watchCopies(page);
  await index(page);
  const input = page.getByLabel(/^Open a lesson of your own/);
  await input.setInputFiles(file("acme.txt", OURS.join("\n").replace('solve press "Run"', 'solve press "Runn"')));
  await expectText(page.getByRole("group", { name: "Mistakes of the file" }), /acme\.txt:12: /);
  assert.equal(await main(page).getByRole("link", { name: "Our first call" }).count(), 0, "it is refused whole");
  // One that can be read, but does not hold when it is played; and one with a model past its end.
  await input.setInputFiles(file("acme.txt", OURS.join("\n").replace("C.status = 200", "C.status = 201")));
  await expectText(page.getByRole("group", { name: "Mistakes of the file" }), /acme\.txt:6: step run: after its solution this does not hold/);
  const retired = OURS.join("\n").replace('"sendAs"', '"model":"us.anthropic.claude-3-5-haiku-20241022-v1:0","sendAs"');
  await input.setInputFiles(file("acme.txt", retired));
  await expectText(page.getByRole("group", { name: "Mistakes of the file" }), /past its end/);

  await input.setInputFiles(file("acme.txt", OURS.join("\n")));
  await main(page).getByRole("link", { name: "Our first call" }).waitFor();
  await page.getByRole("button", { name: "Copy link with this lesson" }).click();
  const link = await copied(page);
  assert.match(link, /#l=/);

  const other = await context.newPage();
  await open(other, link);
  await ready(other, 1);
  await runButton(other).click();
  await done(other);

  const broken = await context.newPage();
  await open(broken, link.slice(0, -20));
  await expectText(broken.getByRole("group", { name: "Mistakes of the file" }), /damaged/);
});

journey("a class link carries its code into the hand-in", {}, async ({ page, context }) => {
  await watchCopies(page);
  await index(page);
  await page.getByRole("combobox", { name: "Lesson" }).selectOption({ label: "A1 Your first Converse call" });
  await page.getByRole("textbox", { name: "Class code", exact: true }).fill("k7 qf");
  await page.getByRole("button", { name: "Copy class link" }).click();
  const link = await copied(page);
  assert.equal(link, address("a1", 1, "&class=K7QF"));
  const other = await context.newPage();
  await open(other, link);
  await ready(other, 1);
  await button(other, "Skip").click();
  await ready(other, 2);
  assert.ok(other.url().endsWith("step=2&class=K7QF"), other.url());
  await lesson(other).getByRole("button", { name: /^Close the lesson/ }).click();
  await eventually("the code is filled in", () => other.getByRole("textbox", { name: "Class code on the hand-in" }).inputValue(), (code) => code === "K7QF");
});

journey("a hand-in is replayed from its link and from files, and what is no hand-in is named", {}, async ({ page, context }) => {
  await watchCopies(page);
  await openStep(page, "a1", 1);
  await runButton(page).click();
  await done(page);
  await lesson(page).getByRole("button", { name: /^Close the lesson/ }).click();
  await page.getByRole("textbox", { name: "Name on the hand-in" }).fill("Ada");
  await page.getByRole("textbox", { name: "Class code on the hand-in" }).fill("K7QF");
  await page.getByRole("button", { name: "Copy hand-in link" }).click();
  const link = await copied(page);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save hand-in file" }).click()]);
  const saved = await readFile(await download.path(), "utf8");
  assert.match(download.suggestedFilename(), /^SIMULATED-hand-in-Ada\.json$/);
  assert.doesNotMatch(saved, /ASIA|AKIA/, "no credentials are in it");

  const teacher = await context.newPage();
  await open(teacher, link);
  const arrived = section(teacher, "Hand-in of a link");
  await expectText(arrived, /Ada[\s\S]*K7QF[\s\S]*1 of 1 hold/);
  await expectText(arrived, /does not prove who, when,\s+or without help/);
  await arrived.getByRole("button", { name: "Close" }).click();
  await arrived.waitFor({ state: "detached" });
  await teacher.getByLabel("Open the hand-in files of a class").setInputFiles([
    { name: "ada.json", mimeType: "application/json", buffer: Buffer.from(saved) },
    { name: "no.json", mimeType: "application/json", buffer: Buffer.from("{") },
    { name: "other.json", mimeType: "application/json", buffer: Buffer.from(saved.replace(/"set":\d+/, '"set":99')) },
  ]);
  const table = teacher.getByRole("group", { name: "What the hand-ins hold" });
  await eventually("three rows", () => table.getByRole("row").count(), (rows) => rows === 4);
  await expectText(table.getByRole("row").nth(1), /Ada[\s\S]*1 of 1 hold/);
  await expectText(table.getByRole("row").nth(2), /no\.json[\s\S]*not a hand-in/);
  await expectText(table.getByRole("row").nth(3), /0 of 1 hold[\s\S]*another set of lessons/);
  assert.deepEqual(await violationsEverywhere(teacher, "the table of hand-ins", [1440, 390]), []);
  await teacher.goto("about:blank");
  await open(teacher, `${link.slice(0, -30)}`);
  await expectText(section(teacher, "The link cannot be read"), /not a hand-in, or it is damaged/);
});

journey("the final check is drawn for a name; its items are answered without hints", {}, async ({ page }) => {
  const check = JSON.parse(await readFile(CHECK, "utf8"));
  const typed = check.steps.filter(({ inputs }) => inputs.length === 1 && inputs[0].did === "answer");
  assert.ok(typed.length > 1, "there are items that are answered by typing");
  await index(page);
  const exam = section(page, "Final check");
  assert.ok(await exam.getByRole("button", { name: "Draw the check" }).isDisabled(), "a draw is for a name");
  await exam.getByRole("textbox", { name: "Your name" }).fill("Ada");
  await exam.getByRole("textbox", { name: "Class code, if you have one" }).fill("K7QF");
  await exam.getByRole("button", { name: "Draw the check" }).click();
  for (const [place, { step, inputs: [{ answer }] }] of typed.entries()) {
    await page.goto(address("exam", Number(step)));
    await expectText(lesson(page), new RegExp(`EXAM, step ${step} of 12`));
    const field = now(page).getByRole("textbox");
    await field.waitFor();
    for (const name of ["Hint", "Show me"]) assert.equal(await button(page, name).count(), 0, `there is no ${name}`);
    const answers = async (text) => {
      if (place === 0) {
        await KEYBOARD.panel(page);
        await KEYBOARD.write(page, field, text);
        await page.keyboard.press("Enter");
      } else {
        await field.fill(text);
        await now(page).getByRole("button", { name: "Check" }).click();
      }
    };
    await answers("not this");
    await lesson(page).getByRole("list", { name: "What the step needs" }).waitFor();
    await answers(String(answer));
    await done(page);
  }
  await lesson(page).getByRole("button", { name: /^Close the lesson/ }).click();
  await expectText(section(page, "Final check"), new RegExp(`${typed.length} of 12 items hold: not passed yet`));
  assert.equal(await page.getByRole("button", { name: "Copy badge link" }).count(), 0, "a badge is for a check that is passed");

  // A reload goes on with the same draw; another draw is another attempt, and begins with nothing.
  await page.reload();
  await expectText(section(page, "Final check"), new RegExp(`${typed.length} of 12`));
  await section(page, "Final check").getByRole("button", { name: "Draw the check" }).click();
  await lesson(page).waitFor();
  await lesson(page).getByRole("button", { name: /^Close the lesson/ }).click();
  await expectText(section(page, "Final check"), /0 of 12/);
});

journey("a passed check has a badge; whoever opens it sees the answers replayed, and what that cannot show", {}, async ({ page, context }) => {
  const check = JSON.parse(await readFile(CHECK, "utf8"));
  const { name, class: code, attempt } = check;
  const steps = Object.fromEntries(check.steps.map(({ step }) => [`exam/${step}`, { state: "done", metAt: 1 }]));
  await watchCopies(page);
  await index(page);
  await page.evaluate(([done, progress, draw]) => {
    localStorage.setItem("outcrop.lessons.1.done", done);
    localStorage.setItem("outcrop.lessons.1.progress", progress);
    localStorage.setItem("outcrop.lessons.1.exam", draw);
  }, [JSON.stringify(check), JSON.stringify({ version: 1, steps }), JSON.stringify({ name, class: code, attempt })]);
  await page.reload();
  const exam = section(page, "Final check");
  await expectText(exam, /12 of 12 items hold: passed/);
  await exam.getByRole("button", { name: "Copy badge link" }).click();
  const link = await copied(page);
  const [download] = await Promise.all([page.waitForEvent("download"), exam.getByRole("button", { name: "Save badge file" }).click()]);
  assert.equal(download.suggestedFilename(), "SIMULATED-badge-Ada.json");
  const badge = JSON.parse(await readFile(await download.path(), "utf8"));
  assert.deepEqual(Object.keys(badge).sort(), ["attempt", "class", "name", "set", "steps", "version"]);

  const stranger = await context.newPage();
  await open(stranger, link);
  const shown = section(stranger, "Badge of Ada");
  await expectText(shown, /12 of 12 hold: passed/);
  await expectText(shown, /attempt 1, class code K7QF/);
  await expectText(shown, /does not prove who answered, when, or without help/);
  await shown.getByText("The items", { exact: true }).click();
  await eventually("twelve items", () => shown.getByRole("listitem").count(), (count) => count === 12);
  assert.deepEqual(await violationsEverywhere(stranger, "a badge", [1440, 390]), []);

  // A copy under another name draws other items, and does not pass; neither do too few answers.
  const put = async (changed) => {
    await stranger.goto("about:blank");
    await index(stranger);
    await stranger.getByLabel("Open the hand-in files of a class").setInputFiles({ name: "b.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(changed)) });
    return stranger.getByRole("group", { name: "What the hand-ins hold" }).getByRole("row").nth(1);
  };
  await expectText(await put({ ...badge, name: "Bob" }), /Bob[\s\S]*\b[0-9] of 12 hold/);
  await expectText(await put({ ...badge, steps: badge.steps.slice(0, 9) }), /9 of 12 hold/);
  await expectText(await put({ ...badge, steps: [...badge.steps.slice(0, 6), ...badge.steps.slice(0, 6)] }), /it has a step twice/);
});

journey("a step is shown to a room: large, with a QR code, without account ids, moved by a clicker, covered for a vote", {}, async ({ page }) => {
  await openStep(page, "a1", 2);
  const size = () => page.evaluate(() => Number.parseFloat(getComputedStyle(document.documentElement).fontSize));
  const before = await size();
  await more(page, "Presenter size");
  await eventually("the type is large", size, (now) => now >= before * 1.4);
  assert.ok(await page.getByRole("button", { name: /^Credentials/ }).isHidden(), "credentials are not shown to a room");
  await button(page, "QR code of the step").click();
  const code = lesson(page).getByRole("img", { name: "QR code of the step" });
  await code.waitFor();
  assert.ok((await code.boundingBox()).width >= 200, "it can be read from the back row");
  await lesson(page).getByRole("heading", { level: 2 }).click();
  const answer = face(page, "Converse", "response").getByRole("group", { name: /Converse response JSON/ });
  await answer.waitFor();
  await page.keyboard.press(".");
  await answer.waitFor({ state: "hidden" });
  await page.keyboard.press(".");
  await answer.waitFor();
  await page.keyboard.press("PageDown");
  await ready(page, 3);
  await page.keyboard.press("PageUp");
  await ready(page, 2);
  for (const width of [1920, 1280]) {
    await page.setViewportSize({ width, height: 1080 });
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(sideways, 0, `${width} px`);
  }
  assert.deepEqual(await violationsEverywhere(page, "presenter size", [1440]), []);
  await button(page, "Presenter size").click();
  await eventually("the type is small again", size, (now) => now === before);
  assert.equal(await outcome(page).getByText("Done.").count(), 0);
});
