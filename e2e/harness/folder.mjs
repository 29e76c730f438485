// A host of a folder, whose folder can be changed for that of another build, and which can be cut off.

import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The release page. */
export const DIST = fileURLToPath(new URL("../../dist", import.meta.url));

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".png": "image/png",
};

/** Starts it. Whatever is not a GET is refused as a model service refuses. */
export async function host(first) {
  const headers = readFileSync(join(first, "_headers"), "utf8").split("\n/")[0].matchAll(/^ {2}([\w-]+): (.*)$/gm);
  const always = Object.fromEntries([...headers].map(([, name, value]) => [name, value]));
  const at = { folder: first, cut: false, received: [] };
  const server = http.createServer((request, response) => {
    at.received.push(`${request.method} ${request.url}`);
    if (at.cut) return request.socket.destroy();
    if (request.method !== "GET") {
      response.writeHead(400, { ...always, "content-type": "application/json" });
      return response.end(JSON.stringify({ message: "refused by the host of the page" }));
    }
    const path = new URL(request.url, "http://host").pathname;
    const file = join(at.folder, path === "/" ? "index.html" : path);
    if (!existsSync(file) || !statSync(file).isFile()) return response.writeHead(404, always).end();
    const packed = existsSync(`${file}.br`);
    response.writeHead(200, {
      ...always,
      "content-type": TYPES[extname(file)] ?? "application/octet-stream",
      "cache-control": "no-cache",
      ...(packed ? { "content-encoding": "br" } : {}),
    });
    response.end(readFileSync(packed ? `${file}.br` : file));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  const cutOff = () => {
    at.cut = true;
    at.received.length = 0;
  };
  const serve = (folder) => {
    at.folder = folder;
  };
  return Object.assign(at, { cutOff, serve, address: `http://127.0.0.1:${server.address().port}/` });
}

/** Another build of the page: one byte of a file with a fixed name is another one, and the service worker's list says so. */
export function nextBuild(name) {
  const folder = mkdtempSync(join(tmpdir(), "outcrop-next-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  cpSync(DIST, folder, { recursive: true });
  const digest = (bytes) => `sha256-${createHash("sha256").update(bytes).digest("base64")}`;
  const bytes = readFileSync(join(folder, name));
  const before = digest(bytes);
  bytes[bytes.lastIndexOf(0x3e)] = 0x20; // the last ">", which browsers do not need to draw what is before it
  writeFileSync(join(folder, name), bytes);
  const worker = readFileSync(join(folder, "offline.js"), "utf8");
  const next = worker.replace(before, digest(bytes)).replace(/VERSION = "[0-9a-f]{4}/, 'VERSION = "0000');
  if (next === worker || !next.includes(digest(bytes))) throw new Error(`${name} is not on the service worker's list`);
  writeFileSync(join(folder, "offline.js"), next);
  for (const file of [name, "offline.js"]) for (const end of ["br", "gz"]) rmSync(join(folder, `${file}.${end}`), { force: true });
  return folder;
}
