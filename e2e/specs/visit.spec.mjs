// What lies over the reader's own work, and the way back: a reproduction over a link, and two tabs on one visit.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { eventually, expectText } from "../harness/expect.mjs";
import { endpoint } from "../harness/hostile.mjs";
import { EXAMPLE, journey, open } from "../harness/journey.mjs";
import { BOTH, errorCard, message, openHistory, runButton, sendAs, target, useEndpoint } from "../harness/playground.mjs";

const LINK = readFileSync(new URL("../../tests/share/released/1.txt", import.meta.url), "utf8").match(/^tools (#x=1j\.\S+)$/m)[1];
const OF_LINK = /^How far is it/;
const MINE = "My own half-written question";

const banner = (page) => page.getByRole("region", { name: "Opened experiment" });
const shows = (page, what, pattern) => eventually(what, () => message(page).inputValue(), (text) => pattern.test(text));
const stored = (page) => page.evaluate(() => JSON.stringify({ ...localStorage }));
const backToMine = (page) => banner(page).getByRole("button", { name: "Restore my draft" }).click();

/** Writes into the first message, and waits until the device has it. */
async function write(page, text) {
  await message(page).fill(text);
  await eventually("it is stored", () => stored(page), (kept) => kept.includes(text));
}

async function follow(page, hash) {
  await page.evaluate((hash) => { location.hash = hash; }, hash);
  await shows(page, "the link is open", OF_LINK);
}

const refusing = await endpoint((_, response) => {
  response.writeHead(400, { "content-type": "application/json", "x-amzn-errortype": "ValidationException" });
  response.end(JSON.stringify({ message: "`temperature` and `top_p` cannot both be specified for this model. Please use only one." }));
});

journey("an error is reproduced over an open link, and the link and the own draft come back", { hosts: [refusing.address], expected: [/console: .*400/] }, async ({ page }) => {
  await open(page);
  await write(page, MINE);
  await follow(page, LINK);
  await sendAs(page, BOTH);
  await message(page).fill("How far is it, edited");
  await eventually("the edit is stored", () => stored(page), (kept) => kept.includes("How far is it, edited"));
  await useEndpoint(page, refusing.address, EXAMPLE);
  await runButton(page).click();
  const reproduce = errorCard(page, "Converse").getByRole("button", { name: "Reproduce in simulator" });
  await reproduce.waitFor();
  const sent = refusing.received.length;
  await reproduce.click();

  await reproduce.waitFor({ state: "detached" });
  await expectText(errorCard(page, "Converse"), /Temperature or Top P, not both/);
  assert.ok(await page.getByRole("radio", { name: "Simulator" }).isChecked());
  assert.equal(refusing.received.length, sent, "the endpoint is not called again");
  await shows(page, "the experiment that fails is in the form", /^(?!How far is it)/);
  const kept = await stored(page);
  assert.ok(kept.includes(MINE), "the device still keeps the reader's own");
  assert.ok(kept.includes("How far is it, edited"), "and the edited link");

  await target(page).getByRole("button", { name: "Back to my experiment" }).click();
  await shows(page, "the edited link is back", /^How far is it, edited$/);
  await banner(page).getByText(/You are looking at an experiment from a link/).waitFor();
  await backToMine(page);
  await shows(page, "the own draft is back", new RegExp(`^${MINE}$`));
});

journey("two tabs on one visit: each keeps its own draft, and what is taken away is in the history", {}, async ({ page, context }) => {
  await open(page);
  await write(page, MINE);
  await follow(page, LINK);
  await write(page, "The link, edited in the first tab");

  const second = await context.newPage();
  await open(second);
  await shows(second, "the second tab is on the same visit", /^The link, edited in the first tab$/);
  await backToMine(second);
  await shows(second, "and gets back what the reader had", new RegExp(`^${MINE}$`));
  await write(second, "Written in the second tab");

  // A tab behind another is drawn seldom.
  await page.bringToFront();
  await shows(page, "the first tab is as it was", /^The link, edited in the first tab$/);
  await page.reload();
  await shows(page, "after a reload, too", /^The link, edited in the first tab$/);
  await backToMine(page);
  await shows(page, "and it gets back what the reader had when the link was opened", new RegExp(`^${MINE}$`));
  await write(page, "Written in the first tab");

  await second.bringToFront();
  await second.reload();
  await shows(second, "the second tab keeps its own", /^Written in the second tab$/);
  await page.bringToFront();
  await page.reload();
  await shows(page, "and the first its own", /^Written in the first tab$/);

  const history = await openHistory(page);
  await history.getByRole("button", { name: "Restore: Edited copy of an opened experiment" }).first().click();
  await shows(page, "the edited link is in the history", /^The link, edited in the first tab$/);
});
