import assert from 'node:assert/strict';
import { startSandbox, type Sandbox } from '../../../src/sandbox/server';
import { openWindow, send, typeInto, type Window } from '../../e2e/window';
import { pages } from '../../hostModules';
import { lookUp } from '../../integration/secretTool';
import { lock, unlock } from '../keychain/keyringDaemon';

const PROFILE = 'Locked';

describe('A locked OS keychain, as the user sees it', () => {
  let sandbox: Sandbox;
  let window: Window;

  before(async () => {
    sandbox = await startSandbox();
    window = await openWindow({
      'inforouter.profiles': [{ name: PROFILE, baseUrl: sandbox.baseUrl, userName: 'jdoe' }],
    });
    await lock();
  });
  after(async () => {
    await unlock();
    await window.close();
    await sandbox.stop();
  });

  it('is told of at the sign-in, in the form and in the tree, and calls go on', async () => {
    const { answer, notification, runCommand } = await pages();
    const { page } = window;
    await runCommand(page, 'infoRouter: Sign In…');
    await answer(page, 'User name at', 'jdoe');
    await answer(page, 'Password of', 'jdoe');
    const { message, severity } = await notification(page, 'The OS keychain is locked');
    assert.equal(severity, 'warning');
    assert.match(message, /kept in VS Code’s SecretStorage/);

    const form = await window.form();
    const status = /signed in as jdoe · valid until [^·]+ · VS Code’s SecretStorage · OS keychain is locked/;
    await form.getByTestId('profileStatus').filter({ hasText: status }).waitFor();
    const row = page.locator('.monaco-list-row', {
      hasText: /Locked.*signed in as jdoe · valid until [^·]+ · OS keychain is locked/,
    });
    await row.waitFor();
    await typeInto(form, 'newEmailAddress', 'jdoe@example.com');
    assert.equal((await send(form)).state, 'success');
  });

  it('takes the ticket as soon as it is unlocked and looked at', async () => {
    const { runCommand, notification } = await pages();
    assert.equal(await lookUp(PROFILE), undefined);
    await unlock();
    await runCommand(window.page, 'infoRouter: Check Connection');
    await notification(window.page, 'The ticket is valid');
    const form = await window.form();
    await form
      .getByTestId('profileStatus')
      .filter({ hasText: /jdoe · valid until [^·]+ · OS keychain$/ })
      .waitFor();
    assert.match((await lookUp(PROFILE)) ?? '', /ticket/);
  });
});
