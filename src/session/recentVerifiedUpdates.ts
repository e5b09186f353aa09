import type { VerifiedUpdate, VerifiedUpdates } from './verifiedUpdates';

/** How many are kept: as many as anybody would look through. */
const MOST = 200;

/** The verified updates of this window, in memory. */
export class RecentVerifiedUpdates implements VerifiedUpdates {
  private updates: readonly VerifiedUpdate[] = [];

  remember(update: VerifiedUpdate): void {
    this.updates = [update, ...this.updates].slice(0, MOST);
  }

  find(exchangeId: string): VerifiedUpdate | undefined {
    return this.updates.find(update => update.exchangeId === exchangeId);
  }

  /** The newest first. */
  list(): readonly VerifiedUpdate[] {
    return this.updates;
  }
}
