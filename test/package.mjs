#!/usr/bin/env node
/** `npm run package`: builds, and packs what is shipped into one `.vsix` for every platform, under out/. */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureNodeModules } from './host/ensure.mjs';
import { rootFolder } from './host/layout.mjs';

/** Runs a script of this repository or of a package, and stops everything when it fails. */
function run(script, ...args) {
  const { status } = spawnSync(process.execPath, [join(rootFolder, script), ...args], {
    cwd: rootFolder,
    stdio: 'inherit',
  });
  if (status !== 0) {
    process.exit(status ?? 1);
  }
}

await ensureNodeModules();
run('esbuild.js');
mkdirSync(join(rootFolder, 'out'), { recursive: true });
run(
  'node_modules/@vscode/vsce/vsce',
  'package',
  // Everything that is needed is in the bundles; there is no repository yet that links could lead to.
  ...['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'],
  ...['--out', 'out/'],
);
