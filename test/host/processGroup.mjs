import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';

/** Groups that must not outlive this process, however it ends. */
const running = new Set();

/**
 * Starts a program as the leader of a process group of its own, so that what it starts can be ended with it.
 * @template {import('node:child_process').StdioOptions} S
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, stdio: S }} options
 * @returns {import('./processGroup.d.mts').ProcessGroup}
 */
export function startGroup(command, args, options) {
  if (running.size === 0) {
    endWithUs();
  }
  const child = spawn(command, args, { ...options, detached: true });
  const { pid } = child;
  if (pid === undefined) {
    return { child, exited: once(child, 'error').then(() => 127), stop: async () => {} };
  }
  running.add(pid);
  const exited = once(child, 'exit').then(([code, signal]) => {
    running.delete(pid);
    return code ?? 128 + constants.signals[signal];
  });
  const stop = async () => {
    if (running.has(pid)) {
      signalGroup(pid, 'SIGTERM');
      const hard = setTimeout(() => signalGroup(pid, 'SIGKILL'), 3000);
      await exited;
      clearTimeout(hard);
    }
    signalGroup(pid, 'SIGKILL'); // What outlived its leader.
  };
  return { child, exited, stop };
}

/** Node runs no exit handlers when a signal ends it, so a signal has to become an ordinary exit first. */
const endWithUs = (() => {
  let done = false;
  return () => {
    if (done) {
      return;
    }
    done = true;
    // Before anybody's removal of the folders that these processes write to.
    process.prependListener('exit', () => running.forEach(pid => signalGroup(pid, 'SIGKILL')));
    for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
      process.once(name, () => process.exit(128 + constants.signals[name]));
    }
  };
})();

/**
 * @param {number} pid
 * @param {NodeJS.Signals} name
 */
function signalGroup(pid, name) {
  try {
    process.kill(-pid, name);
  } catch {
    // Nothing of the group is left.
  }
}
