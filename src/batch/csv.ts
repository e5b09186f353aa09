import * as l10n from '@vscode/l10n';
import { createHash } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { CsvError, parse } from 'csv-parse';
import { parse as parseAtOnce } from 'csv-parse/sync';
import type { Row } from './summary';

/** The most bytes of a CSV: it is read at once, since VS Code's file system knows no streams. */
export const MOST_BYTES = 64 * 1024 * 1024;

/** The texts of the header in whose columns the two values stand. */
export interface ColumnNames {
  readonly userName: string;
  readonly newEmailAddress: string;
}

export const USUAL_COLUMNS: ColumnNames = { userName: 'UserName', newEmailAddress: 'NewEmailAddress' };

/** How the bytes are to be read. */
interface Format {
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be';
  readonly byteOrderMark: boolean;
  readonly delimiter: Delimiter;
}

const DELIMITERS = [',', ';', '\t'] as const;
type Delimiter = (typeof DELIMITERS)[number];

/** A CSV (RFC 4180) that was read: the bytes, and of each row what is sent. */
export interface Csv {
  readonly bytes: Uint8Array;
  /** SHA-256 of the bytes, in hexadecimal: by it a run is known again. */
  readonly sha256: string;
  readonly format: Format;
  readonly header: readonly string[];
  /** What the two columns are called, and their indexes. */
  readonly names: ColumnNames;
  readonly columns: { readonly [Name in keyof ColumnNames]: number };
  readonly rows: readonly Row[];
}

/** Why a CSV cannot be read, in a sentence; with its header, where only the two columns are not known. */
export interface CsvProblem {
  readonly message: string;
  readonly header?: readonly string[];
}

/**
 * Reads a CSV. Every row is taken, whatever stands in it, but those that are empty altogether, as spreadsheets leave
 * them at the end. The event loop goes on meanwhile.
 */
export async function readCsv(
  bytes: Uint8Array,
  names: ColumnNames = USUAL_COLUMNS,
): Promise<Csv | CsvProblem> {
  if (bytes.length > MOST_BYTES) {
    return { message: l10n.t('It is larger than {0} MB; divide it.', MOST_BYTES / 1024 / 1024) };
  }
  const format = formatOf(bytes, names);
  const rows: Row[] = [];
  let header: readonly string[] | undefined;
  let columns: Csv['columns'] | undefined;
  try {
    for await (const { record, number } of recordsOf(bytes, format)) {
      if (header === undefined || columns === undefined) {
        header = record.map(name => name.trim());
        const found = columnsOf(header, names);
        if ('message' in found) {
          return found;
        }
        columns = found;
      } else if (record.some(value => value !== '')) {
        const [userName = '', newEmailAddress = ''] = [
          record[columns.userName],
          record[columns.newEmailAddress],
        ];
        rows.push({ number, userName, newEmailAddress });
      }
    }
  } catch (error) {
    return { message: problemOf(error) };
  }
  if (header === undefined || columns === undefined) {
    return {
      message: l10n.t('It is empty; its first row has to name the columns UserName and NewEmailAddress.'),
    };
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { bytes, sha256, format, header, names, columns, rows };
}

/** The rows once more, with all their columns, in the order of `csv.rows`. */
export async function* wholeRows({ bytes, format }: Csv): AsyncGenerator<readonly string[]> {
  let first = true;
  for await (const { record } of recordsOf(bytes, format)) {
    if (!first && record.some(value => value !== '')) {
      yield record;
    }
    first = false;
  }
}

interface Numbered {
  readonly record: readonly string[];
  /** As a spreadsheet counts: the header is row 1, and an empty line is a row too. */
  readonly number: number;
}

/**
 * A row ends at any of these, as in a spreadsheet. By itself the library takes the end of the header for that of all rows,
 * and where programs have mixed them the end of a row would become a part of its last value.
 */
const LINES = { record_delimiter: ['\r\n', '\n', '\r'], skip_empty_lines: true };

async function* recordsOf(bytes: Uint8Array, { encoding, delimiter }: Format): AsyncGenerator<Numbered> {
  const parser = parse({ ...LINES, delimiter, info: true });
  // An error of the source ends the parser with it, and the loop below throws.
  pipeline(Readable.from(texts(bytes, encoding)), parser, () => undefined);
  for await (const parsed of parser) {
    const { record, info } = parsed as {
      readonly record: readonly string[];
      readonly info: { readonly records: number; readonly empty_lines: number };
    };
    yield { record, number: info.records + info.empty_lines };
  }
}

const CHUNK_BYTES = 256 * 1024;

/** The text in pieces. Between two of them whoever else waits has a turn: the window must not stand still. */
async function* texts(bytes: Uint8Array, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    yield decoder.decode(bytes.subarray(at, at + CHUNK_BYTES), { stream: true });
    await setImmediate();
  }
  yield decoder.decode();
}

