// Endpoints that are down or not allowed.

import assert from "node:assert/strict";
import http from "node:http";
import net from "node:net";

import { EXAMPLE, journey, open } from "../harness/journey.mjs";
import { expectText } from "../harness/expect.mjs";
import { endpoint } from "../harness/hostile.mjs";
import { errorCard, finished, mode, openCredentials, runButton, target, useEndpoint } from "../harness/playground.mjs";

/** An address where nobody listens. */
async function deserted() {
  const server = net.createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

const nobody = await deserted();
journey("an endpoint that is down is explained, and the simulator is one click away", { hosts: [nobody], expected: [/console: .*ERR_CONNECTION_REFUSED/] }, async ({ page }) => {
  await open(page);
  await useEndpoint(page, nobody, EXAMPLE);
  await runButton(page).click();
  await expectText(errorCard(page, "Converse"), /No answer reached this page/);
  await expectText(errorCard(page, "Converse"), /Is the server running/);
  await errorCard(page, "Converse").getByRole("button", { name: "Use the simulator" }).click();
  await runButton(page).click();
  await finished(page, "Converse");
});

journey("an endpoint elsewhere is refused beside its field, and nothing is sent", {}, async ({ page }) => {
  await open(page);
  await mode(page, "Custom endpoint");
  const field = page.getByRole("textbox", { name: "Endpoint" });
  for (const [typed, sentence] of [
    ["https://example.com", /not on this machine/],
    ["127.0.0.1:4566", /http:\/\/ or https:\/\//],
    ["http://user:secret@127.0.0.1", /user name/],
  ]) {
    await field.fill(typed);
    await field.and(page.locator("[aria-invalid=true]")).waitFor();
    await expectText(target(page), sentence);
    assert.equal(await field.inputValue(), typed, "what was typed stays");
  }
  await page.keyboard.press("Control+Enter");
  await expectText(page.getByRole("contentinfo", { name: "Status" }), /Not sent/);
});

for (const status of [301, 302, 303, 307, 308]) {
  const other = await endpoint((_, response) => response.end("{}"));
  const redirecting = await endpoint((request, response) =>
    response.writeHead(status, { location: other.address + request.url }).end(),
  );
  // The browser tells the journey of the request that it was asked to make; what counts is that nothing arrives.
  const hosts = [redirecting.address, other.address];
  journey(`a redirect with ${status} is not followed, and says so`, { hosts }, async ({ page }) => {
    await open(page);
    await useEndpoint(page, redirecting.address, EXAMPLE);
    await runButton(page).click();
    for (const api of ["Converse", "InvokeModel"]) {
      await expectText(errorCard(page, api), /answered with a redirect/);
      await expectText(errorCard(page, api), /not followed/);
    }
    assert.ok(redirecting.received.includes("POST"));
    assert.deepEqual(other.received, [], "the other origin receives nothing");
  });
}

/** Presses the button of the connection test; returns the dialog that tells what came of it. */
async function tested(page, address) {
  await open(page);
  await useEndpoint(page, address, EXAMPLE);
  const dialog = await openCredentials(page);
  await dialog.getByText("Test the connection", { exact: true }).click();
  await dialog.getByRole("button", { name: "Test connection" }).click();
  return dialog;
}

/** A server that does not answer a signed call and knows nothing of CORS, as many do; to anything else it answers as it is told. */
async function withoutCors(answer) {
  const server = http.createServer((request, response) => {
    if (request.method === "GET") answer(request, response);
    else response.destroy();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  return `http://127.0.0.1:${server.address().port}`;
}

const mute = await withoutCors((_, response) => response.end("hello"));
journey("the connection test tells a server without CORS from none", { hosts: [mute], expected: [/console: .*(ERR_|CORS)/] }, async ({ page }) => {
  const dialog = await tested(page, mute);
  await expectText(dialog, /The server answers, but not to this page/);
  await expectText(dialog, /lacks the CORS headers/);
});

// The browser follows this redirect, whatever the page would like: what arrives elsewhere may hold nothing of the reader's.
const asked = [];
const elsewhere = await withoutCors((request, response) => {
  asked.push({ url: request.url, headers: request.headers });
  response.end("hello");
});
const redirecting = await withoutCors((_, response) => response.writeHead(302, { location: `${elsewhere}/landed` }).end());
journey("the connection test's second question carries nothing, wherever it is redirected", { hosts: [redirecting, elsewhere], expected: [/console: .*(ERR_|CORS)/] }, async ({ page }) => {
  const dialog = await tested(page, redirecting);
  await expectText(dialog, /The server answers, but not to this page/);
  assert.deepEqual(asked.map(({ url }) => url), ["/landed"]);
  const [{ headers }] = asked;
  const told = JSON.stringify(headers);
  for (const secret of Object.values(EXAMPLE)) assert.ok(!told.includes(secret), told);
  for (const name of ["authorization", "cookie", "referer", "content-length"]) assert.ok(!(name in headers), told);
  assert.ok(!Object.keys(headers).some((name) => name.startsWith("x-")), told);
});
