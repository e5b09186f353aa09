import {
  StoreError,
  type Effort,
  type ProfileSettings,
  type SecretStore,
  type Selection,
  type TicketStoreId,
  type Trouble,
} from '../../../src/session/ports';

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
  /** What it was asked with the right to raise a prompt. */
  readonly insisted: Operation[] = [];
  trouble: Trouble = 'absent';

  constructor(
    readonly id: TicketStoreId,
    public broken: readonly Operation[] = [],
  ) {}

  get(account: string, effort: Effort): Promise<string | undefined> {
    return this.perform('get', effort, () => this.values.get(account));
  }

  set(account: string, value: string, effort: Effort): Promise<void> {
    return this.perform('set', effort, () => void this.values.set(account, value));
  }

  delete(account: string, effort: Effort): Promise<void> {
    return this.perform('delete', effort, () => void this.values.delete(account));
  }

  private async perform<T>(operation: Operation, { insist }: Effort, action: () => T): Promise<T> {
    await Promise.resolve();
    this.asked.push(operation);
    if (insist) {
      this.insisted.push(operation);
    }
    if (this.broken.includes(operation)) {
      throw new StoreError(this.trouble, `is ${this.trouble}`);
    }
    return action();
  }
}

export const EVERY_OPERATION: readonly Operation[] = ['get', 'set', 'delete'];
