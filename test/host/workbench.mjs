import { URLSearchParams } from 'node:url';
import { ensureBrowser } from './ensure.mjs';
import { addSettings } from './server.mjs';
import { tempFolder } from './tempFolder.mjs';
export { addSettings, installExtension, startServer } from './server.mjs';

/** The ids of a colour theme of each kind, as the setting `workbench.colorTheme` takes them. */
export const themes = {
  light: 'Light Modern',
  dark: 'Dark Modern',
  'hc-black': 'Default High Contrast',
  'hc-light': 'Default High Contrast Light',
};

const browserFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Starts a headless Chromium with a profile on disk, a temporary one unless a folder is given. Storage belongs to
 * the origin: to find it again after the server was restarted, start the server on the same port.
 * @param {import('./workbench.d.mts').BrowserOptions} [options]
 * @returns {Promise<import('./workbench.d.mts').Browser>}
 */
export async function launchBrowser({
  browserProfileDir,
  viewport = { width: 1280, height: 800 },
  ...rest
} = {}) {
  // Imported late: the packages may have been installed a moment ago.
  const { chromium } = await import('playwright-core');
  const executablePath = await ensureBrowser();
  const temporary = browserProfileDir ? undefined : await tempFolder('vscode-browser-');
  const profile = browserProfileDir ?? temporary?.path ?? '';
  const options = { executablePath, args: browserFlags, headless: true, viewport, ...rest };
  const context = await chromium.launchPersistentContext(profile, options);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const close = async () => {
    await context.close();
    await temporary?.remove();
  };
  return { context, close };
}

/**
 * Opens a window of the real workbench and waits till it has restored itself.
 *
 * User settings are a file of the server (`User/settings.json` in its user data), so `settings` and `theme` are
 * merged into that file before the window opens. Windows that are open already don't notice before a reload; there,
 * `chooseTheme` of pages.mjs changes the colours.
 * @param {import('./workbench.d.mts').WorkbenchOptions} options
 * @returns {Promise<import('./workbench.d.mts').Workbench>}
 */
export async function openWorkbench(options) {
  const { server, theme } = options;
  const colour = theme && { 'workbench.colorTheme': themes[theme], 'window.autoDetectColorScheme': false };
  if (colour || options.settings) {
    await addSettings(server.userDataDir, { ...colour, ...options.settings });
  }
  const own = options.browser ? undefined : await launchBrowser(options);
  const { context } = options.browser ?? own;
  const page = await newPage(context);
  await options.prepare?.(page);
  await page.goto(workbenchUrl(options));
  const close = () => (own ? own.close() : page.close());
  if (options.waitTillRestored !== false) {
    await restored(page, server).catch(async error => {
      await close();
      throw new Error(`The workbench did not open: ${error.message}\n${server.logs.join('')}`);
    });
  }
  return { page, context, close };
}

/**
 * Waits till the workbench has come up, after opening or reloading.
 * @param {import('playwright-core').Page} page
 * @param {{ driver: boolean }} server
 * @returns {Promise<void>}
 */
export async function restored(page, { driver }) {
  await page.locator('[id="workbench.parts.statusbar"] .statusbar-item').first().waitFor({ timeout: 60_000 });
  if (!driver) {
    return;
  }
  await page.waitForFunction('window.driver');
  await page.evaluate('window.driver.whenWorkbenchRestored()');
}

/**
 * A persistent context starts with one empty page, which is taken first.
 * @param {import('playwright-core').BrowserContext} context
 */
async function newPage(context) {
  const [first] = context.pages();
  return first?.url() === 'about:blank' ? first : context.newPage();
}

/** @param {import('./workbench.d.mts').WorkbenchOptions} options */
export function workbenchUrl({ server, folder, extensionPath, extensionTestsPath, payload = [] }) {
  const remote = (/** @type {string} */ path) => `vscode-remote://127.0.0.1:${server.port}${encodeURI(path)}`;
  const pairs = [extensionPath ?? []].flat().map(path => ['extensionDevelopmentPath', remote(path)]);
  if (extensionTestsPath) {
    pairs.push(['extensionTestsPath', remote(extensionTestsPath)]);
  }
  pairs.push(['skipWelcome', 'true'], ['skipReleaseNotes', 'true'], ...payload);
  const query = new URLSearchParams({ payload: JSON.stringify(pairs) });
  const kind = folder?.endsWith('.code-workspace') ? 'workspace' : 'folder';
  query.set(folder ? kind : 'ew', folder ?? 'true');
  return `${server.url}?${query}`;
}
