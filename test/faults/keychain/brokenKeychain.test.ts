import assert from 'node:assert/strict';
import { lookup } from 'node:dns/promises';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as keytar from 'keytar';
import * as vscode from 'vscode';
import { KeychainStore } from '../../../src/adapters/keychain';
import { insist } from '../../../src/session/ports';
import * as secretTool from '../../integration/secretTool';
import {
  addProfile,
  call,
  cleanUp,
  configure,
  eventually,
  refusal,
  startInfoRouter,
  thisExtension,
  type InfoRouter,
} from '../../integration/support';
import { CallCounter, lock, signal, SilentPrompter, unlock, untouchable } from './keyringDaemon';

const OLDER = 'aaaaaaaa-2222-4333-8444-555555555555';
const NEWER = 'bbbbbbbb-2222-4333-8444-555555555555';

describe('A keychain that fails', () => {
  let server: InfoRouter;
  let profile: string;
  let calls: CallCounter;

  before(async function () {
    const reason = await untouchable();
    if (reason !== undefined) {
      console.log(`    skipped: ${reason}`);
      this.skip();
    }
    await vscode.commands.executeCommand('inforouter.profiles.focus');
    calls = new CallCounter();
    await calls.settle();
  });
  after(async () => {
    calls.stop();
    // Their tickets go with the keyring.
    await configure('profiles', undefined);
    await cleanUp();
  });

  beforeEach(async () => {
    // Nothing to look at but the profile of this test.
    await configure('profiles', undefined);
    const tickets = [OLDER, NEWER];
    server = await startInfoRouter({ newTicket: () => tickets.shift() ?? 'no more tickets' });
    profile = await addProfile(server.baseUrl, { user: 'jdoe' });
    calls.reset();
  });
  afterEach(async () => {
    await signal('SIGCONT');
    await unlock();
    // The user's next call: whatever the keychain was found to be, it is asked anew.
    await call('checkConnection', { profile });
  });

  const update = (name = profile) =>
    call('updateUserEmail', { profile: name, userName: 'jdoe', newEmailAddress: 'j@example.com' });
  const signIn = (name = profile) => call('signIn', { profile: name, userName: 'jdoe', password: 'jdoe' });
  const info = (name = profile) => call('selectProfile', { profile: name });
  const updates = () => server.log.filter(({ operation }) => operation === 'UpdateUserEmail').length;
  /** Until the display has looked at everything: whoever locks between its question and keytar's reading is asked. */
  const calm = async () => {
    let seen = -1;
    for (;;) {
      await calls.settle();
      const now = calls.count('SearchItems');
      if (now === seen) {
        return now;
      }
      seen = now;
      await delay(300);
    }
  };
  const lockCalmly = async () => {
    await calm();
    await lock();
    calls.reset();
  };
  const prompts = async () => {
    await calls.settle();
    return calls.count('Prompt');
  };

  describe('locked', () => {
    it('raises no prompt for what is only shown', async () => {
      await lockCalmly();
      for (let i = 0; i < 10; i++) {
        assert.equal((await info()).signedIn, false);
      }
      assert.equal(await prompts(), 0);
      assert.equal(calls.count('Unlock'), 0);
      assert.ok(calls.count('SearchItems') > 0, 'the keychain was asked at all');
    });

    it('raises one prompt for a call that needs the ticket, and says what is the matter', async () => {
      await lockCalmly();
      const error = refusal(await update(), 'notSignedIn');
      assert.match(error.message, /OS keychain is locked and was not unlocked/);
      assert.match(error.remedy ?? '', /Unlock the keychain.* or sign in again/);
      await info();
      assert.equal(await prompts(), 1);
      assert.equal(updates(), 0);
    });

    it('raises one prompt for five calls at once, and none while that stands unanswered', async () => {
      // Without a store that is read before the keychain, all five wait for it before the first has asked anybody.
      await configure('ticketStore', 'keychain');
      await lockCalmly();
      const prompter = await SilentPrompter.start();
      const asked = [1, 2, 3, 4, 5].map(() => update());
      const shown = [info(), info()];
      await eventually('prompt', () => (prompter.prompts > 0 ? true : undefined));
      prompter.stop();
      for (const outcome of await Promise.all(asked)) {
        refusal(outcome, 'notSignedIn');
      }
      await Promise.all(shown);
      assert.equal(await prompts(), 1);
      assert.equal(prompter.prompts, 1);
      await configure('ticketStore', undefined);
    });

    it('is gone round for the session, and gets the newer ticket when it is unlocked', async () => {
      await lockCalmly();
      assert.equal((await signIn()).success, true);
      assert.deepEqual(pick(await info()), ['secretStorage', true]);
      assert.equal((await update()).success, true);
      assert.equal((await update()).success, true);
      assert.equal(await prompts(), 1, 'one, at the sign-in');
      await unlock();
      await eventually('ticket in the keychain', async () =>
        (await info()).ticketStore === 'keychain' ? true : undefined,
      );
      assert.match((await secretTool.lookUp(profile)) ?? '', new RegExp(NEWER));
      assert.equal((await update()).success, true);
    });

    it('does not give back a ticket that was signed out', async () => {
      await lockCalmly();
      refusal(await call('signOut', { profile }), 'notSignedIn');
      assert.equal(await prompts(), 1);
      await unlock();
      refusal(await update(), 'notSignedIn');
      assert.equal(updates(), 0);
      assert.equal(await secretTool.lookUp(profile), undefined);
    });

    it('does not give the ticket of a removed profile to the next one of its name', async () => {
      await lockCalmly();
      await call('removeProfile', { profile });
      await unlock();
      assert.equal((await call('addProfile', { name: profile, baseUrl: server.baseUrl })).signedIn, false);
      refusal(await update(), 'notSignedIn');
      assert.equal(await secretTool.lookUp(profile), undefined);
    });

    it('gives the ticket to the profile’s new name later', async () => {
      await lockCalmly();
      await call('editProfile', { profile, name: 'Renamed' });
      refusal(await update('Renamed'), 'notSignedIn');
      await unlock();
      assert.equal((await update('Renamed')).success, true);
      assert.equal(await secretTool.lookUp(profile), undefined);
      assert.match((await secretTool.lookUp('Renamed')) ?? '', new RegExp(OLDER));
      profile = 'Renamed';
    });
  });

  it('hung: files and names go on, calls end, a sign-in is kept elsewhere, and all is well afterwards', async () => {
    const other = await addProfile(server.baseUrl);
    await signal('SIGSTOP');
    const asked = Promise.all([update(), update(), signIn(other)]);
    const folder = await mkdtemp(path.join(tmpdir(), 'inforouter-hung-'));
    const files = Array.from({ length: 64 }, (_, i) => path.join(folder, String(i)));
    let over = false;
    void asked.then(() => (over = true));
    await Promise.all(files.map(file => writeFile(file, file)));
    assert.equal(await readFile(files[63] ?? '', 'utf8'), files[63]);
    await lookup('localhost');
    assert.equal(over, false, 'the keychain hung all the while');
    await rm(folder, { recursive: true });
    const [first, second, signedIn] = await asked;
    for (const outcome of [first, second]) {
      assert.match(refusal(outcome, 'notSignedIn').message, /OS keychain did not answer within 15 seconds/);
    }
    assert.equal(signedIn.success, true);
    assert.deepEqual(pick(await info(other)), ['secretStorage', true]);
    assert.equal((await update(other)).success, true);
    await signal('SIGCONT');
    assert.equal((await update()).success, true);
    await eventually('ticket in the keychain', () => secretTool.lookUp(other));
    assert.deepEqual(pick(await info(other)), ['keychain', true]);
  });

  it('slow by ten seconds: the call that needs the ticket waits for it', async () => {
    await signal('SIGSTOP');
    const [outcome, shown] = await Promise.all([
      update(),
      info(),
      delay(10_000).then(() => signal('SIGCONT')),
    ]);
    assert.equal(outcome.success, true, outcome.error?.message);
    assert.equal(shown.signedIn, false, 'nothing was known at that moment');
    assert.deepEqual(pick(await info()), ['keychain', true]);
  });

  it('killed and started anew: a new process of keytar finds it', async () => {
    await signal('SIGKILL');
    refusal(await update(), 'notSignedIn');
    assert.equal((await info()).signedIn, false);
    await unlock();
    assert.equal((await update()).success, true);
    assert.deepEqual(pick(await info()), ['keychain', true]);
  });

  it('changed, broken and emptied from outside while calls run: each call ends in one of two ways', async () => {
    const entry = JSON.stringify({ baseUrl: server.baseUrl, ticket: OLDER });
    const elsewhere = JSON.stringify({ baseUrl: 'http://127.0.0.1:9', ticket: NEWER });
    const changing = new AbortController();
    const outside = (async () => {
      while (!changing.signal.aborted) {
        await secretTool.store(profile, '{');
        await secretTool.store(profile, elsewhere);
        await secretTool.clear(profile);
        await secretTool.store(profile, entry);
      }
    })();
    const ended = { sent: 0, notSignedIn: 0 };
    for (let round = 0; round < 10; round++) {
      for (const outcome of await Promise.all([update(), update(), update()])) {
        if (outcome.success) {
          ended.sent += 1;
        } else {
          refusal(outcome, 'notSignedIn');
          ended.notSignedIn += 1;
        }
      }
    }
    changing.abort();
    await outside;
    console.log(`      ${ended.sent} sent, ${ended.notSignedIn} without a ticket`);
    assert.equal(updates(), ended.sent);
    assert.equal((await update()).success, true);
  });

  it('written by two windows at once: one of the tickets is whole, and both windows see the same', async () => {
    await signIn();
    const script = path.join(thisExtension().extensionPath, 'dist/keychain.js');
    const otherWindow = new KeychainStore(script);
    const theirs = JSON.stringify({ baseUrl: server.baseUrl, ticket: OLDER });
    const held = { [OLDER]: 0, [NEWER]: 0 };
    for (let round = 0; round < 20; round++) {
      await Promise.all([
        call('setTicket', { profile, ticket: NEWER }),
        otherWindow.set(profile, theirs, insist()),
      ]);
      const seen = await otherWindow.get(profile, insist());
      assert.equal(await secretTool.lookUp(profile), seen);
      const { ticket } = JSON.parse(seen ?? '') as { ticket: keyof typeof held };
      held[ticket] += 1;
      assert.equal((await update()).success, true);
    }
    otherWindow.dispose();
    console.log(`      this window’s ticket ${held[NEWER]} times, the other’s ${held[OLDER]} times`);
    assert.equal(held[OLDER] + held[NEWER], 20);
  });

  it('shared by two hundred profiles: one look at each, and not one prompt', async () => {
    const names = Array.from({ length: 200 }, (_, i) => `Many ${i}`);
    const entry = JSON.stringify({ baseUrl: server.baseUrl, ticket: OLDER });
    for (const name of names) {
      await keytar.setPassword('vscode-inforouter', name, entry);
    }
    const profiles = names.map(name => ({ name, baseUrl: server.baseUrl }));
    await configure('profiles', profiles);
    while (calls.count('SearchItems') < names.length) {
      await delay(100);
    }
    await lockCalmly();
    await info('Many 0');
    while (calls.count('SearchItems') < names.length) {
      await delay(100);
    }
    const searches = await calm();
    console.log(`      one refresh while locked: ${searches} questions, ${calls.count('Prompt')} prompts`);
    assert.ok(searches >= 200 && searches <= 210, `${searches} questions`);
    assert.equal(calls.count('Prompt') + calls.count('Unlock') + calls.count('GetSecrets'), 0);
    await unlock();
    assert.equal((await update('Many 199')).success, true);
    await configure('profiles', []);
    profile = await addProfile(server.baseUrl);
  });
});

const pick = ({ ticketStore, signedIn }: { ticketStore: string; signedIn: boolean }) => [
  ticketStore,
  signedIn,
];
