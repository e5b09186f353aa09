import type { Transport } from '../api/outcome';

/** What a verified update replaced, so that it can be put back. It holds no secret. */
export interface VerifiedUpdate {
  /** The exchange of UpdateUserEmail, by which the user names it. */
  readonly exchangeId: string;
  /** The name of the profile at that time. */
  readonly profile: string;
  /** Its address at that time: the profile may name another server by now, where the old address has no place. */
  readonly baseUrl?: string;
  readonly transport: Transport;
  readonly userName: string;
  /** The address that was stored before, and the one that was stored afterwards where GetUser told it. */
  readonly before: string;
  readonly after?: string;
  /** Whether what is stored afterwards is what was sent. */
  readonly verified?: boolean;
}

/** Remembers verified updates. */
export interface VerifiedUpdates {
  remember(update: VerifiedUpdate): void;
  find(exchangeId: string): VerifiedUpdate | undefined;
}
