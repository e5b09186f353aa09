import * as l10n from '@vscode/l10n';
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
  keychain: l10n.t('OS keychain'),
  secretStorage: l10n.t('VS Code’s SecretStorage'),
  memory: l10n.t('memory, for this session only'),
};

/** What keeps a store from doing what it was asked. */
export type Trouble =
  /** The store does not exist here, and never did in this session: nothing can lie in it. */
  | 'absent'
  /** It answers, but somebody has to unlock it first. */
  | 'locked'
  /** It gives no answer in time, or its answer was no longer waited for. */
  | 'silent'
  | 'failed';

/** Why a store did not do what it was asked. The message is English, and stands after its name: “is locked”. People
 * are told what `storeFailure.ts` makes of it. */
export class StoreError extends Error {
  constructor(
    readonly trouble: Trouble,
    message: string,
  ) {
    super(message);
  }
}

/** How hard a store may try. */
export interface Effort {
  /** The desktop may ask to unlock, and the answer may take long: the user waits for it. */
  readonly insist: boolean;
  /** The user no longer waits. */
  readonly signal?: AbortSignal | undefined;
}

/** For what is only shown: no prompt is raised, and what does not answer soon is left alone for a while. */
export const GLANCE: Effort = { insist: false };

/** For what the user has just asked for. */
export const insist = (signal?: AbortSignal): Effort => ({ insist: true, signal });

/** One place for secrets, by account. Rejects, with a StoreError where it knows more, where the place does not work. */
export interface SecretStore {
  readonly id: TicketStoreId;
  get(account: string, effort: Effort): Promise<string | undefined>;
  set(account: string, value: string, effort: Effort): Promise<void>;
  /** Resolves only when the entry is gone. */
  delete(account: string, effort: Effort): Promise<void>;
}

/** The limits that every request obeys, as the settings say at that moment. */
export interface RequestLimits {
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
}
