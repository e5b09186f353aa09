import assert from 'node:assert/strict';
import { startSandbox, type Sandbox } from '../../../src/sandbox/server';
import { pages } from '../../hostModules';
import { openWindow, type Window, profileRow } from '../window';

describe('The palette, in a browser on the real workbench', () => {
  let sandbox: Sandbox;
  let window: Window;

  before(async () => {
    sandbox = await startSandbox();
    window = await openWindow();
  });
  after(async () => {
    await window.close();
    await sandbox.stop();
  });

  it('adds a profile step by step, says what is wrong while typing, and goes back', async () => {
    const { answer, eventually, notification, pick, quickInput, runCommand, typeAnswer } = await pages();
    const { page } = window;
    await runCommand(page, 'infoRouter: Add Profile…');
    assert.match((await quickInput(page, 'Name of the profile')).title, /Add infoRouter Profile \(1\/6\)/);
    await answer(page, 'Name of the profile', 'Test server');
    await typeAnswer(page, 'Address of infoRouter', 'ftp://example.com');
    await eventually('what is wrong with the address', async () =>
      /must begin with http/.test((await quickInput(page, '')).message),
    );
    await page.getByRole('button', { name: 'Back' }).click();
    assert.equal((await quickInput(page, 'Name of the profile')).value, 'Test server');
    await page.keyboard.press('Enter');
    await answer(page, 'Address of infoRouter', sandbox.baseUrl);
    await answer(page, 'Your user name', 'jdoe');
    await pick(page, 'How should calls travel?', 'SOAP 1.1');
    await pick(page, 'production server', 'No');
    await pick(page, 'untrusted', 'No, verify it');
    await notification(page, 'Profile “Test server” added.');
  });

  it('signs in, and shows neither password nor ticket', async () => {
    const { answer, notification, quickInput, runCommand, typeAnswer } = await pages();
    const { page } = window;
    await runCommand(page, 'infoRouter: Sign In…');
    await answer(page, 'User name at', 'jdoe');
    await typeAnswer(page, 'Password of jdoe', 'jdoe');
    assert.equal((await quickInput(page, 'Password of jdoe')).password, true);
    await page.keyboard.press('Enter');
    await notification(page, 'Signed in as jdoe.');
  });

  it('updates an address through its steps, and reports it', async () => {
    const { answer, eventually, notification, pick, quickInput, runCommand, typeAnswer } = await pages();
    const { page } = window;
    await runCommand(page, 'infoRouter: Update User Email…');
    assert.equal((await quickInput(page, 'Login name')).value, 'jdoe');
    await page.keyboard.press('Enter');
    await typeAnswer(page, 'New email address', 'not-an-address');
    await eventually('the hint', async () => /does not look like/.test((await quickInput(page, '')).message));
    await answer(page, '', 'palette@example.com');
    await pick(page, 'How should calls travel?', 'SOAP 1.2');
    const done = await notification(page, 'Email address of jdoe updated.');
    assert.deepEqual(done.buttons, ['Show Output']);
  });

  it('shows the exchange in the output channel only when asked', async () => {
    const { pressNotification, readOutputChannel } = await pages();
    const { page } = window;
    assert.equal(
      await page.locator('.output-view').count(),
      0,
      'the output has not taken the focus by itself',
    );
    await pressNotification(page, 'Email address of jdoe updated.', 'Show Output');
    await page.locator('.output-view').waitFor();
    const output = await readOutputChannel(page, 'infoRouter', { until: 'UpdateUserEmail · SOAP 1.2' });
    assert.match(output, /palette@example\.com/);
    assert.match(output, /<response success="true" error="" xmlns="" \/>/);
  });

  it('sends nothing when a step is dismissed', async () => {
    const { answer, quickInput, readOutputChannel, runCommand } = await pages();
    const { page } = window;
    await runCommand(page, 'infoRouter: Update User Email…');
    await answer(page, 'Login name', 'asmith');
    await quickInput(page, 'New email address');
    await page.keyboard.press('Escape');
    const output = await readOutputChannel(page, 'infoRouter');
    assert.ok(!output.includes('asmith'));
  });

  it('names a failure in a notification that offers the output', async () => {
    const { answer, notification, pick, runCommand } = await pages();
    const { page } = window;
    await runCommand(page, 'infoRouter: Update User Email…');
    await answer(page, 'Login name', 'asmith');
    await answer(page, 'New email address', 'x@example.com');
    await pick(page, 'How should calls travel?', 'HTTP GET');
    const failed = await notification(page, 'Access denied');
    assert.equal(failed.severity, 'error');
    assert.match(failed.message, /system administrator/);
    assert.deepEqual(failed.buttons, ['Sign In…', 'Show Output', 'Documentation']);
  });

  it('warns once that GET has put the ticket into the address', async () => {
    const { answer, notification, notifications, pick, runCommand } = await pages();
    const { page } = window;
    const warning = 'HTTP GET puts the ticket in the address';
    assert.equal((await notification(page, warning)).severity, 'warning');
    await runCommand(page, 'Notifications: Clear All Notifications');
    await runCommand(page, 'infoRouter: Update User Email…');
    await answer(page, 'Login name', 'asmith');
    await answer(page, 'New email address', 'x@example.com');
    await pick(page, 'How should calls travel?', 'HTTP GET');
    await notification(page, 'Access denied');
    assert.ok(!(await notifications(page)).some(({ message }) => message.includes(warning)));
  });

  it('shows an exchange with its secrets, after a question', async () => {
    const { eventually, runCommand } = await pages();
    const { page } = window;
    await runCommand(page, 'infoRouter: Show Exchange With Secrets…');
    await page.locator('.quick-input-widget:visible .monaco-list-row').first().click();
    await page.getByRole('button', { name: 'Show With Secrets' }).click();
    const editor = page.locator('.editor-group-container .view-lines').first();
    await eventually('the ticket in plain text', async () =>
      /authenticationTicket=[0-9a-f]{8}-[0-9a-f-]{27}/.test((await editor.innerText()).replace(/\s/g, '')),
    );
  });

  it('ticks off in the walkthrough what was done before it was opened', async () => {
    const { runCommand } = await pages();
    const { page } = window;
    await runCommand(page, 'infoRouter: Get Started');
    for (const step of ['addProfile', 'signIn', 'firstUpdate', 'rawExchange']) {
      const tick = page.locator(`[data-step-id$="#${step}"] .codicon-getting-started-step-checked`);
      await tick.first().waitFor();
    }
    const open = page.locator('[data-step-id$="#sandbox"] .codicon-getting-started-step-checked');
    assert.equal(await open.count(), 0);
  });

  it('works from the menu of a profile in the tree, too', async () => {
    const { notification } = await pages();
    const { page } = window;
    await window.form();
    const row = profileRow(page, /Test server/);
    await row.hover();
    await row.getByRole('button', { name: 'Sign Out' }).click();
    await notification(page, 'Signed out.');
    await row.filter({ hasText: 'not signed in' }).waitFor();
  });
});
