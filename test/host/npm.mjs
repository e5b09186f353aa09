import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.mjs';

/**
 * Tells whether `node_modules` holds what the lockfile asks for. npm writes `node_modules/.package-lock.json`
 * last, so an interrupted install counts as none, and one that somebody made by hand counts as well as ours.
 * @param {string} folder the folder of package.json
 * @returns {boolean}
 */
export function matchesLockfile(folder) {
  const installed = join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) {
    return false;
  }
  const have = packagesOf(installed);
  return Object.entries(packagesOf(join(folder, 'package-lock.json'))).every(([path, wanted]) => {
    if (path === '') {
      return true;
    }
    const found = have[path];
    // Optional packages of other platforms are in the lockfile only.
    return found
      ? found.version === wanted.version && found.integrity === wanted.integrity
      : wanted.optional === true || wanted.devOptional === true;
  });
}

/**
 * @param {string} lockfile
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }>}
 */
function packagesOf(lockfile) {
  return JSON.parse(readFileSync(lockfile, 'utf8')).packages;
}

/**
 * Runs npm in a folder.
 * @param {string} purpose what it installs, for the message
 * @param {string} folder
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<void>}
 * @throws {Error} with one line that says what failed
 */
export async function npm(purpose, folder, args, env = process.env) {
  process.stderr.write(`Installing ${purpose}: npm ${args[0]}\n`);
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  await run('npm', [...args, ...quiet], { cwd: folder, env }).catch(error => {
    throw new Error(
      `${purpose} could not be installed: "npm ${args.join(' ')}" in ${folder}: ${error.message}`,
    );
  });
}
