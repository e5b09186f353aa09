export interface KeyringOptions {
  /** Added to this process's environment. */
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** The file that takes what the command says, in the place of this process's own output. */
  output?: number;
}

export function runWithKeyring(command: string, args?: string[], options?: KeyringOptions): Promise<number>;
