import { spawn } from 'node:child_process';

/**
 * Runs a program in silence. Its output is kept for the error, where its last line is usually the reason.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<void>}
 * @throws {Error} with the last line of output when the program fails
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', text => (output = (output + text).slice(-20_000)));
    }
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) {
        return resolve();
      }
      const lines = output.trim().split('\n');
      const reason = lines.findLast(line => /error|E:/i.test(line)) ?? lines.at(-1) ?? '';
      reject(new Error(reason.trim() || `${command} ended with ${code ?? signal}`));
    });
  });
}
