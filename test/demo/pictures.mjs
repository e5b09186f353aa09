#!/usr/bin/env node
/**
 * `npm run pictures`: takes pictures of every state of the form, and of all else that this extension shows, in the four kinds of
 * themes, to out/pictures. `-- --docs` writes those of the documentation to docs/images too; names of themes
 * (`light`, `dark`, `hc-light`, `hc-black`) take those alone.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensure, ensureNodeModules } from '../host/ensure.mjs';
import { runWithKeyring } from '../host/keyring.mjs';
import { rootFolder } from '../host/layout.mjs';

await ensureNodeModules();
for (const args of [['node_modules/typescript/bin/tsc', '-p', '.'], ['esbuild.js']]) {
  if (spawnSync(process.execPath, args, { cwd: rootFolder, stdio: 'inherit' }).status !== 0) {
    process.exit(1);
  }
}
await ensure('modules', 'host', 'browser', 'keyring');
const script = join(rootFolder, 'out/test/demo/pictures/main.js');
process.exitCode = await runWithKeyring(process.execPath, [
  '--enable-source-maps',
  script,
  ...process.argv.slice(2),
]);
