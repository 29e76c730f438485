// What stays on this device and what does not.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { addresses, EXAMPLE, journey, open } from "../harness/journey.mjs";
import { eventually, expectText } from "../harness/expect.mjs";
import { DOT, chooseModel, face, finished, message, modelId, openHistory, runButton, useEndpoint } from "../harness/playground.mjs";

const stored = (page) =>
  page.evaluate(async () => {
    const runs = async () => {
      // Opening a database that is not there would make it.
      if (!(await indexedDB.databases()).some(({ name }) => name === "outcrop")) return "";
      return new Promise((resolve) => {
        const request = indexedDB.open("outcrop");
        request.onsuccess = () => {
          const database = request.result;
          const all = database.objectStoreNames.contains("runs") && database.transaction("runs").objectStore("runs").getAll();
          if (!all) return resolve("");
          all.onsuccess = () => {
            database.close();
            resolve(JSON.stringify(all.result));
          };
        };
      });
    };
    return {
    local: JSON.stringify({ ...localStorage }),
    session: JSON.stringify({ ...sessionStorage }),
    databases: (await indexedDB.databases()).map(({ name }) => name).sort().join(),
    history: await runs(),
    caches: (await caches.keys()).length,
    cookies: document.cookie,
    };
  });

journey("a reload keeps the draft, and neither credentials nor endpoint", { hosts: [addresses.simulator] }, async ({ page, context }) => {
  await open(page);
  await useEndpoint(page, addresses.simulator, EXAMPLE);
  await message(page).fill("What is a guardrail?");
  await chooseModel(page, "amazon.nova-lite-v1:0");
  await runButton(page).click();
  await finished(page, "Converse");
  await eventually("the draft is stored", async () => (await stored(page)).local, (text) => text.includes("What is a guardrail?"));

  await eventually("the run is in the history", async () => (await stored(page)).history, (text) => text.includes("What is a guardrail?"));
  const kept = await stored(page);
  for (const secret of [EXAMPLE.accessKeyId, EXAMPLE.secretAccessKey, EXAMPLE.sessionToken, new URL(addresses.simulator).port]) {
    assert.ok(!JSON.stringify(kept).includes(secret), `${secret} is not stored`);
  }
  const { databases, caches, cookies } = kept;
  assert.deepEqual({ databases, caches, cookies }, { databases: "outcrop,outcrop.index", caches: 0, cookies: "" }, "nothing is kept elsewhere");

  await page.reload();
  await eventually("the draft is back", () => message(page).inputValue(), (text) => text === "What is a guardrail?");
  assert.equal(await modelId(page), "amazon.nova-lite-v1:0");
  await page.getByRole("button", { name: /^Credentials: none needed/ }).waitFor();
  await page.getByText("no AWS account needed").first().waitFor();

  const second = await context.newPage();
  await open(second);
  await eventually("another tab has it too", () => message(second).inputValue(), (text) => text === "What is a guardrail?");
});

const textA = (page) => page.getByRole("textbox", { name: "Text A", exact: true });

journey("a reload keeps what is filled in in the other views", {}, async ({ page }) => {
  await open(page, `${addresses.page}#embeddings`);
  await textA(page).fill("Basalt is a volcanic rock.");
  await chooseModel(page, "cohere.embed-english-v3");
  await page.reload();
  await eventually("the text is back", () => textA(page).inputValue(), (text) => text === "Basalt is a volcanic rock.");
  assert.equal(await modelId(page), "cohere.embed-english-v3");

  await page.evaluate(() => { location.hash = "#images"; });
  const prompt = page.getByRole("textbox", { name: "Prompt", exact: true });
  await chooseModel(page, "stability.sd3-5-large-v1:0");
  await page.getByRole("combobox", { name: "Task" }).selectOption("Image to image");
  await prompt.fill("A basalt cliff");
  await page.getByLabel("Image", { exact: true }).setInputFiles({ name: "dot.png", mimeType: "image/png", buffer: DOT });
  await page.getByText(/PNG, 1 × 1/).first().waitFor();
  await page.reload();
  await eventually("the prompt is back", () => prompt.inputValue(), (text) => text === "A basalt cliff");
  await page.getByText(/PNG, 1 × 1/).first().waitFor();

  await page.evaluate(() => { location.hash = "#compare"; });
  const repeats = page.getByRole("spinbutton", { name: "Repeats" });
  await repeats.fill("3");
  await repeats.blur();
  await page.reload();
  await eventually("the repeats are back", () => repeats.inputValue(), (text) => text === "3");
});

