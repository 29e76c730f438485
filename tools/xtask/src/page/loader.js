import { initSync } from "./$SCRIPT$";
const url = (file) => new URL(`./${file}`, import.meta.url);
const loads = new Map();
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
const load = (rows, at) => {
  const [name, integrity, needs] = rows[at];
  const before = loads.get(name);
  if (before) return before;
  const source = fetch(url(`${name}-$HASH$.wasm`), { integrity });
  source.catch(() => {});
  const loading = Promise.all(needs.map((need) => load(rows, need))).then(() => WebAssembly.instantiateStreaming(source, imports()));
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