/** Encoding by the byte order mark, or by the zeros of a text without one; the delimiter by what the header makes of it. */
function formatOf(bytes: Uint8Array, names: ColumnNames): Format {
  const [a, b, c] = bytes;
  const marked =
    a === 0xff && b === 0xfe
      ? 'utf-16le'
      : a === 0xfe && b === 0xff
        ? 'utf-16be'
        : a === 0xef && b === 0xbb && c === 0xbf
          ? 'utf-8'
          : undefined;
  const encoding = marked ?? (b === 0 ? 'utf-16le' : a === 0 ? 'utf-16be' : 'utf-8');
  const start = new TextDecoder(encoding).decode(bytes.subarray(0, CHUNK_BYTES), { stream: true });
  const headers = DELIMITERS.map(delimiter => ({ delimiter, header: headerOf(start, delimiter) }));
  const widest = headers.reduce((best, each) => (each.header.length > best.header.length ? each : best));
  const named = headers.find(({ header }) => !('message' in columnsOf(header, names)));
  return { encoding, byteOrderMark: marked !== undefined, delimiter: (named ?? widest).delimiter };
}

function headerOf(start: string, delimiter: string): readonly string[] {
  try {
    const records = parseAtOnce(start, { ...LINES, delimiter, to: 1 });
    return (records[0] ?? []).map(name => name.trim());
  } catch {
    // What is wrong with it is told by whoever reads the whole.
    return [];
  }
}

function columnsOf(header: readonly string[], names: ColumnNames): Csv['columns'] | CsvProblem {
  const indexesOf = (name: string) =>
    header.flatMap((each, at) => (each.toLowerCase() === name.trim().toLowerCase() ? [at] : []));
  const [userName, newEmailAddress] = [indexesOf(names.userName), indexesOf(names.newEmailAddress)];
  for (const [name, found] of [
    [names.userName, userName],
    [names.newEmailAddress, newEmailAddress],
  ] as const) {
    if (found.length !== 1) {
      const message =
        found.length === 0
          ? l10n.t('Its first row names no column “{0}”.', name)
          : l10n.t('Its first row names {0} columns “{1}”.', found.length, name);
      return { message, header };
    }
  }
  const [user = 0, address = 0] = [userName[0], newEmailAddress[0]];
  return user === address
    ? { message: l10n.t('User name and address have to stand in two columns.'), header }
    : { userName: user, newEmailAddress: address };
}

/** What is wrong with a file, in our words where the parser's are meant for its programmer. */
function problemOf(error: unknown): string {
  if (!(error instanceof CsvError)) {
    return l10n.t('It is neither UTF-8 nor UTF-16; save it as “CSV UTF-8”.');
  }
  const { lines } = error as { readonly lines?: number };
  const line = lines ?? '?';
  switch (error.code) {
    case 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH':
    case 'CSV_RECORD_INCONSISTENT_COLUMNS': {
      const count = (error['record'] as readonly unknown[] | undefined)?.length ?? '?';
      return l10n.t(
        'The row that ends in line {0} has {1} values, which is not what the first row has.',
        line,
        count,
      );
    }
    case 'CSV_QUOTE_NOT_CLOSED':
      return l10n.t('A quotation mark is never closed; the file ends in line {0} within it.', line);
    case 'CSV_INVALID_CLOSING_QUOTE':
    case 'INVALID_OPENING_QUOTE':
      return l10n.t(
        'In line {0} a quotation mark stands within a value; it has to be doubled, and the value quoted.',
        line,
      );
    default:
      return l10n.t('Line {0} cannot be read ({1}).', line, error.code);
  }
}
