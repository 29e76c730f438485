// How fast the page is there, as Lighthouse measures a phone (the median of several runs), and how long it keeps the reader
// waiting in its heaviest moments. Called by `cargo xtask bench`.

import { judge } from "./harness/lighthouse.mjs";
import { listening, stopAll } from "./harness/processes.mjs";
import { longTasks } from "./long_tasks.mjs";

const RUNS = 3;
/** Below this, something got slower; a single run varies by a point or two. */
const LOWEST = 98;

let code = 1;
try {
  const address = await listening("static server", process.env.OUTCROP_XTASK, ["serve", "--no-build", "--port", "0"]);
  // What it says is to be read: a busy machine makes every task longer.
  await longTasks(address);
  const scores = [];
  for (let run = 1; run <= RUNS; run++) {
    const [{ score, lost }] = await judge(address, ["performance"]);
    console.log(`Lighthouse performance, run ${run} of ${RUNS}: ${score}${lost.length ? `, points lost on ${lost.join(", ")}` : ""}`);
    scores.push(score);
  }
  const median = scores.sort((a, b) => a - b)[Math.floor(RUNS / 2)];
  console.log(`Lighthouse performance, median: ${median} (at least ${LOWEST})`);
  code = median >= LOWEST ? 0 : 1;
} catch (error) {
  console.error(String(error?.stack ?? error));
} finally {
  await stopAll();
}
process.exit(code);
