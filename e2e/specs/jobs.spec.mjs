// Somebody does the jobs of the control plane in the simulator's account: finds a model, buys throughput, trains and
// deploys, sends a batch, and corrects a guardrail. Time passes by the account's clock, which the journeys move.

import assert from "node:assert/strict";

import { violationsEverywhere } from "../harness/axe.mjs";
import { expectText } from "../harness/expect.mjs";
import { addresses, journey, open } from "../harness/journey.mjs";
import { model } from "../harness/playground.mjs";

const at = (page, job) => open(page, `${addresses.page}#explorer/jobs/${job}`);
const job = (page, name) => page.getByRole("group", { name, exact: true });
const button = (where, name) => where.getByRole("button", { name, exact: true });
const field = (where, name) => where.getByRole("textbox", { name, exact: true });
const dialog = (page) => page.getByRole("dialog", { name: "Confirm the call" });

/** Presses the button of the dialog that sends the call, and waits until it is gone. */
async function confirm(page, verb) {
  await button(dialog(page), verb).click();
  await dialog(page).waitFor({ state: "hidden" });
}

/** Moves the account's clock forward by hours. */
async function hours(page, count) {
  const clock = page.getByRole("group", { name: "Clock of the account" });
  for (let hour = 0; hour < count; hour += 1) await clock.getByRole("button", { name: "+1 h" }).click();
}

journey("a model is found, opened, compared with another and used", {}, async ({ page }) => {
  await at(page, "models");
  const screen = job(page, "Models");
  const table = screen.getByRole("table", { name: "Models of the Region" });
  await table.getByRole("row").nth(40).waitFor();
  await screen.getByRole("searchbox", { name: "Search" }).fill("nova lite");
  await table.getByRole("checkbox", { name: "Compare amazon.nova-lite-v1:0", exact: true }).check();
  await screen.getByRole("searchbox", { name: "Search" }).fill("nova pro");
  await table.getByRole("checkbox", { name: "Compare amazon.nova-pro-v1:0", exact: true }).check();
  const comparison = screen.getByRole("group", { name: "Comparison" });
  await expectText(comparison, /Nova Lite[\s\S]*Nova Pro[\s\S]*Context, tokens/);

  await screen.getByRole("searchbox", { name: "Search" }).fill("no such model");
  await button(screen, "Clear the filters").click();
  await screen.getByRole("combobox", { name: "Output" }).selectOption({ label: "embedding" });
  await expectText(screen.getByRole("status").first(), /^\d+ models$/);
  await screen.getByRole("combobox", { name: "Output" }).selectOption({ label: "Any" });

  await screen.getByRole("searchbox", { name: "Search" }).fill("nova lite");
  await button(table, "Nova Lite").first().click();
  const ways = screen.getByRole("list", { name: "Ways of calling it" });
  await expectText(ways, /On demand[\s\S]*Inference profile/);
  await button(ways, "Use in the playground: amazon.nova-lite-v1:0").click();
  await model(page).waitFor();
  await expectText(page.locator("#model-value"), /amazon\.nova-lite-v1:0/);
});

