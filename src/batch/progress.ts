import type { Statuses } from './statuses';
import type { BatchCounts } from './summary';

/** What is told while a batch runs. */
export interface BatchProgress extends BatchCounts {
  /** Milliseconds that the rest will take if it goes on like this; absent as long as nobody can know. */
  readonly remainingMs?: number;
}

const TOLD_EVERY_MS = 200;

/** Tells how far a run has come, now and then, and how long the rest will take. */
export class Progress {
  private readonly startedAt = performance.now();
  private done = 0;
  private toldAt = 0;

  /** @param atOnce how many rows are on their way at once. */
  constructor(
    private readonly atOnce: number,
    private readonly report?: (progress: BatchProgress) => void,
  ) {}

  rowDone(statuses: Statuses): void {
    this.done += 1;
    if (performance.now() - this.toldAt >= TOLD_EVERY_MS) {
      this.tell(statuses.counts);
    }
  }

  tell(counts: BatchCounts): void {
    const now = performance.now();
    this.toldAt = now;
    const remainingMs = ((now - this.startedAt) / this.done) * counts.notAttempted;
    // The first rows open the connections, and say nothing of the rest.
    const known = this.done > this.atOnce && now - this.startedAt > 1000;
    this.report?.({ ...counts, ...(known && { remainingMs }) });
  }
}
