// The page in which our code and the packages are measured. Its inputs are checked first: unequal results are an error.

import initialise from "./outcrop_bench.js";
import { measured } from "./rounds.mjs";
import { works as json } from "./works/json.mjs";
import { works as links } from "./works/links.mjs";
import { works as requests } from "./works/requests.mjs";
import { works as signing } from "./works/signing.mjs";
import { works as simulator } from "./works/simulator.mjs";
import { works as streams } from "./works/streams.mjs";

/** Measures all works; `seen` is called with each row as soon as it is there. */
globalThis.measure = async () => {
  if (!crossOriginIsolated) throw new Error("the page is not isolated, so its clock is too coarse to measure with");
  const exports = await initialise({ module_or_path: new URL("outcrop_bench_bg.wasm", location.href) });
  for (const works of [signing, streams, links, requests, json, simulator]) {
    for (const { ours, peers = {}, floor = {}, unit = "ms", ...row } of await works(exports)) {
      const names = [...Object.keys(peers), ...Object.keys(floor)];
      const all = [ours, ...Object.values(peers), ...Object.values(floor)];
      const [own, ...others] = unit === "ms" ? await measured(all) : all;
      const valued = names.map((name, index) => ({ name, value: others[index] }));
      const count = Object.keys(peers).length;
      await globalThis.seen({ ...row, unit, ours: own, peers: valued.slice(0, count), floor: valued.slice(count) });
    }
  }
};
