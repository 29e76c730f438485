// Somebody makes pictures: one from words, a filtered one, one from another by a mask that is painted with keys.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { violationsEverywhere } from "../harness/axe.mjs";
import { eventually, expectText } from "../harness/expect.mjs";
import { addresses, journey, open } from "../harness/journey.mjs";
import { DOT, chooseModel, modelId, runButton, stopButton, target } from "../harness/playground.mjs";

const results = (page) => page.getByRole("region", { name: "Results" });
const tile = (page, result, run) => results(page).getByRole("figure", { name: `Result ${result} of run ${run}` });
const prompt = (page) => page.getByRole("textbox", { name: "Prompt", exact: true });
const tab = (page, name) => page.getByRole("tab", { name, exact: true }).click();
const request = (page) => page.getByRole("list", { name: "Image request" });
const painter = (page) => page.getByRole("application", { name: "Mask painter" });

async function openImages(page) {
  await open(page, `${addresses.page}#images`);
  await page.getByRole("heading", { name: "Images", level: 1 }).waitFor();
}

/** Width and height of a PNG's head. */
const size = (bytes) => [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];

/** The colours of an image at these places, in parts of its width and height. */
const colours = (image, places) =>
  image.evaluate((element, places) => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [element.naturalWidth, element.naturalHeight];
    const context = canvas.getContext("2d");
    context.drawImage(element, 0, 0);
    return places.map(([x, y]) =>
      [...context.getImageData(Math.floor(x * canvas.width), Math.floor(y * canvas.height), 1, 1).data].join(),
    );
  }, places);

journey("a picture is drawn from words, looked at and saved", {}, async ({ page }) => {
  await openImages(page);
  await prompt(page).fill("A green hill under a blue sky");
  await expectText(request(page), /A green hill under a blue sky/);
  await page.keyboard.press("Control+Enter");
  await tile(page, 1, 1).waitFor();
  await expectText(tile(page, 1, 1), /Seed\s*7[\s\S]*PNG, 1,024 × 1,024/);
  await expectText(results(page), /SIMULATED/);

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download Result 1 of run 1" }).click(),
  ]);
  assert.equal(download.suggestedFilename(), "SIMULATED-stability-stable-image-core-v1-1-seed-7-1.png");
  const file = readFileSync(await download.path());
  assert.deepEqual(size(file), [1024, 1024]);
  assert.ok(file.includes("SIMULATED by Outcrop"), "the file itself says that it is simulated");

  await tab(page, "Response");
  const response = page.getByRole("list", { name: "Image response" });
  await expectText(response, /"images": \["iVBORw0KGgoA… \(PNG, 1,024 × 1,024, [\d.]+ kB, [\d.]+ kB of base64\)"/);
  await tab(page, "HTTP");
  await expectText(page.getByRole("region", { name: "HTTP", exact: true }), /stability\.stable-image-core-v1%3A1\/invoke[\s\S]*x-outcrop-simulated: true/);
});

journey("a filtered prompt and a filtered picture are explained", {}, async ({ page }) => {
  await openImages(page);
  await prompt(page).fill("A horse in quicksand");
  await runButton(page).click();
  await expectText(tile(page, 1, 1), /Filter reason: prompt[\s\S]*blocked the prompt/);
  await prompt(page).fill("A mirage in the desert");
  await runButton(page).click();
  await expectText(tile(page, 1, 2), /Filter reason: output image[\s\S]*blocked the picture/);
  // Amazon's models refuse such a prompt as a whole.
  await chooseModel(page, "amazon.nova-canvas-v1:0");
  await prompt(page).fill("A horse in quicksand");
  await runButton(page).click();
  await expectText(results(page).getByRole("alert"), /blocked by our content filters/);
});

