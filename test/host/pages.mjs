/** What a user does in a workbench window, and what they see there. */
import { eventually } from './eventually.mjs';
import { pickItem, runCommand, typeAnswer } from './quickInput.mjs';

export { eventually } from './eventually.mjs';
export { notification, notifications, pressNotification } from './notifications.mjs';
export { readOutputChannel } from './outputChannel.mjs';
export { answer, pick, quickInput, runCommand, typeAnswer } from './quickInput.mjs';

/** @typedef {import('playwright-core').Page} Page */

/**
 * Finds the document of a webview: an iframe inside an iframe, told by what it holds.
 * @param {Page} page
 * @param {string} selector of something that only this webview has, say `[data-testid=send]`
 * @param {number} [timeoutMs]
 * @returns {Promise<import('playwright-core').Frame>}
 */
export function webviewFrame(page, selector, timeoutMs) {
  const holds = (/** @type {import('playwright-core').Frame} */ frame) =>
    frame
      .locator(selector)
      .count()
      .catch(() => 0);
  return eventually(
    `a webview with ${selector}`,
    async () => {
      for (const frame of page.frames()) {
        if (frame !== page.mainFrame() && (await holds(frame))) {
          return frame;
        }
      }
    },
    timeoutMs,
  );
}

/** The names that the theme picker shows, and the class that the workbench then has. */
const themeChoices = {
  light: { label: 'Light Modern', mark: 'vs' },
  dark: { label: 'Dark Modern', mark: 'vs-dark' },
  'hc-black': { label: 'Dark High Contrast', mark: 'hc-black' },
  'hc-light': { label: 'Light High Contrast', mark: 'hc-light' },
};

/**
 * Changes the colour theme of an open window, the way a user does. It is kept in the user's settings.
 * @param {Page} page
 * @param {import('./workbench.d.mts').Theme} theme
 * @returns {Promise<void>}
 */
export async function chooseTheme(page, theme) {
  const { label, mark } = themeChoices[theme];
  await runCommand(page, 'Preferences: Color Theme');
  await typeAnswer(page, 'Color Theme', label);
  await pickItem(page, label);
  await page.locator(`.monaco-workbench.${mark}`).waitFor();
}

/**
 * @param {Page} page
 * @param {string} path
 * @param {{ x: number, y: number, width: number, height: number }} [clip] a part of the window
 * @returns {Promise<void>}
 */
export async function screenshot(page, path, clip) {
  await page.screenshot({ path, animations: 'disabled', caret: 'hide', ...(clip && { clip }) });
}
