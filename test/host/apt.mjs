import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './run.mjs';

/** @type {Promise<void> | undefined} */
let indexed;
/** apt holds one lock for the whole machine, so our installs wait for each other. */
let last = Promise.resolve();

/**
 * Finds a program the way a shell would.
 * @param {string} name
 * @returns {string | undefined} its absolute path
 */
export function which(name) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map(folder => join(folder, name))
    .find(path => existsSync(path));
}

/**
 * Installs Debian packages, if this is Debian (or a child of it) and we are root.
 * @param {string} purpose what they are for, for the message
 * @param {string[]} packages
 * @returns {Promise<void>}
 * @throws {Error} with one line that says what to install by hand
 */
export function aptInstall(purpose, packages) {
  const byHand = `${purpose} is missing: install ${packages.join(', ')}`;
  if (process.getuid?.() !== 0 || !which('apt-get')) {
    return Promise.reject(new Error(`${byHand} (apt-get as root would have been used).`));
  }
  const install = last.then(async () => {
    process.stderr.write(`Installing ${purpose}: ${packages.join(', ')}\n`);
    // A stale index is worth a try: the install itself tells whether it was too old.
    indexed ??= aptGet(['update']).catch(() => undefined);
    await indexed;
    await aptGet(['install', '-y', '--no-install-recommends', ...packages]).catch(error => {
      throw new Error(`${byHand} (apt-get failed: ${error.message}).`);
    });
  });
  last = install.catch(() => undefined);
  return install;
}

/** @param {string[]} args */
function aptGet(args) {
  return run('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=120', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}
