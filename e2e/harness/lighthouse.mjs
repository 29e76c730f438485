// Lighthouse on the release page, in a browser of its own.

import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

/** How often a page is judged anew when the browser's trace of it lacks its beginning: Lighthouse asks for that itself. */
const TRIES = 3;

/** Judges an address once, as on a phone; returns scores of 0 to 100 by category and what took points off. */
export async function judge(address, categories) {
  for (let tried = 1; ; tried++) {
    const { runtimeError, categories: judged, audits } = await report(address, categories);
    if (runtimeError?.code === "NO_NAVSTART" && tried < TRIES) continue;
    if (runtimeError) throw new Error(`Lighthouse: ${runtimeError.message}`);
    return categories.map((id) => {
      const { score, auditRefs } = judged[id];
      const lost = auditRefs
        .filter((reference) => reference.weight > 0)
        .map((reference) => audits[reference.id])
        .filter((audit) => audit.score !== null && audit.score < 1)
        .map((audit) => `${audit.id}${audit.displayValue ? ` (${audit.displayValue})` : ""}`);
      return { id, score: Math.round((score ?? 0) * 100), lost };
    });
  }
}

/** What Lighthouse reports of an address, in a browser of its own. */
async function report(address, categories) {
  const root = process.getuid?.() === 0;
  const chrome = await launch({
    chromePath: process.env.OUTCROP_CHROMIUM,
    chromeFlags: ["--headless=new", "--disable-gpu", "--disable-quic", ...(root ? ["--no-sandbox"] : [])],
    logLevel: "silent",
  });
  try {
    const { lhr } = await lighthouse(address, { port: chrome.port, onlyCategories: categories, output: "json", logLevel: "silent" });
    return lhr;
  } finally {
    chrome.kill();
  }
}
