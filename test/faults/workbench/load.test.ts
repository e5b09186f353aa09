import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import type { RequestEntry } from '../../../src/sandbox/requestLog';
import { startSandbox, type Sandbox } from '../../../src/sandbox/server';
import { openWindow, typeInto, valueOf, type Window } from '../../e2e/window';
import { pages } from '../../hostModules';

/** Calls in a row from the form: the long run makes a thousand. */
const IN_A_ROW = Number(process.env['INFOROUTER_CALLS'] ?? 100);
const AT_ONCE = 200;
const KEY = 'Control+Alt+Shift+U';
const BY_KEY = {
  profile: 'Busy',
  userName: 'jdoe',
  newEmailAddress: 'by-key@example.com',
  transport: 'soap11',
};

describe('Under load the workbench', () => {
  let sandbox: Sandbox;
  let window: Window;
  const updates: RequestEntry[] = [];

  before(async () => {
    sandbox = await startSandbox({
      onRequest(entry) {
        if (entry.operation === 'UpdateUserEmail') {
          updates.push(entry);
        }
      },
    });
    window = await openWindow(
      { 'inforouter.profiles': [{ name: 'Busy', baseUrl: sandbox.baseUrl, userName: 'admin' }] },
      { keybindings: [{ key: 'ctrl+alt+shift+u', command: 'inforouter.updateUserEmail', args: BY_KEY }] },
    );
  });
  after(async () => {
    await window.close();
    await sandbox.stop();
  });

  it(`sends ${IN_A_ROW} updates in a row from the form, and shows the outcome of each`, async function () {
    this.timeout(60_000 + IN_A_ROW * 500);
    const { answer, eventually, notification, runCommand } = await pages();
    await runCommand(window.page, 'infoRouter: Sign In…');
    await answer(window.page, 'User name at', 'admin');
    await answer(window.page, 'Password of', 'admin');
    await notification(window.page, 'Signed in as admin');
    const form = await window.form();
    // Else what is typed may fall into the moment in which the form is filled.
    await eventually('the prefilled name', async () => (await valueOf(form, 'userName')) === 'admin');
    await typeInto(form, 'userName', 'jdoe');
    await typeInto(form, 'newEmailAddress', 'busy@example.com');
    const elements = () => form.evaluate<number>(`document.querySelectorAll('*').length`);
    await pressSend(form, 1);
    const early = await elements();
    const outcomes = await pressSend(form, IN_A_ROW - 1);
    assert.deepEqual([...new Set(outcomes)], ['success']);
    assert.equal(outcomes.length, IN_A_ROW - 1);
    assert.equal(updates.length, IN_A_ROW);
    assert.equal(await elements(), early, 'the page is as large after all of them as after the first');
  });

  it(`sends ${AT_ONCE} updates at once by a key, and is typed into meanwhile`, async () => {
    const { eventually, readOutputChannel } = await pages();
    updates.splice(0);
    sandbox.setLatency(4000);
    // The focus is in the workbench, whose key it is.
    await window.page.locator('.statusbar').click({ position: { x: 200, y: 5 } });
    for (let press = 0; press < AT_ONCE; press++) {
      await window.page.keyboard.press(KEY);
    }
    const form = await window.form();
    await typeInto(form, 'newEmailAddress', 'meanwhile@example.com');
    await form.getByTestId('requestPreview').filter({ hasText: 'meanwhile' }).waitFor();
    assert.ok(updates.length < AT_ONCE, 'not all of them were answered when the preview followed the typing');
    await eventually('every update at the server', () => Promise.resolve(updates.length >= AT_ONCE), 60_000);
    assert.equal(updates.length, AT_ONCE);
    await eventually('every outcome in the output', async () => {
      const output = await readOutputChannel(window.page, 'infoRouter');
      return (
        output.split('by-key@example.com').length - 1 === AT_ONCE && /✓ HTTP 200 OK[^\n]*\s*$/.test(output)
      );
    });
  });
});

/** Presses Send again and again inside the page, as fast as the form lets a user, and gathers how each call ended. */
const pressSend = (form: Frame, times: number): Promise<string[]> =>
  form.evaluate(`(async () => {
    const at = id => document.querySelector('[data-testid=' + id + ']');
    const state = () => at('result').dataset.state;
    const until = done => new Promise(resolve => {
      const look = () => done() ? resolve() : setTimeout(look, 2);
      look();
    });
    const outcomes = [];
    for (let n = 0; n < ${times}; n++) {
      at('send').click();
      await until(() => state() === 'running');
      await until(() => state() !== 'running');
      outcomes.push(state() === 'success' ? 'success' : at('result').innerText);
    }
    return outcomes;
  })()`);
