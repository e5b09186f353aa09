import { eventually } from './eventually.mjs';

/** @typedef {import('playwright-core').Page} Page */

const quickInputWidget = '.quick-input-widget:visible';

/**
 * Runs a command from the palette, as its full title shows there ("Category: Title").
 * @param {Page} page
 * @param {string} title
 * @returns {Promise<void>}
 * @throws {Error} when the palette doesn't offer it
 */
export async function runCommand(page, title) {
  // The keys must reach the workbench, wherever the focus was; what is open would swallow them.
  const input = page.locator(`${quickInputWidget} input[type=text]`);
  // A view that opens late takes the focus, and the palette closes.
  await eventually(`the palette for "${title}"`, async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('F1');
    return input.fill(`>${title}`, { timeout: 3000 }).then(
      () => true,
      () => undefined,
    );
  });
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
 * Picks an item of what is open, whatever that is.
 * @param {Page} page
 * @param {string} label
 * @returns {Promise<void>}
 */
export async function pickItem(page, label) {
  const rows = page.locator(`${quickInputWidget} .monaco-list-row`);
  const exactly = new RegExp(`^\\s*${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
  const row = rows
    .filter({ has: page.locator('.quick-input-list-row .label-name', { hasText: exactly }) })
    .first();
  // Where the last step's click was, VS Code may show what the row below it says, over the rows around.
  await page.mouse.move(0, 0);
  await row.click({ timeout: 20_000 }).catch(async () => {
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
    const text = (/** @type {string} */ selector) =>
      widget.querySelector(selector)?.textContent?.trim() ?? '';
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
