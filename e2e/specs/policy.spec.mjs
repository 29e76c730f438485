// The policy holds against what it is there for.

import assert from "node:assert/strict";

import { addresses, journey, open } from "../harness/journey.mjs";

journey("no request leaves to a host that is not listed", { expected: [/policy: connect-src/, /console: .*Content Security Policy/] }, async ({ page }) => {
  await open(page);
  const outcome = await page.evaluate(() =>
    Promise.allSettled(
      ["https://bucket.s3.us-east-1.amazonaws.com/", "https://example.com/", "http://192.0.2.1/"].map((address) => fetch(address)),
    ),
  );
  assert.deepEqual(outcome.map((each) => each.status), ["rejected", "rejected", "rejected"]);
});

journey("no string becomes something that runs", {}, async ({ page }) => {
  await open(page);
  const refused = await page.evaluate(() => {
    const attempt = (html) => {
      try {
        document.createElement("template").innerHTML = html;
        return "made";
      } catch (error) {
        return error.name;
      }
    };
    return [
      "<script>1</script>",
      "<img src=x onerror=1>",
      '<img src="x"onerror=1>',
      '<img title=">" onerror=1>',
      "<svg/onload=1>",
      "<a href='javascript:1'>a</a>",
      "<a href='java\nscript:1'>a</a>",
      "<iframe srcdoc='a'></iframe>",
      "<base href='//example.com/'>",
      "<p>This stays, only = and one = too</p>",
    ].map(attempt);
  });
  assert.deepEqual(refused, [...Array(9).fill("TypeError"), "made"]);
});

journey("no string becomes code", {}, async ({ page }) => {
  await open(page);
  const outcome = await page.evaluate(() => {
    const script = document.createElement("script");
    const attempts = [() => (script.text = "1"), () => (script.src = "https://example.com/a.js"), () => script.setAttribute("onerror", "1")];
    return attempts.map((attempt) => {
      try {
        attempt();
        return "made";
      } catch {
        return "refused";
      }
    });
  });
  assert.deepEqual(outcome, ["refused", "refused", "refused"]);
});

journey("another page cannot frame it", {}, async ({ page }) => {
  await page.goto("about:blank");
  await page.evaluate((address) => {
    const frame = document.createElement("iframe");
    const loaded = new Promise((resolve) => frame.addEventListener("load", resolve));
    frame.src = address;
    document.body.append(frame);
    return loaded;
  }, addresses.page);
  const [, frame] = page.frames();
  assert.equal(await frame.locator("#skeleton, #app").count(), 0);
});