journey("a result is painted on with keys and becomes the next input", {}, async ({ page }) => {
  await openImages(page);
  await chooseModel(page, "amazon.nova-canvas-v1:0");
  await page.getByText(/Retired: Nova Canvas reached its end of life on 2026-09-30/).waitFor();
  await page.getByRole("textbox", { name: "Width", exact: true }).fill("512");
  await page.getByRole("textbox", { name: "Height", exact: true }).fill("320");
  await prompt(page).fill("A blue lake");
  await runButton(page).click();
  await expectText(tile(page, 1, 1), /PNG, 512 × 320/);
  await page.getByRole("button", { name: "Use as input: Result 1 of run 1" }).click();
  await page.getByRole("combobox", { name: "Task" }).selectOption({ label: "Inpainting" });
  await page.getByRole("img", { name: "Image: the chosen picture" }).waitFor();
  await page.getByText("paint a mask, or write a mask prompt").first().waitFor();

  await painter(page).focus();
  await page.keyboard.press("Space");
  await expectText(page.getByText(/of the picture is black/), /^[1-9]/);
  for (let step = 0; step < 4; step += 1) await page.keyboard.press("Shift+ArrowRight");
  await expectText(request(page), /"maskImage": "iVBORw0KGgoA… \(PNG, 512 × 320/);
  await prompt(page).fill("A red fire");
  await runButton(page).click();
  await tile(page, 1, 2).waitFor();
  const places = [[0.5, 0.5], [0.6, 0.5], [0.95, 0.2], [0.1, 0.2]];
  const before = await colours(tile(page, 1, 1).getByRole("img"), places);
  const after = await colours(tile(page, 1, 2).getByRole("img"), places);
  assert.notEqual(after[0], before[0], "black is made anew");
  assert.notEqual(after[1], before[1], "the line as well");
  assert.deepEqual(after.slice(2), before.slice(2), "white is kept");

  // The pointer, undo, and numbers do the same.
  const box = await painter(page).boundingBox();
  const black = page.getByText(/of the picture is black/);
  const had = await black.innerText();
  await page.mouse.move(box.x + 10, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 10, box.y + 10);
  await page.mouse.up();
  await expectText(black, new RegExp(`^(?!${had.slice(0, 3)})`));
  await page.getByRole("button", { name: "Undo" }).click();
  await expectText(black, new RegExp(`^${had.slice(0, 3)}`));
  await page.getByRole("button", { name: "All white" }).click();
  await page.getByRole("button", { name: "Paint rectangle" }).click();
  await expectText(black, /^25 %/);
  await page.getByRole("button", { name: "Invert" }).click();
  await expectText(black, /^75 %/);
});

journey("a result of a model that takes no picture goes to one that does", {}, async ({ page }) => {
  await openImages(page);
  await runButton(page).click();
  await page.getByRole("button", { name: "Use as input: Result 1 of run 1" }).click();
  await page.getByRole("img", { name: "Image: the chosen picture" }).waitFor();
  assert.equal(await modelId(page), "stability.sd3-5-large-v1:0");
  await expectText(request(page), /"mode": "image-to-image"[\s\S]*"prompt": "A red sandstone[\s\S]*"image": "iVBORw0KGgoA… \(PNG, 1,024 × 1,024/);
  await runButton(page).click();
  await expectText(tile(page, 1, 2), /1,024 × 1,024/);
});

journey("a field for several pictures takes as many as its model", {}, async ({ page }) => {
  await openImages(page);
  await chooseModel(page, "amazon.nova-canvas-v1:0");
  await page.getByRole("combobox", { name: "Task" }).selectOption("Image variation");
  const dot = (name) => ({ name, mimeType: "image/png", buffer: DOT });
  const chosen = page.getByRole("img", { name: /the chosen picture/ });
  await page.getByLabel("Images", { exact: true }).setInputFiles([dot("one.png"), dot("two.png")]);
  await eventually("two are there", () => chosen.count(), (count) => count === 2);
  await page.getByLabel("Images", { exact: true }).setInputFiles(["three.png", "four.png", "five.png", "six.png"].map(dot));
  await page.getByText("six.png was not added: the model takes 5 at most").waitFor();
  await eventually("five are there", () => chosen.count(), (count) => count === 5);
  await page.getByRole("button", { name: "Remove Images 5", exact: true }).click();
  await page.getByRole("button", { name: "Remove Images 1", exact: true }).click();
  await eventually("three are left", () => chosen.count(), (count) => count === 3);
  await page.getByText("was not added").waitFor({ state: "detached" });
  const lines = await request(page).innerText();
  const images = JSON.parse(lines.replace(/^.*?(?="imageVariationParams")/s, "").match(/"images":\s*(\[[^\]]*\])/)[1]);
  assert.equal(images.length, 3, "the body holds what is left");
});

journey("a run is stopped", {}, async ({ page }) => {
  await openImages(page);
  await runButton(page).click();
  await stopButton(page).click();
  await runButton(page).waitFor();
  assert.equal(await results(page).getByRole("figure").count(), 0);
  await runButton(page).click();
  await results(page).getByRole("figure").waitFor();
});

// A finger is a property of the device, not of the window: each of the two is a visit.
for (const [width, hasTouch] of [
  [390, true],
  [1440, false],
]) {
  journey(`images are accessible, ${width} px, both themes`, { context: { viewport: { width, height: 900 }, hasTouch } }, async ({ page }) => {
    await openImages(page);
    const found = await violationsEverywhere(page, "at start", [width]);
    await chooseModel(page, "amazon.nova-canvas-v1:0");
    await page.getByRole("textbox", { name: "Width", exact: true }).fill("320");
    await page.getByRole("textbox", { name: "Height", exact: true }).fill("320");
    await runButton(page).click();
    await tile(page, 1, 1).waitFor();
    await page.getByRole("button", { name: "Use as input: Result 1 of run 1" }).click();
    await page.getByRole("combobox", { name: "Task" }).selectOption({ label: "Inpainting" });
    await painter(page).waitFor();
    if (hasTouch) {
      await painter(page).scrollIntoViewIfNeeded();
      const box = await painter(page).boundingBox();
      await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
      await expectText(page.getByText(/of the picture is black/), /^[1-9]/);
    }
    found.push(...(await violationsEverywhere(page, "with a mask and a result", [width])));
    assert.deepEqual(found, []);
  });
}

journey("“Run again” repeats the call of the images, not the playground’s", {}, async ({ page }) => {
  const fault = async (label) => {
    const menu = target(page).getByRole("combobox", { name: "Fault" });
    if (!(await menu.isVisible())) await target(page).getByRole("button", { name: "Fault", exact: true }).click();
    await menu.selectOption({ label });
  };
  const go = (view) => page.evaluate((view) => (location.hash = view), view);
  await open(page);
  await fault("Throttled (429)");
  await go("#images");
  await prompt(page).fill("A green hill under a blue sky");
  await runButton(page).click();
  const card = results(page).getByRole("alert");
  await expectText(card, /Too many requests for now/);
  await go("#playground");
  await fault("No fault");
  await go("#images");
  await card.getByRole("button", { name: "Run again" }).click();
  await expectText(tile(page, 1, 1), /PNG, 1,024 × 1,024/);
  await card.waitFor({ state: "detached" });
  await expectText(results(page), /A green hill under a blue sky/);
  await go("#playground");
  await eventually("the playground called nothing", () => page.getByRole("heading", { name: "No answer yet" }).count(), (count) => count === 2);
});

journey("an empty view begins with its button, and results of other settings are marked", {}, async ({ page }) => {
  await openImages(page);
  await results(page).getByRole("button", { name: "Run the prompt" }).click();
  await tile(page, 1, 1).waitFor();
  await page.getByRole("status").getByText("Complete: 1 picture", { exact: true }).waitFor();
  const before = await prompt(page).inputValue();
  await prompt(page).fill("A green hill");
  const mark = results(page).getByText("Settings changed since this run");
  await mark.waitFor();
  await prompt(page).fill(before);
  await mark.waitFor({ state: "detached" });
});