journey("throughput is refused by the quota, bought, renamed and deleted", {}, async ({ page }) => {
  await at(page, "throughput");
  const screen = job(page, "Provisioned throughput");
  await expectText(screen, /Nothing is bought in this Region/);
  const buy = screen.getByRole("region", { name: "Buy throughput" });
  await button(buy, "Buy…").click();
  assert.equal(await field(buy, "Name").evaluate((input) => input === document.activeElement), true, "the first fault has the focus");
  await expectText(buy, /Enter a name/);
  await field(buy, "Name").fill("desk");
  await buy.getByRole("combobox", { name: "Model" }).fill("amazon.nova-lite-v1:0:24k");
  await expectText(buy, /billed by the hour from its creation until you delete it/);
  await button(buy, "Buy…").click();
  await dialog(page).getByText("This call as code").click();
  await expectText(dialog(page).getByRole("group", { name: "The call as code" }), /create_provisioned_model_throughput/);
  await button(dialog(page), "Buy").click();
  await expectText(dialog(page).getByRole("alert"), /ServiceQuotaExceededException[\s\S]*0 model units by default/);
  await button(dialog(page), "Cancel").click();
  assert.equal(await field(buy, "Name").inputValue(), "desk", "a refusal loses nothing");

  await button(buy, "Raise the quota to 4 units").click();
  await button(buy, "Buy…").click();
  await confirm(page, "Buy");
  const list = screen.getByRole("list", { name: "Bought throughput" });
  await expectText(list, /desk[\s\S]*Creating/);
  // A form that is open keeps its text and the focus when the status changes.
  await button(list, "Change desk").click();
  await field(list, "New name").fill("front-desk");
  await page.evaluate(() => document.querySelector("[title='Move the clock forward by one hour']").click());
  await expectText(list, /InService/);
  assert.equal(await field(list, "New name").evaluate((input) => input === document.activeElement), true, "the focus stays");
  assert.equal(await field(list, "New name").inputValue(), "front-desk");
  await button(list, "Rename…").click();
  await confirm(page, "Rename");
  await expectText(list, /front-desk/);
  await button(list, "Delete front-desk").click();
  await confirm(page, "Delete");
  await expectText(screen, /Nothing is bought in this Region/);
});

journey("data is corrected, a job trains, its model is deployed and answers", { minutes: 3 }, async ({ page }) => {
  await at(page, "tuning");
  const screen = job(page, "Fine-tuning");
  const data = field(screen, "JSON Lines");
  await data.fill('{"prompt":"a","completion":"b"}\n');
  await expectText(screen.getByRole("list", { name: "Problems of the data" }), /Line 1[\s\S]*not prompt and completion/);
  await button(screen, "Example data").click();
  await expectText(screen.locator("#tuning-report"), /8 records[\s\S]*Nothing wrong was found/);
  await button(screen, "Fill in an example").click();
  await field(screen, "epochCount").fill("9");
  await expectText(screen, /A whole number, 1 to 5/);
  await field(screen, "epochCount").fill("3");
  await button(screen, "Start the job…").click();
  await expectText(dialog(page), /3 epochs/);
  await confirm(page, "Start the job");
  const jobs = screen.getByRole("list", { name: "Jobs", exact: true });
  await expectText(jobs, /rocks-1[\s\S]*InProgress[\s\S]*Validation/);
  await hours(page, 8);
  await expectText(jobs, /Completed/);
  const models = screen.getByRole("list", { name: "Custom models" });
  await button(models, "Deploy…").click();
  await confirm(page, "Deploy");
  const deployments = screen.getByRole("list", { name: "Deployments" });
  await expectText(deployments, /rocks-live[\s\S]*Creating/);
  await hours(page, 1);
  await expectText(deployments, /Active/);
  await button(deployments, "Ask rocks-live in the playground").click();
  await expectText(page.locator("#model-value"), /custom-model-deployment/);
});

journey("a batch job is started, followed and stopped", {}, async ({ page }) => {
  await at(page, "batch");
  const screen = job(page, "Batch jobs");
  await button(screen, "Start the job…").click();
  await expectText(screen, /Choose a model/);
  await button(screen, "Fill in an example").click();
  await field(screen, "Expires after, hours").fill("12");
  await expectText(screen, /A whole number, 24 to 168/);
  await field(screen, "Expires after, hours").fill("");
  await screen.getByText("Records in and out").click();
  await expectText(screen.getByRole("group", { name: "A line of the input" }), /recordId/);
  await button(screen, "Start the job…").click();
  await expectText(dialog(page), /half the price[\s\S]*CreateModelInvocationJob/);
  await confirm(page, "Start the job");
  const jobs = screen.getByRole("list", { name: "Batch jobs", exact: true });
  await expectText(jobs, /questions-1[\s\S]*Submitted[\s\S]*Not counted yet/);
  await hours(page, 2);
  await expectText(jobs, /Completed[\s\S]*250 records in; 250 processed/);
  await field(screen, "Job name").fill("questions-2");
  await button(screen, "Start the job…").click();
  await confirm(page, "Start the job");
  await button(jobs, "Stop questions-2").click();
  await confirm(page, "Stop the job");
  await expectText(jobs, /questions-2[\s\S]*Stopp/);
  await hours(page, 1);
  await expectText(jobs.getByRole("listitem").filter({ hasText: "questions-2" }).first(), /Stopped/);
});

