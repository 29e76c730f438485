// The service worker: it keeps the files of this page for use without a network.
//
// It answers for the files of the page's own build and for nothing else: same origin, GET, a name on the list below. What goes
// to AWS, to an emulator or to any other address passes it by and is never stored. `cargo xtask build` writes the list, each file
// with its digest, and a version that changes with any of them: a browser notices a new version by this file alone.
//
// A new version waits until the reader asks for it. Files of the version before stay until the next one is installed, for tabs
// that are still open.
"use strict";

const VERSION = "$VERSION$";
/** What the first paint needs, and what comes later: the name ("" is the page itself), then the digest. */
const FIRST = new Map($FIRST$);
const LATE = new Map($LATE$);

const scope = new URL(registration.scope);
// Two copies of the page may share an origin, and so its caches.
const PREFIX = `outcrop-offline ${scope.pathname} `;
const NAME = PREFIX + VERSION;
/** A name with a hash in it: of this build or of another one. */
const HASHED = /^[\w-]+-[0-9a-f]{16}(_bg)?\.(js|css|wasm|json)$/;
/** How many files are fetched at once in the background. */
const AT_ONCE = 2;
/** Whether the copy is being removed: what is on its way then is not stored. */
let forgotten = false;

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("message", (event) => {
  if (event.data === "use") skipWaiting();
  if (event.data === "forget") forgotten = true;
  if (event.data === "keep") {
    forgotten = false;
    event.waitUntil(keepEverything());
  }
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || request.headers.has("authorization")) return;
  if (url.origin !== scope.origin || !url.pathname.startsWith(scope.pathname)) return;
  let name = url.pathname.slice(scope.pathname.length);
  if (request.mode === "navigate") {
    if (name === "index.html") name = "";
  } else if (url.search) return;
  if (digestOf(name)) event.respondWith(ours(name, request));
  else if (HASHED.test(name)) event.respondWith(earlier(request));
});

function digestOf(name) {
  return FIRST.get(name) ?? LATE.get(name);
}

async function install() {
  const cache = await caches.open(NAME);
  try {
    await Promise.all([...FIRST.keys()].map((name) => keep(cache, name)));
  } catch (error) {
    await caches.delete(NAME);
    throw error;
  }
  // Of the versions before, the one in use stays.
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== NAME);
  await Promise.all(names.slice(0, -1).map((name) => caches.delete(name)));
}

/** Fetches a file and stores it, if it is not stored and is the one that was published. */
async function keep(cache, name, priority = "auto") {
  const address = new URL(name, scope).href;
  if (await cache.match(address)) return;
  // A host may let a file with a fixed name be kept for a while.
  const response = await fetch(address, { integrity: digestOf(name), cache: HASHED.test(name) ? "default" : "no-cache", priority });
  if (!response.ok || response.redirected) throw new Error(`${address}: ${response.status}`);
  if (!forgotten) await cache.put(address, response);
}

async function ours(name, request) {
  // After “Remove offline copy” nothing is stored again.
  if (forgotten || !(await caches.has(NAME))) return fetch(request);
  const cache = await caches.open(NAME);
  const address = new URL(name, scope).href;
  try {
    await keep(cache, name);
  } catch {
    return fetch(request);
  }
  return (await cache.match(address)) ?? fetch(request);
}

/** A file of the version before, for a tab that still shows it. */
async function earlier(request) {
  return (await caches.match(request)) ?? fetch(request);
}

/** Stores every file, and tells the open pages how far it is. */
async function keepEverything() {
  const cache = await caches.open(NAME);
  const names = [...FIRST.keys(), ...LATE.keys()];
  const of = names.length;
  let kept = 0;
  const tell = async (state) => {
    for (const client of await clients.matchAll()) client.postMessage({ outcrop: "offline", state, kept: String(kept), of: String(of) });
  };
  const waiting = names.values();
  const work = async () => {
    for (const name of waiting) {
      if (!(await caches.has(NAME))) return;
      await keep(cache, name, "low");
      kept += 1;
      if (kept % 25 === 0) await tell("keeping");
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    await tell(kept === of ? "kept" : "removed");
  } catch {
    await tell("failed");
  }
}
