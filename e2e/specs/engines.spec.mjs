// The main journeys once more, in Firefox and in WebKit: `cargo xtask e2e --engine firefox`. What differs between engines is what
// these look at: modules and WebAssembly, streams, keys, storage, dialogs and popovers, Web Crypto, and the policy.

import assert from "node:assert/strict";

import { ENGINE, addresses, journey } from "../engines/journey.mjs";
import { thing } from "../engines/person.mjs";
import { eventually } from "../harness/expect.mjs";

const APIS = ["Converse", "InvokeModel"];
const KEYS = [
  "export AWS_ACCESS_KEY_ID=ASIAIOSFODNN7EXAMPLE",
  "export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  "export AWS_SESSION_TOKEN=outcrop-simulator-session",
];
const response = (api) => thing("region", `${api} response`);
const answer = (api) => thing("log", undefined, response(api));
const target = thing("region", "Target");
const runButton = thing("button", /^Run/, target);
const message = thing("textbox", "Message 1");
const tab = (name) => thing("tab", name);

/** Waits until an API has answered well. */
async function finished(me, api) {
  await me.reads(response(api), /\b200\b/);
  await me.reads(answer(api), /\w{4}/);
}

journey("one key press runs the filled experiment", {}, async (me) => {
  await me.open(addresses.page);
  await me.keys("Control+Enter");
  for (const api of APIS) {
    await finished(me, api);
    await me.reads(response(api), /SIMULATED/);
    await me.reads(answer(api), /retriev/i);
  }
  await me.reads(thing("contentinfo", "Status"), /in\s*\d+[\s\S]*out\s*\d+/);
});

journey("a streamed answer grows, and Escape stops the next one and keeps what had come", {}, async (me) => {
  await me.open(addresses.page);
  await me.press(thing("switch", "Stream"));
  await me.visit.evaluate(`(() => {
    window.outcropLengths = new Set();
    new MutationObserver(() => {
      const log = document.querySelector("[role=log][aria-busy=true]");
      if (log) window.outcropLengths.add(log.innerText.length);
    }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  })()`);
  await me.press(runButton);
  for (const api of APIS) {
    await finished(me, api);
    await me.reads(response(api), /\d+ frames/);
  }
  const steps = await me.visit.evaluate("window.outcropLengths.size");
  assert.ok(steps > 3, `the text grew in ${steps} steps`);

  await me.type(message, "Explain the difference between Converse and InvokeModel.");
  await me.keys("Control+Enter");
  await me.reads(thing("button", /^Stop/, target), /Stop/);
  await me.reads(answer("Converse"), /\w{4}/);
  await me.keys("Escape");
  await me.reads(response("Converse"), /stopped/);
  await me.reads(answer("Converse"), /\w{4}/);
});

journey("keys that are pasted sign calls to an endpoint that is typed", { hosts: [addresses.simulator] }, async (me) => {
  await me.open(addresses.page);
  await me.press(thing("button", /^Credentials/));
  const dialog = thing("dialog", "Credentials");
  await me.paste(thing("textbox", "Paste temporary credentials", dialog), KEYS.join("\n"));
  await me.press(thing("button", "Use these credentials", dialog));
  await me.gone(dialog);
  await me.press(thing("radio", /^Custom/, thing("radiogroup", "Mode")));
  await me.type(thing("textbox", "Endpoint"), addresses.simulator);
  await me.press(runButton);
  for (const api of APIS) await finished(me, api);
  await me.press(tab("Signature"));
  await me.reads(thing("list", "Canonical request"), /%253A0[\s\S]*x-amz-date/);
  await me.reads(thing("list", "String to sign"), /AWS4-HMAC-SHA256[\s\S]*\d{8}T\d{6}Z/);
});

