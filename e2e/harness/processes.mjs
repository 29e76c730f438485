// Programs that the journeys talk to: started once, stopped by their own handle and nothing else's.

import { spawn } from "node:child_process";

const running = new Set();

/** Starts a program and keeps its last words for an error message. */
export function start(name, program, arguments_, environment = {}) {
  const child = spawn(program, arguments_, { env: { ...process.env, ...environment }, stdio: ["ignore", "pipe", "pipe"] });
  const words = { text: "" };
  const keep = (chunk) => (words.text = (words.text + chunk).slice(-4000));
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  running.add(child);
  const ended = new Promise((_, reject) => {
    child.on("error", (error) => reject(new Error(`${name} could not be started: ${error.message}`)));
    child.on("exit", (code) => {
      running.delete(child);
      reject(new Error(`${name} ended with ${code}\n${words.text}`));
    });
  });
  ended.catch(() => {});
  return { child, ended };
}

/** Starts a program that prints `listening on http://…` when it is ready; returns that address. */
export function listening(name, program, arguments_) {
  const { child, ended } = start(name, program, arguments_);
  const ready = new Promise((resolve) => {
    let text = "";
    child.stdout.on("data", (chunk) => {
      text += chunk;
      const found = /listening on (http:\S+)/.exec(text);
      if (found) resolve(found[1]);
    });
  });
  return Promise.race([ready, ended]);
}

/** Stops everything that was started here: asks, waits, and then insists. */
export async function stopAll() {
  await Promise.all(
    [...running].map(async (child) => {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      const late = setTimeout(() => child.kill("SIGKILL"), 3000);
      await gone;
      clearTimeout(late);
    }),
  );
}
