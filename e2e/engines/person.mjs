// What a person does on the page, in any engine: opens it, finds a thing by role and name, presses, types, reads.
//
// The finding is done in the page by a few lines of our own, the pressing by the engine's own events of mouse and keyboard.

import { eventually } from "../harness/expect.mjs";
import { finder } from "./finder.mjs";

const KEYS = { Enter: "\uE007", Escape: "\uE00C", Tab: "\uE004", Control: "\uE009", Delete: "\uE017" };

/** A person in front of a visit of an engine. */
export function person(visit) {
  const ask = async (wanted, what) => JSON.parse(await visit.evaluate(`JSON.stringify((${finder})(${JSON.stringify(plain(wanted))}, ${JSON.stringify(what)}))`));
  const self = {
    /** Opens an address and waits until the program has drawn itself. */
    async open(address) {
      await visit.goto(address);
      await self.drawn();
    },
    drawn: () => eventually("the page is drawn", () => visit.evaluate("!document.getElementById('skeleton') && !!document.querySelector('#app > *')"), (drawn) => drawn === true),
    /** How many of these there are to be seen. */
    count: (wanted) => ask(wanted, "count"),
    /** Waits for one and returns its text. */
    text: async (wanted) => (await there(wanted)).text,
    /** Waits for one and returns its value. */
    value: async (wanted) => (await there(wanted)).value,
    /** Waits until its text looks like this. */
    reads: (wanted, pattern) => eventually(`${named(wanted)} reads ${pattern}`, () => ask(wanted, "text"), (text) => pattern.test(text ?? "")),
    gone: (wanted) => eventually(`${named(wanted)} is gone`, () => ask(wanted, "count"), (count) => count === 0),
    enabled: (wanted) => eventually(`${named(wanted)} can be pressed`, () => ask(wanted, "enabled"), (enabled) => enabled === true),
    /** Presses it with the mouse. */
    async press(wanted) {
      await there(wanted);
      // It can move while the page is drawn: the place is asked for when it has come to rest.
      const { x, y } = await eventually(`${named(wanted)} can be pressed`, () => ask(wanted, "place"), (place) => place?.rests === true);
      const move = { type: "pointerMove", x: Math.round(x), y: Math.round(y) };
      const actions = [move, { type: "pointerDown", button: 0 }, { type: "pointerUp", button: 0 }];
      await visit.act([{ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions }]);
    },
    /** Presses keys together, such as `Control+Enter`. */
    async keys(names) {
      const keys = names.split("+").map((name) => KEYS[name] ?? name);
      await visit.act([{ type: "key", id: "keyboard", actions: [...keys.map(down), ...keys.toReversed().map(up)] }]);
    },
    /** Replaces what a field holds, key by key. */
    async type(wanted, text) {
      await self.press(wanted);
      await self.keys("Control+a");
      await visit.act([{ type: "key", id: "keyboard", actions: [...text].flatMap((letter) => [down(letter), up(letter)]) }]);
      await eventually(`${named(wanted)} holds the text`, () => ask(wanted, "value"), (value) => value === text);
    },
    /** Pastes text into a field: the page sees what a paste makes, the change and its event, and no clipboard is needed. */
    async paste(wanted, text) {
      await self.press(wanted);
      await visit.evaluate(`document.execCommand("insertText", false, ${JSON.stringify(text)})`);
    },
    /** Chooses an option of a list by its text. */
    choose: async (wanted, option) => {
      await there(wanted);
      await visit.evaluate(`(${choose})((${finder})(${JSON.stringify(plain(wanted))}, "element"), ${JSON.stringify(option)})`);
    },
    visit,
  };
  const there = (wanted) => eventually(`${named(wanted)} is there`, () => ask(wanted, "shown"), (shown) => shown !== null);
  return self;
}

const down = (value) => ({ type: "keyDown", value });
const up = (value) => ({ type: "keyUp", value });

/** The drop-down of a list is a window of the system, which no test can press: its choice is made as the keyboard makes it. */
const choose = `(list, text) => {
  const option = [...list.options].find((option) => option.text === text);
  if (!option) throw new Error("no option " + text);
  list.value = option.value;
  list.dispatchEvent(new Event("input", { bubbles: true }));
  list.dispatchEvent(new Event("change", { bubbles: true }));
}`;

/** A thing on the page: its role, its name (text or pattern), and the thing that it is in. */
export const thing = (role, name, within) => ({ role, name, within });

const named = ({ role, name, within }) => `${role} ${name}${within ? ` in ${named(within)}` : ""}`;

/** Without patterns, which JSON does not carry. */
function plain({ role, name, within }) {
  return { role, name: name instanceof RegExp ? { pattern: name.source } : name, within: within && plain(within) };
}
