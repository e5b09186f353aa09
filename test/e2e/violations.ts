import type { Page } from 'playwright-core';

/**
 * Reports what a page or a webview in it does against its content security policy, as Chromium says it in the console of
 * any frame, and every error that no script caught. A webview of another extension is none of ours, nor is one of VS Code
 * itself: it shows the pictures of a walkthrough in such, and takes them away while they load.
 */
export function watchPage(page: Page, report: (what: string) => void): void {
  page.on('console', message => {
    const text = message.text();
    const { url } = message.location();
    if (/content security policy/i.test(text) && !/[?&]extensionId=(?!inforouter)/.test(url)) {
      report(`${text} (${url})`);
    }
  });
  page.on('pageerror', error => {
    const text = error.stack ?? error.message;
    if (!/[?&]extensionId=(?!inforouter)/.test(text)) {
      report(text);
    }
  });
}
