// A visit to the release page that is measured: what the page itself notes, and what the browser says of it.

/** Notes in the page: when it was ready, when a run began, when its first word was there; and its WebAssembly memories. */
function notes() {
  performance.setResourceTimingBufferSize(5000);
  const noted = (globalThis.noted = { ready: null, pressed: null, answered: null, memories: new Set() });
  // Where it asks for the memory, a module imports it or exports it.
  const keep = ({ instance }, imports) => {
    for (const value of [...Object.values(instance.exports), ...Object.values(imports ?? {}).flatMap((module) => Object.values(module))]) {
      if (value instanceof WebAssembly.Memory) noted.memories.add(value);
    }
  };
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (source, imports) => {
      const result = await original.call(WebAssembly, source, imports);
      keep(result instanceof WebAssembly.Instance ? { instance: result } : result, imports);
      return result;
    };
  }
  const look = () => {
    if (noted.ready === null && document.querySelector("#app > *") && !document.querySelector("#skeleton")) noted.ready = performance.now();
    if (noted.pressed === null || noted.answered !== null) return;
    // A pane says after a second that it waits: that is no word of an answer.
    const answered = (log) => (log.querySelector(".answer__wait") ? "" : log.textContent.trim());
    const words = Array.from(document.querySelectorAll('[role="log"]'), answered).join("");
    // An answer that was there before the key is none of this run.
    if (words === "") noted.emptied = true;
    else if (noted.emptied) noted.answered = performance.now();
  };
  addEventListener("DOMContentLoaded", () => {
    new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
  });
  addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Enter") return;
      Object.assign(noted, { pressed: performance.now(), answered: null, emptied: false });
      look();
    },
    true,
  );
}

/** The speed of a phone: of its network and of its processor, as Lighthouse takes them. */
const PHONE = { latency: 150, downloadThroughput: (1.6 * 1024 * 1024) / 8, uploadThroughput: (750 * 1024) / 8, slower: 4 };

/** Opens the page in a context of its own, with nothing in its cache; `before` runs in the page before its own scripts. */
export async function visit(browser, address, { phone = false, before = () => {} } = {}) {
  const viewport = phone ? { width: 412, height: 823 } : { width: 1440, height: 900 };
  const context = await browser.newContext({ viewport, serviceWorkers: "block" });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await page.addInitScript(notes);
  await page.addInitScript(before);
  if (phone) {
    const { slower, ...network } = PHONE;
    await session.send("Network.enable");
    await session.send("Network.emulateNetworkConditions", { offline: false, ...network });
    await session.send("Emulation.setCPUThrottlingRate", { rate: slower });
  }
  await session.send("Performance.enable");
  await page.goto(address, { waitUntil: "commit" });
  await page.waitForFunction(() => globalThis.noted?.ready);
  return { context, page, session };
}

/** Switches streaming on, so that an answer begins with its first word and not when it is whole. */
export const stream = (page) =>
  page.evaluate(() => {
    const named = ({ labels, ariaLabel }) => ariaLabel === "Stream" || Array.from(labels ?? []).some(({ innerText, textContent }) => /^\s*Stream\s*$/.test(innerText || textContent));
    const button = Array.from(document.querySelectorAll('[role="switch"]')).find(named);
    if (!button) throw new Error("the page has no switch for streaming");
    button.click();
  });

/** Presses Ctrl+Enter and waits for the end of the run; returns the moments that the page noted. */
export async function run(page) {
  await page.keyboard.press("Control+Enter");
  await page.waitForFunction(() => globalThis.noted.answered);
  await page.locator("#run:not([data-running])").waitFor();
  return page.evaluate(() => ({ ready: globalThis.noted.ready, pressed: globalThis.noted.pressed, answered: globalThis.noted.answered }));
}

/** The bytes that came between two moments, as they were sent. */
export const bytesBetween = (page, from, to) =>
  page.evaluate(
    ([from, to]) =>
      performance
        .getEntries()
        .filter(({ entryType, responseEnd }) => ["navigation", "resource"].includes(entryType) && responseEnd > from && responseEnd <= to)
        .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
    [from, to],
  );

/** Megabytes after the garbage was collected: of WebAssembly and of JavaScript. */
export async function memory({ page, session }) {
  await session.send("HeapProfiler.collectGarbage");
  const script = await metric(session, "JSHeapUsedSize");
  const wasm = await page.evaluate(() => Array.from(globalThis.noted.memories, ({ buffer }) => buffer.byteLength).reduce((sum, bytes) => sum + bytes, 0));
  return { wasm: wasm / 1e6, script: script / 1e6 };
}

/** One of the browser's own counts of a page. */
export async function metric(session, name) {
  const { metrics } = await session.send("Performance.getMetrics");
  return metrics.find((metric) => metric.name === name).value;
}
