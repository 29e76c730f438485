// Somebody looks at embeddings: fifty sentences to a table and a map, a stop in the middle, three lengths, files, and what a
// screen reader finds. The simulator answers; nothing leaves the page.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { violationsEverywhere } from "../harness/axe.mjs";
import { eventually, expectText } from "../harness/expect.mjs";
import { addresses, journey, open } from "../harness/journey.mjs";
import { chooseModel, runButton, stopButton, target } from "../harness/playground.mjs";

const opened = (page) => open(page, `${addresses.page}#embeddings`);
const texts = (page) => page.getByRole("region", { name: "Texts" });
const similarity = (page) => page.getByRole("region", { name: "Similarity", exact: true });
const map = (page) => page.getByRole("region", { name: "Map", exact: true });
const closer = (page) => page.getByRole("region", { name: "Look closer" });
const tab = (page, name) => closer(page).getByRole("tab", { name }).click();
const shown = (page) => similarity(page).getByText("SIMULATED").waitFor();

async function run(page) {
  await runButton(page).click();
  await shown(page);
}

journey("eight texts are embedded and one number is worked out by hand", {}, async ({ page }) => {
  await opened(page);
  await expectText(runButton(page), /8 calls/);
  await run(page);
  const cell = similarity(page).getByRole("button", { name: /^D and E, / });
  await cell.click();
  assert.equal(await cell.getAttribute("aria-pressed"), "true");
  const said = (await cell.innerText()).replace("\u2212", "-");
  await expectText(closer(page), /cos\(D, E\) =/);
  const worked = (await closer(page).innerText()).match(/cos\(D, E\) =\s*(\S+)/)[1].replace("\u2212", "-");
  assert.equal(Number(worked).toFixed(2), Number(said).toFixed(2), "the working gives the number of the table");
  await expectText(closer(page), /Both vectors have length 1/);
});

journey("fifty sentences become a heat map, a table and a map", {}, async ({ page }) => {
  await opened(page);
  await texts(page).getByRole("button", { name: "50 examples" }).click();
  await expectText(runButton(page), /50 calls/);
  await run(page);
  const plot = similarity(page).getByRole("application");
  await plot.focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expectText(similarity(page), /A and C, /);

  await similarity(page).getByRole("checkbox", { name: "As a table" }).check();
  const table = similarity(page).getByRole("table", { name: /of every pair, as numbers/ });
  await table.and(page.locator(":not([aria-busy])")).waitFor();
  assert.equal(await table.getByRole("row").count(), 51);
  assert.equal(await table.getByRole("columnheader").count(), 50);
  assert.equal(await table.getByRole("rowheader").count(), 50);

  const chart = map(page).getByRole("application");
  await chart.focus();
  await page.keyboard.press("Home");
  await expectText(map(page), /It will rain all afternoon, group weather/);
  await page.keyboard.press("ArrowRight");
  await expectText(map(page), /%.*of the spread/);
  const groups = map(page).getByRole("list", { name: "Groups" });
  assert.deepEqual(await groups.getByRole("listitem").allInnerTexts(), ["weather", "cooking", "space", "money", "animals"]);
});

journey("a stop in the middle keeps what has come", {}, async ({ page }) => {
  // The page's clock stands still but for the steps below, so that the middle is the middle on every machine.
  await page.clock.install();
  await opened(page);
  await texts(page).getByRole("button", { name: "50 examples" }).click();
  await page.clock.pauseAt(new Date((await page.evaluate(() => Date.now())) + 1_000));
  await runButton(page).click();
  await eventually(
    "some calls done",
    async () => {
      await page.clock.runFor(20);
      return stopButton(page).innerText();
    },
    (text) => /, [1-9]\d* of 50 done/.test(text),
  );
  await page.keyboard.press("Escape");
  const note = similarity(page).getByText(/^Stopped: \d+ of 50 calls done/);
  const [, done, stopped, unsent] = (await note.innerText()).match(/(\d+) of 50 calls done, (\d+) stopped, (\d+) not sent/).map(Number);
  assert.ok(done >= 1 && done < 50, `${done} done`);
  assert.ok(stopped <= 4, "no more than four were under way");
  assert.equal(done + stopped + unsent, 50);
  await tab(page, "Vectors");
  const rows = closer(page).getByRole("table", { name: /^Vectors/ }).getByRole("row");
  await eventually("each vector that came is shown", () => rows.count(), (count) => count === done + 1);
});

