// A step of every kind, once by mouse and once by keyboard alone: a wrong attempt shows its own words, and then it is done.

import assert from "node:assert/strict";

import { eventually, expectText } from "../harness/expect.mjs";
import { journey } from "../harness/journey.mjs";
import {
  KEYBOARD, MOUSE, arrange, button, cardsOf, done, judged, lesson, now, openStep, order, place, plain, shows,
} from "../harness/lesson.mjs";
import { face, message } from "../harness/playground.mjs";

const rows = (page, api, side) => page.getByRole("list", { name: `${api} ${side} JSON`, exact: true });
const row = (page, api, side, text) => rows(page, api, side).getByRole("listitem").filter({ hasText: text }).first();
const bytes = (page) => page.getByRole("region", { name: "Bytes of the frame" });

/** Selects a row: by a press on it, or by walking down from the top of its list. */
async function select(page, hand, api, side, text) {
  if (hand === MOUSE) {
    await row(page, api, side, text).click();
    return;
  }
  const list = face(page, api, side).getByRole("group", { name: `${api} ${side} JSON` });
  await hand.reach(page, list);
  await page.keyboard.press("Home");
  for (let down = 0; down < 60; down++) {
    const at = await list.evaluate((element) => {
      const owner = element.querySelector("[aria-activedescendant]") ?? element;
      return document.getElementById(owner.getAttribute("aria-activedescendant"))?.textContent ?? "";
    });
    if (at.includes(text)) return;
    await page.keyboard.press("ArrowDown");
  }
  assert.fail(`no row of ${api} ${side} has ${text}`);
}

/** Pins the pair of a row. */
async function pin(page, hand, api, side, text) {
  await select(page, hand, api, side, text);
  if (hand === KEYBOARD) await page.keyboard.press("Enter");
}

