// Somebody plays a tool loop by hand, edits the bodies and attaches a picture.

import assert from "node:assert/strict";

import { expectText } from "../harness/expect.mjs";
import { journey, open } from "../harness/journey.mjs";
import { answer, DOT, errorCard, face, finished, message, sendAs, stream } from "../harness/playground.mjs";

const editor = (page, api) => page.getByRole("textbox", { name: `${api} request body`, exact: true });
const edit = (page, api) => page.getByRole("button", { name: `Edit ${api} JSON` }).click();

journey("a tool is asked for, answered by hand, and used", {}, async ({ page }) => {
  await open(page);
  await sendAs(page, "Converse");
  await message(page).fill("What is 12 * 34?");
  await page.getByText("Tools, guardrails, caching…").click();
  await page.getByRole("button", { name: "calculator" }).click();
  await expectText(face(page, "Converse", "request"), /"toolConfig"/);
  await page.keyboard.press("Control+Enter");

  await finished(page, "Converse");
  await expectText(answer(page, "Converse"), /tool_use/);
  await page.getByRole("button", { name: "Run the built-in calculator" }).click();
  await page.getByRole("button", { name: "Add to the conversation" }).click();
  await expectText(face(page, "Converse", "request"), /"toolResult"/);
  await page.keyboard.press("Control+Enter");

  await expectText(answer(page, "Converse"), /408/);
  await expectText(answer(page, "Converse"), /end_turn/);
});

journey("an edit on either side reaches the form and the other side", {}, async ({ page }) => {
  await open(page);
  await edit(page, "Converse");
  const converse = JSON.parse(await editor(page, "Converse").inputValue());
  converse.messages[0].content[0].text = "Changed on the left";
  await editor(page, "Converse").fill(JSON.stringify(converse));
  assert.equal(await message(page).inputValue(), "Changed on the left");
  await expectText(face(page, "InvokeModel", "request"), /Changed on the left/);
  await face(page, "Converse", "request").getByRole("button", { name: "Done" }).click();

  await edit(page, "InvokeModel");
  const native = JSON.parse(await editor(page, "InvokeModel").inputValue());
  native.temperature = 0.75;
  native.top_k = 7;
  await editor(page, "InvokeModel").fill(JSON.stringify(native));
  assert.equal(await page.getByRole("spinbutton", { name: "Temperature" }).inputValue(), "0.75");
  await expectText(face(page, "Converse", "request"), /"additionalModelRequestFields"/);

  const broken = '{ "messages": [';
  await editor(page, "InvokeModel").fill(broken);
  await expectText(face(page, "InvokeModel", "request"), /Not JSON at line 1/);
  assert.equal(await editor(page, "InvokeModel").inputValue(), broken, "nothing typed is lost");
});

journey("a native body stands alone, and comes back", {}, async ({ page }) => {
  await open(page);
  await sendAs(page, "InvokeModel");
  await stream(page, false);
  await edit(page, "InvokeModel");
  await face(page, "InvokeModel", "request").getByRole("button", { name: "Detach" }).click();
  await editor(page, "InvokeModel").fill('{"anthropic_version":"bedrock-2023-05-31","max_tokens":30,"odd":1,"messages":[]}');
  await page.keyboard.press("Control+Enter");
  await expectText(errorCard(page, "InvokeModel"), /odd/);
  await edit(page, "InvokeModel");
  await face(page, "InvokeModel", "request").getByRole("button", { name: "Re-link", exact: true }).click();
  await expectText(face(page, "Converse", "request"), /Explain RAG/);
  assert.match(await editor(page, "InvokeModel").inputValue(), /Explain RAG/);
});

journey("a picture is attached and both requests carry it", {}, async ({ page }) => {
  await open(page);
  await page.getByLabel("Attach files to message 1").setInputFiles([
    { name: "dot.png", mimeType: "image/png", buffer: DOT },
  ]);
  await page.getByRole("img", { name: "The attached picture" }).waitFor();
  await expectText(face(page, "Converse", "request"), /"image"/);
  await expectText(face(page, "InvokeModel", "request"), /"media_type": "image\/png"/);
  await page.keyboard.press("Control+Enter");
  for (const api of ["Converse", "InvokeModel"]) await finished(page, api);
});
