import assert from 'node:assert/strict';
import { startSandbox, type Sandbox } from '../../../src/sandbox/server';
import { choose, openWindow, send, typeInto, valueOf, type Window } from '../../e2e/window';
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
    const { answer, notification, runCommand } = await pages();
    const { page } = window;
    await runCommand(page, 'infoRouter: Sign In…');
    await answer(page, 'User name at', 'jdoe');
    await answer(page, 'Password of jdoe', 'jdoe');
    await notification(page, 'Signed in as jdoe.');
    const form = await window.form();
    await typeInto(form, 'newEmailAddress', 'first@example.com');
    assert.equal((await send(form)).state, 'success');
    await typeInto(form, 'userName', 'Jürgen “J” Müller');
    await typeInto(form, 'newEmailAddress', 'half.typed@exam');
    await choose(form, 'transport', 'soap12');
    // As long as a person takes to reach for the mouse; the draft is on disk by then.
    await page.waitForTimeout(1000);
    await window.reopen(true);
  });
  after(async () => {
    await window.close();
    await sandbox.stop();
  });

  it('has the draft', async () => {
    const { eventually } = await pages();
    const form = await window.form();
    await eventually('the draft in the form', async () => (await valueOf(form, 'newEmailAddress')) !== '');
    assert.equal(await valueOf(form, 'userName'), 'Jürgen “J” Müller');
    assert.equal(await valueOf(form, 'newEmailAddress'), 'half.typed@exam');
    assert.equal(await form.getByTestId('transport').getAttribute('current-value'), 'soap12');
  });

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
