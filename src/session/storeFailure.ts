import { StoreError, TICKET_STORE_LABELS, type SecretStore, type TicketStoreId, type Trouble } from './ports';

/** What kept a store from doing what it was asked. */
export interface StoreFailure {
  readonly store: TicketStoreId;
  readonly trouble: Trouble;
  /** What stands after the store's name: “is locked”. */
  readonly reason: string;
}

/** “OS keychain is locked” */
export const failureWords = ({ store, reason }: StoreFailure): string =>
  `${TICKET_STORE_LABELS[store]} ${reason}`;

/** “The OS keychain is locked.” */
export const failureSentence = (failure: StoreFailure): string =>
  `${failure.store === 'keychain' ? 'The ' : ''}${failureWords(failure)}.`;

/** Makes a value of a store's rejection. */
export async function attempt<T>(
  store: SecretStore,
  action: () => Promise<T>,
): Promise<{ readonly value: T } | { readonly failure: StoreFailure }> {
  try {
    return { value: await action() };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const [trouble, reason] =
      error instanceof StoreError ? [error.trouble, message] : (['failed', `failed (${message})`] as const);
    return { failure: { store: store.id, trouble, reason } };
  }
}
