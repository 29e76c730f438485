// Measures what `cargo xtask bench` asks for, in one browser and one run, and leaves the numbers in a file that the task runner
// writes as tables. Ends with 0; with 2 if a part could not be measured or Lighthouse's score is too low: the numbers of the other
// parts are there; with 1 if there are none.

import { readFileSync, writeFileSync } from "node:fs";
import os from "node:os";

import { chromium } from "playwright-core";

import { keys } from "./bench/keys.mjs";
import { load } from "./bench/load.mjs";
import { memories } from "./bench/memory.mjs";
import { micro } from "./bench/micro.mjs";
import { median } from "./bench/rounds.mjs";
import { ARGUMENTS } from "./harness/browser.mjs";
import { judge } from "./harness/lighthouse.mjs";
import { listening, stopAll } from "./harness/processes.mjs";
import { longTasks } from "./long_tasks.mjs";

const JUDGEMENTS = 3;
/** Below this, something got slower; a single judgement varies by a point or two. */
const LOWEST = 98;

/** How a phone finds the page, as Lighthouse simulates it. */
async function lighthouse(address) {
  const scores = [];
  for (let index = 1; index <= JUDGEMENTS; index++) {
    const [{ score, lost }] = await judge(address, ["performance"]);
    console.log(`Lighthouse performance, ${index} of ${JUDGEMENTS}: ${score}${lost.length ? `, points lost on ${lost.join(", ")}` : ""}`);
    scores.push(score);
  }
  return [{ group: "Lighthouse", name: `performance on a phone, median of ${JUDGEMENTS}`, value: median(scores), unit: "", goal: { least: LOWEST } }];
}

/** Only where it is asked for: it needs the packages of `e2e/bench`. */
async function simulator() {
  const { calls } = await import("./bench/calls.mjs");
  return calls(await listening("simulator", process.env.OUTCROP_SIMULATOR, ["--port", "0", "--instant"]));
}

const PARTS = { load, keys, tasks: longTasks, memory: memories };
const wanted = process.argv.slice(2);
const ON_THE_PAGE = [...Object.keys(PARTS), "lighthouse"];

const [begunWith] = os.loadavg();
let code = 1;
let failed = false;
let browser;
try {
  browser = await chromium.launch({ executablePath: process.env.OUTCROP_CHROMIUM, args: ARGUMENTS });
  const works = wanted.includes("micro") ? await timed("micro", () => micro(browser)) : [];
  const figures = [];
  const address =
    wanted.some((part) => ON_THE_PAGE.includes(part)) &&
    (await listening("static server", process.env.OUTCROP_XTASK, ["serve", "--no-build", "--port", "0"]));
  for (const [part, measure] of Object.entries(PARTS)) {
    if (wanted.includes(part)) figures.push(...(await timed(part, () => measure(browser, address))));
  }
  if (wanted.includes("simulator")) figures.push(...(await timed("simulator", simulator)));
  if (wanted.includes("lighthouse")) figures.push(...(await timed("lighthouse", () => lighthouse(address))));
  writeFileSync(process.env.OUTCROP_BENCH_RESULTS, JSON.stringify({ machine: machine(browser.version()), works, figures }));
  const score = figures.find(({ group }) => group === "Lighthouse");
  code = failed || (score && score.value < LOWEST) ? 2 : 0;
} catch (error) {
  console.error(String(error?.stack ?? error));
} finally {
  await browser?.close();
  await stopAll();
}
process.exit(code);

async function timed(part, measure) {
  const begun = performance.now();
  console.log(`── ${part}`);
  const measured = await measure().catch((error) => {
    failed = true;
    console.error(`── ${part}: not measured: ${error?.stack ?? error}`);
    return [];
  });
  console.log(`── ${part}: ended after ${Math.round((performance.now() - begun) / 1000)} s`);
  return measured;
}

function machine(chromiumVersion) {
  const processors = os.cpus();
  const { devDependencies } = JSON.parse(readFileSync(new URL("bench/package.json", import.meta.url), "utf8"));
  const { esbuild: _, ...packages } = devDependencies;
  return {
    date: new Date().toISOString().slice(0, 10),
    processor: processors[0]?.model.trim() ?? "unknown processor",
    cores: processors.length,
    load: Math.round(begunWith * 10) / 10,
    memory_gb: Math.round(os.totalmem() / 2 ** 30),
    chromium: chromiumVersion,
    node: process.version,
    packages,
  };
}
