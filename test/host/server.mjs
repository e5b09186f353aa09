import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serverCommand } from './layout.mjs';

/** Process groups to end with this process, however it ends. */
const running = new Set();
process.on('exit', () => running.forEach(pid => signalGroup(pid, 'SIGKILL')));

/** What keeps the workbench still and quiet; anything here can be overridden. */
const quietSettings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'telemetry.telemetryLevel': 'off',
  'workbench.enableExperiments': false,
  'workbench.reduceMotion': 'on',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/**
 * Starts a VS Code server. It listens on 127.0.0.1 without a token, so it is for tests and demos only.
 * @param {import('./server.d.mts').ServerOptions} options
 * @returns {Promise<import('./server.d.mts').Server>}
 * @throws {Error} when the server ends, or doesn't listen within 60 seconds, with what it printed
 */
export async function startServer({ dataDir, port = 0, userDataDir = join(dataDir, 'data'), settings, ...rest }) {
  await addSettings(userDataDir, { ...quietSettings, ...settings });
  const [node, script] = serverCommand();
  const args = [
    ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token'],
    ...['--server-data-dir', dataDir, '--user-data-dir', userDataDir],
    ...['--accept-server-license-terms', '--disable-telemetry', '--enable-smoke-test-driver'],
    // A login shell's environment would be mixed into the one that the caller chose.
    '--force-disable-user-env',
    ...(rest.workspaceTrust ? [] : ['--disable-workspace-trust']),
    ...(rest.args ?? []),
  ];
  const child = spawn(node, [script, ...args], {
    // A process group of its own, so that extension hosts end with the server.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: withoutEditor({ ...process.env, ...rest.env }),
  });
  const pid = /** @type {number} */ (child.pid);
  running.add(pid);
  const exited = once(child, 'exit').then(() => void running.delete(pid));
  const { logs, listening } = watch(child);
  const stop = async () => {
    if (!running.has(pid)) return;
    signalGroup(pid, 'SIGTERM');
    const hard = setTimeout(() => signalGroup(pid, 'SIGKILL'), 3000);
    await exited;
    clearTimeout(hard);
    signalGroup(pid, 'SIGKILL'); // What outlived its leader.
  };
  const bound = await listening.catch(async error => {
    await stop();
    throw error;
  });
  const url = `http://127.0.0.1:${bound}/`;
  return { port: bound, url, pid, logs, dataDir, userDataDir, exited, stop };
}

/**
 * Merges values into the user's settings, which this server keeps as a file: a running workbench follows.
 * @param {string} userDataDir
 * @param {Record<string, unknown>} settings
 * @returns {Promise<void>}
 */
export async function addSettings(userDataDir, settings) {
  const file = join(userDataDir, 'User', 'settings.json');
  const before = await readFile(file, 'utf8').catch(() => '{}');
  await mkdir(join(userDataDir, 'User'), { recursive: true });
  await writeFile(file, JSON.stringify({ ...JSON.parse(before), ...settings }, undefined, 2));
}

/** @param {import('node:child_process').ChildProcessByStdio<null, import('stream').Readable, import('stream').Readable>} child */
function watch(child) {
  /** @type {string[]} */
  const logs = [];
  const listening = new Promise((resolve, reject) => {
    const fail = (/** @type {string} */ why) => reject(new Error(`The VS Code server ${why}.\n${logs.join('')}`));
    const late = setTimeout(() => fail('did not listen within 60 seconds'), 60_000);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', text => {
        logs.push(text);
        const port = /Extension host agent listening on (\d+)/.exec(text)?.[1];
        if (port) resolve(Number(port));
      });
    }
    child.on('error', error => fail(`could not start: ${error.message}`));
    child.on('exit', (code, signal) => fail(`ended with ${code ?? signal}`));
    child.on('exit', () => clearTimeout(late));
  });
  return { logs, listening: /** @type {Promise<number>} */ (listening) };
}

/**
 * Started from a terminal inside VS Code, we inherit variables that would lead this server to that window.
 * @param {NodeJS.ProcessEnv} env
 */
function withoutEditor(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(VSCODE|ELECTRON)_/.test(name)));
}

/**
 * @param {number} pid
 * @param {NodeJS.Signals} name
 */
function signalGroup(pid, name) {
  try {
    process.kill(-pid, name);
  } catch {
    // The group has ended already.
  }
}
