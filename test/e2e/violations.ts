import type { Page } from 'playwright-core';

/** Begins the line by which a frame tells of a violation. */
const MARK = 'securitypolicyviolation:';

/** Reports everything that any frame of a page did against its content security policy, and every error that nobody caught. */
export async function watchPage(page: Page, report: (violation: string) => void): Promise<void> {
  page.on('console', message => {
    const text = message.text();
    report(`${message.type()} ${message.location().url} ${text}`);
  });
  page.on('pageerror', error => report(`pageerror ${error.stack ?? error.message}`));
  // Runs first in every frame, the webview's among them.
  await page.addInitScript(`document.addEventListener('securitypolicyviolation', event => {
    const { violatedDirective, blockedURI, sourceFile, lineNumber, disposition } = event;
    console.warn('${MARK}', violatedDirective, blockedURI, sourceFile, lineNumber, disposition, document.URL);
  })`);
}
