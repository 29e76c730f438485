// The history at its limits: runs of earlier versions, other tabs, large and unreadable runs.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { eventually } from "../harness/expect.mjs";
import { addresses, journey, open } from "../harness/journey.mjs";
import { finished, message, openHistory, runButton } from "../harness/playground.mjs";

/** Changes the runs as a tab with the first version of the page does: it knows no index. */
const asEarlierVersion = (page, change, argument) =>
  page.evaluate(
    async ([change, argument]) => {
      const request = indexedDB.open("outcrop", 1);
      request.onupgradeneeded = () => request.result.createObjectStore("runs", { autoIncrement: true });
      await new Promise((resolve) => { request.onsuccess = resolve; });
      const writing = request.result.transaction("runs", "readwrite");
      const runs = writing.objectStore("runs");
      const run = (title, more = {}) => JSON.stringify({ version: 1, at_ms: 1, title, pinned: false, draft: { messages: [] }, calls: [], ...more });
      if (change === "add") for (const [title, more] of argument) runs.add(run(title, more));
      if (change === "add text") runs.add(argument);
      if (change === "pin") runs.put(run(argument.title, { pinned: true }), argument.key);
      if (change === "delete") runs.delete(argument);
      await new Promise((resolve) => { writing.oncomplete = resolve; });
      request.result.close();
    },
    [change, argument],
  );

/** The numbers of the records of a database; none where it does not exist. */
const keys = (page, name, store) =>
  page.evaluate(
    async ([name, store]) => {
      if (!(await indexedDB.databases()).some((database) => database.name === name)) return [];
      const request = indexedDB.open(name);
      await new Promise((resolve) => { request.onsuccess = resolve; });
      const all = request.result.transaction(store).objectStore(store).getAllKeys();
      await new Promise((resolve) => { all.onsuccess = resolve; });
      request.result.close();
      return all.result;
    },
    [name, store],
  );
const stored = (page) => keys(page, "outcrop", "runs");
const indexed = (page) => keys(page, "outcrop.index", "index");

/** Waits until so many runs have their records, as long as there are more and more of them. */
async function allIndexed(page, count, known = 0) {
  const all = (now) => now >= count;
  const now = await eventually("one more run has its record", async () => (await indexed(page)).length, (now) => now > known || all(now));
  if (!all(now)) await allIndexed(page, count, now);
}

const listed = (history) => history.getByRole("list", { name: "Runs", exact: true }).getByRole("listitem");
const many = (count, more = {}) => Array.from({ length: count }, (_, place) => [`Run ${place + 1}`, more]);

journey("runs of an earlier version are listed at once, and get their index over two visits", { minutes: 5 }, async ({ page }) => {
  await open(page);
  await asEarlierVersion(page, "add", many(300, { pinned: true }));
  const history = await openHistory(page);
  await history.getByText("Run 300", { exact: true }).waitFor();
  // The visit ends while the index is made.
  await page.reload();
  await page.locator("#skeleton").waitFor({ state: "detached" });
  await openHistory(page);
  await allIndexed(page, 300);
  assert.deepEqual(await indexed(page), await stored(page));
});

journey("adding a run reads no other run, and over the limit only the one that goes", { minutes: 5 }, async ({ page }) => {
  await page.addInitScript(() => {
    window.outcropReads = 0;
    for (const name of ["get", "getAll", "openCursor"]) {
      const read = IDBObjectStore.prototype[name];
      IDBObjectStore.prototype[name] = function (...all) {
        if (this.name === "runs") window.outcropReads += 1;
        return read.apply(this, all);
      };
    }
  });
  await open(page);
  await asEarlierVersion(page, "add", many(199));
  const history = await openHistory(page);
  await allIndexed(page, 199);
  await page.keyboard.press("Escape");
  await history.waitFor({ state: "hidden" });
  const run = async (left) => {
    await page.evaluate(() => { window.outcropReads = 0; });
    await runButton(page).click();
    await finished(page, "Converse");
    await finished(page, "InvokeModel");
    await eventually("the run is kept", async () => [(await stored(page)).at(-1), (await indexed(page)).at(-1)], ([last, known]) => last === left && known === left);
    await eventually("and 200 are left", async () => (await indexed(page)).length, (count) => count === 200);
    return page.evaluate(() => window.outcropReads);
  };
  assert.equal(await run(200), 0);
  assert.equal(await run(201), 1);
  assert.ok(!(await stored(page)).includes(1), "the oldest run went");
});

