import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import { SaxesParser } from 'saxes';
import type { JournalRow, JournalRows } from '../../../src/batch/ports';
import { OUTCOME_COLUMNS, resultsCsv, rollbackCsv, writeReports } from '../../../src/batch/reports';
import type { RowOutcome } from '../../../src/batch/summary';
import type { Csv } from '../../../src/batch/csv';
import { csvOf, headOf } from './support';

/** Rows that ended so; a text alone is an address that was read of a row that was not acknowledged. */
const ended = (csv: Csv, outcomes: readonly (RowOutcome | string | undefined)[]): JournalRows => ({
  row: (index): JournalRow | undefined => {
    const [row, outcome] = [csv.rows[index], outcomes[index]];
    return row !== undefined && typeof outcome === 'object' ? { ...row, outcome } : undefined;
  },
  before: index => {
    const outcome = outcomes[index];
    return typeof outcome === 'string' ? outcome : outcome?.before;
  },
});
const records = (bytes: Uint8Array, delimiter = ',') =>
  parse<Record<string, string>>(Buffer.from(bytes), {
    columns: true,
    bom: true,
    delimiter,
    record_delimiter: '\r\n',
  });

describe('the results of a batch', () => {
  it('are the CSV and what became of each row', async () => {
    const csv = await csvOf('Dept;UserName;NewEmailAddress\n"a;b";u1;m1\n;u2;m2\n;u3;m3\n');
    const failure = {
      status: 'failed',
      kind: 'apiError',
      code: 902,
      message: '[902] no',
      httpStatus: 200,
    } as const;
    const rows = ended(csv, [{ status: 'updated', before: 'o1', durationMs: 1.5 }, failure, undefined]);
    const [first, second, third] = records(await resultsCsv(csv, rows), ';');
    const empty = Object.fromEntries(OUTCOME_COLUMNS.map(name => [name, '']));
    assert.deepEqual(first, {
      ...empty,
      Dept: 'a;b',
      UserName: 'u1',
      NewEmailAddress: 'm1',
      Status: 'updated',
      PreviousEmailAddress: 'o1',
      DurationMs: '1.5',
    });
    assert.deepEqual(
      [
        second?.['Status'],
        second?.['ErrorKind'],
        second?.['ErrorCode'],
        second?.['Message'],
        second?.['HttpStatus'],
      ],
      ['failed', 'apiError', '902', '[902] no', '200'],
    );
    assert.equal(third?.['Status'], 'notAttempted');
  });

  it('are no formulas where a server’s words would be', async () => {
    const csv = await csvOf('UserName,NewEmailAddress\nu,m\n');
    const rows = ended(csv, [{ status: 'failed', before: '@x', message: '=HYPERLINK("http://x")' }]);
    const [only] = records(await resultsCsv(csv, rows));
    assert.deepEqual([only?.['Message'], only?.['PreviousEmailAddress']], [`'=HYPERLINK("http://x")`, `'@x`]);
  });

  it('are whole, and no formulas, for whoever ends a row at a lone line feed', async () => {
    const csv = await csvOf('UserName,NewEmailAddress,Note\n"u\r",m,"two\nlines"\n');
    const message = "User not found\n=1+cmd|'/C calc'!A0\r\r@x\r\n-1";
    const text = Buffer.from(await resultsCsv(csv, ended(csv, [{ status: 'failed', message }]))).toString();
    const told = "User not found\n'=1+cmd|'/C calc'!A0\r'\r'@x\r\n'-1";
    assert.equal(text.split('\r\n').slice(1).join('\r\n'), `"u\r",m,"two\nlines",failed,,,,"${told}",,\r\n`);
    for (const ends of [['\r\n'], ['\n', '\r\n', '\r']]) {
      const [, only] = parse(text, { record_delimiter: ends });
      assert.deepEqual(only?.slice(0, 4), ['u\r', 'm', 'two\nlines', 'failed']);
    }
  });

  it('begin with a byte order mark where the CSV does', async () => {
    const bytes = async (text: string) => {
      const csv = await csvOf(text);
      return Buffer.from(await resultsCsv(csv, ended(csv, [])));
    };
    assert.equal((await bytes('\ufeffUserName,NewEmailAddress\n')).toString().charCodeAt(0), 0xfeff);
    assert.equal((await bytes('UserName,NewEmailAddress\n')).toString().slice(0, 8), 'UserName');
  });
});

