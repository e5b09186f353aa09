import { isCallErrorKind, isTransport } from '../api/outcome';
import { count, Damaged, ensure, fieldsOf, flag, optional, text, type Fields } from '../history/fields';
import { isExchangeId } from '../history/parse';
import type { BatchEntry, JournalHead, JournalRow, JournalRows } from './ports';
import type { BatchCounts, RowOutcome, RowStatus } from './summary';

/** What this code writes, and the only version that it reads. */
const VERSION = 1;

/**
 * A journal is text, a JSON object in each line: first the head, then for each row what was read before and how it was
 * acknowledged, in the order of the answers, and the counts whenever a run ends. A line is true once it is whole.
 */
export const headLine = (head: JournalHead): string => lineOf({ version: VERSION, ...head });

/** @param before null where the address that was read before says nothing any more. */
export const readLine = (index: number, before: string | null): string => lineOf({ index, before });

export function rowLine(index: number, { number, userName, newEmailAddress, outcome }: JournalRow): string {
  const { status, before, durationMs, httpStatus, kind, code, message } = outcome;
  return lineOf({
    index,
    number,
    userName,
    newEmailAddress,
    status,
    before,
    durationMs,
    httpStatus,
    kind,
    code,
    message,
  });
}

export const countsLine = (counts: BatchCounts): string => lineOf({ counts });

const lineOf = (value: object): string => `${JSON.stringify(value)}\n`;

/**
 * @param first the first line of a journal.
 * @param last its last line; the counts stand there unless the process ended in the middle of the run.
 * @returns nothing where this is no journal of ours.
 */
export function parseEntry(first: string, last: string): BatchEntry | undefined {
  return readFields(first, fields => {
    const { version, id, transport } = fields;
    const startedAt = new Date(text(fields['startedAt']));
    ensure(version === VERSION && isExchangeId(id) && isTransport(transport));
    ensure(!Number.isNaN(startedAt.getTime()));
    const total = count(fields['total']);
    const columns = fieldsOf(fields['columns']);
    const counts = readFields(last, ({ counts }) => readCounts(counts, total));
    return {
      id,
      csv: text(fields['csv']),
      sha256: text(fields['sha256']),
      name: text(fields['name']),
      columns: {
        userName: text(columns['userName']),
        newEmailAddress: text(columns['newEmailAddress']),
      },
      profile: text(fields['profile']),
      endpoint: text(fields['endpoint']),
      transport,
      readBefore: flag(fields['readBefore']),
      startedAt,
      total,
      ...(counts && { counts }),
    };
  });
}

/** Nothing where the line is not whole or not ours: nobody can rely on it then. */
function readFields<T>(line: string, read: (fields: Fields) => T): T | undefined {
  try {
    return read(fieldsOf(JSON.parse(line)));
  } catch (error) {
    if (error instanceof Damaged || error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}

function readCounts(value: unknown, total: number): BatchCounts {
  const fields = fieldsOf(value);
  const [updated, unchanged] = [count(fields['updated']), count(fields['unchanged'])];
  const [failed, notAttempted] = [count(fields['failed']), count(fields['notAttempted'])];
  ensure(updated + unchanged + failed + notAttempted === total);
  return { total, updated, unchanged, failed, notAttempted };
}

/** The rows of a journal. Of each only its place in the text is kept, since there may be a hundred thousand. */
export class ReadJournal implements JournalRows {
  private readonly starts = new Map<number, number>();
  private readonly befores = new Map<number, string>();

  constructor(private readonly bytes: Buffer) {}

  /** Takes the line that begins at a byte into account; of two lines on one row the later counts. */
  take(start: number): void {
    readFields(this.lineAt(start), fields => {
      const index = count(fields['index']);
      if (fields['before'] === null) {
        this.befores.delete(index);
      } else if (fields['status'] === undefined) {
        this.befores.set(index, text(fields['before'], Infinity));
      } else {
        readRow(fields);
        this.starts.set(index, start);
        this.befores.delete(index);
      }
    });
  }

  row(index: number): JournalRow | undefined {
    const start = this.starts.get(index);
    return start === undefined ? undefined : readFields(this.lineAt(start), readRow);
  }

  before(index: number): string | undefined {
    return this.row(index)?.outcome.before ?? this.befores.get(index);
  }

  private lineAt(start: number): string {
    const end = this.bytes.indexOf('\n', start);
    // Without its end a line is not whole, however it reads.
    return end < 0 ? '' : this.bytes.toString('utf8', start, end);
  }
}

function readRow(fields: Fields): JournalRow {
  return {
    number: count(fields['number']),
    // As long as the cells of the CSV are.
    userName: text(fields['userName'], Infinity),
    newEmailAddress: text(fields['newEmailAddress'], Infinity),
    outcome: readOutcome(fields),
  };
}

const ENDS: readonly RowStatus[] = ['updated', 'unchanged', 'failed'];

function readOutcome(fields: Fields): RowOutcome {
  const status = ENDS.find(each => each === fields['status']);
  const kind = fields['kind'];
  ensure(status !== undefined && (kind === undefined || isCallErrorKind(kind)));
  const before = optional(fields['before'], value => text(value, Infinity));
  const message = optional(fields['message'], value => text(value, Infinity));
  const durationMs = optional(fields['durationMs'], count);
  const httpStatus = optional(fields['httpStatus'], count);
  const code = optional(fields['code'], count);
  return { status, before, durationMs, httpStatus, kind, code, message };
}
