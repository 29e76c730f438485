// What Lighthouse says that does not depend on how busy the machine is. Performance is `cargo xtask bench`'s.

import assert from "node:assert/strict";
import { before, test } from "node:test";

import { addresses } from "../harness/journey.mjs";
import { judge } from "../harness/lighthouse.mjs";

const CATEGORIES = ["accessibility", "best-practices", "seo"];
let verdicts;

before(async () => {
  verdicts = await judge(addresses.page, CATEGORIES);
});

for (const id of CATEGORIES) {
  test(`Lighthouse: ${id} is 100`, () => {
    const { score, lost } = verdicts.find((verdict) => verdict.id === id);
    assert.equal(score, 100, `lost points on ${lost.join(", ")}`);
  });
}
