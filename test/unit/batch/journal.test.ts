import assert from 'node:assert/strict';
import fs, {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mock } from 'node:test';
import { JournalFolder } from '../../../src/adapters/journalFolder';
import type { JournalRow } from '../../../src/batch/ports';
import { headOf } from './support';

const UNKNOWN = { before: undefined, kind: undefined, code: undefined, message: undefined };
const row = (number: number, fields: Partial<JournalRow['outcome']> = {}): JournalRow => ({
  number,
  userName: `user“${number}”`,
  newEmailAddress: 'a\n@example.com',
  outcome: { ...UNKNOWN, status: 'updated', durationMs: 1.5, httpStatus: 200, ...fields },
});
const COUNTS = { total: 3, updated: 1, unchanged: 0, failed: 1, notAttempted: 1 };

describe('the journals of batches', () => {
  let path: string;
  let folder: JournalFolder;
  beforeEach(() => {
    path = join(mkdtempSync(join(tmpdir(), 'inforouter-journals-')), 'batches');
    folder = new JournalFolder(path);
  });
  afterEach(() => rmSync(join(path, '..'), { recursive: true, force: true }));

  const file = () => join(path, readdirSync(path).find(name => name.endsWith('.jsonl')) ?? '');

  it('are none where there is no folder', async () => {
    assert.deepEqual(await folder.list(), []);
  });

  it('give back what was written, the counts too', async () => {
    const head = headOf();
    const journal = await folder.create(head);
    await journal.read(1, 'older@example.com');
    await journal.unread(1);
    await journal.read(1, 'old@example.com');
    await journal.read(3, 'x@example.com');
    await journal.unread(3);
    await journal.acknowledged(0, row(2, { before: 'x@example.com' }));
    const failure = { status: 'failed', kind: 'userNotFound', message: 'User not found' } as const;
    await journal.acknowledged(2, row(4, failure));
    journal.close(COUNTS);
    assert.deepEqual(await folder.list(), [{ ...head, counts: COUNTS }]);
    const rows = await folder.rows(head.id);
    assert.deepEqual(rows.row(0), row(2, { before: 'x@example.com' }));
    assert.deepEqual(
      [rows.row(1), rows.before(1), rows.before(3)],
      [undefined, 'old@example.com', undefined],
    );
    assert.deepEqual(rows.row(2), row(4, failure));
    assert.equal(rows.before(0), 'x@example.com');
  });

  it('have a line on disk as soon as it was written', async () => {
    const journal = await folder.create(headOf());
    await journal.acknowledged(0, row(2));
    assert.equal(readFileSync(file(), 'utf8').split('\n').length, 3);
    assert.equal((await folder.list())[0]?.counts, undefined);
    journal.close(COUNTS);
  });

  it('are gone on with behind what a kill has left, half a line too', async () => {
    const head = headOf();
    (await folder.create(head)).close({ ...COUNTS, updated: 0, failed: 0, notAttempted: 3 });
    appendFileSync(file(), '{"index":0,"number":2,"userName":"a","newEmailAddress":"b","status":"upda');
    assert.equal((await folder.list())[0]?.counts, undefined);
    assert.equal((await folder.rows(head.id)).row(0), undefined);
    const journal = await folder.append(head.id);
    await journal.acknowledged(1, row(3));
    journal.close(COUNTS);
    const rows = await folder.rows(head.id);
    assert.deepEqual([rows.row(0), rows.row(1)], [undefined, row(3)]);
    assert.deepEqual((await folder.list())[0]?.counts, COUNTS);
  });

  it('do not take a line for whole that lacks its end alone', async () => {
    const head = headOf();
    const journal = await folder.create(head);
    await journal.acknowledged(0, row(2));
    journal.close(COUNTS);
    const text = readFileSync(file(), 'utf8');
    writeFileSync(file(), text.slice(0, text.indexOf('\n', text.indexOf('\n') + 1)));
    assert.equal((await folder.rows(head.id)).row(0), undefined);
  });

  it('leave out what is no journal of ours, and lines that are none', async () => {
    const head = headOf();
    const journal = await folder.create(head);
    await journal.acknowledged(0, row(2));
    journal.close(COUNTS);
    for (const line of ['null', '[]', '{"index":-1,"status":"updated"}', '{"index":0,"status":"odd"}', 'x']) {
      appendFileSync(file(), `${line}\n`);
    }
    writeFileSync(join(path, `000000000000001-${headOf().id}.jsonl`), '{"version":2}\n');
    writeFileSync(join(path, `000000000000002-${headOf().id}.jsonl`), '');
    assert.deepEqual(
      (await folder.list()).map(({ id }) => id),
      [head.id],
    );
    assert.deepEqual((await folder.rows(head.id)).row(0), row(2));
  });

  it('are written by one at a time, until that one ends or is dead', async () => {
    const head = headOf();
    const journal = await folder.create(head);
    await assert.rejects(folder.append(head.id), /Another window/);
    assert.deepEqual(await folder.list(), [{ ...head, running: true }]);
    await folder.remove([head.id]);
    assert.equal((await folder.list()).length, 1, 'nobody takes it from under the one that writes');
    journal.close(COUNTS);
    assert.deepEqual(await folder.list(), [{ ...head, counts: COUNTS }]);
    (await folder.append(head.id)).close(COUNTS);
    const left = join(`${file()}.lock`, '999999999_1_x');
    mkdirSync(left, { recursive: true });
    (await folder.append(head.id)).close(COUNTS);
    assert.deepEqual(readdirSync(path).length, 1);
    mkdirSync(left, { recursive: true });
    await folder.remove([head.id]);
    assert.deepEqual(readdirSync(path), []);
  });

  it('take nothing more once a line was not written whole: the next would become a part of it', async () => {
    const head = headOf();
    const journal = await folder.create(head);
    const write = mock.method(fs, 'writeSync', () => {
      appendFileSync(file(), '{"index":0,"num');
      throw new Error('ENOSPC: no space left on device');
    });
    await assert.rejects(journal.acknowledged(0, row(2)), /ENOSPC/);
    write.mock.restore();
    await assert.rejects(journal.acknowledged(1, row(3)), /ENOSPC/);
    assert.throws(() => journal.close(COUNTS), /ENOSPC/);
    const again = await folder.append(head.id);
    await again.acknowledged(1, row(3));
    again.close(COUNTS);
    const rows = await folder.rows(head.id);
    assert.deepEqual([rows.row(0), rows.row(1)], [undefined, row(3)]);
  });

  it('can be gone on with once there is room again for what failed to be written at first', async () => {
    const head = headOf();
    (await folder.create(head)).close(COUNTS);
    appendFileSync(file(), '{"index":0,"num');
    const write = mock.method(fs, 'writeSync', () => {
      throw new Error('ENOSPC: no space left on device');
    });
    await assert.rejects(folder.append(head.id), /ENOSPC/);
    write.mock.restore();
    (await folder.append(head.id)).close(COUNTS);
  });

  it('can be removed, and are listed the newest first', async () => {
    const heads = [1, 2, 3].map(at => headOf({ startedAt: new Date(at * 1000) }));
    for (const head of heads) {
      (await folder.create(head)).close(COUNTS);
    }
    await folder.remove([heads[1]?.id ?? '']);
    assert.deepEqual(
      (await folder.list()).map(({ id }) => id),
      [heads[2]?.id, heads[0]?.id],
    );
    await assert.rejects(folder.rows(heads[1]?.id ?? ''), /gone/);
  });

  it('hold a hundred thousand rows', async () => {
    const head = headOf({ total: 100_000 });
    const journal = await folder.create(head);
    const written = Array.from({ length: 100_000 }, (_, index) =>
      journal.acknowledged(index, row(index + 2)),
    );
    await Promise.all(written);
    journal.close({ total: 100_000, updated: 100_000, unchanged: 0, failed: 0, notAttempted: 0 });
    const rows = await folder.rows(head.id);
    assert.deepEqual(rows.row(99_999), row(100_001));
    assert.equal((await folder.list())[0]?.counts?.updated, 100_000);
  });
});
