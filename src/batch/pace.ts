import { setTimeout as sleep } from 'node:timers/promises';

/** Lets no more than so many begin in a second, or as many as come where no rate is given. */
export class Pace {
  private nextStart = 0;

  constructor(private readonly ratePerSecond: number | undefined) {}

  /** Resolves when the next may begin, or at once when the user no longer waits; nothing where there is no rate. */
  wait(signal?: AbortSignal): Promise<void> | undefined {
    if (this.ratePerSecond === undefined) {
      return undefined;
    }
    const start = Math.max(performance.now(), this.nextStart);
    this.nextStart = start + 1000 / this.ratePerSecond;
    return until(start, signal);
  }
}

/** A timer counts from the beginning of the event loop's turn, and after a long turn is early; so the clock is asked again. */
async function until(moment: number, signal: AbortSignal | undefined): Promise<void> {
  while (performance.now() < moment && signal?.aborted !== true) {
    const left = Math.ceil(moment - performance.now());
    await sleep(left, undefined, { ...(signal && { signal }) }).catch(() => undefined);
  }
}
