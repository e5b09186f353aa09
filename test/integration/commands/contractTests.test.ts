import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { CASE_IDS } from '../../../src/contractTests/cases';
import type { ContractSummary } from '../../../src/contractTests/result';
import { addProfile, call, cleanUp, eventually, startInfoRouter, type InfoRouter } from '../support';

const ORDINARY_TICKET = '7e57a11c-0d0d-4000-8000-00000000a57a';
const ADDRESS = 'jdoe@example.com';

const storedAddress = async (profile: string) =>
  (await call('updateUserEmail', { profile, userName: 'jdoe', newEmailAddress: ADDRESS, verify: true }))
    .before;

/** Presses Enter in whatever asks, again and again, until the promise has settled. */
async function accepting<T>(promise: Thenable<T>): Promise<T> {
  const accept = () => vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
  const timer = setInterval(() => void accept(), 100);
  try {
    return await promise;
  } finally {
    clearInterval(timer);
  }
}

describe('runContractTests', () => {
  let server: InfoRouter;
  let profile: string;
  before(async () => {
    server = await startInfoRouter({ tickets: { [ORDINARY_TICKET]: 'asmith' } });
    profile = await addProfile(server.baseUrl, { user: 'admin', transport: 'soap11' });
  });
  after(cleanUp);

  it('resolves to how many passed, failed and were skipped, and puts the address back', async () => {
    const argument = { profile, userName: 'jdoe', ordinaryTicket: ORDINARY_TICKET };
    assert.deepEqual(await call('runContractTests', argument), {
      passed: CASE_IDS.length,
      failed: 0,
      skipped: 0,
    });
    assert.equal(await storedAddress(profile), ADDRESS);
    const denied = server.log.filter(({ error }) => error === 'Access denied');
    assert.equal(denied.length, 4, 'by each transport once');
  });

  it('skips what needs a second user where there is none', async () => {
    const { passed, failed, skipped } = await call('runContractTests', { profile, userName: 'jdoe' });
    assert.deepEqual([passed, failed, skipped], [CASE_IDS.length - 4, 0, 4]);
  });

  it('counts what a server does otherwise as failed', async () => {
    server.setFault('getDisabled');
    const { failed, error } = await call('runContractTests', { profile, userName: 'jdoe' });
    // All by GET but “Access denied”, which is skipped, and the parity.
    assert.deepEqual([failed, error], [9, undefined]);
    server.setFault('none');
    assert.equal(await storedAddress(profile), ADDRESS);
  });

  it('sends no update without a word for a protected server, a ticket, or a user to put back', async () => {
    const updates = () => server.log.filter(({ operation }) => operation === 'UpdateUserEmail').length;
    const before = updates();
    const refused = async (argument: object, kind: string) => {
      const { error, ...counts } = await call('runContractTests', { profile, userName: 'jdoe', ...argument });
      assert.deepEqual([counts, error?.kind], [{ passed: 0, failed: 0, skipped: CASE_IDS.length }, kind]);
      assert.ok(error?.remedy);
      assert.equal(updates(), before);
    };
    await refused({ profile: 'nobody’s' }, 'invalidInput');
    await refused({ userName: 'ghost' }, 'userNotFound');
    await refused({ profile: await addProfile(server.baseUrl) }, 'notSignedIn');
    await call('editProfile', { profile, protected: true });
    await refused({}, 'invalidInput');
    const { failed } = await call('runContractTests', { profile, userName: 'jdoe', confirmed: true });
    assert.equal(failed, 0);
    await call('editProfile', { profile, protected: false });
  });
});

describe('The contract tests in the Test Explorer', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'inforouter-contract-'));
    await call('startSandbox');
  });
  after(async () => {
    await cleanUp();
    await rm(folder, { recursive: true });
  });

  /** How many updates of the sandbox stand in the history. */
  async function updates(): Promise<number> {
    const file = path.join(folder, 'sandbox.har');
    await call('exportExchanges', { profile: 'Sandbox', file });
    const { log } = JSON.parse(await readFile(file, 'utf8')) as {
      readonly log: { readonly entries: readonly { readonly _operation: string }[] };
    };
    return log.entries.filter(({ _operation }) => _operation === 'UpdateUserEmail').length;
  }

  it('run all of a profile’s, from VS Code’s own command, with a throwaway user that is asked for', async () => {
    await storedAddress('Sandbox');
    const before = await updates();
    await accepting(vscode.commands.executeCommand('testing.runAll'));
    // A case each, four more for the parity, less the parity itself, and one that puts the address back.
    assert.equal((await updates()) - before, CASE_IDS.length - 1 + 4 + 1);
    assert.equal(await storedAddress('Sandbox'), ADDRESS);
  });

  it('end at once when the run is cancelled there, with the address put back', async () => {
    await call('setSandboxFault', { latencyMs: 150 });
    const before = await updates();
    const running = accepting(vscode.commands.executeCommand('testing.runAll'));
    await eventually('update that is under way', async () => (await updates()) > before || undefined);
    await vscode.commands.executeCommand('testing.cancelRun');
    await running;
    await call('setSandboxFault', { latencyMs: 0 });
    const sent = (await updates()) - before;
    assert.ok(sent < CASE_IDS.length, `${sent} updates were sent`);
    assert.equal(await storedAddress('Sandbox'), ADDRESS);
  });

  it('run for a person from the palette, who is asked for the user, and resolve to the counts', async () => {
    const asked = vscode.commands.executeCommand<ContractSummary>('inforouter.runContractTests');
    assert.deepEqual(await accepting(asked), { passed: CASE_IDS.length, failed: 0, skipped: 0 });
    assert.equal(await storedAddress('Sandbox'), ADDRESS);
  });
});
