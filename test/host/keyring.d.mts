export interface KeyringOptions {
  /** Added to this process's environment. */
  env?: NodeJS.ProcessEnv;
  cwd?: string;
}

export function runWithKeyring(command: string, args?: string[], options?: KeyringOptions): Promise<number>;
