// Somebody asks what changed in Bedrock: from the menu and from the palette.

import assert from "node:assert/strict";

import { violationsEverywhere } from "../harness/axe.mjs";
import { expectText } from "../harness/expect.mjs";
import { journey, open } from "../harness/journey.mjs";

const dialog = (page) => page.getByRole("dialog", { name: "What changed in Bedrock" });

journey("what changed in Bedrock is in the menu and in the palette, each row with its source", {}, async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("button", { name: "What changed in Bedrock" }).click();
  await expectText(dialog(page), /As of \d{4}-\d{2}-\d{2}/);
  for (const heading of ["New models", "Models that ended", "New operations"]) {
    const part = dialog(page).getByRole("region", { name: heading });
    const rows = await part.getByRole("listitem").count();
    assert.ok(rows > 0, heading);
    assert.equal(await part.getByRole("link").count(), rows, "a source a row");
  }
  assert.deepEqual(await violationsEverywhere(page, "what changed"), []);
  await page.keyboard.press("Escape");
  await dialog(page).waitFor({ state: "hidden" });

  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search commands" }).fill("retired models");
  await page.getByRole("dialog", { name: "Commands" }).getByRole("option", { name: /^What changed/, selected: true }).waitFor();
  await page.keyboard.press("Enter");
  await expectText(dialog(page), /Claude 3 Haiku ended on 2026-09-10/);
});
