import assert from 'node:assert/strict';
import { startSandbox, type Sandbox } from '../../../src/sandbox/server';
import { demandDraft, openWindow, send, signIn, typeDraft, typeInto, type Window } from '../../e2e/window';
import { pages } from '../../hostModules';

const PROFILE = 'Killed';

describe('An editor that is killed by kill -9 with an exchange in the history and a draft in the form', () => {
  let sandbox: Sandbox;
  let window: Window;

  before(async () => {
    sandbox = await startSandbox();
    window = await openWindow({
      'inforouter.profiles': [
        { name: PROFILE, baseUrl: sandbox.baseUrl, transport: 'get', userName: 'jdoe' },
      ],
    });
    const { page } = window;
    await signIn(page, 'jdoe');
    const form = await window.form();
    await typeInto(form, 'newEmailAddress', 'first@example.com');
    assert.equal((await send(form)).state, 'success');
    await typeDraft(window, form);
    await window.reopen(true);
  });
  after(async () => {
    await window.close();
    await sandbox.stop();
  });

  it('has the draft', () => demandDraft(window));

  it('has the exchange, and no longer its secrets', async () => {
    const { eventually, runCommand } = await pages();
    const { page } = window;
    await runCommand(page, 'infoRouter: Focus on History View');
    const row = page
      .getByRole('treeitem', { name: /UpdateUserEmail/ })
      .filter({ hasText: 'jdoe → first@example.com' });
    await row.click();
    const editor = page.locator('.editor-group-container .view-lines').first();
    await eventually('the exchange in an editor', async () =>
      /NewEmailAddress=first/.test(await editor.innerText().catch(() => '')),
    );
    await row.click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Copy Exchange As…' }).waitFor();
    const secrets = page.getByRole('menuitem', { name: 'Show Exchange With Secrets…' });
    assert.equal(await secrets.count(), 0, 'this window does not know them');
  });
});
