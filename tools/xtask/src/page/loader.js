import { initSync } from "./$SCRIPT$";
const url = (file) => new URL(`./${file}`, import.meta.url);
const loads = new Map();
const packs = new Map();
let shared;
let table;
const imports = () => {
  if (!shared) {
    const {$SHARED$} = initSync(undefined, undefined);
    shared = { __wasm_split: {$SHARED$} };
  }
  return shared;
};
const read = () => {
  table ??= fetch(url("$TABLE$"), { integrity: "$INTEGRITY$" }).then((response) => response.json());
  table.catch(() => { table = undefined; });
  return table;
};
const get = ([name, integrity]) => fetch(url(`${name}-$HASH$.wasm`), { integrity });
// The packs come in their order, each with all of the network: what the first answer needs is before the rest.
const turn = async (at) => {
  for (const [place, module] of packs) if (place < at) await module.catch(() => {});
};
const pack = (rows, at) => {
  const before = packs.get(at);
  if (before) return before;
  const module = turn(at).then(() => WebAssembly.compileStreaming(get(rows[at])));
  packs.set(at, module);
  module.catch(() => packs.delete(at));
  return module;
};
// A pack brings hundreds of files at once: they start in slices of 8 milliseconds, and the page answers the reader between two.
let until = 0;
let queue = Promise.resolve();
const breath = () => {
  queue = queue.then(async () => {
    if (performance.now() < until) return;
    await new Promise((resolve) => setTimeout(resolve));
    until = performance.now() + 8;
  });
  return queue;
};
const load = (rows, at) => {
  const [name, from, needs] = rows[at];
  const before = loads.get(name);
  if (before) return before;
  // The place of a pack, or the integrity of a file of its own.
  const packed = from in rows;
  const source = packed ? pack(rows, from) : get(rows[at]);
  source.catch(() => {});
  const start = async () => {
    if (!packed) return WebAssembly.instantiateStreaming(source, imports());
    const module = await source;
    await breath();
    return WebAssembly.instantiate(WebAssembly.Module.customSections(module, name)[0], imports());
  };
  const loading = Promise.all(needs.map((need) => load(rows, need))).then(start);
  loads.set(name, loading);
  loading.catch(() => loads.delete(name));
  return loading;
};
const part = (name) => async (callback, data) => {
  let arrived = false;
  try {
    const rows = await read();
    await load(rows, rows.findIndex((row) => row[0] === name));
    arrived = true;
  } catch {
    // The page says so where the part is missing, and offers to try again.
  }
  imports().__wasm_split.__indirect_function_table.get(callback)(data, arrived);
};
