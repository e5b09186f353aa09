import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { TRANSPORTS, type CallOutcome } from '../../../src/api/outcome';
import { shownOutput } from '../../integration/editorFiles';
import { addProfile, call, cleanUp, startInfoRouter, type InfoRouter } from '../../integration/support';

const CALLS = 1000;
const AT_ONCE = 200;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Megabytes of the extension host's heap that are in use once the garbage is gone. */
function heap(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed / 1024 / 1024;
}

describe('Under load the extension', () => {
  let server: InfoRouter;
  let profile: string;
  const update = (n: number) =>
    call('updateUserEmail', {
      profile,
      userName: 'jdoe',
      newEmailAddress: `load${n}@example.com`,
      transport: TRANSPORTS[n % TRANSPORTS.length],
    });

  before(async () => {
    server = await startInfoRouter();
    profile = await addProfile(server.baseUrl, { user: 'admin' });
  });
  after(cleanUp);

  it(`makes ${CALLS} calls in a row, each with its own outcome, on flat memory`, async function () {
    this.timeout(120_000);
    const curve: number[] = [];
    const ids = new Set<string>();
    const sent = server.log.length;
    for (let n = 0; n < CALLS; n++) {
      const outcome = await update(n);
      assert.equal(outcome.success, true, outcome.error?.message);
      ids.add(outcome.exchangeId);
      if ((n + 1) % 100 === 0) {
        curve.push(heap());
      }
    }
    console.log(`      heap after each 100 calls, MB: ${curve.map(each => each.toFixed(1)).join(' ')}`);
    assert.equal(ids.size, CALLS);
    assert.equal(server.log.length - sent, CALLS);
    // The first hundreds fill what is bounded: the latest exchanges, patterns of secrets, the sandbox's own log.
    const [early = 0, late = 0] = [curve[2], curve.at(-1)];
    assert.ok(late - early < 10, `${early.toFixed(1)} MB grew to ${late.toFixed(1)} MB`);
  });

  it(`makes ${AT_ONCE} calls at once, loses none, and answers other commands meanwhile`, async () => {
    server.setLatency(1000);
    const sent = server.log.length;
    const order: string[] = [];
    const calls = Array.from({ length: AT_ONCE }, async (_, n): Promise<CallOutcome> => {
      const outcome = await update(n);
      order.push('call');
      return outcome;
    });
    await delay(100);
    await call('selectProfile', { profile });
    order.push('other command');
    const outcomes = await Promise.all(calls);
    server.setLatency(0);
    assert.deepEqual([...new Set(outcomes.map(({ success }) => success))], [true]);
    assert.equal(new Set(outcomes.map(({ exchangeId }) => exchangeId)).size, AT_ONCE);
    assert.equal(server.log.length - sent, AT_ONCE);
    const before = order.indexOf('other command');
    console.log(`      another command was answered after ${before} of them`);
    assert.ok(before < AT_ONCE / 2);
    assert.equal((await update(0)).success, true);
  });

  it('shows every one of them in the output', async () => {
    const last = await update(CALLS + AT_ONCE + 1);
    assert.equal(last.success, true);
    const output = await shownOutput(`load${CALLS + AT_ONCE + 1}`);
    const shown = output.match(/^✓ HTTP 200 OK · [\d.]+ ms · success$/gm)?.length ?? 0;
    const megabytes = Buffer.byteLength(output) / 1024 / 1024;
    console.log(`      the output channel holds ${shown} exchanges in ${megabytes.toFixed(1)} MB`);
    // One more than all of these: the sign-in.
    assert.equal(shown, CALLS + AT_ONCE + 3);
  });
});
