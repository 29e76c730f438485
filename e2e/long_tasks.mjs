// How long the page keeps the reader waiting in its heaviest moments: the longest task of the main thread in each, as the
// browser reports it (a task below 50 ms is not reported at all). Called by `cargo xtask bench`.

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { longStream } from "./harness/long-stream.mjs";

/** What "fluid" means: a task that takes longer keeps a key press waiting for longer than a reader forgives. */
const LONGEST_MS = 50;

const message = (page) => page.getByRole("textbox", { name: "Message 1", exact: true });
/** Waits until nothing runs any more. */
const ended = (page) => page.locator("#run:not([data-running])").waitFor();
/** Puts a text in the place of all that a field holds, from the clipboard: what is typed for a person comes line by line. */
async function paste(page, field, text) {
  await page.evaluate((text) => navigator.clipboard.writeText(text), text);
  await field.focus();
  await page.keyboard.press("Control+A");
  await page.evaluate(() => window.tasks.splice(0));
  await page.keyboard.press("Control+V");
}
const many = (count, text) => Array.from({ length: count }, (_, index) => text(index));

const editor = (page) => page.getByRole("textbox", { name: "Converse request body", exact: true });
const openEditor = async (page) => {
  await page.getByRole("button", { name: "Edit Converse JSON" }).click();
  await editor(page).waitFor();
};
/** A Converse body of about a megabyte: many messages, as a long conversation has them. */
const longConversation = JSON.stringify(
  { messages: many(300, (index) => ({ role: index % 2 ? "assistant" : "user", content: [{ text: `Message ${index} of many. ${"It goes on and on. ".repeat(180)}` }] })) },
  null,
  2,
);
/** And one of many short lines, as a large tool has them. */
const largeTool = JSON.stringify(
  {
    messages: [{ role: "user", content: [{ text: "Hello" }] }],
    toolConfig: {
      tools: [{ toolSpec: { name: "large", inputSchema: { json: { type: "object", properties: Object.fromEntries(many(9000, (index) => [`property_${index}`, { type: "string", description: `The value number ${index} of the many.` }])) } } } }],
    },
  },
  null,
  2,
);

/** About a megabyte of prose, with a line break after so many letters, or none. */
const prose = (every) => {
  const sentence = "It goes on and on, and the moon is over the old town. ";
  const line = every ? `${sentence.repeat(Math.ceil(every / sentence.length))}\n` : sentence;
  return line.repeat(Math.ceil(1_000_000 / line.length));
};

