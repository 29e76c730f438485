// WebKit (WebKitGTK's MiniBrowser), driven by classic WebDriver. It needs a display: a virtual one.

import { createServer } from "node:net";

import { eventually } from "../harness/expect.mjs";
import { start } from "../harness/processes.mjs";

/** Starts a display; each visit has a driver of its own, because a driver has one session at a time. */
export async function webkit({ driver, browser, display }) {
  const screen = start("Xvfb", display, ["-displayfd", "1", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]);
  const number = await first(screen, /(\d+)\n/);
  const engine = {
    name: "WebKitGTK",
    async visit() {
      const port = await free();
      const service = start("WebKitWebDriver", driver, [`--port=${port}`], {
        DISPLAY: `:${number}`,
        GDK_BACKEND: "x11",
        LIBGL_ALWAYS_SOFTWARE: "1",
        NO_AT_BRIDGE: "1",
        WEBKIT_DISABLE_COMPOSITING_MODE: "1",
      });
      const output = { text: "" };
      for (const stream of [service.child.stdout, service.child.stderr]) stream.on("data", (chunk) => (output.text += chunk));
      const send = (method, path, body) => request(port, method, path, body);
      await Promise.race([ready(send), service.ended]);
      const options = { binary: browser, args: ["--automation", "--enable-write-console-messages-to-stdout=true"] };
      const { sessionId, capabilities } = await send("POST", "/session", { capabilities: { alwaysMatch: { "webkitgtk:browserOptions": options } } });
      engine.name = `WebKitGTK ${capabilities.browserVersion}`;
      const session = await visit((method, path, body) => send(method, `/session/${sessionId}${path}`, body), () => output.text);
      return {
        ...session,
        async close() {
          await session.close();
          await stopped(service);
        },
      };
    },
    close: () => stopped(screen),
  };
  return engine;
}

async function stopped({ child, ended }) {
  child.kill("SIGTERM");
  await ended.catch(() => {});
}

/** The first text of a program that looks like this. */
function first({ child, ended }, pattern) {
  const seen = new Promise((resolve) => {
    let text = "";
    child.stdout.on("data", (chunk) => {
      text += chunk;
      const found = pattern.exec(text);
      if (found) resolve(found[1]);
    });
  });
  return Promise.race([seen, ended]);
}

/** A port that nobody listens on. */
async function free() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const ready = (send) => eventually("WebKitWebDriver", () => send("GET", "/status").catch((error) => error.message), (status) => status.ready === true);

async function request(port, method, path, body) {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: method === "POST" ? JSON.stringify(body ?? {}) : undefined });
  const { value } = await answer.json();
  if (!answer.ok) throw new Error(`${method} ${path}: ${value?.error}: ${value?.message}`);
  return value;
}

/** A reader of their own: a session shares nothing with another one. */
async function visit(send, printed) {
  await send("POST", "/window/rect", { width: 1440, height: 960 });
  const requests = new Set();
  const policy = [];
  const evaluate = (expression) => send("POST", "/execute/sync", { script: `return ${expression}`, args: [] });
  // Classic WebDriver reports no requests and no violations: the page is asked before it is left.
  const ask = async () => {
    const { names, violations } = JSON.parse(await evaluate(ASK));
    names.forEach((name) => requests.add(name));
    policy.push(...violations);
  };
  const leave = async (how) => {
    await ask();
    await how();
  };
  return {
    goto: (url) => leave(() => send("POST", "/url", { url })),
    reload: () => leave(() => send("POST", "/refresh")),
    evaluate,
    act: (actions) => send("POST", "/actions", { actions }),
    async heard() {
      await ask();
      const errors = printed().split("\n").filter((line) => /CONSOLE (\S+ )?ERROR|CONSOLE SECURITY ERROR/.test(line));
      return { complaints: [...errors, ...policy.map((text) => `policy: ${text}`)], requests: [...requests] };
    },
    screenshot: async () => Buffer.from(await send("GET", "/screenshot"), "base64"),
    close: () => send("DELETE", ""),
  };
}

const ASK = `new Promise((resolve) => {
  const names = performance.getEntriesByType("resource").map((entry) => entry.name);
  const violations = [];
  const done = () => resolve(JSON.stringify({ names, violations }));
  if (typeof ReportingObserver !== "function") return done();
  const observer = new ReportingObserver((reports) => {
    for (const { body } of reports) violations.push(body.effectiveDirective + " " + body.blockedURL + " " + body.sample);
  }, { types: ["csp-violation"], buffered: true });
  observer.observe();
  setTimeout(done, 0);
})`;
