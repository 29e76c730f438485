// Bundles the page that measures, with the packages, into a folder. Called by `cargo xtask bench`.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const [folder] = process.argv.slice(2);
await build({
  entryPoints: [fileURLToPath(new URL("page.mjs", import.meta.url))],
  outfile: join(folder, "page.js"),
  bundle: true,
  format: "esm",
  platform: "browser",
  target: "es2022",
  minify: true,
  loader: { ".txt": "text", ".json": "json" },
  // Our module and its JavaScript are beside the bundle.
  plugins: [
    {
      name: "ours",
      setup: ({ onResolve }) => onResolve({ filter: /\/outcrop_bench\.js$/ }, () => ({ path: "./outcrop_bench.js", external: true })),
    },
  ],
  logLevel: "warning",
});
writeFileSync(join(folder, "index.html"), '<!doctype html><meta charset="utf-8"><title>Measured</title><link rel="icon" href="data:,"><script type="module" src="page.js"></script>\n');