journey("sentences are scored without a guardrail", {}, async ({ page }) => {
  await at(page, "guardrails");
  const bench = job(page, "Guardrails").getByRole("region", { name: "Bench" });
  await button(bench, "Example sentences").click();
  await bench.getByRole("checkbox", { name: "InvokeGuardrailChecks, without a guardrail" }).check();
  await button(bench, "Try all").click();
  const mail = bench.getByRole("list", { name: "Sentences" }).locator(":scope > li").nth(3);
  await expectText(mail.getByRole("group", { name: "Scores without a guardrail" }), /SIMULATED[\s\S]*Sensitive information\s+EMAIL[\s\S]*ana@example\.com/);
});

journey("a false alarm is found, corrected and tried again", { minutes: 3 }, async ({ page }) => {
  await at(page, "guardrails");
  const screen = job(page, "Guardrails");
  await button(screen, "New from an example").click();
  await field(screen, "Name").first().fill("shop desk");
  await expectText(screen, /1 to 50 letters/);
  await field(screen, "Name").first().fill("shop-desk");
  await button(screen, "Create…").click();
  await confirm(page, "Create");
  const list = screen.getByRole("list", { name: "Guardrails of the account" });
  await expectText(list, /shop-desk/);
  await hours(page, 1);
  await expectText(list, /READY/);

  const bench = screen.getByRole("region", { name: "Bench" });
  await button(bench, "Example sentences").click();
  await button(bench, "Try all").click();
  await expectText(bench.getByRole("list", { name: "Totals" }), /8 tried: \d+ as expected, [1-9]\d* false alarm/);
  const alarm = bench.getByRole("list", { name: "Sentences" }).getByRole("listitem").filter({ hasText: "False alarm" }).first();
  await expectText(alarm, /order-id[\s\S]*at byte/);
  await alarm.getByRole("button", { name: "Only detect order-id" }).click();
  await alarm.getByRole("button", { name: "Save the draft and try again…" }).click();
  await confirm(page, "Save the draft");
  await hours(page, 1);
  await expectText(bench.getByRole("list", { name: "Totals" }), /8 tried: \d+ as expected, 0 false alarms/);

  const versions = screen.getByRole("region", { name: "Versions" });
  await button(versions, "Create a version…").click();
  await confirm(page, "Create a version");
  await expectText(versions, /Version 1/);
  await hours(page, 1);
  await expectText(versions, /Version 1[\s\S]*READY/);
  await button(list, "Delete shop-desk").click();
  await confirm(page, "Delete");
  await hours(page, 1);
  await expectText(screen, /There is no guardrail in this Region/);
});

journey("the jobs are whole on a phone and by keyboard", { context: { viewport: { width: 390, height: 844 } } }, async ({ page }) => {
  for (const [word, name] of [
    ["models", "Models"],
    ["throughput", "Provisioned throughput"],
    ["tuning", "Fine-tuning"],
    ["batch", "Batch jobs"],
    ["guardrails", "Guardrails"],
  ]) {
    await at(page, word);
    await job(page, name).waitFor();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(wide, 0, `${name} scrolls sideways`);
    assert.deepEqual(await violationsEverywhere(page, name), [], name);
  }
  await at(page, "throughput");
  const buy = page.getByRole("region", { name: "Buy throughput" });
  await field(buy, "Name").focus();
  await page.keyboard.type("desk");
  await page.keyboard.press("Tab");
  await page.keyboard.type("amazon.nova-lite-v1:0:24k");
  await button(buy, "Buy…").focus();
  await page.keyboard.press("Enter");
  await dialog(page).waitFor();
  await page.keyboard.press("Escape");
  await dialog(page).waitFor({ state: "hidden" });
  assert.equal(await field(buy, "Name").inputValue(), "desk");
});
