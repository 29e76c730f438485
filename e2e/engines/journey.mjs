// The frame of a journey in Firefox or WebKit: a reader of their own on the release page, and the same end as in Chromium: no
// console error, no policy violation, no request to a host that the journey does not name.

import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { after, test } from "node:test";

import { firefox } from "./firefox.mjs";
import { person } from "./person.mjs";
import { webkit } from "./webkit.mjs";
import { stopAll } from "../harness/processes.mjs";

export const ENGINE = process.env.OUTCROP_ENGINE;
export const addresses = { page: process.env.OUTCROP_PAGE, simulator: process.env.OUTCROP_SIMULATOR_ADDRESS };

const programs = JSON.parse(process.env.OUTCROP_ENGINE_PROGRAMS ?? "{}");
/** Starts the engine; only Firefox takes preferences. */
const start = (preferences) => (ENGINE === "firefox" ? firefox(programs.browser, preferences) : webkit(programs));

const running = new Map();
/** One engine for all journeys that want it like this. */
function engine(preferences) {
  const key = JSON.stringify(preferences);
  if (!running.has(key)) running.set(key, start(preferences));
  return running.get(key);
}
after(async () => {
  const engines = (await Promise.allSettled(running.values())).flatMap(({ value }) => value ?? []);
  for (const engine of engines) await engine.close();
  for (const name of new Set(engines.map((engine) => engine.name))) console.log(`The journeys ran in ${name}`);
  await stopAll();
});

/**
 * One journey. Options: `hosts`, addresses that it may call besides the page's own; `preferences` of Firefox; `expected`,
 * patterns of complaints that the journey is about (each must occur).
 */
export function journey(name, { hosts = [], preferences = {}, expected = [] }, walk) {
  test(name, { timeout: 60_000 }, async () => {
    const { visit: another } = await engine(preferences);
    const visits = [];
    const visit = async () => {
      visits.push(await another());
      return person(visits.at(-1));
    };
    try {
      await walk(await visit(), visit);
      const allowed = new Set([addresses.page, ...hosts].map((address) => new URL(address).host));
      const all = [];
      for (const each of visits) {
        const { complaints, requests } = await each.heard();
        all.push(...complaints, ...requests.filter((request) => !isAllowed(request, allowed)).map((request) => `host: ${request}`));
      }
      for (const pattern of expected) assert.ok(all.some((complaint) => pattern.test(complaint)), `no complaint like ${pattern}`);
      const unexpected = all.filter((complaint) => !expected.some((pattern) => pattern.test(complaint)));
      assert.deepEqual(unexpected, [], "the page complained");
    } catch (error) {
      mkdirSync(".results", { recursive: true });
      const picture = await inTime(visits.at(-1)?.screenshot());
      if (picture) writeFileSync(`.results/${ENGINE}-${name.replace(/\W+/g, "-")}.png`, picture);
      throw error;
    } finally {
      for (const each of visits) await inTime(each.close());
    }
  });
}

/** What comes of it, or null: an engine that no longer answers does not hide what went wrong before. */
function inTime(work) {
  let timer;
  const late = new Promise((resolve) => (timer = setTimeout(resolve, 5_000, null)));
  return Promise.race([Promise.resolve(work).catch(() => null), late]).finally(() => clearTimeout(timer));
}

function isAllowed(request, hosts) {
  const { protocol, host } = new URL(request);
  return protocol === "data:" || protocol === "blob:" || protocol === "about:" || hosts.has(host);
}
