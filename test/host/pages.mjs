import { setTimeout as pause } from 'node:timers/promises';

/**
 * What a user does in a workbench window, and what they see there.
 * @typedef {import('playwright-core').Page} Page
 */

const notificationItem = '.notification-list-item:visible';
const quickInputWidget = '.quick-input-widget:visible';

/**
 * Waits till something holds, or says what was awaited.
 * @template T
 * @param {string} what
 * @param {() => Promise<T | undefined | false>} probe
 * @param {number} [timeoutMs]
 * @returns {Promise<T>}
 */
export async function eventually(what, probe, timeoutMs = 20_000) {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const found = await probe();
    if (found) return found;
    if (Date.now() > end) throw new Error(`Waited ${timeoutMs / 1000} s in vain for ${what}.`);
    await pause(100);
  }
}

/**
 * Runs a command from the palette, as its full title shows there ("Category: Title").
 * @param {Page} page
 * @param {string} title
 * @returns {Promise<void>}
 * @throws {Error} when the palette doesn't offer it
 */
export async function runCommand(page, title) {
  // The keys must reach the workbench, wherever the focus was; what is open would swallow them.
  await page.keyboard.press('Escape');
  await page.keyboard.press('F1');
  await page.locator(`${quickInputWidget} input[type=text]`).fill(`>${title}`);
  await pickItem(page, title);
}

/**
 * Waits for a quick input or quick pick whose title, prompt or placeholder has the text.
 * @param {Page} page
 * @param {string} step
 * @returns {Promise<import('./pages.d.mts').QuickInput>} what it shows
 */
export function quickInput(page, step) {
  const read = () => page.locator(quickInputWidget).evaluateAll(readQuickInput);
  return eventually(`a quick input with "${step}"`, async () => {
    const [seen] = await read();
    return seen && [seen.title, seen.message, seen.placeholder].some(text => text.includes(step)) && seen;
  });
}

/**
 * Types an answer into a step of an input and accepts it.
 * @param {Page} page
 * @param {string} step
 * @param {string} text
 * @returns {Promise<void>}
 */
export async function answer(page, step, text) {
  await typeAnswer(page, step, text);
  await page.keyboard.press('Enter');
}

/**
 * Types into a step of an input without accepting, so that its validation can be read with `quickInput`.
 * @param {Page} page
 * @param {string} step
 * @param {string} text
 * @returns {Promise<void>}
 */
export async function typeAnswer(page, step, text) {
  await quickInput(page, step);
  await page.locator(`${quickInputWidget} .quick-input-box input`).fill(text);
}

/**
 * Picks an item of a step by its label.
 * @param {Page} page
 * @param {string} step
 * @param {string} label
 * @returns {Promise<void>}
 */
export async function pick(page, step, label) {
  await quickInput(page, step);
  await pickItem(page, label);
}

/**
 * @param {Page} page
 * @param {string} label
 */
