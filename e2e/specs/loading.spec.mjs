// Getting the program, and every way of not getting it.

import assert from "node:assert/strict";

import { addresses, journey, open, withoutParts } from "../harness/journey.mjs";
import { eventually } from "../harness/expect.mjs";
import { finished, message, model, modelId, openHistory } from "../harness/playground.mjs";

journey("the page loads under its policy and draws itself", {}, async ({ page }) => {
  const answers = [];
  page.on("response", (response) => answers.push(response));
  await open(page);
  await page.getByRole("heading", { level: 1 }).waitFor();
  assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1);
  const policy = await page.locator("meta[http-equiv='Content-Security-Policy']").getAttribute("content");
  assert.match(policy, /require-trusted-types-for 'script'/);
  const wasm = answers.filter((answer) => answer.url().endsWith("_bg.wasm"));
  assert.equal(wasm.length, 1, "the program is fetched once");
  assert.equal(wasm[0].headers()["content-encoding"], "br");
});

// The budget counts what index.html names; this holds it to be all that is fetched before the page is drawn. What comes then,
// when nothing else is to be done, draws the lines between the two requests.
journey("the first load is what the page names, and nothing more", {}, async ({ page }) => {
  await page.addInitScript(() => {
    performance.setResourceTimingBufferSize(1000);
    addEventListener("outcrop:ready", () => performance.mark("ready"));
  });
  await open(page);
  await page.locator("#request .threads path").first().waitFor({ state: "attached" });
  const fetched = await page.evaluate(() => {
    const [{ startTime: ready }] = performance.getEntriesByName("ready");
    const name = ({ name }) => new URL(name).pathname.slice(1);
    const files = performance.getEntriesByType("resource");
    return { first: files.filter((file) => file.startTime < ready).map(name), all: files.map(name) };
  });
  const html = await (await page.request.get(addresses.page)).text();
  assert.deepEqual(fetched.first.filter((file) => !html.includes(file)), []);
  assert.ok(fetched.all.length > fetched.first.length, "the lines come later");
});

/** What is drawn after the first paint: its text, and its controls with their places. */
const drawnLater = (page) =>
  page.evaluate(() =>
    ["#response", ".reqbar > .modelbox", "footer.status"].map((selector) => {
      const place = document.querySelector(selector);
      const controls = [...place.querySelectorAll("button, input, a, h3, p")].filter((element) => element.checkVisibility());
      return {
        text: place.innerText,
        controls: controls.map((element) => {
          const { x, y, width, height } = element.getBoundingClientRect();
          return [element.getAttribute("aria-label") ?? element.textContent.trim(), ...[x, y, width, height].map(Math.round)].join(" ");
        }),
      };
    }),
  );

for (const [width, height] of [[1440, 900], [390, 844]]) {
  journey(`what comes after the first paint looks as what stood in for it, ${width} px wide`, { context: { viewport: { width, height } } }, async ({ page }) => {
    const release = await withoutParts(page);
    await open(page);
    const before = await drawnLater(page);
    await release();
    await page.getByRole("button", { name: /^Show the list: Model/ }).waitFor({ state: "attached" });
    // The late style sheet adds the button that maximises; the button that opens the list is a label until then.
    const shown = (all) =>
      all.map(({ text, controls }) => ({ text, controls: controls.filter((name) => !/^(Maximise|Show the list)/.test(name)) }));
    await eventually("the same picture", () => drawnLater(page), (after) => {
      try {
        assert.deepEqual(shown(after), shown(before));
        return true;
      } catch {
        return false;
      }
    });
  });
}

journey("what is done before a part is there is done when it comes", {}, async ({ page }) => {
  const release = await withoutParts(page);
  await open(page);
  await page.getByRole("tab", { name: "HTTP" }).click();
  await model(page).click();
  await page.keyboard.type("amazon.nova-lite-v1:0");
  await page.keyboard.press("Enter");
  await release();
  await page.getByRole("tab", { name: "HTTP", selected: true }).waitFor();
  await eventually("the model", () => modelId(page), (text) => text === "amazon.nova-lite-v1:0");
});

