// Runs exported programs with packages that send nothing: prints the name and the input of each command, a line a program.
// The programs are `0.mjs`, `1.mjs` and so on, in the folder that the first argument names.

import { pathToFileURL } from "node:url";

const [folder, count] = process.argv.slice(2);

function plain(value) {
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString("base64") };
  if (value instanceof Date) return { moment: value.toISOString().replace(".000Z", "Z") };
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)]));
}

const write = process.stdout.write.bind(process.stdout);
console.log = console.dir = () => {};
for (let index = 0; index < Number(count); index += 1) {
  const calls = (globalThis.outcropCalls = []);
  await import(pathToFileURL(`${folder}/${index}.mjs`));
  write(`${JSON.stringify(calls.map(({ name, input }) => ({ name, input: plain(input) })))}\n`);
}