/** What each kind of step asks for: the lesson, the step, and what a hand does in it. `after` is judged by axe. */
const KINDS = [
  {
    kind: "do",
    at: ["a1", 1],
    wrong: async (page, hand) => {
      await hand.write(page, message(page), " ");
      await hand.run(page);
      await shows(page, /ValidationException[\s\S]*without words/);
    },
    right: async (page, hand) => {
      await hand.write(page, message(page), "What is RAG?");
      await hand.run(page);
    },
  },
  {
    kind: "find",
    at: ["a1", 2],
    wrong: async (page, hand) => {
      await select(page, hand, "Converse", "response", '"stopReason"');
      await shows(page, /end_turn here: why the answer ended/);
    },
    right: (page, hand) => select(page, hand, "Converse", "response", '"text"'),
  },
  {
    kind: "predict",
    at: ["a3", 1],
    wrong: async (page, hand) => {
      await hand.panel(page);
      await hand.tick(page, lesson(page).getByRole("radio", { name: "5 tokens, end_turn" }));
      await hand.press(page, button(page, "Guess"));
      await expectText(now(page), /You said: 5 tokens, end_turn/);
      await hand.run(page);
      await shows(page, /No limit was sent/);
    },
    right: async (page, hand) => {
      await hand.tick(page, page.getByRole("checkbox", { name: "Max tokens" }));
      await hand.write(page, page.getByRole("spinbutton", { name: /Max tokens/ }).or(page.getByRole("textbox", { name: /Max tokens/ })).first(), "5");
      await hand.run(page);
    },
    after: (page) => expectText(now(page), /It is: max_tokens/),
  },
  {
    kind: "fix",
    at: ["a3", 3],
    wrong: async (page, hand) => {
      await hand.run(page);
      await shows(page, /takes one of the two/);
    },
    right: async (page, hand) => {
      await hand.tick(page, page.getByRole("checkbox", { name: "Top P" }));
      await hand.run(page);
    },
  },
  {
    kind: "edit",
    at: ["b1", 3],
    wrong: async (page, hand) => {
      await hand.press(page, page.getByRole("button", { name: "Edit InvokeModel JSON" }));
      await hand.press(page, face(page, "InvokeModel", "request").getByRole("button", { name: "Detach" }));
      const editor = face(page, "InvokeModel", "request").getByRole("textbox", { name: "InvokeModel request body" });
      const body = JSON.parse(await editor.inputValue());
      await hand.write(page, editor, JSON.stringify({ ...body, max_tokens: undefined }));
      await hand.run(page);
      await shows(page, /Another row is missing/);
      // A run shows the requests again.
      if (!(await editor.isVisible())) await hand.press(page, page.getByRole("button", { name: "Edit InvokeModel JSON" }));
      await hand.write(page, editor, JSON.stringify({ ...body, anthropic_version: undefined }));
      await hand.run(page);
      await shows(page, /Refused, as it should be/);
    },
    right: async (page, hand) => {
      await hand.press(page, face(page, "InvokeModel", "request").getByRole("button", { name: /Re-link/ }));
      await hand.run(page);
    },
  },
  {
    kind: "find, by a pin",
    at: ["b1", 1],
    wrong: async (page, hand) => {
      await pin(page, hand, "InvokeModel", "request", '"temperature"');
      await shows(page, /two ends: it moved/);
    },
    right: (page, hand) => pin(page, hand, "InvokeModel", "request", '"anthropic_version"'),
  },
  {
    kind: "match",
    at: ["c3", 4],
    wrong: async (page, hand) => {
      await hand.panel(page);
      await place(page, hand, () => "Wait a minute");
      await hand.press(page, button(page, "Check"));
      await shows(page, /One act would not help/);
      await lesson(page).getByText(", not here").first().waitFor({ state: "attached" });
    },
    right: async (page, hand) => {
      const right = new Map(cardsOf("c3", 4).map(([card, bin]) => [plain(card), bin]));
      await place(page, hand, (card) => right.get(card));
      await hand.press(page, button(page, "Check"));
    },
  },
  {
    kind: "choose, and every choice runs",
    at: ["b4", 1],
    wrong: async (page, hand) => {
      await hand.panel(page);
      await place(page, hand, () => "InvokeModel");
      await hand.press(page, button(page, "Check"));
      await shows(page, /A native body is of one family/);
    },
    right: async (page, hand) => {
      const right = new Map(cardsOf("b4", 1).map(([card, bin]) => [plain(card), bin]));
      await place(page, hand, (card) => right.get(card));
      await hand.press(page, button(page, "Check"));
    },
  },
  {
    kind: "sort, with dealt cards",
    at: ["b4", 3],
    wrong: async (page, hand) => {
      assert.equal(await lesson(page).getByRole("list", { name: "Cards" }).getByRole("combobox").count(), 8);
      await hand.panel(page);
      await place(page, hand, () => "Converse");
      await hand.press(page, button(page, "Check"));
      await shows(page, /which are no message/);
    },
    right: async (page, hand) => {
      const right = new Map(cardsOf("b4", 3).map(([card, bin]) => [plain(card), bin]));
      await place(page, hand, (card) => right.get(card));
      await hand.press(page, button(page, "Check"));
    },
  },
  {
    kind: "order",
    at: ["c1", 2],
    wrong: async (page, hand) => {
      await hand.panel(page);
      await arrange(page, hand, ["messageStart", "contentBlockDelta", "contentBlockStop", "metadata", "messageStop"]);
      await hand.press(page, button(page, "Check"));
      await shows(page, /which one after messageStop/);
    },
    right: async (page, hand) => {
      await arrange(page, hand, cardsOf("c1", 2).flat());
      await hand.press(page, button(page, "Check"));
    },
  },
  {
    kind: "order of a program's lines",
    at: ["a4", 3],
    wrong: async (page, hand) => {
      const lines = cardsOf("a4", 3).map(([line]) => line);
      await hand.panel(page);
      for (const line of [...lines.slice(0, -1), 'print(response["body"].read())']) {
        await hand.press(page, lesson(page).getByRole("button", { name: `Use: ${line}`, exact: true }));
        await eventually(`${line} is used`, () => order(page), (used) => used.includes(line));
      }
      await hand.press(page, button(page, "Check"));
      await shows(page, /body is InvokeModel's/);
      await expectText(page.getByRole("group", { name: "Error" }), /KeyError: 'body'/);
    },
    right: async (page, hand) => {
      const print = cardsOf("a4", 3).map(([line]) => line).at(-1);
      await hand.press(page, lesson(page).getByRole("button", { name: 'Leave out: print(response["body"].read())', exact: true }));
      await hand.press(page, lesson(page).getByRole("button", { name: `Use: ${print}`, exact: true }));
      await eventually("the line is used", () => order(page), (used) => used.at(-1) === print);
      await hand.press(page, button(page, "Check"));
    },
  },
  {
    kind: "code",
    at: ["a4", 1],
    wrong: async (page, hand) => {
      await hand.run(page);
      await shows(page, /manages models\. It calls none/);
    },
    right: async (page, hand) => {
      const program = page.getByRole("textbox", { name: "Program" });
      await hand.write(page, program, (await program.inputValue()).replace('"bedrock"', '"bedrock-runtime"'));
      await hand.run(page);
    },
  },
  {
    kind: "byte",
    at: ["c1", 3],
    wrong: async (page, hand) => {
      await hand.press(page, page.getByRole("tab", { name: "Frames", exact: true }));
      await hand.write(page, bytes(page).getByRole("spinbutton", { name: "Byte" }), "4");
      await shows(page, /Bytes 4 to 7 say how long the headers are/);
    },
    right: async (page, hand) => {
      await hand.write(page, bytes(page).getByRole("spinbutton", { name: "Byte" }), "0");
      const strata = await bytes(page).getByRole("img", { name: /^A frame of/ }).getAttribute("aria-label");
      await hand.panel(page);
      await hand.write(page, lesson(page).getByRole("textbox", { name: "How many bytes long is the open frame?" }), /\d+/.exec(strata)[0]);
      await hand.press(page, button(page, "Check"));
    },
  },
  {
    kind: "do, in the signature",
    at: ["c2", 2],
    wrong: async (page, hand) => {
      await hand.press(page, page.getByRole("tab", { name: "Signature", exact: true }));
      await hand.tick(page, page.getByRole("region", { name: "Break it" }).getByRole("radio", { name: /^A signed header dropped/ }));
      await shows(page, /Here a signed header is missing/);
    },
    right: async (page, hand) => {
      await hand.tick(page, page.getByRole("region", { name: "Break it" }).getByRole("radio", { name: /^Encode the path once/ }));
      await hand.panel(page);
      await hand.write(page, lesson(page).getByRole("textbox", { name: "What is the first line that differs called?" }), "path");
      await hand.press(page, button(page, "Check"));
    },
  },
];

for (const { kind, at, wrong, right, after } of KINDS) {
  for (const hand of [MOUSE, KEYBOARD]) {
    journey(`a step of the kind ${kind}, ${hand.name}`, { minutes: 3 }, async ({ page }) => {
      await page.emulateMedia({ reducedMotion: "reduce" });
      await openStep(page, ...at);
      await wrong(page, hand);
      if (hand === MOUSE) await judged(page, `${kind}, after a wrong attempt`);
      await right(page, hand);
      await done(page);
      await after?.(page);
      if (hand === MOUSE) await judged(page, `${kind}, done`);
    });
  }
}
