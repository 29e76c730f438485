// Forced colours, judged by what is on the screen: pixels, not styles.

import assert from "node:assert/strict";

import { journey, open } from "../harness/journey.mjs";
import { runButton } from "../harness/playground.mjs";

/** The luminances of an element's picture, darkest first: the share of each that covers more than one part in 300. */
async function luminances(context, locator) {
  const png = (await locator.screenshot({ animations: "disabled" })).toString("base64");
  // A page without our policy reads the pixels.
  const reader = await context.newPage();
  const found = await reader.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
    const pen = canvas.getContext("2d");
    pen.drawImage(image, 0, 0);
    const { data: bytes } = pen.getImageData(0, 0, image.width, image.height);
    const counts = new Map();
    const linear = (part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
    for (let at = 0; at < bytes.length; at += 4) {
      const light = 0.2126 * linear(bytes[at]) + 0.7152 * linear(bytes[at + 1]) + 0.0722 * linear(bytes[at + 2]);
      const step = Math.round(light * 100) / 100;
      counts.set(step, (counts.get(step) ?? 0) + 1);
    }
    return [...counts].filter(([, count]) => count * 300 > bytes.length / 4).map(([light]) => light).sort((one, other) => one - other);
  }, png);
  await reader.close();
  return found;
}

/** The contrast of the darkest and the lightest of an element's colours. */
async function contrast(context, locator) {
  const found = await luminances(context, locator);
  return (found.at(-1) + 0.05) / (found[0] + 0.05);
}

for (const colorScheme of ["light", "dark"]) {
  journey(`forced colours, ${colorScheme}: labels, switches and marks are seen`, { context: { forcedColors: "active", colorScheme } }, async ({ page, context }) => {
    await open(page);
    const label = await contrast(context, runButton(page));
    assert.ok(label >= 4.5, `Run can be read: ${label}`);

    for (const name of ["Stream", "Links"]) {
      const toggle = page.getByRole("switch", { name });
      const pictures = [];
      for (const on of [false, true]) {
        await toggle.setChecked(on);
        await page.mouse.move(0, 0);
        const seen = await contrast(context, toggle);
        assert.ok(seen >= 3, `${name}, ${on ? "on" : "off"}, is seen: ${seen}`);
        pictures.push((await toggle.screenshot({ animations: "disabled" })).toString("base64"));
      }
      assert.notEqual(pictures[0], pictures[1], `${name} looks different on and off`);
    }

    const marks = page.locator(".legend:visible .mark");
    assert.ok((await marks.count()) > 0);
    for (let at = 0; at < (await marks.count()); at++) {
      const seen = await contrast(context, marks.nth(at));
      const alone = await luminances(context, marks.nth(at));
      assert.ok(seen >= 3 || alone.every((light) => (colorScheme === "light" ? light < 0.2 : light > 0.6)), `mark ${at} is seen: ${alone}`);
    }
    const tab = page.getByRole("tab", { selected: true });
    assert.ok((await contrast(context, tab)) >= 4.5);
  });
}