journey("a link opens the same experiment elsewhere and sends nothing", {}, async (me, another) => {
  const question = "Why is a stream framed? <b> $(x) `y`";
  await me.open(addresses.page);
  await me.type(message, question);
  await me.press(thing("button", /^Share/));
  const field = thing("textbox", /^Link/, thing("dialog", "Share this experiment"));
  const link = await eventually("the link", () => me.value(field), (value) => value.includes("#x=1"));

  const reader = await another();
  await reader.open(link);
  await reader.reads(thing("region", "Opened experiment"), /Nothing has been sent/);
  assert.equal(await reader.value(message), question);
  for (const api of APIS) assert.doesNotMatch(await reader.text(response(api)), /\b200\b/);
});

journey("texts become vectors, and a number of the table is explained", {}, async (me) => {
  await me.open(`${addresses.page}#embeddings`);
  await me.reads(runButton, /8 calls/);
  await me.press(runButton);
  const similarity = thing("region", "Similarity");
  await me.reads(similarity, /SIMULATED/);
  await me.press(thing("button", /^D and E, /, similarity));
  await me.reads(thing("region", "Look closer"), /cos\(D, E\) =/);
});

journey("a job of the Explorer finds a model and uses it", {}, async (me) => {
  await me.open(`${addresses.page}#explorer/jobs/models`);
  await me.type(thing("searchbox", "Search"), "nova lite");
  await me.press(thing("button", "Nova Lite", thing("table", "Models of the Region")));
  await me.press(thing("button", "Use in the playground: amazon.nova-lite-v1:0"));
  await me.reads(thing("region", "Converse request"), /amazon\.nova-lite-v1%3A0/);
});

journey("the first step of a lesson is done with one key", {}, async (me) => {
  await me.open(`${addresses.page}#lesson=a1&step=1`);
  const lesson = thing("region", "Lesson");
  await me.reads(lesson, /step 1 of/);
  await me.enabled(thing("button", "Show me", lesson));
  await me.keys("Control+Enter");
  await me.reads(lesson, /Done\./);
});

journey("what changed in Bedrock is in the menu", {}, async (me) => {
  await me.open(addresses.page);
  await me.press(thing("button", "Menu"));
  await me.press(thing("button", "What changed in Bedrock"));
  await me.reads(thing("dialog", "What changed in Bedrock"), /Claude 3 Haiku ended on 2026-09-10/);
});

journey("a draft is there again after a reload, and runs", {}, async (me) => {
  await me.open(addresses.page);
  await me.type(message, "What is a token?");
  await eventually("the draft is stored", () => me.visit.evaluate("JSON.stringify({ ...sessionStorage, ...localStorage })"), (text) => text.includes("What is a token?"));
  await me.visit.reload();
  await me.drawn();
  assert.equal(await me.value(message), "What is a token?");
  await me.press(runButton);
  for (const api of APIS) await finished(me, api);
});

const REFUSED = [/policy: script-src|Content.Security.Policy|Refused to/i];

/** Puts a script into the page: whether its text was taken, and whether it ran. */
async function foreignScript(me) {
  const told = await me.visit.evaluate(`JSON.stringify((() => {
    const script = document.createElement("script");
    let taken = true;
    try { script.textContent = "window.outcropRan = true"; } catch { taken = false; }
    document.head.append(script);
    return { taken, ran: window.outcropRan === true };
  })())`);
  return JSON.parse(told);
}

journey("a foreign script is refused: Trusted Types do not take its text", {}, async (me) => {
  await me.open(addresses.page);
  assert.deepEqual(await foreignScript(me), { taken: false, ran: false });
});

if (ENGINE === "firefox") {
  // Firefox before 148 and Safari before 26 have none.
  journey("the policy holds, and the page works, where Trusted Types are missing", { preferences: { "dom.security.trusted_types.enabled": false }, expected: REFUSED }, async (me) => {
    await me.open(addresses.page);
    assert.equal(await me.visit.evaluate("typeof trustedTypes"), "undefined");
    await me.press(runButton);
    for (const api of APIS) await finished(me, api);
    assert.deepEqual(await foreignScript(me), { taken: true, ran: false });
  });
}
