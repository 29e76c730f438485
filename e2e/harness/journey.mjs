// What a journey is made of: a fresh browser context on the release page, and an end that asserts what must hold for
// every journey: no console error, no policy violation, no request to a host that the journey does not name.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { after, test } from "node:test";

import { chromium } from "playwright-core";

import { ARGUMENTS } from "./browser.mjs";
import { eventually } from "./expect.mjs";

export const addresses = {
  page: process.env.OUTCROP_PAGE,
  subPage: process.env.OUTCROP_SUB_PAGE,
  simulator: process.env.OUTCROP_SIMULATOR_ADDRESS,
};
export const miniStack = JSON.parse(process.env.OUTCROP_MINISTACK ?? "{}");

export { EXAMPLE } from "./keys.mjs";

let browser;
const launched = () =>
  (browser ??= chromium.launch({ executablePath: process.env.OUTCROP_CHROMIUM, args: ARGUMENTS }));
after(async () => (await browser)?.close());

/**
 * One journey of a person.
 *
 * Options: `hosts`, addresses that it may call besides the page's own; `context`, Playwright's options for the browser
 * context; `expected`, patterns of console errors and policy violations that the journey is about (each must occur);
 * `minutes` before it is given up, for one that looks at very many states.
 */
export function journey(name, options, walk) {
  const { hosts = [], context: settings = {}, expected = [], minutes = 2 } = options;
  test(name, { timeout: minutes * 60_000 }, async () => {
    const context = await (await launched()).newContext({
      viewport: { width: 1440, height: 900 },
      // A worker would answer for what a journey intercepts; those that are about it let it work.
      serviceWorkers: "block",
      ...settings,
    });
    const page = await context.newPage();
    const complaints = [];
    const allowed = new Set([addresses.page, addresses.subPage, ...hosts].map((address) => new URL(address).host));
    watch(page, complaints, allowed);
    await page.exposeBinding("outcropViolation", (_, violation) => complaints.push(`policy: ${violation}`));
    await page.addInitScript(() => {
      addEventListener("securitypolicyviolation", (event) => {
        window.outcropViolation(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
      });
    });
    try {
      await walk({ page, context });
      await told(page, settings);
      for (const pattern of expected) {
        await eventually(`a complaint like ${pattern}`, () => complaints, (all) => all.some((complaint) => pattern.test(complaint)));
      }
      const unexpected = complaints.filter((complaint) => !expected.some((pattern) => pattern.test(complaint)));
      assert.deepEqual(unexpected, [], "the page complained");
    } catch (error) {
      mkdirSync(".results", { recursive: true });
      await page.screenshot({ path: `.results/${name.replace(/\W+/g, "-")}.png` }).catch(() => {});
      throw error;
    } finally {
      await context.close();
    }
  });
}

/** Resolves when the page has told what it had to tell: a message that it sends itself comes after the events that wait. */
async function told(page, { javaScriptEnabled = true }) {
  if (!javaScriptEnabled) return;
  // No timer: a journey may have stopped the page's clock.
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = resolve;
        port2.postMessage(0);
      }),
  );
}

function watch(page, complaints, allowed) {
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("request", (request) => {
    const url = new URL(request.url());
    const local = url.protocol === "data:" || url.protocol === "blob:";
    if (!local && !allowed.has(url.host)) complaints.push(`host: ${request.method()} ${request.url()}`);
  });
}

/** Holds back everything of the program but its first load, until the function that it returns is called. */
export async function withoutParts(page) {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  const parts = (url) => /\.wasm$/.test(url.pathname) && !url.pathname.endsWith("_bg.wasm");
  await page.route(parts, async (route) => {
    await held;
    await route.continue();
  });
  return async () => release();
}

/** Opens the page and waits until the program has drawn itself. */
export async function open(page, address = addresses.page) {
  await page.goto(address);
  await page.locator("#app > *").first().waitFor();
  await page.locator("#skeleton").waitFor({ state: "detached" });
}
