import type { ServerOptions } from './server.mjs';

export interface RunOptions extends Partial<ServerOptions> {
  extensionPath: string | string[];
  /** A module with an exported `run()` that returns a promise; without extension, as `require` takes it. */
  extensionTestsPath: string;
  folder?: string | undefined;
  /** 5 minutes by default. */
  timeoutMs?: number | undefined;
}

export function runInHost(options: RunOptions): Promise<number>;