journey("what a link covers in another view comes back after an edit and a reload", {}, async ({ page }) => {
  await open(page, `${addresses.page}#embeddings`);
  await textA(page).fill("A stranger's text.");
  await page.getByRole("button", { name: /^Share/ }).click();
  const field = page.getByRole("dialog", { name: "Share this experiment" }).getByRole("textbox", { name: /^Link/ });
  await eventually("the link is there", () => field.inputValue(), (link) => link.includes("#x=1"));
  const link = await field.inputValue();
  await page.keyboard.press("Escape");
  await textA(page).fill("My own text.");

  // As somebody does who pastes the link into a tab that is new.
  await page.goto("about:blank");
  await open(page, link);
  await eventually("the text came", () => textA(page).inputValue(), (text) => text === "A stranger's text.");
  await textA(page).fill("A stranger's text, edited.");
  await page.reload();
  await eventually("the edit is kept", () => textA(page).inputValue(), (text) => text === "A stranger's text, edited.");
  const banner = page.getByRole("region", { name: "Opened experiment" });
  await banner.getByRole("button", { name: "Restore my draft" }).click();
  await eventually("the own text is back", () => textA(page).inputValue(), (text) => text === "My own text.");
  await banner.waitFor({ state: "detached" });
  await page.reload();
  await eventually("and stays", () => textA(page).inputValue(), (text) => text === "My own text.");
  assert.equal(await banner.count(), 0);
});

journey("a stored draft that cannot be read does not stop the page", {}, async ({ page }) => {
  await page.addInitScript(() => {
    for (const key of ["outcrop.draft.1", "outcrop.theme", "outcrop.embeddings.1", "outcrop.embeddings.mine", "outcrop.images.1", "outcrop.compare.1", "outcrop.playground.2", "outcrop.embeddings.2", "outcrop.images.2", "outcrop.compare.2"]) localStorage.setItem(key, '{"version": 99, "broken');
  });
  await open(page);
  assert.ok((await message(page).inputValue()).length > 10, "the first experiment is there");
  await page.evaluate(() => { location.hash = "#embeddings"; });
  await eventually("the first texts are there", () => textA(page).inputValue(), (text) => text.length > 10);
  await page.evaluate(() => { location.hash = "#compare"; });
  await page.getByRole("spinbutton", { name: "Repeats" }).waitFor();
});

/** Every key that the page reads, most of them at the start. */
const KEYS = [
  ...["about", "learn", "theme", "history", "offline", "code", "prices", "account.1", "draft.1", "draft.1.left", "draft.mine"],
  ...["playground", "compare", "embeddings", "images", "explorer"].flatMap((view) => [`${view}.1`, `${view}.mine`, `${view}.2`, `${view}.2.visit`]),
  ...["progress", "bench", "done", "exam"].map((what) => `lessons.1.${what}`),
].map((name) => `outcrop.${name}`);

