import * as l10n from '@vscode/l10n';
import { stringify } from 'csv-stringify/sync';
import { messageOf } from '../api/messageOf';
import { CALL_ERROR_KINDS, callError, type CallError, type CallErrorKind } from '../api/outcome';
import { junitXml, type JUnitCase } from '../reports/junit';
import { wholeRows, type Csv } from './csv';
import type { JournalHead, JournalRows } from './ports';
import type { BatchSummary, RowOutcome } from './summary';

/** The columns that the results add to those of the CSV. */
export const OUTCOME_COLUMNS = [
  'Status',
  'PreviousEmailAddress',
  'ErrorKind',
  'ErrorCode',
  'Message',
  'HttpStatus',
  'DurationMs',
] as const;

const NOT_ATTEMPTED: RowOutcome = { status: 'notAttempted' };

/** Rows that are written in one go. */
const ROWS_AT_ONCE = 2000;

/** The CSV as it was, with the outcome of each row behind its columns. */
export async function resultsCsv(csv: Csv, rows: JournalRows): Promise<Uint8Array> {
  const table = new CsvText(csv);
  table.add([...csv.header, ...OUTCOME_COLUMNS]);
  let index = 0;
  for await (const record of wholeRows(csv)) {
    const { outcome = NOT_ATTEMPTED } = rows.row(index) ?? {};
    table.add([...record, ...outcomeCells(outcome, rows.before(index))]);
    index += 1;
  }
  return table.bytes();
}

function outcomeCells(outcome: RowOutcome, before: string | undefined): string[] {
  const { status, kind, code, message, httpStatus, durationMs } = outcome;
  const cells = [status, before, kind, code, message, httpStatus, durationMs];
  return cells.map(cell => asText(cell === undefined ? '' : String(cell)));
}

/**
 * A spreadsheet takes a cell that begins so for a formula, and the server, or whoever gave the address, wrote it (OWASP:
 * CSV injection). So does each line of it, since a program that does not know quoting begins a row there.
 */
const asText = (cell: string): string => cell.replace(/^(?=[=+\-@\t\r])/gm, "'");

/** Failures after which the address is surely the old one. After any other the server may have changed it. */
const SURELY_NOT_DONE: readonly CallErrorKind[] = [
  'userNotFound',
  'accessDenied',
  'apiError',
  'invalidInput',
];
const MAY_BE_DONE = CALL_ERROR_KINDS.filter(kind => !SURELY_NOT_DONE.includes(kind));

/**
 * A CSV of the same kind that puts the previous addresses back: of each user that was, or may have been, changed the
 * address before the first change. Cells are exactly the addresses, whatever a spreadsheet makes of them.
 */
export function rollbackCsv(csv: Csv, rows: JournalRows): Uint8Array {
  const table = new CsvText(csv);
  table.add(['UserName', 'NewEmailAddress']);
  const seen = new Set<string>();
  csv.rows.forEach(({ userName }, index) => {
    const before = rows.before(index);
    const { status, kind } = rows.row(index)?.outcome ?? {};
    const user = userName.toLowerCase();
    // One that was not acknowledged may have been sent; without a kind it was changed.
    const touched = status !== 'unchanged' && (kind === undefined || MAY_BE_DONE.includes(kind));
    if (before !== undefined && touched && !seen.has(user)) {
      seen.add(user);
      table.add([userName, before]);
    }
  });
  return table.bytes();
}

/** The library quotes of these only what ends a row here, but whoever reads it may end one at any of them. */
const CONTROL = /\p{Cc}/u;

/** A CSV in the making, with the delimiter of another, in UTF-8. */
class CsvText {
  private readonly pieces: Buffer[] = [];
  private waiting: (readonly string[])[] = [];

  constructor(private readonly like: Csv) {
    // Spreadsheets read UTF-8 for certain with a byte order mark, and other programs for certain without.
    if (like.format.byteOrderMark) {
      this.pieces.push(Buffer.from('\ufeff'));
    }
  }

  add(row: readonly string[]): void {
    this.waiting.push(row);
    if (this.waiting.length >= ROWS_AT_ONCE) {
      this.write();
    }
  }

  bytes(): Uint8Array {
    this.write();
    return Buffer.concat(this.pieces);
  }

  private write(): void {
    const { delimiter } = this.like.format;
    const format = { delimiter, record_delimiter: '\r\n', quoted_match: CONTROL };
    this.pieces.push(Buffer.from(stringify(this.waiting, format)));
    this.waiting = [];
  }
}

/** Writes one report beside the CSV. */
export interface ReportFiles {
  /**
   * @param ending what the name of the CSV gets in the place of `.csv`, for example `.20261124-134502-123.results.csv`.
   * @returns the path of a file of this machine, otherwise the Uri's text. Rejects where it cannot be written.
   */
  write(ending: string, bytes: Uint8Array): Promise<string>;
}

export type ReportPaths = Pick<BatchSummary, 'reportPath' | 'junitPath' | 'rollbackPath'>;

/**
 * Writes what a run came to, each report though another failed. Reports of the same run replace each other when it is gone
 * on with, those of others never.
 */
export async function writeReports(
  csv: Csv,
  head: JournalHead,
  rows: JournalRows,
  files: ReportFiles,
): Promise<{ readonly paths: ReportPaths; readonly error?: CallError }> {
  // To the millisecond: scripts begin one run after another.
  const stamp = head.startedAt.toISOString().replace(/[-:Z]/g, '').replace(/[T.]/g, '-');
  const paths: { -readonly [Name in keyof ReportPaths]: string } = {};
  let problem: string | undefined;
  const write = async (
    name: keyof ReportPaths,
    ending: string,
    bytes: () => Uint8Array | Promise<Uint8Array>,
  ) => {
    try {
      paths[name] = await files.write(`.${stamp}.${ending}`, await bytes());
    } catch (error) {
      problem ??= messageOf(error);
    }
  };
  if (head.readBefore) {
    // First, since it is the way back.
    await write('rollbackPath', 'rollback.csv', () => rollbackCsv(csv, rows));
  }
  await write('reportPath', 'results.csv', () => resultsCsv(csv, rows));
  await write('junitPath', 'junit.xml', () => junit(csv, head, rows));
  if (problem === undefined) {
    return { paths };
  }
  const message = l10n.t('The reports cannot be written beside the CSV: {0}', problem);
  const remedy = l10n.t(
    'The rows are in the history. Make the folder writable, then resume the batch to write them again.',
  );
  return { paths, error: { ...callError('invalidInput', message), remedy } };
}

function junit(
  { rows: users }: Csv,
  { name, profile, startedAt }: JournalHead,
  rows: JournalRows,
): Uint8Array {
  const cases = users.map(({ number, userName }, index) =>
    junitCase(`${userName} (row ${number})`, rows.row(index)?.outcome ?? NOT_ATTEMPTED),
  );
  const report = {
    name: 'UpdateUserEmail',
    startedAt,
    suites: [{ name: `${name} at ${profile}`, cases }],
  };
  return Buffer.from([...junitXml(report)].join(''));
}

function junitCase(name: string, { status, kind, message, durationMs = 0 }: RowOutcome): JUnitCase {
  const test = { name, seconds: durationMs / 1000 };
  switch (status) {
    case 'failed':
      return { ...test, failure: { type: kind ?? 'failed', message: message ?? '' } };
    case 'notAttempted':
      return { ...test, skipped: 'not attempted' };
    case 'updated':
    case 'unchanged':
      return test;
  }
}