async function pickItem(page, label) {
  const rows = page.locator(`${quickInputWidget} .monaco-list-row`);
  const exactly = new RegExp(`^\\s*${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
  const row = rows.filter({ has: page.locator('.quick-input-list-row .label-name', { hasText: exactly }) }).first();
  await row.click({ timeout: 10_000 }).catch(async () => {
    const offered = await rows.locator('.label-name').allTextContents();
    throw new Error(`"${label}" is not offered, but: ${offered.join(' | ') || 'nothing'}`);
  });
}

/**
 * Runs in the page.
 * @param {Element[]} widgets
 * @returns {import('./pages.d.mts').QuickInput[]}
 */
function readQuickInput(widgets) {
  return widgets.map(widget => {
    const text = (/** @type {string} */ selector) => widget.querySelector(selector)?.textContent?.trim() ?? '';
    const input = widget.querySelector('.quick-input-box input');
    return {
      title: text('.quick-input-title'),
      message: text('.quick-input-message'),
      placeholder: input?.getAttribute('placeholder') ?? '',
      value: input?.value ?? '',
      password: input?.getAttribute('type') === 'password',
      items: [...widget.querySelectorAll('.monaco-list-row .label-name')].map(item => item.textContent ?? ''),
    };
  });
}

/**
 * Finds the document of a webview: an iframe inside an iframe, told by what it holds.
 * @param {Page} page
 * @param {string} selector of something that only this webview has, say `[data-testid=send]`
 * @param {number} [timeoutMs]
 * @returns {Promise<import('playwright-core').Frame>}
 */
export function webviewFrame(page, selector, timeoutMs) {
  const holds = frame => frame.locator(selector).count().catch(() => 0);
  return eventually(`a webview with ${selector}`, async () => {
    for (const frame of page.frames()) if (frame !== page.mainFrame() && (await holds(frame))) return frame;
  }, timeoutMs);
}

/**
 * The notifications there are. With the smoke test driver the workbench shows no toasts, so the notification centre
 * is opened (and stays open); without it, toasts are read where there are any.
 * @param {Page} page
 * @returns {Promise<import('./pages.d.mts').Notification[]>}
 */
export async function notifications(page) {
  if ((await page.locator(notificationItem).count()) === 0) await showNotificationCentre(page);
  return page.locator(notificationItem).evaluateAll(items =>
    items.map(item => {
      const text = (/** @type {string} */ selector) => item.querySelector(selector)?.textContent ?? '';
      const icon = item.querySelector('.notification-list-item-icon')?.className ?? '';
      const buttons = item.querySelectorAll('.notification-list-item-buttons-container .monaco-button');
      return {
        severity: /codicon-(error|warning|info)/.exec(icon)?.[1] ?? '',
        message: text('.notification-list-item-message'),
        source: text('.notification-list-item-source'),
        buttons: [...buttons].map(button => button.textContent ?? ''),
      };
    }),
  );
}

/** @param {Page} page */
async function showNotificationCentre(page) {
  const shown = await page.locator('.notifications-center.visible').count();
  if (!shown) await page.locator('[id="status.notifications"] a').click();
}

/**
 * Waits for a notification.
 * @param {Page} page
 * @param {string} text part of its message
 * @param {number} [timeoutMs]
 * @returns {Promise<import('./pages.d.mts').Notification>}
 */
export function notification(page, text, timeoutMs) {
  const find = async () => (await notifications(page)).find(({ message }) => message.includes(text));
  return eventually(`a notification with "${text}"`, find, timeoutMs);
}

/**
 * Presses a button of a notification.
 * @param {Page} page
 * @param {string} text part of the notification's message
 * @param {string} button
 * @returns {Promise<void>}
 */
export async function pressNotification(page, text, button) {
  const item = page.locator(notificationItem, { hasText: text }).first();
  await item.locator('.monaco-button', { hasText: button }).first().click();
}

/**
 * Reads the whole text of an output channel as the workbench holds it, the way a user would take it: show it, select
 * all, copy. The lines on screen are no source, since only those in sight exist. A channel gets its text a moment
 * after the extension wrote it, so say with `until` what you wait for.
 * @param {Page} page
 * @param {string} name the channel's name
 * @param {{ until?: string | RegExp, timeoutMs?: number }} [options]
 * @returns {Promise<string>} with `\n` at the ends of lines
 */
export async function readOutputChannel(page, name, { until = '', timeoutMs = 15_000 } = {}) {
  await runCommand(page, 'Output: Show Output Channels...');
  await pickItem(page, name);
  const editor = page.locator('.output-view .monaco-editor').first();
  await editor.waitFor();
  let text = '';
  const complete = async () => {
    text = await copyAll(page, editor);
    return typeof until === 'string' ? text.includes(until) : until.test(text);
  };
  await eventually(`${until} in the output channel ${name}`, complete, timeoutMs).catch(error => {
    throw new Error(`${error.message} It reads:\n${text.slice(-4000)}`);
  });
  return text;
}

/**
 * @param {Page} page
 * @param {import('playwright-core').Locator} editor
 */
async function copyAll(page, editor) {
  // Nothing is copied from an empty editor, and that is how we know.
  await page.evaluate(() => navigator.clipboard.writeText(''));
  await editor.locator('.native-edit-context, textarea').first().focus();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('ControlOrMeta+C');
  return (await page.evaluate(() => navigator.clipboard.readText())).replaceAll('\r\n', '\n');
}

/** The names that the theme picker shows, and the class that the workbench then has. */
const themeChoices = {
  light: ['Light Modern', 'vs'],
  dark: ['Dark Modern', 'vs-dark'],
  'hc-black': ['Dark High Contrast', 'hc-black'],
  'hc-light': ['Light High Contrast', 'hc-light'],
};

/**
 * Changes the colour theme of an open window, the way a user does. It is kept in the user's settings.
 * @param {Page} page
 * @param {import('./workbench.d.mts').Theme} theme
 * @returns {Promise<void>}
 */
export async function chooseTheme(page, theme) {
  const [label, mark] = themeChoices[theme];
  await runCommand(page, 'Preferences: Color Theme');
  await typeAnswer(page, 'Color Theme', label);
  await pickItem(page, label);
  await page.locator(`.monaco-workbench.${mark}`).waitFor();
}

/**
 * @param {Page} page
 * @param {string} path
 * @returns {Promise<void>}
 */
export async function screenshot(page, path) {
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
}
