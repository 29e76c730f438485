// What the page copies. The page's own policy lets nobody read the clipboard, so what is written to it is kept on the way.

/** Watches what is copied; call it before the page is opened. */
export async function watchCopies(page) {
  await page.addInitScript(() => {
    const write = navigator.clipboard.writeText.bind(navigator.clipboard);
    navigator.clipboard.writeText = (text) => {
      window.outcropCopied = text;
      return write(text);
    };
  });
}

/** The text that was copied last; waits for one. */
export async function copied(page) {
  const handle = await page.waitForFunction(() => window.outcropCopied);
  return handle.jsonValue();
}
