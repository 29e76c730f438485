// Somebody asks what was built: retrieves with a filter, asks for an answer and follows its citations, orders documents, talks
// to an agent that hands control back, makes an agent for one call, and runs a flow.

import assert from "node:assert/strict";

import { violationsEverywhere } from "../harness/axe.mjs";
import { expectText } from "../harness/expect.mjs";
import { addresses, journey, open } from "../harness/journey.mjs";

const button = (where, name) => where.getByRole("button", { name, exact: true });
const field = (where, name) => where.getByRole("textbox", { name, exact: true });
const combo = (where, name) => where.getByRole("combobox", { name, exact: true });

/** Opens the screen on one of its tabs, with what the account has filled in. */
async function at(page, tab) {
  await open(page, `${addresses.page}#explorer/jobs/knowledge`);
  const screen = page.getByRole("group", { name: "Knowledge bases and agents", exact: true });
  await screen.getByRole("list", { name: "Knowledge bases", exact: true }).getByRole("listitem").first().waitFor();
  await screen.getByRole("tab", { name: tab, exact: true }).click();
  return screen;
}

journey("passages are retrieved with a filter that is built, and pasted back as JSON", {}, async ({ page }) => {
  const screen = await at(page, "Retrieve");
  await expectText(screen, /bedrock-agent-runtime, not of\s+bedrock-runtime[\s\S]*Agents Classic[\s\S]*30 July 2026/);
  assert.equal(await combo(screen, "Knowledge base").inputValue(), "OUTCROPKB1");
  await button(screen, "Retrieve").click();
  await expectText(screen, /Enter what to look for/);
  await field(screen, "Query").fill("What is an inference profile?");
  await button(screen, "Retrieve").click();
  const passages = screen.getByRole("list", { name: "Passages", exact: true });
  await expectText(passages.getByRole("listitem").first(), /Score[\s\S]*Source\s+s3:\/\/outcrop-glossary\/[\s\S]*topic/);
  const before = await passages.getByRole("listitem").count();
  assert.ok(before > 1, `${before} passages`);

  await screen.getByText(/^Filter on metadata/).click();
  await button(screen, "Add a condition").click();
  const first = screen.getByRole("group", { name: "Condition 1", exact: true });
  await field(first, "Attribute").fill("topic");
  await field(first, "Value").fill("models");
  await button(screen, "Add a condition").click();
  const second = screen.getByRole("group", { name: "Condition 2", exact: true });
  await field(second, "Attribute").fill("year");
  await combo(second, "Operator").selectOption("0");
  await combo(second, "Operator").selectOption({ label: "greaterThan" });
  await combo(second, "Value is a").selectOption({ label: "Number" });
  await field(second, "Value").fill("soon");
  await expectText(second, /Must be a number, not “soon”/);
  await field(second, "Value").fill("2024");
  await screen.getByText("The filter as JSON").click();
  const json = field(screen, "Filter as JSON");
  const written = JSON.parse(await json.inputValue());
  assert.deepEqual(written, {
    andAll: [{ equals: { key: "topic", value: "models" } }, { greaterThan: { key: "year", value: 2024 } }],
  });
  await button(screen, "Retrieve").click();
  await expectText(passages, /models/);
  const topics = await passages.getByRole("listitem").allInnerTexts();
  assert.ok(topics.length > 0 && topics.every((text) => /topic\s+models/.test(text)), topics.join("\n"));

  await json.fill('{"is": 1}');
  await expectText(screen, /“is” is not an operator/);
  await json.fill('{"in": {"key": "topic", "value": ["access", "cost"]}}');
  await combo(screen, "Knowledge base").focus();
  assert.equal(await field(first, "Value").inputValue(), "access, cost");
  await second.waitFor({ state: "hidden" });
});

