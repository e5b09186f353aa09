import { randomUUID } from 'node:crypto';
import { readCsv, type Csv } from '../../../src/batch/csv';
import type { Journal, JournalHead, JournalRow } from '../../../src/batch/ports';
import type { BatchCounts, Row } from '../../../src/batch/summary';

/** What was written into it. */
export class FakeJournal implements Journal {
  readonly events: string[] = [];
  readonly rows = new Map<number, JournalRow>();
  closed: BatchCounts | undefined;
  /** What a write throws. */
  refusal: Error | undefined;

  read(index: number, before: string): Promise<void> {
    return this.note(`read ${index} ${before}`);
  }

  unread(index: number): Promise<void> {
    return this.note(`unread ${index}`);
  }

  async acknowledged(index: number, row: JournalRow): Promise<void> {
    await this.note(`${row.outcome.status} ${index}`);
    this.rows.set(index, row);
  }

  close(counts: BatchCounts): void {
    if (this.refusal !== undefined) {
      throw this.refusal;
    }
    this.closed = counts;
  }

  private note(event: string): Promise<void> {
    if (this.refusal !== undefined) {
      return Promise.reject(this.refusal);
    }
    this.events.push(event);
    return Promise.resolve();
  }
}

export const rowsOf = (...pairs: readonly (readonly [user: string, address: string])[]): Row[] =>
  pairs.map(([userName, newEmailAddress], at) => ({ number: at + 2, userName, newEmailAddress }));

export async function csvOf(text: string): Promise<Csv> {
  const csv = await readCsv(Buffer.from(text));
  if ('message' in csv) {
    throw new Error(csv.message);
  }
  return csv;
}

export const headOf = (fields: Partial<JournalHead> = {}): JournalHead => ({
  id: randomUUID(),
  csv: 'file:///users.csv',
  sha256: 'ab',
  name: 'users.csv',
  columns: { userName: 'UserName', newEmailAddress: 'NewEmailAddress' },
  profile: 'Test',
  endpoint: 'http://127.0.0.1/srv.asmx',
  transport: 'post',
  readBefore: true,
  startedAt: new Date('2026-11-24T13:45:02.123Z'),
  total: 3,
  ...fields,
});