for (const [what, junk] of [
  ["an empty text", ""],
  ["a number", "7"],
  ["null", "null"],
  ["an empty list", "[]"],
  ["another type in each member", '{"version": "x", "schemaVersion": {}, "messages": 7, "model": [], "lab": 1, "steps": [], "draft": null}'],
  ["an unknown version", '{"version": 99, "schemaVersion": 99, "messages": [{"future": true}], "steps": {"a1/run": 9}}'],
  ["a broken text", '{"version": 99, "broken'],
  ["100 kB of letters", "x".repeat(100_000)],
  ["a list that is nested deep", "[".repeat(20_000)],
]) {
  journey(`${what} under every key leaves a page that runs, and the draft as a file`, {}, async ({ page }) => {
    await page.addInitScript(
      ([keys, junk]) => {
        if (sessionStorage.getItem("planted")) return;
        for (const store of [localStorage, sessionStorage]) for (const key of keys) store.setItem(key, junk);
        sessionStorage.setItem("planted", "1");
      },
      [KEYS, junk],
    );
    await open(page);
    assert.ok((await message(page).inputValue()).length > 10, "the first experiment is there");
    await runButton(page).click();
    await finished(page, "Converse");
    for (const [view, shown] of [
      ["#embeddings", textA(page)],
      ["#compare", page.getByRole("spinbutton", { name: "Repeats" })],
      ["#images", page.getByRole("textbox", { name: "Prompt", exact: true })],
    ]) {
      await page.evaluate((view) => { location.hash = view; }, view);
      await shown.waitFor();
    }
    if (junk.trim() === "") return;
    const kept = await page.evaluate(() => Object.entries({ ...localStorage }));
    assert.ok(kept.some(([name, text]) => name.startsWith("outcrop.draft.1.unread") && text === junk), "the draft's text is kept");
  });
}

journey("a draft that cannot be read is offered as a file, and so is the next one", {}, async ({ page }) => {
  const plant = (text) => page.evaluate((text) => {
    for (const store of [localStorage, sessionStorage]) store.setItem("outcrop.draft.1", text);
  }, text);
  await open(page);
  for (const text of ['{"messages": "first odd', '{"messages": "second odd']) {
    await plant(text);
    // As a crash leaves it: what the page does when it is left is not to write over it.
    await page.reload();
    await page.getByText("The stored draft could not be read. History offers it as a file").waitFor();
    await runButton(page).click();
    await finished(page, "Converse");
  }
  const history = await openHistory(page);
  const texts = history.getByRole("list", { name: "Stored texts that could not be read" }).getByRole("listitem");
  assert.equal(await texts.count(), 2);
  const saved = [];
  for (const item of await texts.all()) {
    const [download] = await Promise.all([page.waitForEvent("download"), item.getByRole("button", { name: "Save as a file: Draft of the playground" }).click()]);
    saved.push(await readFile(await download.path(), "utf8"));
  }
  assert.deepEqual(saved, ['{"messages": "first odd', '{"messages": "second odd']);
  await texts.first().getByRole("button", { name: "Delete: Draft of the playground" }).click();
  await eventually("one is left", () => texts.count(), (count) => count === 1);
});

journey("a tab whose own draft cannot be read takes the one of the device", {}, async ({ page }) => {
  await page.addInitScript((draft) => {
    if (sessionStorage.getItem("planted")) return;
    sessionStorage.setItem("planted", "1");
    sessionStorage.setItem("outcrop.draft.1", '{"broken');
    localStorage.setItem("outcrop.draft.1", draft);
  }, JSON.stringify({ messages: [{ id: 1, role: "user", content: ["Of another tab"] }] }));
  await open(page);
  await eventually("the device's draft is there", () => message(page).inputValue(), (text) => text === "Of another tab");
});

journey("blocked storage does not stop the page", {}, async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", { get() { throw new DOMException("blocked", "SecurityError"); } });
  });
  await open(page);
  await page.keyboard.press("Control+Enter");
  await finished(page, "Converse");
});

journey("full storage is told once, with what helps", {}, async ({ page }) => {
  await open(page);
  await page.evaluate(() => {
    Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
  });
  await message(page).fill("This cannot be kept.");
  await page.getByText(/no storage left for this page\. Delete runs, or clear the history\. Your work is lost/).waitFor();
  await runButton(page).click();
  await finished(page, "Converse");
});

