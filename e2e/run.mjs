// Starts what the journeys talk to, runs them, and stops it again. Called by `cargo xtask e2e`, which says in the
// environment where its parts are.

import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { corsInFrontOf } from "./harness/cors.mjs";
import { startMiniStack } from "./harness/ministack.mjs";
import { listening, stopAll } from "./harness/processes.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const wanted = process.argv.slice(2);
// Firefox and WebKit have journeys of their own; Chromium has all others.
const engine = process.env.OUTCROP_ENGINE;
const specs = readdirSync(`${here}specs`)
  .filter((name) => name.endsWith(".spec.mjs") && name.startsWith("engines") === Boolean(engine))
  .filter((name) => wanted.length === 0 || wanted.some((word) => name.includes(word)))
  .map((name) => `specs/${name}`);
if (specs.length === 0) {
  console.error(`No spec in e2e/specs matches ${wanted.join(", ")}`);
  process.exit(1);
}

let code = 1;
try {
  const { OUTCROP_XTASK: xtask, OUTCROP_SIMULATOR: simulator } = process.env;
  const [page, subPage, simulated, miniStack] = await Promise.all([
    listening("static server", xtask, ["serve", "--no-build", "--port", "0"]),
    listening("static server under /sub/", xtask, ["serve", "--no-build", "--port", "0", "--base", "/sub/"]),
    listening("simulator", simulator, ["--port", "0"]),
    engine ? null : startMiniStack(),
  ]);
  const shim = miniStack && (await corsInFrontOf(miniStack.address));
  const environment = {
    ...process.env,
    OUTCROP_PAGE: page,
    OUTCROP_SUB_PAGE: subPage,
    OUTCROP_SIMULATOR_ADDRESS: simulated,
    ...(shim && { OUTCROP_MINISTACK: JSON.stringify({ ...miniStack, address: shim.address }) }),
  };
  code = await new Promise((resolve) => {
    const arguments_ = ["--test", "--test-concurrency=2", "--test-reporter=spec", ...specs];
    const runner = spawn(process.execPath, arguments_, { cwd: here, env: environment, stdio: ["ignore", "inherit", "inherit"] });
    runner.on("exit", (status) => resolve(status ?? 1));
  });
  shim?.close();
} catch (error) {
  console.error(String(error?.stack ?? error));
} finally {
  await stopAll();
}
process.exit(code);
