import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { hostFolder } from './layout.mjs';
import { tempFolder } from './tempFolder.mjs';
import { openWorkbench, startServer } from './workbench.mjs';

const { resolve: resolveModule } = createRequire(import.meta.url);

/**
 * Runs a test module (an exported `run()`) in a real extension host, its console on our stdout and stderr.
 * @param {import('./runInHost.d.mts').RunOptions} options
 * @returns {Promise<number>} 0 when `run()` resolved, otherwise 1: it failed, it never ended, or the host died
 */
export async function runInHost({ extensionPath, extensionTestsPath, folder, timeoutMs = 300_000, ...rest }) {
  const scratch = await tempFolder('vscode-host-');
  const mark = randomUUID();
  const tests = { HOST_TESTS: resolveModule(resolve(extensionTestsPath)), HOST_MARK: mark };
  const outcome = watchOutcome(mark, timeoutMs);
  /** @type {(() => Promise<void>)[]} */
  const cleanup = [scratch.remove];
  try {
    const server = await startServer({ dataDir: scratch.path, ...rest, env: { ...rest.env, ...tests } });
    cleanup.unshift(server.stop);
    void server.exited.then(() => outcome.fail('The VS Code server ended before the tests did.'));
    const workbench = await openWorkbench({
      server,
      folder,
      extensionPath: [extensionPath].flat().map(path => resolve(path)),
      extensionTestsPath: join(hostFolder, 'testEntry.js'),
      waitTillRestored: false,
      prepare: async page => {
        page.on('crash', () => outcome.fail('The browser page crashed.'));
        await page.exposeFunction('codeAutomationLog', outcome.log);
        await page.exposeFunction('codeAutomationExit', outcome.exit);
      },
    });
    cleanup.unshift(workbench.close);
    return await outcome.code;
  } finally {
    outcome.settle(1);
    for (const step of cleanup) {
      await step();
    }
  }
}

/**
 * Follows a run by what the workbench reports of it.
 * @param {string} mark what testEntry.js puts in front of its lines
 * @param {number} timeoutMs
 */
function watchOutcome(mark, timeoutMs) {
  let over = false;
  let ended = '';
  /** The workbench's own last words, for a run that ends without a reason. */
  const background = /** @type {string[]} */ ([]);
  /** @type {(code: number) => void} */
  let settle = () => {};
  const code = new Promise(done => {
    settle = value => {
      clearTimeout(late);
      over = true;
      done(value);
    };
  });
  const fail = (/** @type {string} */ why) => {
    if (over) {
      return;
    }
    process.stderr.write(`${background.slice(-10).join('\n')}\n${why}\n`);
    settle(1);
  };
  const late = setTimeout(() => fail(`The tests did not end within ${timeoutMs / 1000} s.`), timeoutMs);

  const log = (/** @type {string} */ level, /** @type {unknown[]} */ args) => {
    const text = String(args[0]);
    if (!text.startsWith(mark)) {
      background.push(text.split('\n', 1)[0] ?? '');
    } else if (text.startsWith(mark + mark)) {
      ended = text.slice(2 * mark.length);
    } else {
      (level === 'error' || level === 'warn' ? process.stderr : process.stdout).write(
        text.slice(mark.length) + '\n',
      );
    }
  };
  const exit = (/** @type {number} */ exitCode) => {
    if (ended) {
      settle(ended === 'passed' ? exitCode : 1);
    } else {
      fail('The extension host ended before the tests did.');
    }
  };
  return { code: /** @type {Promise<number>} */ (code), fail, settle, log, exit };
}
