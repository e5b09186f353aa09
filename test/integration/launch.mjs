/**
 * Runs one suite of tests in a real VS Code: `node test/integration/launch.mjs SUITE`, a folder below test/. With
 * `VSCODE_EXECUTABLE` in that desktop VS Code; with `VSCODE_VERSION` in one that is downloaded into .vscode-test (`1.101.2`,
 * `stable`, `insiders`, or `minimum`, the oldest that package.json admits); else in the headless host of test/host.
 */
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { hostFolder, rootFolder } from '../host/layout.mjs';

/** The executable of the VS Code to run. */
async function executable() {
  const { VSCODE_EXECUTABLE, VSCODE_VERSION } = process.env;
  if (VSCODE_EXECUTABLE || !VSCODE_VERSION) {
    return VSCODE_EXECUTABLE || join(hostFolder, 'code.mjs');
  }
  const { engines } = JSON.parse(readFileSync(join(rootFolder, 'package.json'), 'utf8'));
  const version = VSCODE_VERSION === 'minimum' ? engines.vscode.replace(/^\D*/, '') : VSCODE_VERSION;
  return downloadAndUnzipVSCode({ version, cachePath: join(rootFolder, '.vscode-test') });
}

const suite = process.argv[2] ?? 'integration/commands';
const scratch = await mkdtemp(join(tmpdir(), 'inforouter-suite-'));
const folder = join(scratch, 'workspace');
await mkdir(folder);
// What VS Code has to find in its environment from its very start, a suite says in a module of its own.
const environment = join(rootFolder, 'out/test', suite, 'environment.js');
try {
  const suiteEnv = existsSync(environment)
    ? await (await import(pathToFileURL(environment))).default.environment(scratch)
    : {};
  process.exitCode = await runTests({
    vscodeExecutablePath: await executable(),
    extensionDevelopmentPath: rootFolder,
    extensionTestsPath: join(rootFolder, 'out/test/integration/index'),
    extensionTestsEnv: {
      ...suiteEnv,
      INFOROUTER_SUITE: suite,
      // An address that nothing answers at: tests do not write into the keychain of whoever runs them.
      ...(!suite.endsWith('/keychain') && { DBUS_SESSION_BUS_ADDRESS: 'disabled:' }),
    },
    // User data of its own: settings and secrets of an earlier run would stay in `.vscode-test` otherwise.
    launchArgs: [
      folder,
      `--user-data-dir=${join(scratch, 'user-data')}`,
      `--extensions-dir=${join(scratch, 'extensions')}`,
    ],
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
}