journey("a tab with an earlier version of the page goes on: its runs and pins count", { minutes: 5 }, async ({ page, context }) => {
  await open(page);
  await asEarlierVersion(page, "add", many(200));
  await openHistory(page);
  await allIndexed(page, 200);
  await page.keyboard.press("Escape");
  const earlier = await context.newPage();
  await open(earlier);
  await asEarlierVersion(earlier, "pin", { key: 1, title: "Pinned by the other tab" });
  await asEarlierVersion(earlier, "delete", 2);
  await asEarlierVersion(earlier, "add", [["Kept by the other tab", {}], ["And another", {}]]);
  await page.bringToFront();
  await runButton(page).click();
  await finished(page, "Converse");
  await finished(page, "InvokeModel");
  // The index sees 202 runs that may go: the two oldest are looked at, and the pinned one stays.
  await eventually("one run went", () => stored(page), (keys) => keys.includes(203) && !keys.includes(3));
  const left = await stored(page);
  assert.ok(left.includes(1), "the pinned run stays");
  assert.ok(left.includes(201) && left.includes(202), "the runs of the other tab stay");
  const history = await openHistory(page);
  await history.getByText("Kept by the other tab").waitFor();
  await history.getByRole("searchbox", { name: "Search history" }).fill("pinned other tab");
  await history.getByText("Pinned by the other tab").waitFor();
  assert.equal(await listed(history).count(), 1);
});

journey("a search finds what only the rest of a long text has, and its field says where it looks", {}, async ({ page }) => {
  await open(page);
  const long = (word) => ({ calls: [{ answer: `${"basalt ".repeat(20_000)}${word}` }] });
  await asEarlierVersion(page, "add", [["First", long("granite")], ["Second", long("marble")], ["Third", long("slate")]]);
  const history = await openHistory(page);
  const field = history.getByRole("searchbox", { name: "Search history" });
  await history.getByText(/the rest of a long text is read run by run/).waitFor();
  await field.fill("MARBLE second");
  await eventually("one run is found", () => listed(history).count(), (count) => count === 1);
  await history.getByText("Second", { exact: true }).waitFor();
  await field.fill("basalt");
  await eventually("all are found", () => listed(history).count(), (count) => count === 3);
  await field.fill("no such stone");
  await history.getByText("No run matches all of these words.").waitFor();
});

journey("the list is a window that goes both ways", {}, async ({ page }) => {
  await open(page);
  await asEarlierVersion(page, "add", many(200));
  const history = await openHistory(page);
  const older = history.getByRole("button", { name: "Show older runs" });
  await eventually("a window of runs", () => listed(history).count(), (count) => count === 40);
  await history.getByText("Runs 1 to 40 of 200").waitFor();
  for (const text of ["Runs 1 to 80 of 200", "Runs 41 to 120 of 200", "Runs 81 to 160 of 200", "Runs 121 to 200 of 200"]) {
    await older.click();
    await history.getByText(text).waitFor();
    await eventually("the window is drawn", () => listed(history).count(), (count) => count === 80);
  }
  await older.waitFor({ state: "hidden" });
  await history.getByText("Run 1", { exact: true }).waitFor();
  await history.getByRole("button", { name: "Show newer runs" }).click();
  await history.getByText("Runs 81 to 160 of 200").waitFor();
  await history.getByText("Run 120", { exact: true }).waitFor();
});

journey("a run that cannot be read is listed, saved as it is, and never removed by itself", { minutes: 5 }, async ({ page }) => {
  await open(page);
  await asEarlierVersion(page, "add text", '{"version": 99, "broken');
  await asEarlierVersion(page, "add", many(200));
  await runButton(page).click();
  await finished(page, "Converse");
  await finished(page, "InvokeModel");
  await eventually("the oldest run that can be read went", () => stored(page), (keys) => keys.length === 201 && !keys.includes(2));
  const history = await openHistory(page);
  for (let press = 0; press < 5; press += 1) {
    const older = history.getByRole("button", { name: "Show older runs" });
    if (await older.isVisible()) await older.click();
  }
  const name = "A run that this version of the page cannot read";
  await history.getByText(name).waitFor();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    history.getByRole("button", { name: `Save as a file: ${name}` }).click(),
  ]);
  assert.equal(await readFile(await download.path(), "utf8"), '{"version": 99, "broken');
  await history.getByRole("button", { name: `Delete: ${name}` }).click();
  await history.getByRole("button", { name: "Undo delete" }).click();
  await history.getByText(name).waitFor();
});

journey("without the index, and with one of a newer version, runs are kept and found", {}, async ({ page, context }) => {
  await open(page);
  await asEarlierVersion(page, "add", many(3));
  const history = await openHistory(page);
  await allIndexed(page, 3);
  const newer = await context.newPage();
  await newer.goto(`${addresses.page}robots.txt`);
  const answered = await newer.evaluate(
    () =>
      new Promise((resolve) => {
        const request = indexedDB.open("outcrop.index", 2);
        request.onsuccess = () => {
          request.result.close();
          resolve("upgraded");
        };
        request.onblocked = () => resolve("blocked");
      }),
  );
  assert.equal(answered, "upgraded", "no tab keeps another one from upgrading");
  await page.bringToFront();
  await history.getByRole("searchbox", { name: "Search history" }).fill("run 2");
  await eventually("one run is found", () => listed(history).count(), (count) => count === 1);
  // The first press empties the field.
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await history.waitFor({ state: "hidden" });
  await message(page).fill("Kept without an index");
  await runButton(page).click();
  await finished(page, "Converse");
  await finished(page, "InvokeModel");
  await (await openHistory(page)).getByText("Kept without an index").waitFor();
});
