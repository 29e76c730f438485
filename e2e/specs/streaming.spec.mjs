// An answer that comes bit by bit, and one that is stopped.

import assert from "node:assert/strict";

import { journey, open } from "../harness/journey.mjs";
import { eventually } from "../harness/expect.mjs";
import { answer, face, finished, message, runButton, sendAs, stopButton, stream } from "../harness/playground.mjs";

journey("a streamed answer grows, and is announced once", {}, async ({ page }) => {
  await open(page);
  await stream(page, true);
  await page.evaluate(() => {
    window.seen = { lengths: new Set(), said: new Set() };
    new MutationObserver(() => {
      const log = document.querySelector("[role=log][aria-busy=true]");
      if (log) window.seen.lengths.add(log.innerText.length);
      for (const status of document.querySelectorAll("footer [role=status]")) window.seen.said.add(status.innerText);
    }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  });
  await page.keyboard.press("Control+Enter");
  for (const api of ["Converse", "InvokeModel"]) {
    await finished(page, api);
    await face(page, api, "response").getByText(/\d+ frames/).waitFor();
  }
  const { lengths, said } = await page.evaluate(() => ({ lengths: [...window.seen.lengths], said: [...window.seen.said] }));
  assert.ok(lengths.length > 3, `the text grew in ${lengths.length} steps`);
  assert.ok(said.length < 10, `few announcements, not one a token: ${said.join(" | ")}`);
});

for (const [how, stop] of [
  ["Escape", (page) => page.keyboard.press("Escape")],
  ["the button", (page) => stopButton(page).click()],
]) {
  journey(`${how} stops a run and keeps what had come`, {}, async ({ page }) => {
    await open(page);
    await stream(page, true);
    await sendAs(page, "Converse");
    await message(page).fill("Explain the difference between Converse and InvokeModel.");
    await message(page).blur();
    await page.keyboard.press("Control+Enter");
    await eventually("some text", () => answer(page, "Converse").innerText(), (text) => text.trim().length > 0);
    await stop(page);
    await face(page, "Converse", "response").getByText("stopped", { exact: true }).waitFor();
    assert.ok((await answer(page, "Converse").innerText()).trim().length > 0, "the text is kept");
    await runButton(page).waitFor();
  });
}
