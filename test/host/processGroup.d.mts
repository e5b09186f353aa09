import type { ChildProcess, StdioOptions } from 'node:child_process';

export interface ProcessGroup {
  readonly child: ChildProcess;
  /** The leader's exit code, as a shell would give it; 127 when it couldn't start. */
  readonly exited: Promise<number>;
  /** Ends the whole group: politely, after 3 seconds by force. */
  readonly stop: () => Promise<void>;
}

export function startGroup(
  command: string,
  args: string[],
  options: { env?: NodeJS.ProcessEnv; cwd?: string; stdio: StdioOptions },
): ProcessGroup;
