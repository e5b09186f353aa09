import type * as Keytar from 'keytar';
import type * as vscode from 'vscode';
import type { SecretStore } from '../session/ports';

/** Where the contract says that the tickets lie in the OS keychain. */
export const KEYCHAIN_SERVICE = 'vscode-inforouter';

/**
 * The OS keychain by keytar's API. The module is loaded at the first use: on a machine without its binary or without
 * libsecret loading rejects, and without a running secret service every call does ("Cannot autolaunch D-Bus…").
 */
export class KeychainStore implements SecretStore {
  readonly id = 'keychain';

  async get(account: string): Promise<string | undefined> {
    return (await (await this.keytar()).getPassword(KEYCHAIN_SERVICE, account)) ?? undefined;
  }

  async set(account: string, value: string): Promise<void> {
    await (await this.keytar()).setPassword(KEYCHAIN_SERVICE, account, value);
  }

  async delete(account: string): Promise<void> {
    await (await this.keytar()).deletePassword(KEYCHAIN_SERVICE, account);
  }

  private keytar(): Promise<typeof Keytar> {
    return import('keytar');
  }
}

/** VS Code's own storage of secrets: encrypted by the editor, out of sight of other programs. */
export class SecretStorageStore implements SecretStore {
  readonly id = 'secretStorage';

  constructor(private readonly secrets: vscode.SecretStorage) {}

  async get(account: string): Promise<string | undefined> {
    return this.secrets.get(this.key(account));
  }

  async set(account: string, value: string): Promise<void> {
    await this.secrets.store(this.key(account), value);
  }

  async delete(account: string): Promise<void> {
    await this.secrets.delete(this.key(account));
  }

  private key(account: string): string {
    return `${KEYCHAIN_SERVICE}/${account}`;
  }
}

/** Lives as long as the window. */
export class MemoryStore implements SecretStore {
  readonly id = 'memory';
  private readonly values = new Map<string, string>();

  get(account: string): Promise<string | undefined> {
    return Promise.resolve(this.values.get(account));
  }

  set(account: string, value: string): Promise<void> {
    this.values.set(account, value);
    return Promise.resolve();
  }

  delete(account: string): Promise<void> {
    this.values.delete(account);
    return Promise.resolve();
  }
}
