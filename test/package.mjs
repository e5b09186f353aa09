#!/usr/bin/env node
/** `npm run package`: builds, and packs what is shipped into one `.vsix` for every platform, under out/. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureNodeModules } from './host/ensure.mjs';
import { rootFolder } from './host/layout.mjs';

/** Bytes that a package may have. What it has is a table of `npm run bench`. */
export const SIZE_LIMIT = 1_200_000;

/** What may hold something that is shipped; `.vscodeignore` has the last word. */
const SOURCES =
  /^(?:package(?:\.nls(?:\.[a-z-]+)?)?\.json|README\.md|CHANGELOG\.md|LICENSE|\.vscodeignore|l10n|media|dist)$/;

/** Runs a script of this repository or of a package, and throws what it has said when it fails. */
function run(cwd, script, ...args) {
  const command = [join(rootFolder, script), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd, encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`${script} failed.\n${stdout}${stderr}`);
  }
}

/**
 * A text of the repository for readers who do not have it: without pictures and links that lead into it. VS Code shows no
 * relative picture of an installed extension, and neither do the marketplaces.
 * @param {string} text
 */
export const withoutRepository = text =>
  text
    .replaceAll(/^!\[[^\]]*\]\((?!https:)[^)]*\)\n\n?/gm, '')
    .replaceAll(/(?<!!)\[([^\]]*)\]\((?!https:|#)[^)]*\)/g, '$1');

/**
 * Packs what `dist/` and the repository hold now.
 * @param {string} folder where the package goes
 * @returns {string} its path
 * @throws {Error} when vsce refuses something, or the package is larger than `SIZE_LIMIT`
 */
export function packExtension(folder) {
  const { name, version, repository } = JSON.parse(readFileSync(join(rootFolder, 'package.json'), 'utf8'));
  const file = join(folder, `${name}-${version}.vsix`);
  // From a copy: vsce would look through every file of the repository, and texts may have to change.
  const staged = join(folder, 'package');
  rmSync(staged, { recursive: true, force: true });
  mkdirSync(staged, { recursive: true });
  for (const source of readdirSync(rootFolder).filter(each => SOURCES.test(each))) {
    cpSync(join(rootFolder, source), join(staged, source), { recursive: true });
  }
  // Where package.json names a repository, vsce makes addresses there of what is relative.
  const published = repository !== undefined;
  for (const text of published ? [] : ['README.md', 'CHANGELOG.md']) {
    writeFileSync(join(staged, text), withoutRepository(readFileSync(join(staged, text), 'utf8')));
  }
  const unpublished = ['--allow-missing-repository', '--no-rewrite-relative-links'];
  run(
    staged,
    'node_modules/@vscode/vsce/vsce',
    // Everything that is needed is in the bundles.
    ...['package', '--no-dependencies', ...(published ? [] : unpublished), '--out', file],
  );
  rmSync(staged, { recursive: true });
  const { size } = statSync(file);
  if (size > SIZE_LIMIT) {
    throw new Error(`${file} has ${size} bytes; ${SIZE_LIMIT} is the limit.`);
  }
  return file;
}

async function main() {
  await ensureNodeModules();
  run(rootFolder, 'esbuild.js');
  const file = packExtension(join(rootFolder, 'out'));
  console.log(`${file} (${Math.ceil(statSync(file).size / 1000)} kB)`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch(error => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
