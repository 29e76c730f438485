// What the page needs of its host: the headers, measured in a browser, and what an installed copy is made of.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { DIST } from "../harness/folder.mjs";
import { addresses, journey, open } from "../harness/journey.mjs";

journey("every answer has the headers that hosts are told to send", { expected: [/console: .*404/] }, async ({ page }) => {
  const [all] = readFileSync(join(DIST, "_headers"), "utf8").split("\n/");
  const wanted = [...all.matchAll(/^ {2}([\w-]+): (.*)$/gm)].map(([, name, value]) => [name.toLowerCase(), value]);
  assert.ok(wanted.length >= 10, "the list is read");
  await open(page);
  const files = await page.evaluate(() => performance.getEntriesByType("resource").map((entry) => entry.name));
  const asked = [addresses.page, `${addresses.page}offline.js`, `${addresses.page}no-such-file`, ...files.slice(0, 8)];
  for (const address of asked) {
    const headers = (await page.request.get(address)).headers();
    for (const [name, value] of wanted) {
      // Only a host with TLS sends this one.
      if (name !== "strict-transport-security") assert.equal(headers[name], value, `${address}: ${name}`);
    }
  }
  assert.equal(await page.evaluate(() => window.crossOriginIsolated), true, "the browser takes them as they are meant");
  await page.goto(`${addresses.page}no-such-file`);
});

journey("the page can be installed: its manifest and icons are there, under a path too", {}, async ({ page }) => {
  for (const address of [addresses.page, addresses.subPage]) {
    await open(page, address);
    const found = await page.evaluate(async () => {
      const link = document.querySelector("link[rel=manifest]").href;
      const manifest = await (await fetch(link)).json();
      const icons = [];
      for (const icon of manifest.icons) {
        const response = await fetch(new URL(icon.src, link));
        const size = icon.type === "image/png" ? await createImageBitmap(await response.blob()) : undefined;
        icons.push({ ...icon, served: response.headers.get("content-type"), is: size && `${size.width}x${size.height}` });
      }
      return { start: new URL(manifest.start_url, link).href, name: manifest.short_name, icons };
    });
    assert.equal(found.start, address);
    assert.equal(found.name, "Outcrop");
    for (const icon of found.icons) {
      assert.equal(icon.served, icon.type);
      if (icon.is) assert.equal(icon.is, icon.sizes);
    }
    for (const size of ["192x192", "512x512"]) {
      assert.ok(found.icons.some((icon) => icon.is === size && icon.purpose.includes("maskable")), size);
    }
  }
});
