// A lesson by its stable names, and two pairs of hands: a mouse, and the keyboard alone.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { violationsEverywhere } from "./axe.mjs";
import { eventually, expectText } from "./expect.mjs";
import { addresses, open } from "./journey.mjs";

export const lesson = (page) => page.getByRole("region", { name: "Lesson", exact: true });
export const outcome = (page) => lesson(page).getByRole("status").last();
export const now = (page) => lesson(page).locator("[aria-current=step]");
export const button = (page, name) => lesson(page).getByRole("button", { name, exact: true });
export const done = (page) => outcome(page).getByText("Done.", { exact: true }).waitFor();
export const address = (name, step, more = "") => `${addresses.page}#lesson=${name}&step=${step}${more}`;

/** Opens a step in a page that is not there yet, and waits until it is prepared. */
export async function openStep(page, name, step, more = "") {
  await open(page, address(name, step, more));
  await ready(page, step);
}

/** Waits until a step is prepared: then its solution can be played, or, in the final check, its panel is free. */
export async function ready(page, step) {
  await expectText(lesson(page), new RegExp(`step ${step} of`));
  await lesson(page).getByRole("button", { name: "Show me" }).and(page.locator(":enabled")).waitFor();
}

/** Waits for the line that a wrong attempt shows. */
export const shows = (page, words) => expectText(outcome(page), words);

/** axe on the page with the open panel, on a screen and on a phone, in both themes. */
export async function judged(page, state) {
  assert.deepEqual(await violationsEverywhere(page, state, [1440, 390]), []);
}

/** The cards of a step as its file lists them: each text with its bin; in an order, the right one, without what belongs to none. */
export function cardsOf(name, step) {
  const text = readFileSync(new URL(`../../src/lesson/texts/${name}.txt`, import.meta.url), "utf8");
  const part = text.split(/^step /m)[step];
  const quoted = /"(?:[^"\\]|\\.)*"/g;
  return [...part.matchAll(/^card (.*)$/gm)].map(([, line]) => line.match(quoted).map((word) => JSON.parse(word)));
}

/** A name as the page writes it in labels. */
export const plain = (text) => text.replaceAll("`", "");

const itself = (element) => element === document.activeElement;
/** The Tab key comes to one radio button of a group; the arrow keys go on from there. */
const inGroup = (element) => {
  const { type, name } = document.activeElement;
  return element === document.activeElement || (type === "radio" && element.type === "radio" && name === element.name);
};

/** Moves through the page with the Tab key until this has the focus. */
async function reach(page, locator, is = itself) {
  const isThere = () => locator.evaluate(is);
  for (let stops = 0; stops < 400; stops++) {
    if (await isThere()) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`the Tab key never comes to ${locator}`);
}

/** Moves to the panel of the lesson with the key for regions. */
async function toPanel(page) {
  for (let regions = 0; regions < 12; regions++) {
    if (await page.evaluate(() => document.activeElement?.closest("#lesson") !== null)) return;
    await page.keyboard.press("F6");
  }
  assert.fail("F6 never comes to the lesson");
}

const IDLE_RUN = "#run:not([data-running])";
/** While a call runs, the button stops it: waits until it runs again, a request or a program. */
const rested = (page) => page.locator(IDLE_RUN).waitFor();

const value = (select) => select.evaluate((element) => element.selectedOptions[0].label);

export const MOUSE = {
  name: "by mouse",
  reach: async () => {},
  press: (_, locator) => locator.click(),
  tick: (_, locator) => locator.click(),
  choose: (_, select, label) => select.selectOption({ label }),
  write: (_, field, text) => field.fill(text),
  run: (page) => page.locator(IDLE_RUN).click(),
  panel: async () => {},
};

export const KEYBOARD = {
  name: "by keyboard alone",
  reach,
  press: async (page, locator) => {
    await reach(page, locator);
    await page.keyboard.press("Enter");
  },
  tick: async (page, locator) => {
    await reach(page, locator, inGroup);
    for (let choices = 0; !(await locator.evaluate((element) => element === document.activeElement)); choices++) {
      assert.ok(choices < 30, `no arrow key comes to ${locator}`);
      await page.keyboard.press("ArrowDown");
    }
    if (!(await locator.isChecked()) || (await locator.getAttribute("type")) === "checkbox") await page.keyboard.press("Space");
  },
  choose: async (page, select, label) => {
    await reach(page, select);
    await page.keyboard.press("Home");
    for (let options = 0; (await value(select)) !== label; options++) {
      assert.ok(options < 30, `there is no option ${label}`);
      await page.keyboard.press("ArrowDown");
    }
  },
  write: async (page, field, text) => {
    await reach(page, field);
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText(text);
  },
  run: async (page) => {
    await rested(page);
    await page.keyboard.press("Control+Enter");
  },
  panel: toPanel,
};

/** Puts each card that is there into the bin that `bin` names for it. */
export async function place(page, hand, bin) {
  const selects = await lesson(page).getByRole("list", { name: "Cards" }).getByRole("combobox").all();
  for (const select of selects) {
    const name = (await select.getAttribute("aria-label")).replace("Place of ", "");
    await hand.choose(page, select, bin(name));
  }
}

/** The cards of the order, from the top. */
export async function order(page) {
  const rows = lesson(page).getByRole("list", { name: "In this order" }).getByRole("listitem");
  return (await rows.locator("> span:first-child").allInnerTexts()).map((text) => text.trim());
}

/** Sorts the cards of an order by its buttons. */
export async function arrange(page, hand, wanted) {
  for (const [place, card] of wanted.entries()) {
    for (;;) {
      const at = (await order(page)).indexOf(card);
      assert.ok(at >= place, `${card} is not below ${place}`);
      if (at === place) break;
      await hand.press(page, lesson(page).getByRole("button", { name: `Move up: ${card}`, exact: true }));
      await eventually(`${card} is one higher`, () => order(page), (cards) => cards.indexOf(card) === at - 1);
    }
  }
}
