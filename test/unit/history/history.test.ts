import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { HistoryFile } from '../../../src/adapters/historyFile';
import type { Exchange } from '../../../src/api/exchange';
import { History } from '../../../src/history/history';
import { recordOf } from '../../../src/history/record';
import type { VerifiedUpdate } from '../../../src/session/verifiedUpdates';
import { exchangeOf, TICKET } from './exchanges';

describe('the history', () => {
  let folder: string;
  beforeEach(async () => {
    folder = path.join(await mkdtemp(path.join(tmpdir(), 'inforouter-history-')), 'history');
  });
  afterEach(() => rm(path.dirname(folder), { recursive: true }));

  /** The history as one window has it; another one of the same folder is another window, or the same after a restart. */
  const open = (limit = 200, place = folder) =>
    new History(
      new HistoryFile(place),
      () => limit,
      text => text.includes(TICKET),
    );
  const ids = (history: History) => history.list().map(({ id }) => id);
  const idsOf = (exchanges: readonly Exchange[]) => exchanges.map(({ id }) => id).reverse();
  const series = (count: number, from = 0) =>
    Array.from({ length: count }, (_, at) => exchangeOf({ at: from + at * 1000 }));
  const updateOf = ({ id }: Exchange): VerifiedUpdate => ({
    exchangeId: id,
    profile: 'Test',
    transport: 'post',
    userName: 'jdoe',
    before: 'old@example.com',
    after: 'new@example.com',
    verified: true,
  });

  it('is there again after a restart, the newest first, and masked on disk', async () => {
    const exchanges = series(3);
    const history = open();
    exchanges.forEach(exchange => history.record(exchange));
    assert.deepEqual(ids(history), idsOf(exchanges), 'at once, before anything is written');
    await history.flush();

    const again = open();
    assert.deepEqual(ids(again), [], 'nothing is read before it is asked for');
    await again.load();
    assert.deepEqual(again.list(), history.list());
    const files = await Promise.all(
      (await readdir(folder)).map(name => readFile(path.join(folder, name), 'utf8')),
    );
    assert.equal(files.length, 3);
    assert.ok(!files.join('').includes(TICKET));
    assert.equal((await stat(path.join(folder, (await readdir(folder))[0] ?? ''))).mode & 0o077, 0);
  });

  it('costs nothing where nothing was sent, not even a folder', async () => {
    const history = open();
    await history.refresh();
    await history.flush();
    await history.load();
    assert.deepEqual(await readdir(path.dirname(folder)), []);
    assert.equal(history.notice, undefined);
  });

  it('keeps the newest within the limit, in memory and on disk', async () => {
    const exchanges = series(30);
    const history = open(10);
    exchanges.forEach(exchange => history.record(exchange));
    await history.flush();
    assert.deepEqual(ids(history), idsOf(exchanges.slice(-10)));
    assert.equal((await readdir(folder)).length, 10);
    const smaller = open(4);
    await smaller.load();
    assert.deepEqual(ids(smaller), idsOf(exchanges.slice(-4)));
    assert.equal((await readdir(folder)).length, 4);
  });

  it('keeps none at 0, and forgets what it had', async () => {
    let limit = 200;
    const history = new History(
      new HistoryFile(folder),
      () => limit,
      () => false,
    );
    series(3).forEach(exchange => history.record(exchange));
    await history.flush();
    limit = 0;
    await history.limitChanged();
    history.record(exchangeOf());
    await history.flush();
    assert.deepEqual(history.list(), []);
    assert.deepEqual(await readdir(folder), []);
  });

  it('loses nothing of two windows that write at once, and each sees the other’s after a refresh', async () => {
    const [one, other] = [open(), open()];
    await Promise.all([one.load(), other.load()]);
    const [ours, theirs] = [series(40), series(40, 500)];
    for (let at = 0; at < 40; at++) {
      one.record(ours[at] as Exchange);
      other.record(theirs[at] as Exchange);
      await delay(at % 3);
    }
    await Promise.all([one.flush(), other.flush()]);
    await Promise.all([one.refresh(), other.refresh()]);
    const all = [...ours, ...theirs].map(({ id }) => id).sort();
    assert.deepEqual(ids(one).sort(), all);
    assert.deepEqual(ids(other).sort(), all);
    assert.equal(one.notice, undefined);
    await one.remove([all[0] ?? '']);
    await other.refresh();
    assert.deepEqual(ids(other).sort(), all.slice(1));
    await one.clear();
    await other.refresh();
    assert.deepEqual(other.list(), []);
  });

  it('is bounded for two windows together', async () => {
    const [one, other] = [open(20), open(20)];
    for (const exchange of series(30)) {
      one.record(exchange);
      other.record(exchangeOf({ at: 100_000 }));
    }
    await Promise.all([one.flush(), other.flush()]);
    assert.equal((await readdir(folder)).length, 20);
  });

  it('skips what is damaged, foreign, hostile or of another version, in one line, and destroys none of it', async () => {
    const good = exchangeOf();
    const history = open();
    history.record(good);
    await history.flush();
    const name = (number: number) => `001767225600000-7e57a11c-0000-4000-8000-00000000000${number}.json`;
    const text = JSON.stringify(recordOf(good));
    const hostile: readonly (readonly [string, string])[] = [
      [name(1), ''],
      [name(2), text.slice(0, 100)],
      [name(3), '{"version":1}'],
      [name(4), 'null'],
      // Another's name: it would be a second entry of the same exchange.
      [name(5), text],
      [name(6), `{"version":1,"x":"${'x'.repeat(9 * 1024 * 1024)}"}`],
      [name(7), '['.repeat(200_000)],
    ];
    const foreign: readonly (readonly [string, string])[] = [
      [name(8), JSON.stringify({ ...recordOf(good), version: 2 })],
      ['notes.txt', 'mine'],
      ['../outside.json', 'mine too'],
      ['x.json', text],
    ];
    for (const [file, content] of [...hostile, ...foreign]) {
      await writeFile(path.join(folder, file), content);
    }
    await symlink('/etc/passwd', path.join(folder, name(9)));

    const again = open();
    await again.load();
    assert.deepEqual(ids(again), [good.id]);
    assert.match(
      again.notice ?? '',
      /^Entries that cannot be read: 8, put aside .* another version .*: 1, skipped\. They are in /,
    );
    assert.equal(again.notice?.includes('\n'), false);
    for (const [file, content] of hostile) {
      assert.equal(await readFile(path.join(folder, `${file}.damaged`), 'utf8'), content);
    }
    for (const [file, content] of foreign) {
      assert.equal(await readFile(path.join(folder, file), 'utf8'), content);
    }
    const third = open();
    await third.load();
    assert.deepEqual(ids(third), [good.id]);
  });

  it('removes the unfinished files of killed editors, and leaves those of a living one alone', async () => {
    await mkdir(folder);
    const unfinished = (pid: number) => path.join(folder, `001767225600000-${exchangeOf().id}.json.${pid}`);
    const [old, young] = [unfinished(1), unfinished(2)];
    const longAgo = new Date(Date.now() - 120_000);
    await writeFile(old, 'half');
    await writeFile(young, 'half');
    await utimes(old, longAgo, longAgo);
    await open().load();
    assert.deepEqual(await readdir(folder), [path.basename(young)]);
  });

  it('works on where nothing can be written, and says so once', async () => {
    const blocked = path.join(path.dirname(folder), 'blocked');
    await writeFile(blocked, 'a file where the folder should be');
    const history = open(200, blocked);
    let told = '';
    history.onDidChange(() => (told = history.notice ?? told));
    const exchanges = series(2);
    exchanges.forEach(exchange => history.record(exchange));
    await history.flush();
    await history.load();
    await history.refresh();
    assert.deepEqual(ids(history), idsOf(exchanges));
    assert.match(told, /cannot be kept on disk/);
  });

  it('loses no exchange to one before it that cannot be written, nor that one while the window lives', async () => {
    const exchanges = series(4);
    const [first] = exchanges as [Exchange];
    // A folder of its name is in its way.
    const name = `${String(first.startedAt.getTime()).padStart(15, '0')}-${first.id}.json`;
    await mkdir(path.join(folder, name), { recursive: true });
    const history = open();
    exchanges.forEach(exchange => history.record(exchange));
    await history.flush();
    assert.match(history.notice ?? '', /cannot be kept on disk/);
    await history.load();
    assert.deepEqual(ids(history), idsOf(exchanges));
    const again = open();
    await again.load();
    assert.deepEqual(ids(again), idsOf(exchanges.slice(1)));
  });

  it('remembers what a verified update replaced, across restarts, and forgets it with its exchange', async () => {
    const exchange = exchangeOf();
    const history = open();
    history.record(exchange);
    history.verifiedUpdates.remember(updateOf(exchange));
    assert.deepEqual(history.verifiedUpdates.find(exchange.id), updateOf(exchange));
    await history.flush();

    const again = open();
    assert.deepEqual(again.verifiedUpdates.find(exchange.id), updateOf(exchange), 'without loading the rest');
    await again.load();
    assert.deepEqual(again.replacedBy(exchange.id), updateOf(exchange));
    await again.remove([exchange.id]);
    assert.deepEqual(await readdir(folder), []);
    assert.equal(open().verifiedUpdates.find(exchange.id), undefined);
    assert.equal(open().verifiedUpdates.find('../../../etc/passwd'), undefined);
  });

  it('keeps no verified update that holds a ticket, nor one on disk without its exchange', async () => {
    const exchange = exchangeOf();
    const history = open(0);
    history.record(exchange);
    history.verifiedUpdates.remember(updateOf(exchange));
    assert.ok(history.verifiedUpdates.find(exchange.id), 'while the window lives');
    history.verifiedUpdates.remember({ ...updateOf(exchangeOf()), userName: `x${TICKET}` });
    await history.flush();
    assert.deepEqual(await readdir(path.dirname(folder)), []);
  });

  it('is whole after kill -9 at any moment, and has whatever was on disk', async () => {
    const modules = path.join(__dirname, '../../../src');
    for (let run = 0; run < 8; run++) {
      const place = path.join(folder, String(run));
      const child = spawn(
        process.execPath,
        [
          '-e',
          WRITER,
          path.join(modules, 'adapters/historyFile.js'),
          path.join(__dirname, 'exchanges.js'),
          place,
        ],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      let told = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (told += text));
      await once(child.stdout, 'data');
      await delay(Math.random() * 20);
      const closed = once(child, 'close');
      child.kill('SIGKILL');
      await closed;
      const onDisk = told.split('\n').slice(0, -1);
      const history = open(100_000, place);
      await history.load();
      assert.equal(history.notice, undefined);
      const found = new Set(ids(history));
      assert.deepEqual(
        onDisk.filter(id => !found.has(id)),
        [],
        `of ${onDisk.length} on disk`,
      );
    }
  });
});

/** What a killed editor does: keeps exchange after exchange, and tells of each that it has on disk. */
const WRITER = `
  const { HistoryFile } = require(process.argv[1]);
  const { exchangeOf } = require(process.argv[2]);
  const { recordOf } = require(require('node:path').join(process.argv[1], '../../history/record.js'));
  const file = new HistoryFile(process.argv[3]);
  (async () => {
    for (let at = 0; ; at++) {
      const record = recordOf(exchangeOf({ at, answer: 'x'.repeat(200000) }));
      await file.add(record, 100000);
      process.stdout.write(record.id + '\\n');
    }
  })();
`;
