export interface KeyringOptions {
  /** Added to this process's environment. */
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** Where the command's words go: a file descriptor, or by default where ours go. */
  output?: 'inherit' | number;
}

export function runWithKeyring(command: string, args?: string[], options?: KeyringOptions): Promise<number>;
