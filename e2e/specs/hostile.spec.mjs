// Input that is deep, wide, endless or odd: the page answers, says what it left out, and loses nothing.

import assert from "node:assert/strict";
import { crc32, deflateRawSync, gzipSync } from "node:zlib";

import { eventually, expectText } from "../harness/expect.mjs";
import { endpoint } from "../harness/hostile.mjs";
import { EXAMPLE, addresses, journey, open } from "../harness/journey.mjs";
import { answer, errorCard, message, openHistory, runButton, sendAs, stopButton, stream, useEndpoint } from "../harness/playground.mjs";

const banner = (page) => page.getByRole("region", { name: "Opened experiment" });
const stored = (page) => page.evaluate(() => JSON.stringify({ ...localStorage }));

/** A link of this document, as any program could write it. */
function link(document) {
  const head = `1z.${deflateRawSync(Buffer.from(JSON.stringify(document))).toString("base64url")}`;
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(Buffer.from(head)));
  return `#x=${head}.${sum.toString("base64url")}${(head.length - 3).toString(36)}`;
}

/** The page answers: what is typed now is stored. */
async function answers(page) {
  await message(page).fill("Still here");
  await eventually("the page answers", () => stored(page), (kept) => kept.includes("Still here"));
}

for (const [name, document, why] of [
  ["a native body nested 100,000 deep", { native: { body: "[".repeat(100_000) } }, /“body” nest deeper than 127/],
  ["further members nested 20,000 deep", { more: '{"a":'.repeat(20_000) }, /“more” nest deeper than 127/],
  ["a message of 50,000 parts", { messages: [Array(50_000).fill("a")] }, /50000 content blocks, at most 500/],
]) {
  journey(`a link with ${name} is refused with its measure`, {}, async ({ page }) => {
    await open(page, `${addresses.page}${link(document)}`);
    await expectText(banner(page), why);
    await expectText(banner(page), /Nothing was loaded/);
    await banner(page).getByRole("button", { name: "Dismiss" }).click();
    await answers(page);
  });
}

journey("a link with 500 parts, 5,000 tools and a stack of marks opens, and draws them in steps", {}, async ({ page }) => {
  const tools = Array.from({ length: 5_000 }, (_, n) => ({ toolSpec: { name: `t${n}`, inputSchema: { json: {} } } }));
  const parts = Array.from({ length: 500 }, (_, n) => `part ${n}`);
  parts[0] = `a${"\u0301".repeat(50_000)}`;
  await open(page, `${addresses.page}${link({ messages: [parts], more: { toolConfig: { tools } } })}`);
  await expectText(banner(page), /combining marks were left out/);
  const more = page.getByRole("button", { name: /^Show more content blocks, 460 not shown/ });
  await more.click();
  await page.getByRole("button", { name: /^Show more content blocks, 420 not shown/ }).waitFor();
  await answers(page);
});

/** An endpoint that answers with this JSON. */
const saying = (content, status = 200) =>
  endpoint((_, response) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(content));
  });
const converse = (blocks) => ({
  output: { message: { role: "assistant", content: blocks } },
  stopReason: "end_turn",
  usage: { inputTokens: 1, outputTokens: 1 },
});

async function ran(page, server) {
  await open(page);
  await useEndpoint(page, server.address, EXAMPLE);
  await sendAs(page, "Converse");
  await runButton(page).click();
}

for (const [name, text, shown] of [
  ["2,000 nested quotes", `${"> ".repeat(2_000)}deep`, /deep/],
  ["5,000 nested lists", `${"- ".repeat(5_000)}deep`, /deep/],
  ["emphasis nested 20,000 deep", `${"*a ".repeat(20_000)}deep`, /\*a \*a \*a/],
]) {
  const server = await saying(converse([{ text }]));
  journey(`an answer of ${name} is drawn`, { hosts: [server.address] }, async ({ page }) => {
    await ran(page, server);
    await expectText(answer(page, "Converse"), shown);
    await answers(page);
  });
}

const paragraphs = await saying(converse([{ text: "A paragraph.\n\n".repeat(350_000) }]));
journey("five megabytes of paragraphs are drawn in steps, and the rest is counted", { hosts: [paragraphs.address] }, async ({ page }) => {
  await ran(page, paragraphs);
  const log = answer(page, "Converse");
  await expectText(log, /Shown: the first .* of 4\.9 MB/);
  const drawn = () => log.locator("p").count();
  const first = await drawn();
  assert.ok(first < 3_000, `${first} paragraphs`);
  await log.getByRole("button", { name: "Show more of this text" }).click();
  await eventually("more is drawn", drawn, (count) => count > first);
  await answers(page);
});

