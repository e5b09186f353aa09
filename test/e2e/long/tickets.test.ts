import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { startSandbox, type Sandbox } from '../../../src/sandbox/server';
import type { RequestEntry } from '../../../src/sandbox/requestLog';
import { AGENT, listenForAgents, type Agent, type Agents } from '../../faults/workbench/agent';
import { pages } from '../../hostModules';
import * as secretTool from '../../integration/secretTool';
import { ended, openWindow, typeInto, type Window, profileRow, fileDialog } from '../window';

const OTHER_TICKET = 'ffffffff-2222-4333-8444-555555555555';
const DAY_MS = 24 * 60 * 60 * 1000;

/** These run in the page. */
const FOCUSED = `document.activeElement?.getAttribute('data-testid') ?? ''`;
const LEAVE_AND_COME_BACK = `
  document.hasFocus = () => false;
  dispatchEvent(new Event('blur'));
  setTimeout(() => {
    delete document.hasFocus;
    dispatchEvent(new Event('focus'));
  }, 500);`;

describe('Tickets, in a browser on the real workbench', () => {
  const log: RequestEntry[] = [];
  let sandbox: Sandbox;
  let agents: Agents;
  let agent: Agent;
  let window: Window;
  let page: Page;

  before(async () => {
    sandbox = await startSandbox({
      tickets: { [OTHER_TICKET]: 'admin' },
      onRequest: entry => log.push(entry),
    });
    agents = await listenForAgents();
    const profile = { name: 'Test', baseUrl: sandbox.baseUrl, userName: 'jdoe' };
    const production = { name: 'Prod', baseUrl: sandbox.baseUrl, protected: true };
    const settings = { 'inforouter.profiles': [profile, production] };
    window = await openWindow(settings, { extensions: [AGENT], env: agents.env });
    page = window.page;
    agent = await agents.next();
    await agent.call('selectProfile', { profile: 'Test' });
    await agent.call('signIn', { userName: 'jdoe', password: 'jdoe' });
  });
  after(async () => {
    await window.close();
    agents.close();
    await sandbox.stop();
  });

  const statusBar = () =>
    page.locator('[id="inforouter-api-tester.inforouter-api-tester.inforouter.profile"]');
  const barSays = (text: string) => statusBar().filter({ hasText: text }).waitFor();
  /** The operations that were called since, each once it was answered. */
  const since = (mark: number) => log.slice(mark).map(({ operation }) => operation);
  /** From wherever the focus is in the form to an element of it, as a keyboard goes. */
  async function tabTo(form: Frame, testId: string): Promise<void> {
    const { eventually } = await pages();
    await form.getByTestId(testId).waitFor();
    await eventually(`the focus on ${testId}`, async () => {
      const focused = () => form.evaluate<string>(FOCUSED);
      if ((await focused()) === testId) {
        return true;
      }
      await page.keyboard.press('Tab');
      return (await focused()) === testId;
    });
  }
  /** Sends by keyboard an update that the server answers with [901]. */
  async function expire(form: Frame, address: string): Promise<void> {
    await typeInto(form, 'newEmailAddress', address);
    sandbox.setFault('expiredTickets');
    await page.keyboard.press('Control+Enter');
    const { eventually } = await pages();
    await eventually('[901]', async () => (await ended(form)).kind === 'sessionExpired');
    sandbox.setFault('none');
  }

  it('show in the status bar who one is and until when, to eye and ear', async () => {
    await barSays('infoRouter: Test · jdoe');
    const spoken = (await statusBar().locator('[aria-label]').first().getAttribute('aria-label')) ?? '';
    assert.match(
      spoken,
      /^infoRouter: Test, http:\S+ \(not marked as production\), signed in as jdoe · valid until .*\d{4}/,
    );
    const row = profileRow(page, /^Test: .*signed in as jdoe · valid until .*\d{4}/);
    await window.form();
    await row.waitFor();
  });

  it('expire, are renewed, and the call is repeated once, by keyboard alone', async () => {
    const { eventually, quickInput } = await pages();
    const form = await window.form();
    await form.getByTestId('newEmailAddress').locator('input').focus();
    await expire(form, 'keyboard@example.com');
    await barSays('jdoe ticket expired');

    // Dismissed, it repeats nothing.
    let mark = log.length;
    await tabTo(form, 'offer-signInAndRepeat');
    await page.keyboard.press('Enter');
    await quickInput(page, 'User name at');
    await page.keyboard.press('Escape');
    await form.getByTestId('result').and(form.locator('[data-kind=sessionExpired]')).waitFor();
    assert.deepEqual(since(mark), []);

    mark = log.length;
    await tabTo(form, 'offer-signInAndRepeat');
    await page.keyboard.press('Enter');
    assert.equal((await quickInput(page, 'User name at')).value, 'jdoe');
    await page.keyboard.press('Enter');
    await quickInput(page, 'Password of jdoe');
    await page.keyboard.type('jdoe');
    await page.keyboard.press('Enter');
    await eventually('the success', async () => (await ended(form)).state === 'success');
    assert.deepEqual(since(mark), ['AuthenticateUser', 'UpdateUserEmail']);
    await barSays('infoRouter: Test · jdoe');
    // The focus has not left the form: the next call is one key away.
    await page.keyboard.press('Control+Enter');
    await eventually('another call', () => since(mark).length === 3);
  });

  it('are renewed from the palette’s notification, too', async () => {
    const { answer, notification, pick, pressNotification, quickInput, runCommand } = await pages();
    sandbox.setFault('expiredTickets');
    await runCommand(page, 'infoRouter: Update User Email…');
    await answer(page, 'Login name', 'jdoe');
    await answer(page, 'New email address', 'palette@example.com');
    await pick(page, 'How should calls travel?', 'SOAP 1.2');
    const failed = await notification(page, '[901]');
    assert.deepEqual(failed.buttons, ['Sign In and Repeat…', 'Sign In…', 'Show Output', 'Documentation']);
    sandbox.setFault('none');
    const mark = log.length;
    await pressNotification(page, '[901]', 'Sign In and Repeat…');
    assert.match(
      (await quickInput(page, 'User name at')).title,
      /Sign In to “Test” and Repeat the Update of “jdoe”/,
    );
    await answer(page, 'User name at', 'jdoe');
    await answer(page, 'Password of', 'jdoe');
    await notification(page, 'Email address of jdoe updated.');
    assert.deepEqual(since(mark), ['AuthenticateUser', 'UpdateUserEmail']);
    assert.equal(log.at(-1)?.page, '/srv.asmx', 'by SOAP again');
  });

  it('changed by another program are seen when the window gains the focus', async () => {
    const mark = log.length;
    const entry = JSON.parse((await secretTool.lookUp('Test')) ?? '') as object;
    const near = new Date(Date.now() + 2.5 * DAY_MS).toISOString();
    const another = { ...entry, ticket: OTHER_TICKET, userName: 'admin', expiresOn: near };
    await secretTool.store('Test', JSON.stringify(another));
    // A headless page never loses the focus by itself.
    await page.evaluate(LEAVE_AND_COME_BACK);
    await barSays('infoRouter: Test · admin · expires in 2 days');
    assert.deepEqual(since(mark), []);
  });

  it('are asked for by no view: drawing them calls no server', async () => {
    const mark = log.length;
    await agent.call('selectProfile', { profile: 'Prod' });
    await barSays('infoRouter: Prod · not signed in');
    await profileRow(page, /^Prod: .*protected/).waitFor();
    const form = await window.form();
    await form.getByTestId('protectedBadge').waitFor();
    const option = form.locator('vscode-option[value=Prod]');
    assert.equal(await option.textContent(), 'Prod · protected');
    await agent.call('selectProfile', { profile: 'Test' });
    await barSays('infoRouter: Test · admin');
    assert.deepEqual(since(mark), []);
  });

  it('are in no file of exported profiles, which come back with a question about what is there', async () => {
    const { notification, pick, quickInput, runCommand } = await pages();
    const file = path.join(window.folder, 'infoRouter-profiles.json');
    await runCommand(page, 'infoRouter: Export Profiles…');
    await fileDialog(page, file);
    await notification(page, '2 profiles exported, without tickets.');
    assert.deepEqual(Object.keys(JSON.parse(await readFile(file, 'utf8')) as object), [
      'format',
      'version',
      'profiles',
    ]);
    await runCommand(page, 'infoRouter: Import Profiles…');
    await fileDialog(page, file);
    assert.match((await quickInput(page, 'These names are taken')).placeholder, /“Test”, “Prod”/);
    await pick(page, 'These names are taken', 'Import them under other names');
    await notification(page, 'Profiles imported: 2 added. Renamed: “Test (2)”, “Prod (2)”.');
  });

  it('are never a language model’s: its update is asked for, with everything that it would do', async () => {
    const { eventually } = await pages();
    const dialog = page.locator('.monaco-dialog-box');
    const invoke = () =>
      agent.run(
        (api, input) =>
          api.lm.invokeTool('inforouter_update_user_email', { input, toolInvocationToken: undefined }).then(
            ({ content }) => JSON.stringify(content),
            (error: unknown) => `rejected: ${String(error)}`,
          ),
        { profile: 'Test', userName: 'jdoe', newEmailAddress: 'model@example.com' },
      );
    const mark = log.length;
    const first = invoke();
    await dialog.waitFor();
    const text = (await dialog.innerText()).replace(/\u00a0/g, ' ');
    for (const part of [
      /Update a user’s email address/,
      /“Test”/,
      /“jdoe”/,
      /Last known address: “palette@example\.com”/,
      /New address: “model@example\.com”/,
    ]) {
      assert.match(text, part);
    }
    assert.deepEqual(since(mark), []);
    await page.keyboard.press('Escape');
    assert.match(await first, /^rejected: /);
    assert.deepEqual(since(mark), []);
    const second = invoke();
    await dialog.waitFor();
    await dialog.getByRole('button', { name: /^(Allow|Continue|Yes)/ }).click();
    assert.match(await second, /Updated: the server accepted/);
    await eventually('the update', () => since(mark).length === 1);
    assert.deepEqual(since(mark), ['UpdateUserEmail']);
  });
});
