// The playground by its stable names: what a person would say, as functions. Nothing here waits for a time.

import { expectText } from "./expect.mjs";

export const face = (page, api, side) => page.getByRole("region", { name: `${api} ${side}`, exact: true });
export const answer = (page, api) => face(page, api, "response").getByRole("log");
export const target = (page) => page.getByRole("region", { name: "Target" });
export const runButton = (page) => target(page).getByRole("button", { name: /^Run/ });
export const stopButton = (page) => target(page).getByRole("button", { name: /^Stop/ });
export const errorCard = (page, api) => face(page, api, "response").getByRole("alert");

/** Converse, InvokeModel or both. */
export const sendAs = (page, what) => page.getByRole("combobox", { name: "Send as" }).selectOption({ label: what });
export const BOTH = "Both APIs, 2 calls";

export const model = (page) => page.getByRole("combobox", { name: "Model", exact: true });
/** Types an id into the model field and takes it. */
export async function chooseModel(page, id, field = model(page)) {
  await field.fill(id);
  await field.press("Enter");
}

/** The id that the model field stands for, which it shows in full while nobody is in it. */
export async function modelId(page) {
  const field = model(page);
  await field.blur();
  return page.locator(`#${await field.getAttribute("id")}-value`).innerText();
}

export const message = (page, number = 1) => page.getByRole("textbox", { name: `Message ${number}`, exact: true });

export async function stream(page, on) {
  await page.getByRole("switch", { name: "Stream" }).setChecked(on);
}

/** Simulator, AWS or Custom endpoint. */
export async function mode(page, name) {
  await page.getByRole("radiogroup", { name: "Mode" }).getByRole("radio", { name, exact: true }).check();
}

/** Sends to an address that is typed by hand, with these credentials. */
export async function useEndpoint(page, address, keys) {
  await pasteCredentials(page, exportLines(keys));
  await mode(page, "Custom endpoint");
  await page.getByRole("textbox", { name: "Endpoint" }).fill(address);
}

export async function openCredentials(page) {
  await page.getByRole("button", { name: /^Credentials/ }).click();
  return page.getByRole("dialog", { name: "Credentials" });
}

export async function pasteCredentials(page, text) {
  const dialog = await openCredentials(page);
  await dialog.getByRole("textbox", { name: "Paste temporary credentials" }).fill(text);
  await dialog.getByRole("button", { name: "Use these credentials" }).click();
  await dialog.waitFor({ state: "hidden" });
}

export function exportLines({ accessKeyId, secretAccessKey, sessionToken }) {
  const lines = [`export AWS_ACCESS_KEY_ID=${accessKeyId}`, `export AWS_SECRET_ACCESS_KEY=${secretAccessKey}`];
  if (sessionToken) lines.push(`export AWS_SESSION_TOKEN=${sessionToken}`);
  return lines.join("\n");
}

export async function openHistory(page) {
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("button", { name: "History…" }).click();
  return page.getByRole("dialog", { name: "History" });
}

/** Waits until an API's answer has ended well; returns its text. */
export async function finished(page, api) {
  const region = face(page, api, "response");
  await region.getByText("200", { exact: true }).waitFor();
  await expectText(answer(page, api), /\S/);
  return answer(page, api).innerText();
}

/** A PNG of one pixel. */
export const DOT = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
