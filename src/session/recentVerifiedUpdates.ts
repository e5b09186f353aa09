import type { VerifiedUpdate, VerifiedUpdates } from './verifiedUpdates';

/** How many are kept: as many as anybody would look through. */
const MOST = 200;

/** The verified updates of this window, in memory, whether or not those of others are kept. */
export class RecentVerifiedUpdates implements VerifiedUpdates {
  private updates: readonly VerifiedUpdate[] = [];

  /**
   * @param kept those that outlive the window.
   * @param told hears that there is one.
   */
  constructor(
    private readonly kept?: VerifiedUpdates,
    private readonly told: () => void = () => undefined,
  ) {}

  remember(update: VerifiedUpdate): void {
    this.updates = [update, ...this.updates].slice(0, MOST);
    this.kept?.remember(update);
    this.told();
  }

  find(exchangeId: string): VerifiedUpdate | undefined {
    return this.updates.find(update => update.exchangeId === exchangeId) ?? this.kept?.find(exchangeId);
  }

  /** The newest first. */
  list(): readonly VerifiedUpdate[] {
    return this.updates;
  }
}
