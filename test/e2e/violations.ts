import type { Page } from 'playwright-core';

/** Begins the line by which a frame tells of a violation. */
const MARK = 'securitypolicyviolation';

/**
 * Reports what any frame of a page does against its content security policy, and every error that no script caught.
 * Chromium writes most violations to the console itself; the listener in each frame sees those, too, that it does not.
 */
export async function watchPage(page: Page, report: (what: string) => void): Promise<void> {
  page.on('console', message => {
    const text = message.text();
    if (text.startsWith(MARK) || /content security policy/i.test(text)) {
      report(`${text} (${message.location().url})`);
    }
  });
  page.on('pageerror', error => report(error.stack ?? error.message));
  // Runs first in every frame, the webview's among them.
  await page.addInitScript(`document.addEventListener('securitypolicyviolation', event => {
    const { violatedDirective, blockedURI, disposition } = event;
    console.warn('${MARK}', violatedDirective, blockedURI, disposition, document.URL);
  })`);
}