const unknown = await saying(converse(Array.from({ length: 1_000 }, (_, n) => ({ future: { n } }))));
journey("a thousand blocks of an unknown kind are drawn in steps", { hosts: [unknown.address] }, async ({ page }) => {
  await ran(page, unknown);
  const log = answer(page, "Converse");
  await log.getByRole("button", { name: /^Show more content blocks, 960 not shown/ }).click();
  await log.getByRole("button", { name: /^Show more content blocks, 920 not shown/ }).waitFor();
  await answers(page);
});

const refusing = await saying({ message: "a".repeat(20_000_000) }, 400);
journey("an error body of twenty megabytes is cut, and says so", { hosts: [refusing.address], expected: [/console: .*400/] }, async ({ page }) => {
  await ran(page, refusing);
  const card = errorCard(page, "Converse");
  await card.getByText("Raw response body").click();
  await expectText(card, /Shown: the first .* of 20\.0 MB\. Copy has all of it\./);
  await answers(page);
});

const bomb = gzipSync(Buffer.alloc(80_000_000, " "));
const bombs = await endpoint((_, response) => {
  response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" });
  response.end(bomb);
});
journey("a gzip bomb ends at the limit, which the card raises", { hosts: [bombs.address] }, async ({ page }) => {
  await ran(page, bombs);
  const card = errorCard(page, "Converse");
  await expectText(card, /longer than this page receives/);
  await expectText(card, /ended after 64\.0 MB/);
  await card.getByRole("button", { name: "Receive up to 256.0 MB" }).click();
  await card.getByRole("button", { name: "Receive up to 256.0 MB" }).waitFor({ state: "detached" });
  await answers(page);
});

/** An event-stream frame. */
function frame(type, payload) {
  const header = (name, value) => {
    const bytes = Buffer.alloc(1 + name.length + 3 + value.length);
    bytes.writeUInt8(name.length);
    bytes.write(name, 1);
    bytes.writeUInt8(7, 1 + name.length);
    bytes.writeUInt16BE(value.length, 2 + name.length);
    bytes.write(value, 4 + name.length);
    return bytes;
  };
  const headers = Buffer.concat([header(":message-type", "event"), header(":event-type", type), header(":content-type", "application/json")]);
  const body = Buffer.from(JSON.stringify(payload));
  const out = Buffer.alloc(16 + headers.length + body.length);
  out.writeUInt32BE(out.length, 0);
  out.writeUInt32BE(headers.length, 4);
  out.writeUInt32BE(crc32(out.subarray(0, 8)), 8);
  headers.copy(out, 12);
  body.copy(out, 12 + headers.length);
  out.writeUInt32BE(crc32(out.subarray(0, out.length - 4)), out.length - 4);
  return out;
}

const many = Buffer.concat(Array(500).fill(frame("contentBlockDelta", { contentBlockIndex: 0, delta: { text: "word " } })));
let closed = 0;
const endless = await endpoint((_, response) => {
  response.writeHead(200, { "content-type": "application/vnd.amazon.eventstream" });
  response.write(frame("messageStart", { role: "assistant" }));
  const write = () => {
    while (!response.destroyed && response.write(many));
  };
  response.on("drain", write);
  response.on("close", () => closed++);
  write();
});
journey("a stream of events without end, as fast as they come, is stopped by Stop or by the limit of events", { hosts: [endless.address] }, async ({ page }) => {
  await open(page);
  await useEndpoint(page, endless.address, EXAMPLE);
  await sendAs(page, "Converse");
  await stream(page, true);
  await runButton(page).click();
  await expectText(answer(page, "Converse"), /word word/);
  // If the machine is slow to press, the limit of events has ended it already.
  await stopButton(page).or(errorCard(page, "Converse")).first().click();
  await runButton(page).waitFor();
  await expectText(answer(page, "Converse"), /word word/);
  await eventually("the transfer has ended", () => closed, (count) => count > 0);
  await answers(page);
});

