#!/usr/bin/env node
/**
 * Stands in for a desktop VS Code: takes its arguments, runs the tests they name in the headless host and ends with
 * their exit code. `@vscode/test-electron` starts it as `vscodeExecutablePath`, so one suite runs on either.
 *
 * Arguments that only a desktop understands are ignored; ours come through the environment, as there.
 */
import { parseArgs } from 'node:util';
import { ensure } from './ensure.mjs';
import { runInHost } from './runInHost.mjs';

const { values, positionals } = parseArgs({
  options: {
    extensionDevelopmentPath: { type: 'string', multiple: true },
    extensionTestsPath: { type: 'string' },
    'user-data-dir': { type: 'string' },
    'extensions-dir': { type: 'string' },
  },
  strict: false,
  allowPositionals: true,
});

const { extensionDevelopmentPath = [], extensionTestsPath } = values;
if (!extensionTestsPath || extensionDevelopmentPath.length === 0) {
  process.stderr.write('Needed: --extensionDevelopmentPath=… --extensionTestsPath=…\n');
  process.exit(2);
}
try {
  await ensure('host', 'browser');
  process.exitCode = await runInHost({
    extensionPath: extensionDevelopmentPath,
    extensionTestsPath,
    folder: positionals[0],
    userDataDir: values['user-data-dir'],
    args: values['extensions-dir'] ? ['--extensions-dir', values['extensions-dir']] : [],
    timeoutMs: Number(process.env.HOST_TIMEOUT_MS) || undefined,
  });
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
