import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openWorkbench, startServer } from './workbench.mjs';

/**
 * Runs a test module (an exported `run()`) in a real extension host, its output on our stdout.
 * @param {import('./runInHost.d.mts').RunOptions} options
 * @returns {Promise<number>} the tests' exit code: 0 when `run()` resolved, 1 when it failed or never ended
 */
export async function runInHost({ extensionPath, extensionTestsPath, folder, timeoutMs = 300_000, ...rest }) {
  const tests = createRequire(import.meta.url).resolve(resolve(extensionTestsPath));
  const scratch = await mkdtemp(join(tmpdir(), 'vscode-host-'));
  const server = await startServer({ dataDir: scratch, ...rest });
  /** @type {((code: number) => void)} */
  let end = () => {};
  const ended = new Promise(resolveEnd => (end = resolveEnd));
  const giveUp = (/** @type {string} */ why) => (process.stderr.write(`${why}\n`), end(1));
  const late = setTimeout(() => giveUp(`The tests did not end within ${timeoutMs / 1000} s.`), timeoutMs);
  const workbench = await openWorkbench({
    server,
    folder,
    extensionPath: [extensionPath].flat().map(path => resolve(path)),
    extensionTestsPath: tests,
    waitTillRestored: false,
    prepare: async page => {
      page.on('crash', () => giveUp('The browser page crashed.'));
      await page.exposeFunction('codeAutomationLog', (...args) => console.log(((Date.now()-globalThis.t0)/1000).toFixed(2), JSON.stringify(args).slice(0,150)));
      await page.exposeFunction('codeAutomationExit', end);
    },
  });
  void server.exited.then(() => giveUp('The VS Code server ended before the tests did.'));
  try {
    return await ended;
  } finally {
    clearTimeout(late);
    await workbench.close();
    await server.stop();
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}
