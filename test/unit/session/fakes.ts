import type { ProfileSettings, SecretStore, Selection, TicketStoreId } from '../../../src/session/ports';

/** The setting `inforouter.profiles`, as a list that a test can edit by hand; like the real one it holds JSON. */
export class FakeSettings implements ProfileSettings {
  /** What a write rejects with. */
  refusal: Error | undefined;

  constructor(public entries: readonly unknown[] = []) {}

  read(): readonly unknown[] {
    return this.entries;
  }

  async change(change: (entries: readonly unknown[]) => readonly unknown[]): Promise<void> {
    await Promise.resolve();
    if (this.refusal !== undefined) {
      throw this.refusal;
    }
    this.entries = JSON.parse(JSON.stringify(change(this.entries))) as unknown[];
  }
}

export class FakeSelection implements Selection {
  constructor(public name: string | undefined) {}

  get(): string | undefined {
    return this.name;
  }

  set(name: string | undefined): Promise<void> {
    this.name = name;
    return Promise.resolve();
  }
}

type Operation = 'get' | 'set' | 'delete';

/** A place for secrets whose operations can be made to fail, as a keychain's do without a secret service. */
export class FakeStore implements SecretStore {
  readonly values = new Map<string, string>();
  readonly asked: Operation[] = [];

  constructor(
    readonly id: TicketStoreId,
    public broken: readonly Operation[] = [],
  ) {}

  get(account: string): Promise<string | undefined> {
    return this.perform('get', () => this.values.get(account));
  }

  set(account: string, value: string): Promise<void> {
    return this.perform('set', () => void this.values.set(account, value));
  }

  delete(account: string): Promise<void> {
    return this.perform('delete', () => void this.values.delete(account));
  }

  private async perform<T>(operation: Operation, action: () => T): Promise<T> {
    await Promise.resolve();
    this.asked.push(operation);
    if (this.broken.includes(operation)) {
      throw new Error('Cannot autolaunch D-Bus without X11 $DISPLAY');
    }
    return action();
  }
}

export const EVERY_OPERATION: readonly Operation[] = ['get', 'set', 'delete'];
