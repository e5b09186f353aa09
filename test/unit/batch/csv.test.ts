import assert from 'node:assert/strict';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { readCsv, wholeRows, type ColumnNames, type Csv } from '../../../src/batch/csv';

const encoded = {
  'UTF-8': (text: string) => Buffer.from(text),
  'UTF-8 with a byte order mark': (text: string) => Buffer.from(`\ufeff${text}`),
  'UTF-16LE with a byte order mark': (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  'UTF-16BE with a byte order mark': (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
  'UTF-16LE': (text: string) => Buffer.from(text, 'utf16le'),
  'UTF-16BE': (text: string) => Buffer.from(text, 'utf16le').swap16(),
};

async function read(text: string | Buffer, names?: ColumnNames): Promise<Csv> {
  const csv = await readCsv(typeof text === 'string' ? Buffer.from(text) : text, names);
  assert.ok('rows' in csv, 'message' in csv ? csv.message : '');
  return csv;
}
async function problem(text: string | Buffer, names?: ColumnNames) {
  const csv = await readCsv(typeof text === 'string' ? Buffer.from(text) : text, names);
  assert.ok('message' in csv);
  return csv;
}
const users = ({ rows }: Csv) =>
  rows.map(({ number, userName, newEmailAddress }) => [number, userName, newEmailAddress]);

describe('a CSV of users', () => {
  for (const [name, encode] of Object.entries(encoded)) {
    for (const delimiter of [',', ';', '\t']) {
      it(`is read in ${name} with “${delimiter === '\t' ? 'tab' : delimiter}”, whatever stands in it`, async () => {
        const cell = fc.string({ unit: 'grapheme', maxLength: 12 }).filter(text => !text.includes('\ufeff'));
        const rows = fc.array(fc.tuple(cell, cell, cell), { maxLength: 8 });
        await fc.assert(
          fc.asyncProperty(rows, async cells => {
            const table = [['extra', 'NewEmailAddress', 'UserName'], ...cells];
            const csv = await read(encode(stringify(table, { delimiter, quoted: true })));
            const taken = cells.filter(row => row.some(value => value !== ''));
            assert.deepEqual(
              csv.rows.map(({ userName, newEmailAddress }) => [newEmailAddress, userName]),
              taken.map(([, address, user]) => [address, user]),
            );
            const whole = [];
            for await (const row of wholeRows(csv)) {
              whole.push([...row]);
            }
            assert.deepEqual(whole, taken);
          }),
          { numRuns: 40 },
        );
      });
    }
  }

  it('names its columns in any case and order, among others', async () => {
    const csv = await read('Department; newemailADDRESS ;USERNAME\r\nIT;a@example.com;a\r\n');
    assert.deepEqual(users(csv), [[2, 'a', 'a@example.com']]);
    assert.deepEqual(csv.columns, { userName: 2, newEmailAddress: 1 });
  });

  it('counts rows as a spreadsheet does, and leaves out those that are empty', async () => {
    const csv = await read('UserName,NewEmailAddress\n\na,"x\ny"\n,\nb,z\n');
    assert.deepEqual(users(csv), [
      [3, 'a', 'x\ny'],
      [5, 'b', 'z'],
    ]);
  });

  for (const [name, header, end] of [
    ['LF behind a header with CRLF', '\r\n', '\n'],
    ['CRLF behind a header with LF', '\n', '\r\n'],
    ['CR behind a header with LF', '\n', '\r'],
    ['LF behind a header with CR', '\r', '\n'],
  ] as const) {
    it(`may end its rows in ${name}`, async () => {
      const lines = [`UserName,NewEmailAddress${header}a,a@x`, '"b","b\r\n@\nx"', '', 'c,c@x', ''];
      assert.deepEqual(users(await read(lines.join(end))), [
        [2, 'a', 'a@x'],
        [3, 'b', 'b\r\n@\nx'],
        [5, 'c', 'c@x'],
      ]);
    });
  }

  it('has its rows where the ends of lines are mixed, however it is read in pieces', async () => {
    const ends = ['\r\n', '\n', '\r'];
    // Longer than a piece of 256 kB, whose end then falls between CR and LF somewhere.
    for (const shift of ['', ' ', '  ']) {
      const rows = Array.from({ length: 30_000 }, (_, at) => `u${at},${at}@x${ends[at % 3] ?? ''}`);
      const csv = await read(`UserName,NewEmailAddress${shift}\n${rows.join('')}`);
      assert.equal(csv.rows.length, 30_000);
      csv.rows.forEach(({ number, userName, newEmailAddress }, at) =>
        assert.deepEqual([number, userName, newEmailAddress], [at + 2, `u${at}`, `${at}@x`]),
      );
    }
  });

  it('can be without users', async () => {
    assert.deepEqual(users(await read('UserName,NewEmailAddress')), []);
  });

  it('with other names for its columns is told, with its header, and read by the names that are given', async () => {
    const text = 'Login,Mail\na,b\n';
    assert.deepEqual((await problem(text)).header, ['Login', 'Mail']);
    assert.deepEqual(users(await read(text, { userName: 'login', newEmailAddress: 'Mail' })), [
      [2, 'a', 'b'],
    ]);
    const same = { userName: 'Mail', newEmailAddress: 'Mail' };
    assert.match((await problem(text, same)).message, /two columns/);
  });

  const unreadable: readonly (readonly [string, string | Buffer, RegExp])[] = [
    ['nothing in it', '', /empty/],
    ['a column twice', 'UserName,UserName,NewEmailAddress\n', /2 columns “UserName”/],
    ['too many values in a row', 'UserName,NewEmailAddress\na,b\nc,d,e\n', /line 3 has 3 values/],
    ['too few values in a row', 'UserName,NewEmailAddress\na\n', /line 2 has 1 values/],
    ['a quotation mark that is never closed', 'UserName,NewEmailAddress\na,"b\n', /never closed/],
    ['a quotation mark within a value', 'UserName,NewEmailAddress\na,b"c\n', /line 2 .*doubled/],
    ['text behind a quoted value', 'UserName,NewEmailAddress\na,"b"c\n', /line 2 .*doubled/],
    ['Windows-1252', Buffer.from('UserName,NewEmailAddress\nm\xfcller,b\n', 'latin1'), /neither UTF-8/],
    [
      'half a character at its end',
      Buffer.from('UserName,NewEmailAddress\na,\xc3', 'latin1'),
      /neither UTF-8/,
    ],
    ['more than 64 MB', Buffer.alloc(64 * 1024 * 1024 + 1, 'a'), /larger than 64 MB/],
  ];
  for (const [name, text, message] of unreadable) {
    it(`is refused with ${name}`, async () => {
      assert.match((await problem(text)).message, message);
    });
  }
});
