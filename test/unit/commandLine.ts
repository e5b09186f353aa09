import assert from 'node:assert/strict';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';

/** One of our command lines, running in a process of its own. */
export class CommandLine {
  /** What it has said so far, on both streams. */
  output = '';
  /** Its exit code; `null` after a signal. */
  readonly ended: Promise<number | null>;
  private readonly child: ChildProcessWithoutNullStreams;

  constructor(script: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    this.child = spawn(process.execPath, [script, ...args], { env: { ...process.env, ...environment } });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    }
    this.ended = once(this.child, 'close').then(([code]) => code as number | null);
  }

  /** Waits until the output has the text. */
  async until(text: string): Promise<void> {
    const over = this.ended.then(() => assert.fail(`Ended without "${text}": ${this.output}`));
    while (!this.output.includes(text)) {
      await Promise.race([once(this.child.stdout, 'data'), over]);
    }
  }

  interrupt(): void {
    this.child.kill('SIGINT');
  }
}
