import { chromium } from "playwright-core";
const base = "http://127.0.0.1:8401/";
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] });
const only = process.argv[2];
const shot = async (name, { width = 1440, height = 900, theme = "light", hash = "" }, act) => {
  if (only && !name.match(only)) return;
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme });
  const page = await context.newPage();
  page.on("console", (m) => m.type() === "error" && console.log(name, m.text()));
  try {
    await page.goto(base + hash);
    await page.locator("#skeleton").waitFor({ state: "detached" });
    await act?.(page);
    await page.waitForTimeout(500);
  } catch (e) { console.log(name, String(e).slice(0, 300)); }
  await page.screenshot({ path: `/tmp/p1-shots/${name}.png` });
  await context.close();
};
const field = (page) => page.getByRole("combobox", { name: "Model", exact: true });
const choose = async (page, id) => { await field(page).fill(id); await field(page).press("Enter"); await field(page).blur(); };
const fault = async (page) => {
  await page.getByRole("button", { name: "Fault", exact: true }).click();
  await page.getByRole("combobox", { name: "Fault" }).selectOption({ label: "Signed for another service (403)" });
};
for (const theme of ["light", "dark"]) for (const width of [1440, 1280, 1024, 390]) {
  const o = { width, height: width === 390 ? 844 : width === 1024 ? 768 : 800, theme };
  const n = `${theme}-${width}`;
  await shot(`first-${n}`, o);
  await shot(`list-${n}`, o, async (p) => { await field(p).click(); await p.getByRole("listbox", { name: "Model suggestions" }).waitFor(); });
  await shot(`typed-${n}`, o, async (p) => { await field(p).click(); await p.keyboard.type("nova"); });
  await shot(`fault-${n}`, o, async (p) => { await fault(p); await choose(p, "us.anthropic.claude-opus-5"); });
  await shot(`titan-${n}`, o, async (p) => { await choose(p, "amazon.titan-embed-text-v2:0"); await p.locator("#run").click(); });
  await shot(`count-${n}`, o, async (p) => { await p.locator("#count").click(); });
  await shot(`custom-${n}`, o, async (p) => { await p.getByRole("radio", { name: "Custom endpoint" }).check(); });
  await shot(`compare-${n}`, { ...o, hash: "#compare" }, async (p) => { await p.getByRole("combobox", { name: "Model 2" }).click(); });
  await shot(`untaken-${n}`, o, async (p) => { await field(p).click(); await p.keyboard.type("nova"); await p.getByRole("textbox", { name: "Message 1" }).click(); });
}
await browser.close();
