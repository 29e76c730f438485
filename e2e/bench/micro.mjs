// Our code beside packages, in one page that is isolated, so that its clock is precise to 5 µs.

import { readFileSync } from "node:fs";
import http from "node:http";
import { extname, join } from "node:path";

const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".wasm": "application/wasm" };
const ISOLATED = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };

/** Serves the files of a folder on a free port of this machine. */
async function served(folder) {
  const server = http.createServer((request, response) => {
    const name = request.url === "/" ? "index.html" : request.url.slice(1);
    if (!/^[\w.]+$/.test(name)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { ...ISOLATED, "content-type": TYPES[extname(name)] }).end(readFileSync(join(folder, name)));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { address: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

const shown = (value) => Number(value.toPrecision(3));

/** Measures every work; returns the rows. */
export async function micro(browser) {
  const site = await served(process.env.OUTCROP_BENCH_SITE);
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const rows = [];
    await page.exposeFunction("seen", (row) => {
      rows.push(row);
      const peers = row.peers.map(({ name, value }) => `${name} ${shown(value)}`);
      console.log(`${row.name}: ${shown(row.ours)} ${row.unit}, ${peers.join(", ") || "no peer"}`);
    });
    await page.goto(site.address);
    await page.waitForFunction(() => globalThis.measure);
    await page.evaluate(() => globalThis.measure());
    return rows;
  } finally {
    await context.close();
    site.close();
  }
}