journey("an answer is streamed, and a citation marks its part and its passage", {}, async ({ page }) => {
  const screen = await at(page, "Retrieve and generate");
  await field(screen, "Question").fill("What is an inference profile?");
  await button(screen, "Ask").click();
  const cited = screen.getByRole("list", { name: "Cited passages" });
  await cited.getByRole("listitem").first().waitFor();
  const citation = button(screen, "Citation 1");
  await citation.click();
  assert.equal(await citation.getAttribute("aria-pressed"), "true");
  assert.equal(await cited.locator("li[data-on]").count() > 0, true, "its passage is marked");
  assert.equal(await screen.locator(".job__answer mark[data-on]").count() > 0, true, "its part of the answer is marked");
  await citation.click();
  assert.equal(await cited.locator("li[data-on]").count(), 0);
  await button(screen, "Go on in this session").click();
  assert.notEqual(await field(screen, "Session").inputValue(), "");
  await combo(screen, "Delivery").selectOption({ label: "At once: RetrieveAndGenerate" });
  await field(screen, "Question").fill("And an application inference profile?");
  await button(screen, "Ask").click();
  await expectText(screen.getByRole("status").last(), /HTTP 200/);
});

journey("documents are put in order", {}, async ({ page }) => {
  const screen = await at(page, "Rerank");
  await button(screen, "Example documents").click();
  await button(screen, "Rerank").click();
  const list = screen.getByRole("list", { name: "Documents in order" });
  await expectText(list.getByRole("listitem").first(), /Document 2[\s\S]*Provisioned throughput/);
});

journey("an agent looks things up, hands control back, and goes on with the result", { minutes: 3 }, async ({ page }) => {
  const screen = await at(page, "Agent");
  await field(screen, "Say").fill("What is an inference profile?");
  await button(screen, "Say it").click();
  const turns = screen.getByRole("list", { name: "Conversation" });
  await expectText(turns, /Last turn[\s\S]*Trace\s+\d+ steps/);
  await turns.getByText(/^Trace/).click();
  const trace = turns.getByRole("list", { name: "Trace" });
  await expectText(trace, /Orchestration[\s\S]*Looks up in OUTCROPKB1[\s\S]*Found \d+ passage/);
  await trace.getByText("JSON", { exact: true }).first().click();
  await trace.getByRole("group", { name: "JSON of the step" }).first().waitFor();

  await field(screen, "Say").fill("What is the weather in Bonn?");
  await button(screen, "Say it").click();
  const control = screen.getByRole("group", { name: "Return of control" });
  await expectText(control, /of weather[\s\S]*Bonn/);
  await field(control, "Result").first().fill("12 degrees, light rain");
  await button(control, "Go on with this").click();
  await control.waitFor({ state: "hidden" });
  await expectText(turns.locator(":scope > li").last(), /12 degrees, light rain/);
  await expectText(turns, /Turn 1[\s\S]*Turn 2[\s\S]*Last turn/);
  await button(screen, "New session").click();
  assert.equal(await turns.getByRole("listitem").count(), 0);
});

journey("an agent is made for one call, with a function by hand", {}, async ({ page }) => {
  const screen = await at(page, "Inline agent");
  await button(screen, "Example with a function").click();
  await button(screen, "Say it").click();
  const control = screen.getByRole("group", { name: "Return of control" });
  await expectText(control, /order_status of by-hand/);
  await field(control, "Result").first().fill("It is on its way");
  await button(control, "Go on with this").click();
  await expectText(screen.getByRole("list", { name: "Conversation" }).locator(":scope > li").last(), /on its way/);
});

journey("a flow runs, with the output of its nodes and their trace", {}, async ({ page }) => {
  const screen = await at(page, "Flow");
  await field(screen, "Input").fill("What is a guardrail?");
  await button(screen, "Run the flow").click();
  await expectText(screen.getByRole("list", { name: "Outputs of the flow" }), /FlowOutputNode/);
  await screen.getByText(/^Trace \d/).click();
  await expectText(screen.getByRole("list", { name: "Trace of the flow" }), /FlowInputNode[\s\S]*Output/);
  await expectText(screen, /Ended:\s+SUCCESS/);
});

journey("every part of the screen is accessible and whole on a phone", { context: { viewport: { width: 390, height: 844 } }, minutes: 4 }, async ({ page }) => {
  for (const tab of ["Retrieve", "Retrieve and generate", "Rerank", "Agent", "Inline agent", "Flow"]) {
    await at(page, tab);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(wide, 0, `${tab} scrolls sideways`);
    // The wider layouts are the same for all tabs: one of them is judged at each width.
    assert.deepEqual(await violationsEverywhere(page, tab, tab === "Agent" ? undefined : [390]), [], tab);
  }
});
