/**
 * Runs one suite of integration tests in a real VS Code: `node test/integration/launch.mjs SUITE`, a folder beside this
 * file. With `VSCODE_EXECUTABLE` in that desktop VS Code, else in the headless host of test/host.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { hostFolder, rootFolder } from '../host/layout.mjs';

const suite = process.argv[2] ?? 'commands';
const folder = await mkdtemp(join(tmpdir(), 'inforouter-workspace-'));
try {
  process.exitCode = await runTests({
    vscodeExecutablePath: process.env.VSCODE_EXECUTABLE ?? join(hostFolder, 'code.mjs'),
    extensionDevelopmentPath: rootFolder,
    extensionTestsPath: join(rootFolder, 'out/test/integration/index'),
    extensionTestsEnv: { INFOROUTER_SUITE: suite },
    launchArgs: [folder],
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
