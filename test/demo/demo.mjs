/**
 * The main job, unattended, in a headless browser on the real workbench: fills in the form, sends the update by every
 * transport, prints the exchanges as the output channel shows them, and leaves pictures in out/demo.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensure } from '../host/ensure.mjs';
import { runWithKeyring } from '../host/keyring.mjs';
import { rootFolder } from '../host/layout.mjs';
import { addAutostart } from './autostart.mjs';

const out = join(rootFolder, 'out/demo');
const transports = ['get', 'post', 'soap11', 'soap12'];
const themes = ['light', 'dark', 'hc-black', 'hc-light'];

/** Runs the demo with an OS keychain of its own, since the machine may have none. */
export async function runDemo() {
  await ensure('host', 'browser', 'keyring');
  const code = await runWithKeyring(process.execPath, [fileURLToPath(import.meta.url)]);
  process.exitCode = code;
}

async function choose(form, list, value) {
  await form.getByTestId(list).click();
  await form.getByTestId(list).locator(`vscode-option[value="${value}"]`).click();
}

const typeInto = (form, field, text) => form.getByTestId(field).locator('input').fill(text);

/** Sends the update by one transport and waits for its result. */
async function update(form, transport) {
  await typeInto(form, 'userName', 'jdoe');
  await typeInto(form, 'newEmailAddress', `john.doe+${transport}@example.com`);
  await choose(form, 'transport', transport);
  await form.getByTestId('send').click();
  const result = form.getByTestId('result');
  await result.and(form.locator('[data-state=success], [data-state=failure]')).waitFor();
  const state = await result.getAttribute('data-state');
  console.error(`${transport}: ${state}`);
  if (state !== 'success') {
    throw new Error(`The update by ${transport} failed: ${await result.innerText()}`);
  }
}

/** One picture of the window in each theme. */
async function takePictures(page, name) {
  const { chooseTheme, screenshot } = await import('../host/pages.mjs');
  for (const theme of themes) {
    await chooseTheme(page, theme);
    await page.waitForTimeout(700);
    await screenshot(page, join(out, `${name}-${theme}.png`));
  }
}

/** Shows what a developer sees: the main job by every transport, the output channel, and a failure. */
async function present(page) {
  const { readOutputChannel, webviewFrame } = await import('../host/pages.mjs');
  const form = await webviewFrame(page, '[data-testid=send]', 60_000);
  await form.getByTestId('profileStatus').filter({ hasText: 'signed in as admin' }).waitFor();
  for (const transport of transports) {
    await update(form, transport);
  }
  console.log(await readOutputChannel(page, 'infoRouter', { until: 'UpdateUserEmail · SOAP 1.2' }));
  await takePictures(page, 'success');
  await typeInto(form, 'userName', 'ghost');
  await form.getByTestId('send').click();
  await form.getByTestId('result').and(form.locator('[data-state=failure]')).waitFor();
  await form.getByTestId('result').scrollIntoViewIfNeeded();
  await takePictures(page, 'failure');
}

async function main() {
  const { openWorkbench, startServer } = await import('../host/workbench.mjs');
  rmSync(out, { recursive: true, force: true });
  const folder = join(out, 'workspace');
  mkdirSync(folder, { recursive: true });
  const server = await startServer({ dataDir: join(out, 'server') });
  try {
    await addAutostart(server);
    const viewport = { width: 1280, height: 1000 };
    const { page, close } = await openWorkbench({ server, folder, extensionPath: rootFolder, viewport });
    try {
      await present(page);
    } finally {
      await close();
    }
  } finally {
    await server.stop();
  }
  console.error(`Pictures: ${out}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch(error => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
