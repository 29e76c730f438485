// The first script of the page: theme, Trusted Types, loading, failing.
//
// A classic script without imports, so that even a browser too old for modules shows a message. Trunk writes its tag
// with the names of the program's files (data-js, data-wasm); a release build adds the integrity and the size of the
// WebAssembly (data-wasm-integrity, data-wasm-size), and puts the JavaScript's integrity on its preload link.
//
// Events from the program to this script:
//   window.dispatchEvent(new CustomEvent("outcrop:panic", { detail: { message, draft } }))
//     from its panic hook; `draft` is the user's experiment as text, or absent. A trap without that event is
//     detected too.
//   window.dispatchEvent(new Event("outcrop:ready"))
//     when it has drawn itself into #app, which is hidden until then.
// Both use localStorage["outcrop.theme"], which is "light" or "dark", or absent for the system's, and
// localStorage["outcrop.about"], which is present once the user has dismissed the sentence above the work.
"use strict";

(() => {
  const WORDS = {
    loading: (part) => `Loading the playground… ${part} %`,
    starting: "Starting the playground…",
    tooOld:
      "This page is a WebAssembly program, and this browser has no WebAssembly or has it switched off. " +
      "Any current Chrome, Edge, Firefox or Safari runs it.",
    offline: "This device is offline, so the playground could not be loaded. Connect, then try again.",
    unreachable: (name) => `The playground could not be loaded: ${name} did not load. Check the connection, then try again.`,
    altered: (name) =>
      `The playground was not started: ${name} differs from the file that was published with this page. ` +
      "Try again. If it happens again, tell the operator of this site.",
    broken: (reason) => `The playground was loaded but could not start: ${reason}.`,
    panic: "The playground has stopped",
    panicWhy:
      "An internal error occurred. Nothing more is sent. Copy your draft if you want to keep it, then reload the page.",
    panicDetails: "What happened",
    copy: "Copy the draft",
    copied: "Copied",
    reload: "Reload the page",
  };

  const files = document.currentScript.dataset;
  const element = (id) => document.getElementById(id);

  pinTheme();
  refuseScripts();
  const stoppedEarly = watchForPanics();
  const runWhenReady = keepRunKey();
  const parsed = new Promise((resolve) => {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", resolve, { once: true });
    else resolve();
  });
  parsed.then(removeDismissed);
  start().catch(fail);

  /** Applies the user's theme before the first paint. */
  function pinTheme() {
    try {
      const theme = localStorage.getItem("outcrop.theme");
      if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
    } catch {
      // Storage is blocked: use the system's theme.
    }
  }

  /**
   * Under the release policy no string becomes HTML or code but through this. The program's library makes its static
   * elements from strings that were written at compile time; those pass. Whatever could run does not: scripts, frames,
   * handlers, javascript: URLs. Doubtful cases are refused as well, which a test sees and an attacker does not pass.
   */
  function refuseScripts() {
    if (!window.trustedTypes) return;
    const runs = /<\/?(script|iframe|frame|object|embed|base|link|meta|template|style)\b|<[a-z][^<]*[\s"'/]on[a-z]{3,}\s*=|\bsrcdoc\s*=/i;
    const refuse = (what) => {
      throw new TypeError(`refused to turn a string into ${what}`);
    };
    window.trustedTypes.createPolicy("default", {
      createHTML: (html) => {
        // eslint-disable-next-line no-control-regex -- browsers skip control characters inside a scheme
        const folded = html.replace(/[\u0000-\u0020]+/g, "");
        return runs.test(html) || /javascript:/i.test(folded) ? refuse("HTML that can run") : html;
      },
      createScript: () => refuse("a script"),
      // The one script that the program names by a string: its service worker.
      createScriptURL: (url) => (url === new URL("offline.js", document.baseURI).href ? url : refuse("a script's address")),
    });
  }

  async function start() {
    if (typeof WebAssembly !== "object" || typeof WebAssembly.instantiate !== "function") {
      throw new Failure(WORDS.tooOld);
    }
    const [glue, wasm] = await Promise.all([loadGlue(), firstPaint().then(loadWasm)]);
    say(WORDS.starting);
    element("boot-progress").removeAttribute("value");
    try {
      const ready = new Promise((resolve) => addEventListener("outcrop:ready", resolve, { once: true }));
      await glue.default({ module_or_path: wasm });
      await Promise.race([ready, stoppedEarly]);
    } catch (error) {
      throw new Failure(WORDS.broken(reasonOf(error)));
    }
    element("skeleton").remove();
    element("app").hidden = false;
    runWhenReady();
  }

  /** Removes the sentence above the work if the user has dismissed it. */
  function removeDismissed() {
    try {
      if (localStorage.getItem("outcrop.about")) element("boot-about").remove();
    } catch {
      // Storage is blocked: it is shown.
    }
  }

  /**
   * Keeps Ctrl+Enter until the program can take it: pressed once or more, it runs once. Nothing of it reaches the program
   * while that is being built. An experiment from a link is not run by a key that was pressed before it could be seen.
   */
  function keepRunKey() {
    let pressed = false;
    const keep = (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      pressed = !location.hash.includes("=");
    };
    addEventListener("keydown", keep, true);
    return () => {
      removeEventListener("keydown", keep, true);
      if (pressed) dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", code: "Enter", ctrlKey: true, cancelable: true }));
    };
  }

  /**
   * The skeleton is on the screen. The program is requested only then: it is ten times as large as the skeleton, and would
   * compete with it for a slow line; and from a cache it would start before the first frame and keep the screen white.
   */
  async function firstPaint() {
    await parsed;
    if (document.hidden) return; // a hidden page paints no frame
    await new Promise((resolve) => {
      const contentful = (paints) => paints.getEntriesByName("first-contentful-paint").length > 0 && resolve();
      try {
        new PerformanceObserver(contentful).observe({ type: "paint", buffered: true });
      } catch {
        resolve();
      }
      setTimeout(resolve, 500); // in case the tab is hidden now
    });
  }

  async function loadGlue() {
    const address = new URL(files.js, document.baseURI);
    try {
      return await import(address.href);
    } catch (error) {
      throw navigator.onLine ? new Failure(WORDS.unreachable(nameOf(address)), error) : new Failure(WORDS.offline, error);
    }
  }

  /** The WebAssembly's bytes, counted as they arrive and compared with the published digest. */
  async function loadWasm() {
    const address = new URL(files.wasm, document.baseURI);
    const name = nameOf(address);
    const expected = files.wasmIntegrity;
    // Outside a secure context crypto.subtle is missing; the browser then checks, but only after the whole download.
    const checkedHere = expected && window.crypto && crypto.subtle;
    let bytes;
    try {
      const response = await fetch(address.href, expected && !checkedHere ? { integrity: expected } : {});
      if (!response.ok) throw new Error(`status ${response.status}`);
      bytes = await collect(response, Number(files.wasmSize));
    } catch (error) {
      throw navigator.onLine ? new Failure(WORDS.unreachable(name), error) : new Failure(WORDS.offline, error);
    }
    if (checkedHere) {
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-384", bytes));
      if (`sha384-${btoa(String.fromCharCode(...digest))}` !== expected) throw new Failure(WORDS.altered(name));
    }
    return bytes;
  }

  async function collect(response, size) {
    if (!size || !response.body) return response.arrayBuffer();
    const parts = [];
    let length = 0;
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      length += value.length;
      progress(Math.min(length / size, 1));
    }
    return new Blob(parts).arrayBuffer();
  }

  function progress(share) {
    const bar = element("boot-progress");
    if (!bar) return; // the body is not parsed yet
    bar.value = share;
    // A quick load is not worth a spoken percentage.
    if (performance.now() > 1500) say(WORDS.loading(Math.round(share * 20) * 5));
  }

  function say(sentence) {
    const status = element("boot-status");
    if (status && status.textContent !== sentence) status.textContent = sentence;
  }

  /** A message for the user; `cause` is for the console. */
  function Failure(sentence, cause) {
    this.sentence = sentence;
    this.cause = cause;
  }

  async function fail(failure) {
    await parsed;
    const sentence = failure instanceof Failure ? failure.sentence : WORDS.broken(reasonOf(failure));
    if (failure.cause) console.warn(failure.cause);
    const skeleton = element("skeleton");
    if (!skeleton) return;
    skeleton.removeAttribute("aria-busy");
    element("boot-progress").remove();
    element("boot-status").setAttribute("role", "alert");
    element("boot-status").classList.add("notice", "notice--err");
    say(sentence);
    const retry = element("boot-retry");
    retry.hidden = sentence === WORDS.tooOld;
    retry.addEventListener("click", () => location.reload());
  }

  /** Shows the sheet of a panic. A panic before the app is shown rejects the returned promise, and fail() reports it. */
  function watchForPanics() {
    let said = false;
    let tellStart;
    const early = new Promise((_, reject) => (tellStart = reject));
    early.catch(() => {});
    const stopped = (message, draft) => {
      if (said) return;
      said = true;
      if (element("skeleton")) tellStart(new Error(message));
      else showPanic(message, draft);
    };
    const isTrap = (error) => typeof WebAssembly === "object" && error instanceof WebAssembly.RuntimeError;
    addEventListener("outcrop:panic", (event) => {
      const { message, draft } = event.detail || {};
      stopped(message, draft);
    });
    addEventListener("error", (event) => isTrap(event.error) && stopped(event.error.message));
    addEventListener("unhandledrejection", (event) => isTrap(event.reason) && stopped(event.reason.message));
    return early;
  }

  function showPanic(message, draft) {
    const make = (tag, properties, ...children) => {
      const made = Object.assign(document.createElement(tag), properties);
      made.append(...children);
      return made;
    };
    const heading = make("h2", { id: "panic-title", textContent: WORDS.panic });
    const actions = make("p", { className: "row row--wrap" });
    if (draft) {
      const copy = make("button", { type: "button", className: "btn", textContent: WORDS.copy });
      const text = make("textarea", { className: "area mono", readOnly: true, value: draft, rows: 6, ariaLabel: "Draft" });
      copy.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(draft);
          copy.textContent = WORDS.copied;
        } catch {
          text.focus();
          text.select();
        }
      });
      actions.append(copy, text);
    }
    const reload = make("button", { type: "button", className: "btn btn--solid", textContent: WORDS.reload });
    reload.addEventListener("click", () => location.reload());
    actions.append(reload);
    const details = make(
      "details",
      {},
      make("summary", { textContent: WORDS.panicDetails }),
      make("pre", { className: "boot__panic", textContent: message || "" }),
    );
    const dialog = make("dialog", { className: "dialog boot__dialog" }, heading, make("p", { textContent: WORDS.panicWhy }), actions, details);
    dialog.setAttribute("aria-labelledby", "panic-title");
    document.body.append(dialog);
    dialog.showModal();
  }

  function reasonOf(error) {
    return String((error && error.message) || error).replace(/\.$/, "");
  }

  function nameOf(address) {
    return address.pathname.split("/").pop();
  }
})();