const linking = await saying(
  converse([
    {
      text: [
        "[bank](https://bank.example@evil.example/)",
        "[local](http://127.0.0.1/)",
        "[mail](mailto:a@example.com)",
        "[turned](https://\u202emoc.elpmaxe/)",
        "[apple](https://аpple.com/)",
        "[fine](https://example.com/a)",
      ].join("\n\n"),
    },
  ]),
);
journey("links in an answer are https and name the host that is called", { hosts: [linking.address] }, async ({ page }) => {
  await ran(page, linking);
  const log = answer(page, "Converse");
  await expectText(log, /fine/);
  assert.deepEqual(await log.getByRole("link").evaluateAll((links) => links.map((link) => link.href)), [
    "https://xn--pple-43d.com/",
    "https://example.com/a",
  ]);
  await expectText(log, /apple\s*\(xn--pple-43d\.com\)/);
  await expectText(log, /bank \(https:\/\/bank\.example@evil\.example\/\)/);
});

journey("a tab that closes leaves its draft, and the next visit has it in the history", {}, async ({ page, context }) => {
  const write = async (tab, text) => {
    await message(tab).fill(text);
    await eventually("it is stored", () => stored(tab), (kept) => kept.includes(text));
  };
  await open(page);
  const second = await context.newPage();
  await open(second);
  await write(second, "Typed in the tab that closes");
  await page.bringToFront();
  await write(page, "Typed last");
  await second.close({ runBeforeUnload: true });
  await eventually("it is left", () => stored(page), (kept) => kept.includes("Typed in the tab that closes"));

  await page.reload();
  await page.getByText("“My draft from another tab” is in the history").waitFor();
  await eventually("the own draft stays", () => message(page).inputValue(), (text) => text === "Typed last");
  await (await openHistory(page)).getByRole("button", { name: "Restore: My draft from another tab" }).click();
  await eventually("the text is back", () => message(page).inputValue(), (text) => text === "Typed in the tab that closes");
});

journey("what is typed in Share stays while the page lives", {}, async ({ page }) => {
  await open(page);
  const share = async () => {
    await page.getByRole("button", { name: /^Share/ }).click();
    return page.getByRole("dialog", { name: "Share this experiment" });
  };
  await (await share()).getByRole("textbox", { name: "Title" }).fill("A title, not shared yet");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog", { name: "Share this experiment" }).waitFor({ state: "hidden" });
  const title = (await share()).getByRole("textbox", { name: "Title" });
  await eventually("it is still there", () => title.inputValue(), (text) => text === "A title, not shared yet");
});

journey("a history of 300 large runs opens as a window, and is searched", { minutes: 4 }, async ({ page }) => {
  await open(page);
  await page.evaluate(async () => {
    const request = indexedDB.open("outcrop", 1);
    await new Promise((resolve) => {
      request.onupgradeneeded = () => request.result.createObjectStore("runs", { autoIncrement: true });
      request.onsuccess = resolve;
    });
    const database = request.result;
    const long = "x".repeat(200_000);
    const writing = database.transaction("runs", "readwrite");
    for (let n = 0; n < 300; n++) {
      writing.objectStore("runs").add(JSON.stringify({ version: 1, at_ms: n, title: `Run ${n}`, pinned: false, draft: { messages: [] }, calls: [{ answer: long }] }));
    }
    await new Promise((resolve) => { writing.oncomplete = resolve; });
    database.close();
  });
  const history = await openHistory(page);
  const runs = history.getByRole("list", { name: "Runs" }).getByRole("listitem");
  await eventually("a window of runs", () => runs.count(), (count) => count === 40);
  await history.getByRole("button", { name: "Show older runs" }).click();
  await eventually("and a larger one", () => runs.count(), (count) => count === 80);
  await history.getByRole("searchbox", { name: "Search history" }).fill("Run 123");
  await history.getByText("Run 123", { exact: true }).waitFor();
});

journey("the page runs under a clock before 1970 and far in the future", {}, async ({ page }) => {
  await page.addInitScript(() => {
    const far = new URLSearchParams(location.search).has("far") ? 8_640_000_000_000_000 : -62_135_596_800_000;
    Date.now = () => far;
  });
  for (const query of ["?past", "?far"]) {
    await open(page, `${addresses.page}${query}`);
    await runButton(page).click();
    await expectText(answer(page, "Converse"), /\S/);
    await page.getByText("200", { exact: true }).first().waitFor();
  }
});