journey("three lengths are compared", {}, async ({ page }) => {
  await opened(page);
  await tab(page, "Dimensions");
  await closer(page).getByRole("button", { name: "Run 24 calls for all dimensions" }).click();
  const table = closer(page).getByRole("table", { name: "Agreement of each number of dimensions with the most" });
  await table.waitFor();
  assert.deepEqual(await table.getByRole("rowheader").allInnerTexts(), ["256", "512", "1024"]);
  await expectText(table.getByRole("row").last(), /8 of 8\s+1\.000/);
  const order = closer(page).getByRole("table", { name: /^Neighbours for each number of dimensions/ });
  await eventually("a row for each text", () => order.getByRole("row").count(), (count) => count === 8);
});

journey("the files parse and say that they are simulated", {}, async ({ page }) => {
  await opened(page);
  await page.getByRole("combobox", { name: "Dimensions" }).selectOption("256");
  await run(page);
  const save = async (name) => {
    await similarity(page).getByRole("button", { name: "Save" }).click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name, exact: true }).click(),
    ]);
    assert.match(download.suggestedFilename(), /SIMULATED/);
    return readFileSync(await download.path(), "utf8");
  };
  const json = JSON.parse(await save("JSON"));
  assert.equal(json.simulated, true);
  assert.deepEqual([json.dimensions, json.texts.length, json.texts[0].embedding.length], [256, 8, 256]);
  const csv = (await save("CSV")).trim().split("\r\n");
  assert.equal(csv.length, 9);
  assert.ok(csv[0].startsWith("label,group,text,model,type,source,d1,d2,"));
  assert.ok(csv.slice(1).every((line) => line.includes(",SIMULATED,")));
  assert.equal(Number(csv[1].split(",").at(-1)), json.texts[0].embedding.at(-1));
  const vectors = (await save("Projector vectors (TSV)")).trim().split("\n");
  assert.ok(vectors.length === 8 && vectors.every((line) => line.split("\t").every((cell) => Number.isFinite(Number(cell)))));
  assert.ok(vectors.every((line) => line.split("\t").length === 256));
  const words = (await save("Projector metadata (TSV)")).trim().split("\n");
  assert.deepEqual([words.length, words[0]], [9, "label\tgroup\ttext\tsource"]);
  assert.ok(words.slice(1).every((line) => line.endsWith("\tSIMULATED")));
});

journey("a query of another model is not compared", {}, async ({ page }) => {
  await opened(page);
  await run(page);
  await tab(page, "Neighbours");
  await closer(page).getByRole("button", { name: "Run 1 call for the query" }).click();
  const nearest = closer(page).getByRole("table", { name: "Texts, nearest first" });
  await expectText(closer(page), /Nearest to the query/);
  await eventually("a row for each text", () => nearest.getByRole("row").count(), (count) => count === 9);

  await chooseModel(page, "cohere.embed-english-v3");
  await page.keyboard.press("Escape");
  await expectText(closer(page), /input_type: search_query/);
  await expectText(runButton(page), /1 call$/m);
  await closer(page).getByRole("button", { name: "Run 1 call for the query" }).click();
  await expectText(closer(page), /Not compared/);
  await expectText(closer(page), /are two models/);
  await closer(page).getByRole("button", { name: /^Run the texts again/ }).click();
  await expectText(closer(page), /Nearest to the query/);
});

