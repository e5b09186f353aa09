import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import fs, { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { mock } from 'node:test';
import { ProcessLock } from '../../../src/adapters/processLock';

const DEAD = 999_999_999;

describe('a lock among processes', () => {
  let folder: string;
  let lock: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'inforouter-lock-'));
    lock = join(folder, 'lock');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is taken once, until it is released, and leaves nothing behind', () => {
    const taken = ProcessLock.take(lock);
    assert.ok(taken);
    assert.deepEqual([ProcessLock.isTaken(lock), ProcessLock.take(lock)], [true, undefined]);
    taken.release();
    assert.deepEqual([ProcessLock.isTaken(lock), readdirSync(folder)], [false, []]);
    taken.release();
  });

  it('is held whatever the clock says, which is set forward, or stands still while the machine sleeps', () => {
    const taken = ProcessLock.take(lock);
    for (const path of [lock, join(lock, readdirSync(lock)[0] ?? '')]) {
      utimesSync(path, 1, 1);
    }
    assert.equal(ProcessLock.take(lock), undefined);
    taken?.release();
  });

  const left = [
    ['a process that is dead', `${DEAD}_1_x`],
    ['an earlier process with this one’s id', `${process.pid}_1_x`],
    ['something that is no process', 'x'],
    ...(process.platform === 'linux' ? [['an earlier process with a living one’s id', '1_x_x']] : []),
  ];
  for (const [name = '', owner = ''] of left) {
    it(`is taken over from ${name}`, () => {
      mkdirSync(join(lock, owner), { recursive: true });
      assert.equal(ProcessLock.isTaken(lock), false);
      const taken = ProcessLock.take(lock);
      assert.deepEqual([ProcessLock.isTaken(lock), readdirSync(lock).length], [true, 1]);
      taken?.release();
      assert.deepEqual(readdirSync(folder), []);
    });
  }

  for (const [name, owner] of [
    ['free', undefined],
    ['left by a dead process', `${DEAD}_1_x`],
  ] as const) {
    it(`that is ${name} goes to who is faster, when another looks before and takes after`, () => {
      if (owner !== undefined) {
        mkdirSync(join(lock, owner), { recursive: true });
      }
      const { renameSync } = fs;
      let faster: ProcessLock | undefined;
      const renaming = mock.method(fs, 'renameSync', (from: string, to: string) => {
        renaming.mock.restore();
        faster = ProcessLock.take(lock);
        renameSync(from, to);
      });
      assert.equal(ProcessLock.take(lock), undefined);
      assert.ok(faster);
      faster.release();
      assert.deepEqual(readdirSync(folder), []);
    });
  }

  it('says what the disk says where it cannot be written', () => {
    assert.throws(() => ProcessLock.take(join(folder, 'none\0', 'lock')), /null bytes/);
  });

  it('goes to one of many processes that want it at once, and is free when that one is killed', async () => {
    const locks = Array.from({ length: 60 }, (_, at) => join(folder, String(at)));
    // Every second one was left by a process that was killed.
    locks
      .filter((_, at) => at % 2)
      .forEach(each => mkdirSync(join(each, `${DEAD}_1_x`), { recursive: true }));
    const moment = String(Date.now() + 1000);
    const takers = Array.from({ length: 3 }, () => fork(join(__dirname, 'lockTaker.js'), [moment, ...locks]));
    try {
      const taken = (await Promise.all(takers.map(taker => once(taker, 'message')))).map(
        ([folders]) => folders as string[],
      );
      assert.deepEqual(taken.flat().sort(), [...locks].sort());
      assert.ok(locks.every(each => ProcessLock.isTaken(each)));
      const [first, ...others] = takers;
      first?.kill('SIGKILL');
      await once(first ?? process, 'exit');
      const free = locks.filter(each => !ProcessLock.isTaken(each));
      assert.deepEqual(
        free.map(each => basename(each)),
        (taken[0] ?? []).map(each => basename(each)),
      );
      assert.ok(others.length > 0);
    } finally {
      takers.forEach(taker => taker.kill('SIGKILL'));
    }
  });
});
