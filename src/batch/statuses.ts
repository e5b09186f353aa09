import type { BatchCounts, RowStatus } from './summary';

const NAMES: readonly RowStatus[] = ['notAttempted', 'updated', 'unchanged', 'failed'];

/** Where every row of a batch stands: a byte each. */
export class Statuses {
  private readonly bytes: Uint8Array;
  private readonly many: Record<RowStatus, number>;

  constructor(total: number) {
    this.bytes = new Uint8Array(total);
    this.many = { notAttempted: total, updated: 0, unchanged: 0, failed: 0 };
  }

  of(index: number): RowStatus {
    return NAMES[this.bytes[index] ?? 0] ?? 'notAttempted';
  }

  set(index: number, status: RowStatus): void {
    this.many[this.of(index)] -= 1;
    this.bytes[index] = NAMES.indexOf(status);
    this.many[status] += 1;
  }

  get counts(): BatchCounts {
    return { total: this.bytes.length, ...this.many };
  }
}