journey("a run that waits for its part is of the form as it was when Run was pressed", {}, async ({ page }) => {
  const release = await withoutParts(page);
  await open(page);
  await message(page).fill("Asked at first");
  await page.locator("#run").click();
  await message(page).fill("Typed meanwhile");
  await release();
  for (const api of ["Converse", "InvokeModel"]) await finished(page, api);
  assert.equal(await message(page).inputValue(), "Typed meanwhile");
  const history = await openHistory(page);
  await history.getByText("Asked at first").waitFor();
  assert.equal(await history.getByText("Typed meanwhile").count(), 0);
});

journey("a draft of another family shows both bodies when its writer is there", {}, async ({ page }) => {
  await open(page);
  await model(page).fill("amazon.nova-lite-v1:0");
  await model(page).press("Enter");
  await page.getByRole("region", { name: "InvokeModel request" }).getByText("schemaVersion").waitFor();
  const release = await withoutParts(page);
  await page.reload();
  await page.getByRole("region", { name: "InvokeModel request" }).getByText("Loading what writes the body").waitFor();
  await page.getByRole("region", { name: "Converse request" }).getByText('"messages"').waitFor();
  await release();
  await page.getByRole("region", { name: "InvokeModel request" }).getByText("schemaVersion").waitFor();
});

journey("it works under a path", {}, async ({ page }) => {
  const paths = [];
  page.on("request", (request) => paths.push(new URL(request.url()).pathname));
  await open(page, addresses.subPage);
  assert.ok(paths.every((path) => path.startsWith("/sub/")), paths.join(" "));
});

journey("without WebAssembly there is a sentence", {}, async ({ page }) => {
  await page.addInitScript(() => delete globalThis.WebAssembly);
  await page.goto(addresses.page);
  await page.getByRole("alert").filter({ hasText: "this browser has no WebAssembly" }).waitFor();
  assert.equal(await page.getByRole("button", { name: "Try again" }).count(), 0, "trying again would not help");
});

journey("without JavaScript there is a sentence", { context: { javaScriptEnabled: false } }, async ({ page }) => {
  await page.goto(addresses.page);
  // Playwright's text search leaves <noscript> out.
  await page.locator("noscript p").waitFor({ state: "visible" });
  await page.getByRole("heading", { level: 1 }).waitFor();
});

journey("a program that was altered is not started", {}, async ({ page }) => {
  await page.route("**/*.wasm", async (route) => {
    const answer = await route.fetch();
    const bytes = await answer.body();
    bytes[bytes.length - 1] ^= 1;
    const { "content-encoding": _, ...headers } = answer.headers();
    await route.fulfill({ status: 200, headers, body: bytes });
  });
  await page.goto(addresses.page);
  await page.getByRole("alert").filter({ hasText: "differs from the file that was published with this page" }).waitFor();
  await page.unroute("**/*.wasm");
  await page.getByRole("button", { name: "Try again" }).click();
  await page.locator("#app > *").first().waitFor();
});

journey("glue that was altered is not started", { expected: [/console: .*integrity/i] }, async ({ page }) => {
  await page.route(/outcrop-[0-9a-f]+\.js$/, async (route) => {
    const answer = await route.fetch();
    const { "content-encoding": _, ...headers } = answer.headers();
    await route.fulfill({ status: 200, headers, body: `${await answer.text()}\n//` });
  });
  await page.goto(addresses.page);
  await page.getByRole("alert").filter({ hasText: "could not be loaded" }).waitFor();
});

journey("a part that does not arrive is named, and can be asked for again", { expected: [/console: Failed to load resource/] }, async ({ page }) => {
  await page.route("**/*.wasm", (route) => route.abort());
  await page.goto(addresses.page);
  await page.getByRole("alert").filter({ hasText: ".wasm did not load" }).waitFor();
  await page.unroute("**/*.wasm");
  await page.getByRole("button", { name: "Try again" }).click();
  await page.locator("#app > *").first().waitFor();
});

journey("an unknown path leads back to the page", { expected: [/console: .*404/] }, async ({ page }) => {
  const answer = await page.goto(`${addresses.page}no-such-page`);
  assert.equal(answer.status(), 404);
  await page.getByRole("link", { name: "Go to the playground" }).click();
  await page.locator("#app > *").first().waitFor();
});
