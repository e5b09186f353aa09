import type { Trouble } from '../session/ports';

/** Where the contract says that the tickets lie in the OS keychain. */
export const KEYCHAIN_SERVICE = 'vscode-inforouter';

/** What the keychain's process is asked; one thing at a time. */
export interface KeychainRequest {
  readonly operation: 'get' | 'set' | 'delete';
  readonly account: string;
  /** What `set` writes. */
  readonly value?: string;
  /** Whether the desktop may ask the user to unlock. */
  readonly unlock: boolean;
}

export type KeychainAnswer =
  /** Said once, before anything was asked: the process is up, and the keychain's time begins to count. */
  | { readonly type: 'ready' }
  /** Not the answer yet: the desktop is asking the user. */
  | { readonly type: 'prompting' }
  | { readonly type: 'done'; readonly value: string | undefined }
  | { readonly type: 'trouble'; readonly trouble: Trouble; readonly message: string };
