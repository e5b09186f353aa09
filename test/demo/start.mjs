#!/usr/bin/env node
/**
 * `npm start`: installs what is missing, builds, and opens VS Code with the extension and its sandbox: the desktop's
 * `code` where there is one, else the workbench in a browser. `npm start -- --demo` does the main job unattended.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { which } from '../host/apt.mjs';
import { ensure, ensureNodeModules } from '../host/ensure.mjs';
import { rootFolder } from '../host/layout.mjs';

const autostart = join(rootFolder, 'test/demo/autostart');

/** A window of the user's own VS Code, as “Run Extension” opens it. */
function openDesktop(code, folder) {
  const extensions = [rootFolder, autostart].map(path => `--extensionDevelopmentPath=${path}`);
  process.exitCode =
    spawnSync(code, ['--new-window', ...extensions, folder], { stdio: 'inherit' }).status ?? 1;
}

/** Serves the workbench until Ctrl+C. Settings and everything else stay in out/start. */
async function serveBrowser(folder) {
  await ensure('host');
  const { startServer, workbenchUrl } = await import('../host/workbench.mjs');
  const { addAutostart } = await import('./autostart.mjs');
  const server = await startServer({ dataDir: join(rootFolder, 'out/start/server') });
  await addAutostart(server);
  const address = workbenchUrl({ server, folder, extensionPath: rootFolder });
  console.log(`Open this address in a browser; Ctrl+C ends it:\n${address}`);
  process.exitCode = await server.exited;
}

async function main() {
  const { values } = parseArgs({ options: { demo: { type: 'boolean', default: false } } });
  await ensureNodeModules();
  const built = spawnSync(process.execPath, [join(rootFolder, 'esbuild.js')], { stdio: 'inherit' });
  if (built.status !== 0) {
    throw new Error('The build failed.');
  }
  if (values.demo) {
    const { runDemo } = await import('./demo.mjs');
    return runDemo();
  }
  const folder = join(rootFolder, 'out/start/workspace');
  mkdirSync(folder, { recursive: true });
  const code = which('code');
  return code ? openDesktop(code, folder) : serveBrowser(folder);
}

main().catch(error => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
