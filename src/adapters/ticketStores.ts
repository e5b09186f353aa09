import type * as vscode from 'vscode';
import type { SecretStore } from '../session/ports';
import { KEYCHAIN_SERVICE } from './keychainProtocol';

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
