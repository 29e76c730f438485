// Lighthouse on the release page, in a browser of its own.

import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

/** Judges an address once, as on a phone; returns scores of 0 to 100 by category and what took points off. */
export async function judge(address, categories) {
  const root = process.getuid?.() === 0;
  const chrome = await launch({
    chromePath: process.env.OUTCROP_CHROMIUM,
    chromeFlags: ["--headless=new", "--disable-gpu", "--disable-quic", ...(root ? ["--no-sandbox"] : [])],
    logLevel: "silent",
  });
  try {
    const { lhr } = await lighthouse(address, { port: chrome.port, onlyCategories: categories, output: "json", logLevel: "silent" });
    if (lhr.runtimeError) throw new Error(`Lighthouse: ${lhr.runtimeError.message}`);
    return categories.map((id) => {
      const { score, auditRefs } = lhr.categories[id];
      const lost = auditRefs
        .filter((reference) => reference.weight > 0)
        .map((reference) => lhr.audits[reference.id])
        .filter((audit) => audit.score !== null && audit.score < 1)
        .map((audit) => `${audit.id}${audit.displayValue ? ` (${audit.displayValue})` : ""}`);
      return { id, score: Math.round((score ?? 0) * 100), lost };
    });
  } finally {
    chrome.kill();
  }
}