journey("a stored draft without a message is repaired, and runs", {}, async ({ page }) => {
  await page.addInitScript(() => {
    if (!localStorage.getItem("outcrop.draft.1")) localStorage.setItem("outcrop.draft.1", '{"messages": []}');
  });
  await open(page);
  await page.getByText(/stored draft was repaired: it had no message/).waitFor();
  await message(page).fill("Still here?");
  await runButton(page).click();
  await finished(page, "Converse");
});

for (const [odd, count, text, id, change] of [
  ["10,000 messages", 10_000, "Hello", (place) => place, /only its first 100 messages were loaded/],
  ["one id many times", 50, "Hello", () => 7, /its messages were numbered anew/],
  ["2 MB of text", 1, "é".repeat(1_000_000), (place) => place, /its text was cut after 1 MB/],
  ["a stack of 200,000 marks", 1, `a${"\u0301".repeat(200_000)}`, (place) => place, /a stack of combining marks was cut/],
]) {
  journey(`a stored draft with ${odd} is repaired, and a short one runs in its place`, {}, async ({ page }) => {
    const messages = Array.from({ length: count }, (_, place) => ({ id: id(place + 1), role: "user", content: [text] }));
    await page.addInitScript((draft) => {
      if (!localStorage.getItem("outcrop.draft.1")) localStorage.setItem("outcrop.draft.1", draft);
    }, JSON.stringify({ messages }));
    await open(page);
    await page.getByText(change).waitFor();
    await runButton(page).click();
    // One role many times and very long texts are for the service to refuse, in words; Run stays.
    await expectText(face(page, "Converse", "response"), /\b(200|400)\b/);
    await page.getByRole("button", { name: "Start over with the first experiment" }).click();
    await message(page).fill("Still here?");
    await runButton(page).click();
    await finished(page, "Converse");
  });
}

for (const [odd, draft] of [
  ["50,000 parts", { messages: [{ id: 1, role: "user", content: Array(50_000).fill("a") }] }],
  ["20,000 stop sequences", { stop_sequences: Array.from({ length: 20_000 }, (_, place) => `s${place}`) }],
  ["a region of 1 MB", { region: "r".repeat(1_000_000) }],
  ["a model of 1 MB", { model: "m".repeat(1_000_000) }],
]) {
  journey(`a stored draft with ${odd} is cut, kept whole as a file, and a short one runs in its place`, {}, async ({ page }) => {
    const whole = JSON.stringify(draft);
    await page.addInitScript((draft) => {
      if (!localStorage.getItem("outcrop.draft.1")) localStorage.setItem("outcrop.draft.1", draft);
    }, whole);
    await open(page);
    await page.getByText(/History offers the whole of it as a file/).waitFor();
    assert.equal(await page.evaluate(() => localStorage.getItem("outcrop.draft.1.unread")), whole);
    await page.getByRole("button", { name: "Start over with the first experiment" }).click();
    await message(page).fill("Still here?");
    await runButton(page).click();
    await finished(page, "Converse");
  });
}

journey("what an earlier version stored during a visit is read", {}, async ({ page }) => {
  const draft = (text) => JSON.stringify({ messages: [{ id: 1, role: "user", content: [text] }] });
  await page.addInitScript(([shown, mine]) => {
    if (sessionStorage.getItem("planted")) return;
    sessionStorage.setItem("planted", "1");
    localStorage.setItem("outcrop.draft.1", shown);
    localStorage.setItem("outcrop.draft.mine", mine);
  }, [draft("A link, edited"), draft("My own")]);
  await open(page);
  const banner = page.getByRole("region", { name: "Opened experiment" });
  await banner.getByRole("button", { name: "Restore my draft" }).click();
  await eventually("the own draft is back", () => message(page).inputValue(), (text) => text === "My own");
  await page.reload();
  await eventually("and stays", () => message(page).inputValue(), (text) => text === "My own");
  assert.equal(await banner.count(), 0);
});
