// How long a function takes: rounds in which all that is compared takes turns, and the median of them. Runs in the page.

/** The least that one sample lasts, so that a clock of 5 µs is a thousandth of it. */
const SAMPLE_MS = 5;
/** About how long one work is measured. */
const WORK_MS = 1200;
const LEAST_ROUNDS = 5;
const MOST_ROUNDS = 21;

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Runs it so many times; what it returns is waited for if it is a promise. */
async function sample(run, times) {
  const begun = performance.now();
  for (let time = 0; time < times; time++) {
    const result = run();
    if (result instanceof Promise) await result;
  }
  return performance.now() - begun;
}

/** Measures functions beside each other; returns the median milliseconds of one call of each. */
export async function measured(runs) {
  const plans = [];
  for (const run of runs) {
    // Twice: the first call compiles it and fills its caches.
    await sample(run, 1);
    let times = 1;
    let taken = await sample(run, times);
    while (taken < SAMPLE_MS / 2 && times < 1 << 16) {
      times *= 4;
      taken = await sample(run, times);
    }
    times = Math.max(1, Math.ceil((times * SAMPLE_MS) / Math.max(taken, 0.005)));
    plans.push({ run, times, lasts: Math.max(taken, SAMPLE_MS), samples: [] });
  }
  const round = plans.reduce((sum, { lasts }) => sum + lasts, 0);
  const rounds = Math.min(MOST_ROUNDS, Math.max(LEAST_ROUNDS, Math.floor(WORK_MS / round)));
  for (let index = 0; index < rounds; index++) {
    // Whoever is first in a round changes from round to round.
    for (let place = 0; place < plans.length; place++) {
      const { run, times, samples } = plans[(place + index) % plans.length];
      samples.push((await sample(run, times)) / times);
    }
    await new Promise((resolve) => setTimeout(resolve));
  }
  return plans.map(({ samples }) => median(samples));
}
