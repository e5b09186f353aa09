import assert from 'node:assert/strict';
import type { JournalRow, JournalRows } from '../../../src/batch/ports';
import { batchText } from '../../../src/views/batchText';
import { isResumable, standing } from '../../../src/views/batchWords';
import { headOf } from '../batch/support';

const rowsBy = (row: (index: number) => JournalRow | undefined): JournalRows => ({
  row,
  before: index => row(index)?.outcome.before,
});
const updated = (number: number, fields: Partial<JournalRow> = {}): JournalRow => ({
  number,
  userName: 'jdoe',
  newEmailAddress: 'new@x',
  outcome: { status: 'updated', before: 'old@x', durationMs: 1.6, httpStatus: 200 },
  ...fields,
});

describe('A batch of the history, as text', () => {
  it('says what it was, what failed, and each acknowledged row', () => {
    const failed = {
      outcome: { status: 'failed', kind: 'userNotFound', message: 'User not found.' },
    } as const;
    const rows = [updated(2), updated(4, failed), undefined];
    const counts = { total: 3, updated: 1, unchanged: 0, failed: 1, notAttempted: 1 };
    const text = batchText(
      { ...headOf(), counts },
      rowsBy(at => rows[at]),
    );
    assert.match(text, /^Batch users\.csv at Test\n/);
    assert.match(text, /^by +HTTP POST, addresses read before$/m);
    assert.match(text, /^rows +3 rows: 1 updated, 1 failed, 1 not attempted$/m);
    assert.match(text, /FAILED \(1 row\)\nrow 4 +failed +jdoe: new@x {2}userNotFound: User not found\.\n\n/);
    assert.match(
      text,
      /ROWS \(2 of 3 were acknowledged\)\nrow 2 +updated +jdoe: old@x → new@x {2}HTTP 200, 2 ms\n/,
    );
  });

  it('keeps each row in its line, and foreign text from turning it', () => {
    const evil = 'a\r\nrow 9     updated \u202e[x](command:evil)';
    const text = batchText(headOf({ total: 1, name: evil, profile: evil, endpoint: evil }), {
      ...rowsBy(() => updated(2, { userName: evil, newEmailAddress: evil })),
    });
    assert.equal(text.match(/^row /gm)?.length, 1);
    assert.doesNotMatch(text, /\u202e|\r/);
  });

  it('is bounded for a hundred thousand rows, and says how many more there are', () => {
    const total = 100_000;
    const failure = { outcome: { status: 'failed', kind: 'apiError', message: 'x'.repeat(5000) } } as const;
    const text = batchText(
      headOf({ total }),
      rowsBy(at => updated(at + 2, at % 2 === 0 ? {} : failure)),
    );
    assert.match(text, /^… and 49,000 more\n\nROWS \(100,000 of 100,000/m);
    assert.match(text, /^… and 90,000 more\n$/m);
    assert.ok(text.length < 8_000_000, `${text.length} characters`);
  });

  it('tells what stands where, and whether it can be gone on with', () => {
    const counts = { total: 3, updated: 3, unchanged: 0, failed: 0, notAttempted: 0 };
    const said = [
      { ...headOf(), counts },
      { ...headOf(), counts: { ...counts, updated: 1, notAttempted: 2 } },
      headOf(),
      { ...headOf(), running: true as const },
    ].map(entry => [standing(entry), isResumable(entry)]);
    assert.deepEqual(said, [
      ['3 updated', false],
      ['1 updated, 2 not attempted', true],
      ['ended in the middle of 3 rows', true],
      ['is being sent', false],
    ]);
  });
});
