import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { TRANSPORTS } from '../../../src/api/outcome';
import { RealClient } from './call';
import { CATALOGUE } from './catalogue';
import { startHostileServer } from './hostileServer';

const MEGABYTE = 1024 * 1024;
/** What all calls together may leave behind once nobody holds their results. */
const LEFT_BEHIND = 16 * MEGABYTE;
/** What a call may need at once beyond the bodies up to the size cap, which are there twice while a buffer grows. */
const AT_ONCE = 160 * MEGABYTE;

/** The cases that are about size, each of them called several times. */
const LARGE = Object.values(CATALOGUE)
  .flat()
  .filter(({ name }) =>
    /^(?:pours-|gzip-bomb|elements-|attributes-150000|text-of-|nested-|entity-)/.test(name),
  );

/** Bytes that the process uses for objects and buffers. */
function used(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** The same once nothing is left to collect: a buffer's memory is freed in a turn after the one that collects it. */
async function usedAfterCollection(): Promise<number> {
  for (let turn = 0; turn < 3; turn++) {
    globalThis.gc?.();
    await delay(20);
  }
  return used();
}

/** What is left of what was used since `before`; a body that is only waiting to be collected is waited for. */
async function leftSince(before: number): Promise<number> {
  let left = (await usedAfterCollection()) - before;
  for (let turn = 0; turn < 50 && left >= LEFT_BEHIND; turn++) {
    await delay(100);
    left = (await usedAfterCollection()) - before;
  }
  return left;
}

describe('Memory under a hostile server', () => {
  it('is asked for a collection before it is measured', () => {
    assert.ok(globalThis.gc, 'run mocha with --expose-gc');
  });

  for (const misbehaviour of LARGE) {
    it(`is flat: ${misbehaviour.name}`, async function () {
      this.timeout(0);
      const server = await startHostileServer(misbehaviour, { elsewhere: 'http://127.0.0.1:9' });
      const client = new RealClient();
      const call = (round: number) =>
        client.update(
          server.url,
          TRANSPORTS[round % TRANSPORTS.length] ?? 'post',
          'ticket',
          misbehaviour.limits,
        );
      // The first call pays for what stays: compiled patterns, the parsers, what the case answers with.
      await call(0);
      const before = await usedAfterCollection();
      let most = 0;
      const watching = setInterval(() => (most = Math.max(most, used())), 2);
      for (let round = 0; round < TRANSPORTS.length; round++) {
        await call(round);
        most = Math.max(most, used());
      }
      clearInterval(watching);
      client.dispose();
      await server.close();
      const left = await leftSince(before);
      const figures = `${(left / MEGABYTE).toFixed(1)} MB left, ${((most - before) / MEGABYTE).toFixed(0)} MB at most`;
      console.log(`      ${figures}`);
      assert.ok(left < LEFT_BEHIND, figures);
      assert.ok(most - before < AT_ONCE, figures);
    });
  }
});
