import { eventually } from './eventually.mjs';

/** @typedef {import('playwright-core').Page} Page */

const notificationItem = '.notification-list-item:visible';

/**
 * The notifications there are. With the smoke test driver the workbench shows no toasts, so the notification centre
 * is opened (and stays open); without it, toasts are read where there are any.
 * @param {Page} page
 * @returns {Promise<import('./pages.d.mts').Notification[]>}
 */
export async function notifications(page) {
  if ((await page.locator(notificationItem).count()) === 0) {
    await showNotificationCentre(page);
  }
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
  if (!shown) {
    await page.locator('[id="status.notifications"] a').click();
  }
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
