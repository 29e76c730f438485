// Two answers are compared line by line, put together from their streams; and an answer says what it cites.

import assert from "node:assert/strict";

import { violations } from "../harness/axe.mjs";
import { expectText } from "../harness/expect.mjs";
import { journey, open } from "../harness/journey.mjs";
import { answer, face, finished, stream } from "../harness/playground.mjs";

const asJson = (page) => page.getByRole("radiogroup", { name: "Show answer as" }).getByText("JSON").click();
const streamAs = (page, api) => page.getByRole("radiogroup", { name: `Show ${api} stream as` });
const rows = (page, api) => page.getByRole("list", { name: `${api} response JSON` });

journey("two streams are put together and linked like whole answers", {}, async ({ page }) => {
  await open(page);
  await stream(page, true);
  await page.keyboard.press("Control+Enter");
  for (const api of ["Converse", "InvokeModel"]) await finished(page, api);
  await asJson(page);
  const chosen = (api, name) => streamAs(page, api).getByRole("radio", { name }).and(page.locator(":checked")).waitFor();
  for (const api of ["Converse", "InvokeModel"]) {
    await chosen(api, "Assembled");
    await expectText(face(page, api, "response"), /Assembled from[\s\S]*not sent by AWS/);
  }
  await expectText(rows(page, "Converse"), /"stopReason": "end_turn"/);
  await expectText(rows(page, "InvokeModel"), /"stop_reason": "end_turn"/);
  await rows(page, "Converse").getByRole("listitem").filter({ hasText: '"stopReason"' }).hover();
  const note = page.locator("#response .linkbar");
  await expectText(note, /renamed · Same value; this format calls the member stop_reason/);
  await rows(page, "Converse").getByRole("listitem").filter({ hasText: '"latencyMs"' }).hover();
  await expectText(note, /Bedrock adds it to the last chunk of a native stream/);
  await note.getByRole("button", { name: "Why the two answers differ" }).click();
  await page.getByText(/\S/).and(page.locator("#why-answers-differ dt")).first().waitFor();
  await page.keyboard.press("Escape");
  assert.deepEqual(await violations(page, "assembled answers"), []);

  await streamAs(page, "InvokeModel").getByText("Events").click();
  await chosen("Converse", "Events");
  await expectText(rows(page, "Converse"), /"contentBlockDelta"/);
  await expectText(rows(page, "InvokeModel"), /"content_block_delta"/);
});

journey("an answer out of a document cites its sentence, streamed or not", {}, async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Edit Converse JSON" }).click();
  const editor = page.getByRole("textbox", { name: "Converse request body", exact: true });
  const body = JSON.parse(await editor.inputValue());
  const text = "Basalt is dark. Granite contains quartz and feldspar. Chalk is soft.";
  body.messages[0].content = [
    { document: { name: "rocks", format: "txt", citations: { enabled: true }, source: { text } } },
    { text: "What does granite contain?" },
  ];
  await editor.fill(JSON.stringify(body));
  for (const on of [true, false]) {
    await stream(page, on);
    await page.keyboard.press("Control+Enter");
    for (const api of ["Converse", "InvokeModel"]) {
      await expectText(face(page, api, "response"), on ? /\d+ frames/ : /^(?![\s\S]*\d+ frames)/);
      await finished(page, api);
      await expectText(answer(page, api).getByRole("list", { name: "Citations" }), /Granite contains quartz and feldspar/);
    }
  }
});
