/** The setting `inforouter.profiles`, entries as they stand there. */
export interface ProfileSettings {
  read(): readonly unknown[];
  /** Applies a change to the entries of that moment; changes run one after another. Rejects in VS Code's words. */
  change(change: (entries: readonly unknown[]) => readonly unknown[]): Promise<void>;
}

/** Remembers the name of the selected profile. */
export interface Selection {
  get(): string | undefined;
  set(name: string | undefined): PromiseLike<void>;
}

/** Where a ticket can be kept. The ids are part of the public contract. */
export type TicketStoreId = 'keychain' | 'secretStorage' | 'memory';

export const TICKET_STORE_LABELS: { readonly [Id in TicketStoreId]: string } = {
  keychain: 'OS keychain',
  secretStorage: 'VS Code’s SecretStorage',
  memory: 'memory, for this session only',
};

/** One place for secrets, by account. Rejects where the place does not work. */
export interface SecretStore {
  readonly id: TicketStoreId;
  get(account: string): Promise<string | undefined>;
  set(account: string, value: string): Promise<void>;
  delete(account: string): Promise<void>;
}

/** The limits that every request obeys, as the settings say at that moment. */
export interface RequestLimits {
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
}