const SCENES = [
  ...Object.entries({ "a message of 1 MB in lines": prose(600), "a message of 1 MB in one line": prose(0) }).map(([name, text]) => ({
    name,
    async act(page, moment) {
      // The part that takes large pastes is fetched when the page has nothing else to do.
      await page.waitForTimeout(2000);
      await moment("paste", async () => {
        await paste(page, message(page), text);
        await page.getByRole("list", { name: "InvokeModel request JSON" }).waitFor();
        await page.waitForTimeout(3000);
      });
      await moment("type at its end", async () => {
        await page.keyboard.type("word word ", { delay: 60 });
        await page.waitForTimeout(2000);
      });
      await moment("type at its beginning", async () => {
        await page.keyboard.press("Control+Home");
        await page.keyboard.type("word word ", { delay: 60 });
        await page.waitForTimeout(2000);
      });
      await moment("scroll", async () => {
        await message(page).hover();
        for (let step = 0; step < 40; step++) {
          await page.mouse.wheel(0, 1500);
          await page.waitForTimeout(30);
        }
      });
      await moment("run, which the model refuses", async () => {
        await page.keyboard.press("Control+Enter");
        await page.waitForTimeout(500);
        await ended(page);
        await page.waitForTimeout(2000);
      });
    },
  })),
  {
    name: "streaming both answers",
    async act(page, moment) {
      await page.getByRole("switch", { name: "Stream" }).setChecked(true);
      await message(page).fill("Explain at length what an embedding is, what a token is, what a vector is, and what Bedrock is.");
      await moment("run", async () => {
        await page.keyboard.press("Control+Enter");
        await page.waitForTimeout(500);
        await ended(page);
        await page.waitForTimeout(500);
      });
      await moment("run again, everything loaded", async () => {
        await page.keyboard.press("Control+Enter");
        await page.waitForTimeout(200);
        await ended(page);
        await page.waitForTimeout(500);
      });
    },
  },
  ...Object.entries({ "a conversation of 1 MB": longConversation, "a tool of 1 MB": largeTool }).map(([name, body]) => ({
    name: `${name} in the editor`,
    async act(page, moment) {
      await openEditor(page);
      await moment("paste", async () => {
        await paste(page, editor(page), body);
        await page.getByRole("list", { name: "InvokeModel request JSON" }).waitFor();
        await page.waitForTimeout(3000);
      });
      await moment("type", async () => {
        await editor(page).press("Control+Home");
        await editor(page).press("ArrowRight");
        for (const key of [" ", " ", "Backspace", "Backspace"]) await editor(page).press(key);
        await page.waitForTimeout(3000);
      });
      await moment("to the end and back", async () => {
        await editor(page).press("Control+End");
        await page.waitForTimeout(500);
        await editor(page).press("Control+Home");
        await page.waitForTimeout(500);
      });
      await moment("scroll the other side", async () => {
        await page.getByRole("list", { name: "InvokeModel request JSON" }).hover();
        for (let step = 0; step < 20; step++) {
          await page.mouse.wheel(0, 2000);
          await page.waitForTimeout(30);
        }
      });
    },
  })),
  {
    name: "a message of 1 MB",
    async act(page, moment) {
      await moment("paste", async () => {
        await paste(page, message(page), "It goes on and on, one sentence after the other. ".repeat(20_000));
        await page.waitForTimeout(3000);
      });
      await moment("type", async () => {
        for (const key of ["a", "b", "Backspace"]) {
          await message(page).press(key);
          await page.waitForTimeout(1000);
        }
      });
    },
  },
  {
    name: "a stream of 10,000 frames",
    async act(page, moment) {
      await page.getByRole("tab", { name: "Frames", exact: true }).click();
      const frames = page.getByRole("region", { name: "Frames of the streams" });
      const list = frames.getByRole("listbox", { name: "Frames" });
      const chooser = frames.getByLabel("Open a saved stream");
      await chooser.waitFor({ state: "attached" });
      const saved = join(mkdtempSync(join(tmpdir(), "frames-")), "long.bin");
      writeFileSync(saved, longStream(10_000));
      await page.waitForTimeout(1000);
      await moment("open", async () => {
        // By its path: bytes that are handed over are decoded in the page by what drives the browser.
        await chooser.setInputFiles(saved);
        await frames.getByText(/10,000 whole frames/).waitFor();
        await page.waitForTimeout(500);
      });
      await moment("scroll", async () => {
        await list.hover();
        for (let step = 0; step < 60; step++) await page.mouse.wheel(0, 4000);
        await page.waitForTimeout(500);
      });
      await moment("go by key", async () => {
        await list.focus();
        for (const key of ["Home", "End", ...Array(30).fill("PageUp"), ...Array(40).fill("ArrowUp")]) await page.keyboard.press(key);
        await page.waitForTimeout(500);
      });
    },
  },
  {
    name: "a history of 1,000 pinned runs",
    async act(page, moment) {
      await page.evaluate(async () => {
        const request = indexedDB.open("outcrop", 1);
        request.onupgradeneeded = () => request.result.createObjectStore("runs", { autoIncrement: true });
        await new Promise((resolve) => { request.onsuccess = resolve; });
        const writing = request.result.transaction("runs", "readwrite");
        const body = { text: "frame ".repeat(2500), bytes: 15_000 };
        const call = { operation: "Converse", by: "SIMULATED", model: "m", status: 200, outcome: "done", answer: "basalt ".repeat(200), response: body };
        for (let n = 0; n < 1000; n++) {
          const draft = { messages: [{ id: 1, role: "user", content: [`Question ${n}`] }] };
          writing.objectStore("runs").add(JSON.stringify({ version: 1, at_ms: n, title: "", pinned: true, draft, calls: [call, call] }));
        }
        await new Promise((resolve) => { writing.oncomplete = resolve; });
        request.result.close();
      });
      const history = page.getByRole("dialog", { name: "History" });
      const show = async (name) => {
        await page.getByRole("button", { name: "Menu" }).click();
        await page.getByRole("button", { name: "History…" }).click();
        await history.getByText(name, { exact: true }).waitFor();
        await page.waitForTimeout(5000);
      };
      await moment("open for the first time, and make the index", () => show("Question 999"));
      await page.keyboard.press("Escape");
      await moment("open", () => show("Question 999"));
      await moment("search", async () => {
        await history.getByRole("searchbox").pressSequentially("question 7", { delay: 100 });
        await page.waitForTimeout(3000);
      });
      await moment("show older runs", async () => {
        await history.getByRole("button", { name: "Show older runs" }).click();
        await page.waitForTimeout(1000);
      });
    },
  },
  {
    name: "96 texts as vectors of 1,024 numbers",
    address: "#embeddings",
    async act(page, moment) {
      const texts = page.getByRole("region", { name: "Texts" });
      await texts.getByRole("button", { name: "Remove all" }).click();
      await texts.getByRole("button", { name: "Paste lines…" }).click();
      const lines = many(96, (index) => `Text number ${index} is about ${["rain", "bread", "the moon", "a loan", "a horse"][index % 5]}`);
      await moment("paste", async () => {
        await paste(page, texts.getByRole("textbox", { name: "Lines or CSV" }), lines.join("\n"));
        await texts.getByRole("button", { name: "Add these texts" }).click();
        await page.waitForTimeout(500);
      });
      await moment("run", async () => {
        await page.keyboard.press("Control+Enter");
        await page.getByRole("region", { name: "Similarity", exact: true }).getByRole("application").waitFor();
        await ended(page);
        await page.waitForTimeout(1500);
      });
      await moment("move over the heat map", async () => {
        const box = await page.getByRole("region", { name: "Similarity", exact: true }).getByRole("application").boundingBox();
        for (let step = 0; step < 40; step++) await page.mouse.move(box.x + 5 + step * 5, box.y + 5 + step * 4);
        await page.waitForTimeout(300);
      });
      await moment("as a table", async () => {
        await page.getByRole("checkbox", { name: "As a table" }).check();
        await page.waitForTimeout(1000);
      });
      await moment("scroll the table", async () => {
        await page.getByRole("group", { name: "Similarity table" }).hover();
        for (let step = 0; step < 20; step++) {
          await page.mouse.wheel(0, 300);
          await page.waitForTimeout(30);
        }
      });
    },
  },
];

/** Prints and returns the longest task of every moment; a task that is not reported is below 50 ms. */
export async function longTasks(browser, address) {
  const figures = [];
  for (const { name, address: fragment = "", act } of SCENES) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, permissions: ["clipboard-read", "clipboard-write"] });
    try {
      await page.goto(`${address}${fragment}`);
      await page.locator("#skeleton").waitFor({ state: "detached" });
      await page.waitForTimeout(1500);
      await page.evaluate(() => {
        window.tasks = [];
        new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: "longtask" });
      });
      const moment = async (what, walk) => {
        await walk();
        const tasks = await page.evaluate(() => window.tasks.splice(0));
        const longest = Math.round(Math.max(0, ...tasks));
        const below = longest === 0;
        figures.push({ group: "Longest task of the main thread", name: `${name}: ${what}`, value: longest || LONGEST_MS, below, unit: "ms", goal: { most: LONGEST_MS } });
        console.log(`Longest task, ${name}, ${what}: ${below ? `below ${LONGEST_MS}` : `${longest} ms, ${tasks.length} above ${LONGEST_MS}`} ms`);
      };
      await act(page, moment);
    } finally {
      await page.close();
    }
  }
  return figures;
}
