import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serverCommand, vscodeFolder } from './layout.mjs';
import { startGroup } from './processGroup.mjs';
import { run } from './run.mjs';
import { tempFolder } from './tempFolder.mjs';

/** What keeps the workbench still and quiet; anything here can be overridden. */
const quietSettings = {
  'chat.disableAIFeatures': true,
  'extensions.ignoreRecommendations': true,
  // A port that the tests listen on would be announced in a notification.
  'remote.autoForwardPorts': false,
  'telemetry.telemetryLevel': 'off',
  'workbench.enableExperiments': false,
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/**
 * Starts a VS Code server. It listens on 127.0.0.1 without a token, so it is for tests and demos only.
 * @param {import('./server.d.mts').ServerOptions} options
 * @returns {Promise<import('./server.d.mts').Server>}
 * @throws {Error} when the server ends, or doesn't listen within 60 seconds, with what it printed
 */
export async function startServer({
  dataDir,
  port = 0,
  userDataDir = join(dataDir, 'data'),
  settings,
  driver = true,
  ...rest
}) {
  await addSettings(userDataDir, { ...settings }, quietSettings);
  const [node, script] = serverCommand();
  const args = [
    ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token'],
    ...['--server-data-dir', dataDir, '--user-data-dir', userDataDir],
    ...['--builtin-extensions-dir', await builtins(dataDir)],
    ...['--accept-server-license-terms', '--disable-telemetry'],
    // Extensions under development are accepted with the driver only; the price is that no toasts are shown.
    ...(driver ? ['--enable-smoke-test-driver'] : []),
    // A login shell's environment would be mixed into the one that the caller chose.
    '--force-disable-user-env',
    ...(rest.workspaceTrust ? [] : ['--disable-workspace-trust']),
    ...(rest.args ?? []),
  ];
  // The server leaves its sockets behind; their paths must be short, which the data folder's needn't be.
  const sockets = await tempFolder('vscode-');
  const group = startGroup(node, [script, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // No gallery: what a test sees must not depend on the network.
    env: withoutEditor({ EXTENSIONS_GALLERY: '{}', ...process.env, TMPDIR: sockets.path, ...rest.env }),
  });
  const stop = async () => {
    await group.stop();
    await sockets.remove();
  };
  const { logs, listening } = watch(group.child);
  const bound = await listening.catch(async error => {
    await stop();
    throw error;
  });
  const url = `http://127.0.0.1:${bound}/`;
  return {
    port: bound,
    url,
    pid: group.child.pid,
    logs,
    dataDir,
    userDataDir,
    tmpDir: sockets.path,
    driver,
    exited: group.exited,
    stop,
  };
}

/**
 * The built-in extensions of VS Code for the Web. The others run on servers only (copilot, git, remote debugging…):
 * they sign in, watch files and delay every start by seconds.
 * @param {string} dataDir
 */
async function builtins(dataDir) {
  const folder = join(dataDir, 'builtin');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const all = join(vscodeFolder, 'extensions');
  for (const name of await readdir(all)) {
    const manifest = await readFile(join(all, name, 'package.json'), 'utf8').catch(() => undefined);
    const { main, browser } = manifest ? JSON.parse(manifest) : { main: 'none' };
    if (browser || !main) {
      await symlink(join(all, name), join(folder, name));
    }
  }
  return folder;
}

/**
 * Installs a packaged extension for servers of this data folder, as a user's installation would be.
 * @param {string} dataDir
 * @param {string} vsix
 * @returns {Promise<void>}
 * @throws {Error} with the server's reason when the package is refused
 */
export async function installExtension(dataDir, vsix) {
  const [node, script] = serverCommand();
  const place = ['--server-data-dir', dataDir, '--accept-server-license-terms'];
  await run(node, [script, ...place, '--install-extension', vsix, '--force']);
}

/**
 * Merges values into the user's settings, a file of the server that a window reads when it opens or reloads.
 * @param {string} userDataDir
 * @param {Record<string, unknown>} settings
 * @param {Record<string, unknown>} [defaults] what gives way to values that are there already
 * @returns {Promise<void>}
 */
export async function addSettings(userDataDir, settings, defaults = {}) {
  const file = join(userDataDir, 'User', 'settings.json');
  const before = await readFile(file, 'utf8').catch(() => '{}');
  await mkdir(join(userDataDir, 'User'), { recursive: true });
  await writeFile(file, JSON.stringify({ ...defaults, ...JSON.parse(before), ...settings }, undefined, 2));
}

/** @param {import('node:child_process').ChildProcess} child */
function watch(child) {
  /** @type {string[]} */
  const logs = [];
  const listening = new Promise((resolve, reject) => {
    const fail = (/** @type {string} */ why) =>
      reject(new Error(`The VS Code server ${why}.\n${logs.join('')}`));
    setTimeout(() => fail('did not listen within 60 seconds'), 60_000).unref();
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', text => {
        logs.push(text);
        if (logs.length > 1000) {
          return;
        }
        const port = /Extension host agent listening on (\d+)/.exec(logs.join(''))?.[1];
        if (port) {
          resolve(Number(port));
        }
      });
    }
    child.on('error', error => fail(`could not start: ${error.message}`));
    child.on('exit', (code, signal) => fail(`ended with ${code ?? signal}`));
  });
  return { logs, listening };
}

/**
 * Started from a terminal inside VS Code, we inherit variables that would lead this server to that window.
 * @param {NodeJS.ProcessEnv} env
 */
function withoutEditor(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(VSCODE|ELECTRON)_/.test(name)));
}