describe('the rollback of a batch', () => {
  it('puts back what was, or may have been, changed: the oldest address of each user', async () => {
    const users = ['a', 'b', 'A', 'c', 'd', 'e', 'f', 'g'];
    const csv = await csvOf(['UserName,NewEmailAddress', ...users.map(user => `${user},n`), ''].join('\n'));
    const rows = ended(csv, [
      { status: 'updated', before: '=old a' },
      { status: 'unchanged', before: 'n' },
      { status: 'updated', before: 'n' },
      { status: 'failed', before: 'old c', kind: 'timeout' },
      { status: 'failed', before: 'old d', kind: 'accessDenied' },
      'old e',
      undefined,
      { status: 'failed', kind: 'userNotFound' },
    ]);
    assert.deepEqual(records(rollbackCsv(csv, rows)), [
      { UserName: 'a', NewEmailAddress: '=old a' },
      { UserName: 'c', NewEmailAddress: 'old c' },
      { UserName: 'e', NewEmailAddress: 'old e' },
    ]);
  });
});

describe('the reports of a batch', () => {
  const csvText = 'UserName,NewEmailAddress\nu1,m1\n"<&""\u0001",m2\nu3,m3\n';
  const outcomes = [
    { status: 'updated', durationMs: 20 },
    { status: 'failed', kind: 'systemError', message: 'SystemError: <x> & "y"\n]]>' },
    undefined,
  ] as const;

  it('have names by the start of the run, and a rollback only where addresses were read', async () => {
    const csv = await csvOf(csvText);
    const files = { write: (ending: string) => Promise.resolve(`/x/users${ending}`) };
    const of = (readBefore: boolean) =>
      writeReports(csv, headOf({ readBefore }), ended(csv, outcomes), files);
    assert.deepEqual(await of(true), {
      paths: {
        reportPath: '/x/users.20261124-134502-123.results.csv',
        junitPath: '/x/users.20261124-134502-123.junit.xml',
        rollbackPath: '/x/users.20261124-134502-123.rollback.csv',
      },
    });
    assert.equal((await of(false)).paths.rollbackPath, undefined);
  });

  it('are each written though another cannot be, the rollback first', async () => {
    const csv = await csvOf(csvText);
    for (const refused of ['results.csv', 'junit.xml', 'rollback.csv']) {
      const tried: string[] = [];
      const write = (ending: string) => {
        tried.push(ending.slice(21));
        return ending.endsWith(refused) ? Promise.reject(new Error(`EBUSY ${refused}`)) : Promise.resolve('');
      };
      const { paths, error } = await writeReports(csv, headOf(), ended(csv, outcomes), { write });
      assert.deepEqual(tried, ['rollback.csv', 'results.csv', 'junit.xml']);
      assert.equal(Object.keys(paths).length, 2);
      assert.match(error?.message ?? '', new RegExp(`beside the CSV: EBUSY ${refused}$`));
    }
  });

  it('say in words why they cannot be written', async () => {
    const csv = await csvOf(csvText);
    const files = { write: () => Promise.reject(new Error('EROFS: read-only file system')) };
    const { paths, error } = await writeReports(csv, headOf(), ended(csv, outcomes), files);
    assert.deepEqual(paths, {});
    assert.match(error?.message ?? '', /beside the CSV: EROFS/);
  });

  it('hold JUnit XML with each row, named by its user', async () => {
    const csv = await csvOf(csvText);
    let xml = '';
    const write = (ending: string, bytes: Uint8Array) => {
      xml = ending.endsWith('.xml') ? Buffer.from(bytes).toString() : xml;
      return Promise.resolve(ending);
    };
    await writeReports(csv, headOf(), ended(csv, outcomes), { write });
    const elements: (readonly [string, Readonly<Record<string, string>>])[] = [];
    // A parser that takes nothing but well-formed XML.
    const parser = new SaxesParser();
    parser.on('opentag', ({ name, attributes }) => elements.push([name, attributes]));
    parser.on('error', error => {
      throw error;
    });
    parser.write(xml).close();
    const [suites, suite, ...cases] = elements;
    assert.equal(suites?.[0], 'testsuites');
    const { tests, failures, skipped, errors } = suite?.[1] ?? {};
    assert.deepEqual(
      { tests, failures, skipped, errors },
      { tests: '3', failures: '1', skipped: '1', errors: '0' },
    );
    assert.deepEqual(
      cases.map(([name, { name: user, message }]) => [name, user ?? message]),
      [
        ['testcase', 'u1 (row 2)'],
        ['testcase', '<&"\ufffd (row 3)'],
        ['failure', 'SystemError: <x> & "y" ]]>'],
        ['testcase', 'u3 (row 4)'],
        ['skipped', 'not attempted'],
      ],
    );
  });
});
