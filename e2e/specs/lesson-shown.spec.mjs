// Every step's solution plays in the page, not only on the bench of the tests: each lesson is walked with Show me and Next step, and
// then entered by a link at its last step, which plays the solutions before it.

import { readFileSync, readdirSync } from "node:fs";

import { journey } from "../harness/journey.mjs";
import { button, done, openStep, ready } from "../harness/lesson.mjs";

const TEXTS = new URL("../../src/lesson/texts/", import.meta.url);
const lessons = readdirSync(TEXTS)
  .filter((name) => name.endsWith(".txt"))
  .map((name) => [name.slice(0, -4), readFileSync(new URL(name, TEXTS), "utf8").match(/^step /gm).length]);

for (const [name, steps] of lessons) {
  journey(`each step of ${name} is shown`, { minutes: 4 }, async ({ page, context }) => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    await openStep(page, name, 1);
    for (let step = 1; step <= steps; step++) {
      await button(page, "Show me").click();
      await done(page);
      if (step === steps) break;
      await button(page, "Next step").click();
      await ready(page, step + 1);
    }
    const other = await context.newPage();
    await openStep(other, name, steps);
    await button(other, "Show me").click();
    await done(other);
  });
}
