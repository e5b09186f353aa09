import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { startSandbox, type Sandbox } from '../../../src/sandbox/server';
import { pages, ROOT, workbench } from '../../hostModules';
import { lookUp } from '../../integration/secretTool';
import { send, showForm, signIn, typeInto } from '../window';

const PROFILE = 'Shared';

describe('Two windows of one editor, with one OS keychain', () => {
  let sandbox: Sandbox;
  let folder: string;
  let first: Page;
  let second: Page;
  const cleanups: (() => Promise<unknown>)[] = [];

  before(async () => {
    const { openWorkbench, startServer } = await workbench();
    folder = await mkdtemp(path.join(tmpdir(), 'inforouter-windows-'));
    cleanups.push(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
    sandbox = await startSandbox();
    cleanups.unshift(() => sandbox.stop());
    const settings = {
      'inforouter.profiles': [{ name: PROFILE, baseUrl: sandbox.baseUrl, userName: 'jdoe' }],
    };
    const server = await startServer({ dataDir: path.join(folder, 'server'), settings });
    cleanups.unshift(() => server.stop());
    const one = await openWorkbench({ server, extensionPath: ROOT });
    cleanups.unshift(() => one.close());
    // A browser of its own, so that nothing but the keychain joins the two: no storage, no state.
    const two = await openWorkbench({ server, extensionPath: ROOT });
    cleanups.unshift(() => two.close());
    [first, second] = [one.page, two.page];
  });
  after(async () => {
    for (const cleanup of cleanups) {
      await cleanup();
    }
  });

  it('have one ticket: what the first signs in with, the second sends', async () => {
    await selectProfile(second);
    assert.equal((await update(second)).kind, 'notSignedIn');
    await signIn(first, 'jdoe');
    assert.ok((await lookUp(PROFILE))?.includes(sandbox.baseUrl));
    assert.deepEqual(await update(second), { state: 'success', kind: '' });
  });

  it('lose it together: what the second signs out of, the first no longer sends', async () => {
    const { notification, runCommand } = await pages();
    await selectProfile(first);
    assert.equal((await update(first)).state, 'success');
    await runCommand(second, 'infoRouter: Sign Out');
    await notification(second, 'Signed out');
    assert.equal(await lookUp(PROFILE), undefined);
    assert.equal((await update(first)).kind, 'notSignedIn');
  });
});

async function selectProfile(page: Page): Promise<void> {
  const { pick, runCommand } = await pages();
  await runCommand(page, 'infoRouter: Select Profile…');
  await pick(page, '', PROFILE);
}

/** Sends an update from the form and tells how it ended. */
async function update(page: Page): Promise<{ state: string; kind: string }> {
  const form = await showForm(page);
  await typeInto(form, 'userName', 'jdoe');
  await typeInto(form, 'newEmailAddress', 'jdoe@example.com');
  const { state, kind } = await send(form);
  return { state, kind };
}
