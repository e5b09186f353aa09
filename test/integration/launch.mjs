/**
 * Runs one suite of tests in a real VS Code: `node test/integration/launch.mjs SUITE`, a folder below test/. With `VSCODE_EXECUTABLE` in that desktop VS Code, else in the headless host of test/host.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runTests } from '@vscode/test-electron';
import { hostFolder, rootFolder } from '../host/layout.mjs';

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
    vscodeExecutablePath: process.env.VSCODE_EXECUTABLE ?? join(hostFolder, 'code.mjs'),
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