journey("Converse refuses an embedding model, and the page says why", {}, async ({ page }) => {
  await opened(page);
  await tab(page, "Why not Converse?");
  await closer(page).getByRole("button", { name: /^Run Converse with amazon.titan-embed/ }).click();
  await expectText(closer(page).getByRole("alert"), /ValidationException/);
  await expectText(closer(page).getByRole("alert"), /InvokeModel/);
});

journey("a rerank model puts the texts in order", {}, async ({ page }) => {
  await opened(page);
  await tab(page, "Rerank");
  // Rerank models are not in every Region.
  await page.getByRole("combobox", { name: "Region" }).selectOption("us-west-2");
  await closer(page).getByRole("textbox", { name: "Query for the ranking" }).fill("When does my parcel arrive?");
  await closer(page).getByRole("button", { name: "Run 1 call for the ranking" }).click();
  const table = closer(page).getByRole("table", { name: "Documents by score, best first" });
  await table.waitFor();
  assert.equal(await table.getByRole("row").count(), 9);
  await expectText(table.getByRole("row").nth(1), /When will my parcel arrive/);
});

journey("texts are pasted, moved, and kept while another view is open", {}, async ({ page }) => {
  await opened(page);
  await texts(page).getByRole("button", { name: "Remove all" }).click();
  await expectText(texts(page), /There is nothing to embed yet/);
  await texts(page).getByRole("button", { name: "Paste lines…" }).click();
  await texts(page).getByRole("textbox", { name: "Lines or CSV" }).fill('text,group\n"One, with a comma",x\nTwo,y\n');
  await texts(page).getByRole("button", { name: "Add these texts" }).click();
  await texts(page).getByRole("checkbox", { name: "Labels and groups" }).check();
  await texts(page).getByRole("button", { name: "Move B up" }).click();
  const first = texts(page).getByRole("textbox", { name: "Text A", exact: true });
  await eventually("the order", () => first.inputValue(), (value) => value === "Two");
  await page.getByRole("link", { name: "Playground" }).click();
  await page.getByRole("region", { name: "Compose" }).waitFor();
  await page.goBack();
  await eventually("the text", () => first.inputValue(), (value) => value === "Two");
});

journey("embeddings, accessible: every width and theme", { minutes: 5 }, async ({ page }) => {
  const found = [];
  const look = async (state) => found.push(...(await violationsEverywhere(page, state)));
  await page.emulateMedia({ reducedMotion: "reduce" });
  await opened(page);
  await texts(page).waitFor();
  await look("before a run");
  await run(page);
  for (const name of ["Cosine step by step", "Neighbours", "Dimensions", "Vectors", "Requests", "Why not Converse?", "Rerank"]) {
    await tab(page, name);
    await closer(page).getByRole("tab", { name, selected: true }).waitFor();
    await look(name);
  }
  await texts(page).getByRole("button", { name: "50 examples" }).click();
  await texts(page).getByRole("checkbox", { name: "Labels and groups" }).check();
  await run(page);
  await similarity(page).getByRole("application").waitFor();
  await look("fifty texts");
  assert.ok(found.length === 0, found.join("\n"));
});

journey("“Run again” repeats the calls of the texts, not the playground’s", {}, async ({ page }) => {
  const fault = async (label) => {
    const menu = target(page).getByRole("combobox", { name: "Fault" });
    if (!(await menu.isVisible())) await target(page).getByRole("button", { name: "Fault", exact: true }).click();
    await menu.selectOption({ label });
  };
  const go = (view) => page.evaluate((view) => (location.hash = view), view);
  await open(page);
  await fault("Throttled (429)");
  await go("#embeddings");
  await runButton(page).click();
  const card = similarity(page).getByRole("alert");
  await expectText(card, /Too many requests for now/);
  await go("#playground");
  await fault("No fault");
  await go("#embeddings");
  await card.getByRole("button", { name: "Run again" }).click();
  await shown(page);
  await go("#playground");
  await page.getByRole("heading", { name: "No answer yet" }).first().waitFor();
});

