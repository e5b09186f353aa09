import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { KeychainStore } from '../../../src/adapters/keychain';
import { GLANCE, insist, StoreError } from '../../../src/session/ports';

/**
 * In the place of keytar's process: it writes down what it is asked, and does what the account's name says. What keytar
 * does is not imitated; the tier `brokenKeychain` has the real one.
 */
const PROCESS = `
const { appendFileSync } = require('node:fs');
process.on('message', request => {
  appendFileSync(process.argv[1] + '.log', [process.pid, request.operation, request.account, request.unlock].join(' ') + '\\n');
  const answer = message => process.send(message);
  switch (request.account.split(' ')[0]) {
    case 'hang': return;
    case 'crash': return process.exit(1);
    case 'locked': return answer({ type: 'trouble', trouble: 'locked', message: 'is locked' });
    case 'absent': return answer({ type: 'trouble', trouble: 'absent', message: 'is not there' });
    case 'slow': return setTimeout(answer, 200, { type: 'done', value: 'secret' });
    default: answer({ type: 'done', value: 'secret' });
  }
});
process.send({ type: 'ready' });
`;

describe('the OS keychain’s queue', () => {
  let folder: string;
  let keychain: KeychainStore;
  let recoveries: number;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'inforouter-keychain-'));
    await writeFile(path.join(folder, 'process.js'), PROCESS);
    recoveries = 0;
    keychain = new KeychainStore(path.join(folder, 'process.js'), () => recoveries++);
  });
  afterEach(async () => {
    keychain.dispose();
    await rm(folder, { recursive: true });
  });

  /** What the processes were asked, one line each, without their ids. */
  const asked = async () => (await lines()).map(line => line.replace(/^\d+ /, ''));
  const lines = async () => (await readFile(path.join(folder, 'process.js.log'), 'utf8')).trim().split('\n');
  const get = (account: string, signal?: AbortSignal) => keychain.get(account, insist(signal));
  const glance = (account: string) => keychain.get(account, GLANCE);

  it('lets what the user waits for go before what is only shown', async () => {
    await Promise.all([get('slow'), glance('a'), glance('b'), get('c')]);
    assert.deepEqual(await asked(), ['get slow true', 'get c true', 'get a false', 'get b false']);
    assert.equal(new Set((await lines()).map(line => line.split(' ')[0])).size, 1, 'one process');
  });

  it('lets nothing overtake a change of the same entry, or a deleted ticket would be written again', async () => {
    await Promise.all([
      get('slow'),
      glance('a'),
      keychain.set('a', 'longer', GLANCE),
      keychain.set('b', 'longer', GLANCE),
      keychain.delete('a', insist()),
      get('c'),
    ]);
    assert.deepEqual(await asked(), [
      'get slow true',
      'set a false',
      'delete a true',
      'get c true',
      'get a false',
      'set b false',
    ]);
  });

  it('stops listening to a signal once it is answered, has failed, or was given up', async () => {
    const cancelling = new AbortController();
    const { signal } = cancelling;
    for (let look = 0; look < 12; look++) {
      await get('a', signal);
    }
    await assert.rejects(get('crash', signal));
    const slow = get('slow');
    const waiting = get('a', signal);
    assert.equal(getEventListeners(signal, 'abort').length, 1);
    cancelling.abort();
    await assert.rejects(waiting);
    await assert.rejects(get('a', signal));
    assert.equal(getEventListeners(signal, 'abort').length, 0);
    await slow;
  });

  it('reads once what several look at, but not what was changed in between', async () => {
    await Promise.all([glance('a'), glance('a'), glance('a')]);
    assert.deepEqual(await asked(), ['get a false']);
    await Promise.all([glance('a'), keychain.set('a', 'new', GLANCE), glance('a')]);
    assert.deepEqual((await asked()).slice(1), ['get a false', 'set a false', 'get a false']);
  });

  it('gives up a call that hangs when the user does, and its process with it', async () => {
    const cancelling = new AbortController();
    const hanging = get('hang', cancelling.signal);
    const waiting = get('a', cancelling.signal);
    const others = get('b');
    while (!(await asked().catch((): string[] => [])).includes('get hang true')) {
      await delay(20);
    }
    cancelling.abort();
    const silent = (error: unknown) => error instanceof StoreError && error.message === 'was not waited for';
    await assert.rejects(hanging, silent);
    await assert.rejects(waiting, silent);
    assert.equal(await others, 'secret');
    await assert.rejects(get('c', cancelling.signal), silent);
    assert.deepEqual(await asked(), ['get hang true', 'get b true']);
    assert.equal(new Set((await lines()).map(line => line.split(' ')[0])).size, 2, 'two processes');
  });

  it('leaves glances alone after one that got no answer, until the user’s call is answered', async () => {
    const silent = /did not answer within 5 seconds/;
    await assert.rejects(glance('hang'), silent);
    await assert.rejects(glance('a'), silent);
    assert.deepEqual(await asked(), ['get hang false']);
    assert.equal(recoveries, 0);
    assert.equal(await get('a'), 'secret');
    assert.equal(recoveries, 1);
    assert.equal(await glance('b'), 'secret');
  });

  it('asks on behalf of one of many to unlock, and of the others without', async () => {
    const outcomes = await Promise.allSettled([get('locked'), get('locked 2'), get('a')]);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['rejected', 'rejected', 'fulfilled'],
    );
    assert.deepEqual(await asked(), ['get locked true', 'get locked 2 false', 'get a false']);
    await assert.rejects(get('locked 3'));
    assert.equal((await asked()).at(-1), 'get locked 3 true', 'a new call of the user’s may ask again');
  });

  it('goes on after a process that died', async () => {
    await get('a');
    await assert.rejects(get('crash'), /its process ended/);
    assert.equal(await get('b'), 'secret');
  });

  it('is not absent once it was there', async () => {
    const trouble = async () =>
      get('absent').then(
        () => assert.fail(),
        (error: unknown) => (error as StoreError).trouble,
      );
    assert.equal(await trouble(), 'absent');
    await get('a');
    assert.equal(await trouble(), 'failed');
  });
});
