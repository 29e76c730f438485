// No axe violation in any state, theme or width.

import assert from "node:assert/strict";

import { addresses, EXAMPLE, journey, open } from "../harness/journey.mjs";
import { doubledIds, violations, violationsEverywhere } from "../harness/axe.mjs";
import { expectText } from "../harness/expect.mjs";
import {
  chooseModel,
  errorCard,
  face,
  finished,
  model,
  openCredentials,
  runButton,
  useEndpoint,
} from "../harness/playground.mjs";

journey("accessible: every width and theme", { hosts: [addresses.simulator], expected: [/console: .*403/], minutes: 5 }, async ({ page }) => {
  const found = [];
  const look = async (state) => found.push(...(await violationsEverywhere(page, state)));
  await page.emulateMedia({ reducedMotion: "reduce" });
  await open(page);
  await look("first paint");

  await runButton(page).click();
  await finished(page, "Converse");
  await finished(page, "InvokeModel");
  await look("answered");

  await page.getByRole("radiogroup", { name: "Show answer as" }).getByText("JSON").click();
  await face(page, "Converse", "response").getByText('"stopReason"').first().waitFor();
  await look("answered, as JSON");

  await chooseModel(page, "not a model");
  await model(page).and(page.locator("[aria-invalid=true]")).waitFor();
  await look("a wrong model id");
  await chooseModel(page, "amazon.nova-lite-v1:0");

  const dialog = await openCredentials(page);
  await dialog.getByRole("button", { name: "Fill in the simulator's example" }).click();
  await look("credentials");
  await dialog.getByRole("button", { name: "Close" }).click();

  await useEndpoint(page, addresses.simulator, { ...EXAMPLE, sessionToken: `${EXAMPLE.sessionToken}-of-another` });
  await runButton(page).click();
  await expectText(errorCard(page, "Converse"), /UnrecognizedClientException/);
  await look("refused");
  assert.ok(found.length === 0, found.join("\n"));
});

journey("accessible: forced colours", { context: { forcedColors: "active" } }, async ({ page }) => {
  await open(page);
  assert.deepEqual(await violations(page, "forced colours"), []);
});

journey("accessible: before the program is there", {}, async ({ page }) => {
  await page.route("**/*.wasm", () => {});
  await page.goto(addresses.page);
  await page.getByText("Loading the playground").waitFor();
  assert.deepEqual(await violations(page, "loading"), []);
});

journey("no id belongs to two elements, in any view or dialog", {}, async ({ page }) => {
  await open(page);
  const found = [];
  const look = async (state) => found.push(...(await page.evaluate(doubledIds)).map((id) => `${state}: ${id}`));
  const menu = (name) => async () => {
    await page.getByRole("button", { name: "Menu" }).click();
    await page.getByRole("button", { name, exact: true }).click();
  };
  const dialogs = [
    ["Share this experiment", () => page.getByRole("button", { name: /^Share/ }).click()],
    ["History", menu("History…")],
    ["Import", menu("Import…")],
    ["Credentials", () => openCredentials(page)],
    ["Keyboard shortcuts", () => page.keyboard.press("?")],
  ];
  for (const view of ["Playground", "Embeddings", "Images", "Compare", "Explorer"]) {
    await page.evaluate((hash) => (location.hash = hash), view.toLowerCase());
    await page.getByRole("heading", { name: view, level: 1 }).waitFor();
    await look(view);
    for (const [name, show] of dialogs) {
      await show();
      const dialog = page.getByRole("dialog", { name });
      await dialog.waitFor();
      await look(`${view}, ${name}`);
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "hidden" });
    }
  }
  assert.deepEqual(found, []);
});
