import * as l10n from '@vscode/l10n';
import { messageOf } from '../api/messageOf';
import { StoreError, TICKET_STORE_LABELS, type SecretStore, type TicketStoreId, type Trouble } from './ports';

/** What kept a store from doing what it was asked. */
export interface StoreFailure {
  readonly store: TicketStoreId;
  readonly trouble: Trouble;
  /** A StoreError's message, English whatever the language: “is locked”. */
  readonly reason: string;
}

/** What the reasons of the stores come to in the user's language, by the store's name and what a reason holds. */
const REASONS: readonly (readonly [reason: RegExp, words: (store: string, detail: string) => string])[] = [
  [/^is locked$/, store => l10n.t('{0} is locked', store)],
  [/^is locked and was not unlocked$/, store => l10n.t('{0} is locked and was not unlocked', store)],
  [/^is busy$/, store => l10n.t('{0} is busy', store)],
  [/^was not waited for$/, store => l10n.t('{0} was not waited for', store)],
  [/^did not delete the entry$/, store => l10n.t('{0} did not delete the entry', store)],
  [
    /^did not answer within (.+) seconds$/,
    (store, seconds) => l10n.t('{0} did not answer within {1} seconds', store, seconds),
  ],
  [/^cannot be used here \((.*)\)$/s, (store, why) => l10n.t('{0} cannot be used here ({1})', store, why)],
  [/^is not there \((.*)\)$/s, (store, why) => l10n.t('{0} is not there ({1})', store, why)],
  [/^failed \(its process ended\)$/, store => l10n.t('{0} failed (its process ended)', store)],
  [/^failed \((.*)\)$/s, (store, why) => l10n.t('{0} failed ({1})', store, why)],
];

function wordsFor(store: string, reason: string): string {
  for (const [pattern, words] of REASONS) {
    const found = pattern.exec(reason);
    if (found !== null) {
      return words(store, found[1] ?? '');
    }
  }
  return `${store} ${reason}`;
}

/** “OS keychain is locked” */
export const failureWords = ({ store, reason }: StoreFailure): string =>
  wordsFor(TICKET_STORE_LABELS[store], reason);

/** “The OS keychain is locked.” */
export const failureSentence = ({ store, reason }: StoreFailure): string =>
  `${wordsFor(store === 'keychain' ? l10n.t({ message: 'The OS keychain', comment: 'Begins a sentence.' }) : TICKET_STORE_LABELS[store], reason)}.`;

/** Makes a value of a store's rejection. */
export async function attempt<T>(
  store: SecretStore,
  action: () => Promise<T>,
): Promise<{ readonly value: T } | { readonly failure: StoreFailure }> {
  try {
    return { value: await action() };
  } catch (error) {
    const message = messageOf(error);
    const [trouble, reason] =
      error instanceof StoreError ? [error.trouble, message] : (['failed', `failed (${message})`] as const);
    return { failure: { store: store.id, trouble, reason } };
  }
}
