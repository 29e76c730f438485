// The page without a network: kept in the background, used offline, replaced by a new version only when asked, removed.

import assert from "node:assert/strict";

import { violations } from "../harness/axe.mjs";
import { eventually, expectText } from "../harness/expect.mjs";
import { DIST, host, nextBuild } from "../harness/folder.mjs";
import { addresses, EXAMPLE, journey, open } from "../harness/journey.mjs";
import { errorCard, finished, message, runButton, stream, useEndpoint } from "../harness/playground.mjs";

const ALLOWED = { serviceWorkers: "allow" };
const offlineUse = (page) => page.getByRole("group", { name: "Offline use" });
const openMenu = (page) => page.getByRole("button", { name: "Menu", exact: true }).click();
const kept = (page) => page.evaluate(async () => {
  const urls = [];
  for (const name of await caches.keys()) urls.push(...(await (await caches.open(name)).keys()).map((request) => request.url));
  return urls;
});
const registered = (page) => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length);

/** A first visit: somebody runs the example, and waits until everything is kept. */
async function visit(page, address) {
  await open(page, address);
  await runButton(page).click();
  await finished(page, "Converse");
  await openMenu(page);
  await expectText(offlineUse(page), /Everything is kept: this page works offline/);
  await page.keyboard.press("Escape");
}

const first = await host(DIST);
journey("after one visit everything works without a network", { hosts: [first.address], context: ALLOWED }, async ({ page, context }) => {
  await visit(page, first.address);
  await context.setOffline(true);
  first.cutOff();
  await page.reload();
  await open(page, first.address);
  // The simulator, streamed, and its frames.
  await stream(page, true);
  await runButton(page).click();
  for (const api of ["Converse", "InvokeModel"]) await finished(page, api);
  await page.getByRole("tab", { name: "Frames", exact: true }).click();
  await expectText(page.getByRole("region", { name: "Frames of the streams" }).getByRole("listbox", { name: "Frames" }), /messageStart/);
  // The Explorer, with its service models.
  await page.getByRole("link", { name: "Explorer" }).first().click();
  await page.getByRole("searchbox", { name: "Search operations" }).fill("list models");
  await page.getByRole("list", { name: "Found operations" }).getByRole("link").first().click();
  await page.getByRole("heading", { name: "ListFoundationModels", exact: true }).waitFor();
  // The form needs the service model.
  await page.getByText("byOutputModality", { exact: true }).first().waitFor();
  await page.getByRole("button", { name: /^Send/ }).first().click();
  await expectText(page.getByRole("region", { name: "Response", exact: true }), /SIMULATED[\s\S]*modelSummaries/);
  // A view of its own part, with its table.
  await page.getByRole("link", { name: "Embeddings" }).first().click();
  await page.getByRole("heading", { name: "Embeddings", level: 1 }).waitFor();
  // The browser looks for a new version by itself.
  assert.deepEqual(first.received.filter((line) => line !== "GET /offline.js"), [], "the host was not asked");
});

// WebKit lists the first version as the one that waits until it tells that it is in use.
const LATE_NEWS = () => {
  const { get } = Object.getOwnPropertyDescriptor(ServiceWorkerRegistration.prototype, "waiting");
  Object.defineProperty(ServiceWorkerRegistration.prototype, "waiting", {
    get() {
      return get.call(this) ?? this.active;
    },
  });
};
const newcomer = await host(DIST);
journey("the first version is not announced as a new one, not even where the browser lists it as waiting", { hosts: [newcomer.address], context: ALLOWED }, async ({ page }) => {
  await page.addInitScript(LATE_NEWS);
  await visit(page, newcomer.address);
  assert.equal(await page.getByText("A new version is ready").count(), 0);
});

const second = await host(DIST);
journey("a new version is announced, waits, and comes at the press of a button", { hosts: [second.address], context: ALLOWED }, async ({ page }) => {
  const mark = "late-icons.svg";
  const published = (address) => page.evaluate(async (address) => (await (await fetch(address)).text()).trimEnd().endsWith(">"), address);
  await visit(page, second.address);
  await message(page).fill("Half of a question");
  await eventually("the draft is stored", () => page.evaluate(() => JSON.stringify({ ...localStorage })), (text) => text.includes("Half of a question"));
  second.serve(nextBuild(mark));
  await page.reload();
  const banner = page.getByRole("region", { name: "New version" });
  await expectText(banner, /A new version is ready/);
  assert.equal(await message(page).inputValue(), "Half of a question");
  assert.ok(await published(mark), "the old version stays in use");
  assert.deepEqual(await violations(page, "a new version"), []);

  await message(page).fill("Half of a question, and more");
  const loaded = page.waitForEvent("load");
  await banner.getByRole("button", { name: "Reload" }).click();
  await loaded;
  await open(page, second.address);
  assert.equal(await published(mark), false, "the new version is in use");
  assert.equal(await message(page).inputValue(), "Half of a question, and more");
  assert.equal(await banner.count(), 0);
});

const third = await host(DIST);
journey("the copy is removed from the menu, stays away, and comes back with the switch", { hosts: [third.address], context: ALLOWED }, async ({ page }) => {
  await visit(page, third.address);
  assert.ok((await kept(page)).length > 100);
  await openMenu(page);
  assert.deepEqual(await violations(page, "the menu"), []);
  await page.getByRole("button", { name: "Remove offline copy" }).click();
  await page.getByText("The offline copy is removed").waitFor();
  assert.deepEqual(await kept(page), []);
  assert.equal(await registered(page), 0);

  await page.reload();
  await open(page, third.address);
  await runButton(page).click();
  await finished(page, "Converse");
  await openMenu(page);
  await expectText(offlineUse(page), /not kept on this device/);
  assert.equal(await registered(page), 0);
  assert.deepEqual(await kept(page), []);
  await offlineUse(page).getByRole("switch", { name: "Keep everything for offline use" }).check();
  await expectText(offlineUse(page), /Everything is kept: this page works offline/);
  await offlineUse(page).getByRole("switch", { name: "Keep everything for offline use" }).uncheck();
  assert.equal(await registered(page), 1, "what was used stays");
});

const fourth = await host(DIST);
journey(
  "no call is ever kept, not even one to the page's own address",
  { hosts: [fourth.address, addresses.simulator], context: ALLOWED, expected: [/console: .*400/, /console: .*404/] },
  async ({ page }) => {
    await visit(page, fourth.address);
    await useEndpoint(page, addresses.simulator, EXAMPLE);
    await runButton(page).click();
    await finished(page, "Converse");
    await page.getByRole("textbox", { name: "Endpoint" }).fill(fourth.address);
    await runButton(page).click();
    await expectText(errorCard(page, "Converse"), /refused by the host of the page/);
    assert.ok(fourth.received.some((line) => line.startsWith("POST /model/")));
    // Plain GETs of the page's own host that are not its files, and one that carries authority.
    await page.evaluate(async () => {
      await fetch("foundation-models").catch(() => {});
      await fetch("icon.svg?X-Amz-Signature=0").catch(() => {});
      await fetch("robots.txt", { headers: { authorization: "none" } }).catch(() => {});
    });
    const names = (await kept(page)).map((url) => url.slice(fourth.address.length));
    assert.ok(names.includes("") && names.every((name) => !/^model\/|foundation-models|\?|:/.test(name)), names.join(" "));
    assert.ok((await kept(page)).every((url) => url.startsWith(fourth.address)));
  },
);
