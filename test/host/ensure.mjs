#!/usr/bin/env node
/**
 * Brings a machine as it comes to where the tests and the demo can run. Each function installs only what is
 * missing and costs milliseconds when nothing is; where it may not install, it throws one line that says what to.
 *
 * From a shell: `node test/host/ensure.mjs all`, or any of modules, host, browser, keyring, openssl, artillery.
 */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { aptInstall, which } from './apt.mjs';
import { hostFolder, loadTestFolder, nodeFolder, rootFolder, vscodeFolder } from './layout.mjs';
import { matchesLockfile, npm } from './npm.mjs';
import { run } from './run.mjs';

/** What the server can't do without: its log files and output channels, and the end of hosts without a parent. */
const nativeModules = { '@vscode/spdlog': 'spdlog.node', '@vscode/native-watchdog': 'watchdog.node' };

/**
 * The repository's own packages, as package-lock.json has them.
 * @returns {Promise<void>}
 */
export async function ensureNodeModules() {
  if (matchesLockfile(rootFolder)) {
    return;
  }
  await npm("this repository's packages", rootFolder, ['ci', '--include=dev']);
}

/**
 * The VS Code server with its web workbench, on its own Node (Linux only).
 *
 * code-server's install script is not run: it wants Node 24 as npm's own Node and compiles everything VS Code
 * could ever use. Its packages come with binaries, except the two that are compiled here.
 * @returns {Promise<void>}
 */
export async function ensureHost() {
  if (process.platform !== 'linux') {
    throw new Error(
      'The headless VS Code runs on Linux only: use a desktop VS Code here (see CONTRIBUTING).',
    );
  }
  if (!matchesLockfile(hostFolder)) {
    await npm('the VS Code server', hostFolder, ['ci', '--ignore-scripts']);
  }
  const env = { ...process.env, PATH: join(nodeFolder, 'bin') + delimiter + (process.env.PATH ?? '') };
  if (!existsSync(join(vscodeFolder, 'node_modules/.package-lock.json'))) {
    const args = ['install', '--ignore-scripts', '--omit=dev', '--no-save'];
    await npm("the VS Code server's packages", vscodeFolder, args, env);
  }
  const missing = Object.entries(nativeModules)
    .map(([name, binary]) => ({ name, folder: join(vscodeFolder, 'node_modules', name), binary }))
    .filter(({ folder, binary }) => !existsSync(join(folder, 'build/Release', binary)));
  if (missing.length === 0) {
    return;
  }
  await ensureBuildTools();
  for (const { name, folder } of missing) {
    await compile(name, folder, env);
  }
}

/**
 * A Chromium for the workbench; Debian's headless one before all others: it starts in half the time, and a webview that
 * is shown again waits ten seconds for its service worker in Chromium 156 with a window.
 * @returns {Promise<string>} its executable: `$CHROMIUM`, or what the machine has, or Debian's
 */
export async function ensureBrowser() {
  const chosen = process.env.CHROMIUM;
  if (chosen) {
    if (existsSync(chosen)) {
      return chosen;
    }
    throw new Error(`CHROMIUM names a file that isn't there: ${chosen}`);
  }
  const browsers = ['chromium-headless-shell', 'chromium', 'google-chrome-stable', 'google-chrome'];
  const find = () => browsers.map(which).find(Boolean);
  if (!find()) {
    await aptInstall('a browser', ['chromium-headless-shell', 'fonts-dejavu-core']);
  }
  return find() ?? missing('a browser', 'Chromium, or set CHROMIUM to the path of one');
}

/**
 * A Secret Service that tests can start for themselves, and `secret-tool` to look into it.
 * @returns {Promise<void>}
 */
export async function ensureKeyring() {
  const packages = {
    'dbus-run-session': 'dbus',
    'gnome-keyring-daemon': 'gnome-keyring',
    'secret-tool': 'libsecret-tools',
  };
  const absent = () => Object.keys(packages).filter(program => !which(program));
  // secret-tool is linked against libsecret-1-0, the library that keytar loads.
  if (absent().length) {
    await aptInstall('a keyring', [...Object.values(packages), 'libsecret-1-0']);
  }
  if (absent().length) {
    missing('a keyring', absent().join(', '));
  }
}

/**
 * The program `openssl`, which makes the certificates of the tests.
 * @returns {Promise<void>}
 */
export async function ensureOpenssl() {
  if (!which('openssl')) {
    await aptInstall('openssl', ['openssl']);
  }
  if (!which('openssl')) {
    missing('openssl', 'openssl');
  }
}

/**
 * The load engine Artillery, without the browsers that it can drive as well.
 * @returns {Promise<void>}
 */
export async function ensureArtillery() {
  if (!matchesLockfile(loadTestFolder)) {
    const env = { ...process.env, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' };
    await npm('Artillery', loadTestFolder, ['ci', '--ignore-scripts'], env);
  }
}

async function ensureBuildTools() {
  const tools = { python3: 'python3', make: 'make', 'g++': 'g++' };
  const absent = () => Object.keys(tools).filter(program => !which(program));
  if (absent().length) {
    await aptInstall('build tools', Object.values(tools));
  }
  if (absent().length) {
    missing('build tools', absent().join(', '));
  }
}

/**
 * Compiles a native module with the headers that come with our Node, whatever `nodedir` npm is configured with.
 * @param {string} name
 * @param {string} folder
 * @param {NodeJS.ProcessEnv} env
 */
async function compile(name, folder, env) {
  process.stderr.write(`Compiling ${name}\n`);
  const gyp = join(hostFolder, 'node_modules/node-gyp/bin/node-gyp.js');
  const args = [gyp, 'rebuild', `--nodedir=${nodeFolder}`, '--jobs=max'];
  await run(join(nodeFolder, 'bin/node'), args, { cwd: folder, env }).catch(error => {
    throw new Error(`${name} could not be compiled (python3, make and g++ are needed): ${error.message}`);
  });
}

/**
 * @param {string} what
 * @param {string} remedy
 * @returns {never}
 */
function missing(what, remedy) {
  throw new Error(`${what} is still missing: install ${remedy}.`);
}

const targets = {
  modules: ensureNodeModules,
  host: ensureHost,
  browser: ensureBrowser,
  keyring: ensureKeyring,
  openssl: ensureOpenssl,
  artillery: ensureArtillery,
};

/**
 * Ensures several at once; npm and apt work side by side.
 * @param {(keyof typeof targets | 'all')[]} names
 * @returns {Promise<void>}
 */
export async function ensure(...names) {
  const wanted = names.includes('all') ? Object.keys(targets) : names;
  for (const name of wanted) {
    if (!(name in targets)) {
      throw new Error(`Nothing is called ${name}.`);
    }
  }
  const results = await Promise.allSettled(wanted.map(name => targets[name]()));
  const failures = results.filter(result => result.status === 'rejected').map(({ reason }) => reason.message);
  if (failures.length) {
    throw new Error(failures.join('\n'));
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await ensure(...process.argv.slice(2)).catch(error => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
}
