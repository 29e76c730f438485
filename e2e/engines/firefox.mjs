// Firefox, driven by WebDriver BiDi over the WebSocket that it opens itself: no program in between.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import WebSocket from "ws";

import { start } from "../harness/processes.mjs";

/** Quiet, and without calls home. */
const PREFERENCES = {
  "app.normandy.enabled": false,
  "browser.aboutwelcome.enabled": false,
  "browser.safebrowsing.downloads.remote.enabled": false,
  "browser.safebrowsing.malware.enabled": false,
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.homepage_override.mstone": "ignore",
  "datareporting.policy.dataSubmissionEnabled": false,
  "extensions.update.enabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "remote.active-protocols": 1,
  "services.settings.server": "data:,#remote-settings-dummy/v1",
  "toolkit.telemetry.reportingpolicy.firstRun": false,
};

/** Runs in the page before its own scripts. */
const KEEP_VIOLATIONS = String(() => {
  window.outcropViolations = [];
  addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sample }) => {
    window.outcropViolations.push(`${effectiveDirective} ${blockedURI} ${sample}`);
  });
});

/** Starts it; `preferences` are settings of Firefox beyond those of a test. */
export async function firefox(program, preferences = {}) {
  const profile = mkdtempSync(join(tmpdir(), "outcrop-firefox-"));
  const lines = Object.entries({ ...PREFERENCES, ...preferences }).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`);
  writeFileSync(join(profile, "user.js"), lines.join("\n"));
  const arguments_ = ["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0", "about:blank"];
  const { child, ended } = start("Firefox", program, arguments_);
  const address = new Promise((resolve) => {
    let text = "";
    child.stderr.on("data", (chunk) => {
      text += chunk;
      const found = /WebDriver BiDi listening on (ws:\S+)/.exec(text);
      if (found) resolve(found[1]);
    });
  });
  const link = await connect(`${await Promise.race([address, ended])}/session`);
  const { capabilities } = await link.send("session.new", { capabilities: {} });
  await link.send("session.subscribe", { events: ["log.entryAdded", "network.beforeRequestSent"] });
  return {
    name: `Firefox ${capabilities.browserVersion}`,
    visit: () => visit(link),
    async close() {
      await link.send("browser.close", {}).catch(() => {});
      await ended.catch(() => {});
      link.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** A connection: commands with their answers, and listeners for events. */
async function connect(address) {
  const socket = new WebSocket(address, { perMessageDeflate: false });
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  const waiting = new Map();
  const listeners = new Set();
  let last = 0;
  socket.on("message", (bytes) => {
    const message = JSON.parse(bytes);
    if (message.type === "event") return listeners.forEach((listener) => listener(message));
    const { resolve, reject } = waiting.get(message.id) ?? {};
    waiting.delete(message.id);
    if (message.type === "success") resolve?.(message.result);
    else reject?.(new Error(`${message.error}: ${message.message}`));
  });
  socket.on("close", () => waiting.forEach(({ reject }) => reject(new Error("Firefox closed the connection"))));
  return {
    send: (method, params) =>
      new Promise((resolve, reject) => {
        waiting.set((last += 1), { resolve, reject });
        socket.send(JSON.stringify({ id: last, method, params }));
      }),
    listeners,
    close: () => socket.close(),
  };
}

/** A reader of their own: a user context shares nothing with another one. */
async function visit(link) {
  const { userContext } = await link.send("browser.createUserContext", {});
  const { context } = await link.send("browsingContext.create", { type: "tab", userContext });
  await link.send("browsingContext.setViewport", { context, viewport: { width: 1440, height: 900 } });
  const complaints = [];
  const requests = [];
  const listen = ({ method, params }) => {
    if ((params.source?.context ?? params.context) !== context) return;
    if (method === "network.beforeRequestSent") requests.push(params.request.url);
    else if (method === "log.entryAdded" && params.level === "error") complaints.push(`console: ${params.text}`);
  };
  link.listeners.add(listen);
  await link.send("script.addPreloadScript", { functionDeclaration: KEEP_VIOLATIONS, contexts: [context] });
  const evaluate = async (expression) => {
    const answer = await link.send("script.evaluate", { expression, target: { context }, awaitPromise: true, resultOwnership: "none" });
    if (answer.type === "exception") throw new Error(answer.exceptionDetails.text);
    return answer.result.value;
  };
  return {
    goto: (url) => link.send("browsingContext.navigate", { context, url, wait: "complete" }),
    reload: () => link.send("browsingContext.reload", { context, wait: "complete" }),
    evaluate,
    act: (actions) => link.send("input.performActions", { context, actions }),
    async heard() {
      const violations = await evaluate("JSON.stringify(window.outcropViolations)");
      return { complaints: [...complaints, ...JSON.parse(violations).map((text) => `policy: ${text}`)], requests };
    },
    async screenshot() {
      return Buffer.from((await link.send("browsingContext.captureScreenshot", { context })).data, "base64");
    },
    async close() {
      link.listeners.delete(listen);
      await link.send("browser.removeUserContext", { userContext });
    },
  };
}
