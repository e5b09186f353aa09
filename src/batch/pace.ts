import { setTimeout as sleep } from 'node:timers/promises';

/** Lets no more than so many begin in a second, or as many as come where no rate is given. */
export class Pace {
  private nextStart = 0;

  constructor(private readonly ratePerSecond: number | undefined) {}

  /** Resolves when the next may begin, or at once when the user no longer waits. */
  async wait(signal?: AbortSignal): Promise<void> {
    if (this.ratePerSecond === undefined) {
      return;
    }
    const now = performance.now();
    const start = Math.max(now, this.nextStart);
    this.nextStart = start + 1000 / this.ratePerSecond;
    // A timer drops what is behind the point, and would be early.
    await sleep(Math.ceil(start - now), undefined, { ...(signal && { signal }) }).catch(() => undefined);
  }
}
