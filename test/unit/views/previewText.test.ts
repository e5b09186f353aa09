import assert from 'node:assert/strict';
import fc from 'fast-check';
import { callError } from '../../../src/api/outcome';
import { MASK, maskNothing, maskSecrets } from '../../../src/api/redact';
import { EXPECTATIONS, previewOf, type Preview } from '../../../src/batch/preview';
import type { Row } from '../../../src/batch/summary';
import { previewText, type PreviewFacts } from '../../../src/views/previewText';
import { rowNumbers } from '../../../src/views/rowNumbers';

const FACTS: PreviewFacts = {
  name: 'users.csv',
  profile: { name: 'Test', baseUrl: 'https://dms.example.com', protected: false },
  options: { transport: 'post', concurrency: 1, readBefore: false },
  dryRun: false,
  resume: false,
};
const NOBODY = {
  ticket: () => Promise.reject(new Error('asked')),
  sender: () => () => Promise.reject(new Error('sent')),
};
const preview = (rows: readonly Row[]): Promise<Preview> =>
  previewOf({ rows, options: FACTS.options, server: NOBODY });
const row = (number: number, userName: string, newEmailAddress: string): Row => ({
  number,
  userName,
  newEmailAddress,
});

describe('rowNumbers', () => {
  /** Reads the text back. */
  const read = (text: string) =>
    text.split(', ').flatMap(part => {
      const [first = 0, last = first] = part.split('–').map(Number);
      return Array.from({ length: last - first + 1 }, (_, at) => first + at);
    });

  it('lists each number once, runs of them as ranges', () => {
    assert.equal(rowNumbers([2, 3, 4, 7, 9, 10]), '2–4, 7, 9, 10');
    assert.equal(rowNumbers([]), '');
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 2, max: 300 }), { minLength: 1 }), unsorted => {
        const numbers = unsorted.sort((a, b) => a - b);
        assert.deepEqual(read(rowNumbers(numbers, 1000)), numbers);
      }),
    );
  });

  it('says how many more there are, and is bounded', () => {
    const odd = Array.from({ length: 50_000 }, (_, at) => 2 * at + 3);
    const text = rowNumbers(odd);
    assert.match(text, /^3, 5, 7, .*, 401 and 49,800 more$/);
    assert.equal(rowNumbers(Array.from({ length: 100_000 }, (_, at) => at + 2)), '2–100001');
  });
});

describe('previewText', () => {
  it('names file, profile and what is known, and by row number what is doubtful', async () => {
    const text = previewText(
      await preview([row(2, 'jdoe', 'a@x'), row(3, 'JDoe', 'nowhere'), row(5, '', 'b@x')]),
      { ...FACTS, profile: { ...FACTS.profile, protected: true }, dryRun: true },
      maskNothing,
    );
    assert.match(text, /^# users\\\.csv at Test \(protected\)\n/);
    assert.match(text, /nothing has been changed, and nothing will be: this is a dry run/);
    assert.match(text, /no server was asked/);
    assert.match(text, /\| 3 \| 2, 3, 5 \|/);
    assert.match(text, /No @ in the address; sent as it is \| 1 \| 3 \|/);
    assert.match(text, /No user name; sent as it is \| 1 \| 5 \|/);
    assert.match(text, /\| jdoe \| 2, 3 \|/);
  });

  it('says why not everybody was asked for, and what GetUser was refused with', async () => {
    const plain = await preview([row(2, 'jdoe', 'a@x')]);
    const asked = {
      users: 7,
      of: 9,
      error: callError('sessionExpired', '[901] gone'),
      refusals: new Map([['Access denied.', 7]]),
    };
    const text = previewText({ ...plain, asked }, FACTS, maskNothing);
    assert.match(text, /GetUser was asked for 7 of 9 users only\.\*\* \\\[901\\\] gone/);
    assert.match(text, /\| Access denied\\\. \| 7 \|/);
  });

  it('lets nothing foreign come alive or break its lines, and masks secrets', async () => {
    const secret = 'ab12-cd34-ef56';
    const evil = `[x](command:evil)\n# heading | <img src=y> ${secret} \u202e`;
    const rows = [row(2, evil, evil), row(3, evil, 'b@x')];
    const plain = await preview(rows);
    const found: Preview = {
      ...plain,
      expected: { ...plain.expected, change: rows },
      changes: rows.map(each => ({ row: each, before: evil })),
      asked: { users: 1, of: 1, refusals: new Map([[evil, 1]]) },
    };
    const facts = { ...FACTS, name: evil, profile: { ...FACTS.profile, name: evil, baseUrl: evil } };
    const text = previewText(found, facts, maskSecrets([secret]));
    assert.ok(!text.includes(secret) && text.includes(MASK));
    assert.doesNotMatch(text, /(?<!\\)\]\(|(?<!\\)<img|\u202e/);
    const headings = text.split('\n').filter(line => line.startsWith('#'));
    assert.ok(
      headings.every(line => /^(# \\\[x|## (What|Worth|The|Some))/.test(line)),
      headings.join('\n'),
    );
    const cells = text
      .split('\n')
      .filter(line => line.startsWith('|'))
      .map(line => line.match(/(?<!\\)\|/g)?.length);
    assert.ok(cells.every(count => count !== undefined && count <= 5));
  });

  it('is bounded, however long the file', async () => {
    const long = 'x'.repeat(3000);
    const rows = Array.from({ length: 100_000 }, (_, at) =>
      row(2 * at + 2, at % 2 === 0 ? `u${at % 1000}${long}` : '', at % 3 === 0 ? 'nowhere' : `a${at}@x`),
    );
    const plain = await preview(rows);
    const text = previewText(plain, FACTS, maskNothing);
    assert.ok(text.length < 100_000, `${text.length} characters`);
    assert.equal(
      EXPECTATIONS.reduce((sum, each) => sum + plain.expected[each].length, 0),
      100_000,
    );
  });
});
