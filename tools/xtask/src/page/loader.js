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
const pack = (row) => {
  const [name] = row;
  const before = packs.get(name);
  if (before) return before;
  const module = WebAssembly.compileStreaming(get(row));
  packs.set(name, module);
  module.catch(() => packs.delete(name));
  return module;
};
const load = (rows, at) => {
  const [name, from, needs] = rows[at];
  const before = loads.get(name);
  if (before) return before;
  // The place of a pack, or the integrity of a file of its own.
  const packed = rows[from];
  const source = packed ? pack(packed) : get(rows[at]);
  source.catch(() => {});
  const start = async () => packed
    ? WebAssembly.instantiate(WebAssembly.Module.customSections(await source, name)[0], imports())
    : WebAssembly.instantiateStreaming(source, imports());
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