const status = (page, text) => page.getByRole("status").getByText(text, { exact: true }).first().waitFor();
const outdated = (page) => page.getByText("Settings changed since this run");

journey("every kind of run says that it ended, one call as well", {}, async ({ page }) => {
  await opened(page);
  await chooseModel(page, "cohere.embed-english-v3");
  await expectText(runButton(page), /1 call$/m);
  await run(page);
  await status(page, "Complete: 1 call");
  await tab(page, "Neighbours");
  await closer(page).getByRole("button", { name: "Run 1 call for the query" }).click();
  await expectText(closer(page), /Nearest to the query/);
  await status(page, "Complete: 1 call");
  await tab(page, "Dimensions");
  await chooseModel(page, "amazon.titan-embed-text-v2:0");
  await closer(page).getByRole("button", { name: "Run 24 calls for all dimensions" }).click();
  await status(page, "Complete: 24 of 24 calls");
  await tab(page, "Why not Converse?");
  await closer(page).getByRole("button", { name: /^Run Converse with/ }).click();
  await status(page, "The call failed");
});

journey("results that the texts or the settings would not give any more are marked", {}, async ({ page }) => {
  await opened(page);
  await run(page);
  await eventually("nothing is marked", () => outdated(page).count(), (count) => count === 0);
  const text = texts(page).getByRole("textbox", { name: "Text A", exact: true });
  const before = await text.inputValue();
  for (const [change, undo] of [
    [() => text.fill("Something else"), () => text.fill(before)],
    [
      () => page.getByRole("combobox", { name: "Dimensions" }).selectOption("256"),
      () => page.getByRole("combobox", { name: "Dimensions" }).selectOption({ index: 0 }),
    ],
  ]) {
    await change();
    await similarity(page).getByText("Settings changed since this run").waitFor();
    await map(page).getByText("Settings changed since this run").waitFor();
    await undo();
    await eventually("the marks go", () => outdated(page).count(), (count) => count === 0);
  }
  await tab(page, "Rerank");
  await page.getByRole("combobox", { name: "Region" }).selectOption("us-west-2");
  await closer(page).getByRole("button", { name: "Run 1 call for the ranking" }).click();
  await closer(page).getByRole("table", { name: "Documents by score, best first" }).waitFor();
  const query = closer(page).getByRole("textbox", { name: "Query for the ranking" });
  const asked = await query.inputValue();
  await query.fill("Another question");
  await closer(page).getByText("Settings changed since this run").waitFor();
  await query.fill(asked);
  await eventually("the mark goes", () => outdated(page).count(), (count) => count === 0);
  await text.fill("Something else");
  await similarity(page).getByRole("button", { name: "Run again" }).click();
  await shown(page);
  await similarity(page).getByText("Settings changed since this run").waitFor({ state: "detached" });
});

for (const [width, height] of [[1024, 768], [390, 844]]) {
  journey(`what a run brought is in view when it ends, ${width} px`, { context: { viewport: { width, height } } }, async ({ page }) => {
    await opened(page);
    await run(page);
    await eventually("the table is in view", () => similarity(page).evaluate((node) => node.getBoundingClientRect().top), (top) => top < height / 2);
  });
}

journey("the map says its axes in letters of 11 px or more, and a group has one shape", {}, async ({ page }) => {
  await opened(page);
  await run(page);
  const axes = map(page).getByText(/^.? ?component \d/);
  await axes.first().waitFor();
  const sizes = await axes.evaluateAll((nodes) => nodes.map((node) => Number.parseFloat(getComputedStyle(node).fontSize)));
  assert.ok(sizes.length === 2 && sizes.every((size) => size >= 11), String(sizes));
  const shapes = await page.locator(".key[data-g='2']").evaluateAll((nodes) => nodes.map((node) => getComputedStyle(node, "::before").clipPath));
  assert.ok(shapes.length > 2 && new Set(shapes).size === 1, [...new Set(shapes)].join());
});
