import { eventually } from './eventually.mjs';
import { pickItem, runCommand } from './quickInput.mjs';

/** @typedef {import('playwright-core').Page} Page */

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
  await page.evaluate('navigator.clipboard.writeText("")');
  await editor.locator('.native-edit-context, textarea').first().focus();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('ControlOrMeta+C');
  /** @type {string} */
  const text = await page.evaluate('navigator.clipboard.readText()');
  return text.replaceAll('\r\n', '\n');
}
