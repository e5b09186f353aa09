import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { MASK } from '../../../src/api/redact';
import { startSandbox, type Sandbox } from '../../../src/sandbox/server';
import { pages } from '../../hostModules';
import { chooseFromMenu, openWindow, send, signIn, typeInto, type Window, fileDialog } from '../window';

describe('The history, in a browser on the real workbench', () => {
  let sandbox: Sandbox;
  let window: Window;
  let har: string;

  before(async () => {
    sandbox = await startSandbox();
    const settings = {
      'inforouter.profiles': [
        { name: 'History', baseUrl: sandbox.baseUrl, transport: 'get', userName: 'jdoe' },
      ],
    };
    window = await openWindow(settings);
    har = path.join(window.folder, 'inforouter.har');
  });
  after(async () => {
    await window.close();
    await sandbox.stop();
  });

  const rows = (name: RegExp): Locator => window.page.getByRole('treeitem', { name });
  const updates = () => rows(/UpdateUserEmail/);
  const focusHistory = async () => {
    const { runCommand } = await pages();
    await runCommand(window.page, 'infoRouter: Focus on History View');
  };
  const editorHas = async (text: RegExp) => {
    const { eventually } = await pages();
    const editor = window.page.locator('.editor-group-container .view-lines').first();
    await eventually(`an editor with ${text.source}`, async () =>
      // Spaces of an editor's lines do not break.
      text.test((await editor.innerText().catch(() => '')).replace(/\u00a0/g, ' ')),
    );
  };
  const closeEditors = async () => {
    const { runCommand } = await pages();
    await runCommand(window.page, 'View: Close All Editors');
  };
  const diffIsOpen = () => window.page.locator('.monaco-diff-editor').first().waitFor();
  const menuItem = (title: string) => window.page.getByRole('menuitem', { name: title });

  it('has what the form has sent, by profile and day, and opens it with a click', async () => {
    const { page } = window;
    await focusHistory();
    await page.getByText('Nothing has been sent yet.').waitFor();
    await signIn(page, 'jdoe');
    const form = await window.form();
    await typeInto(form, 'newEmailAddress', 'first@example.com');
    assert.equal((await send(form)).state, 'success');

    await rows(/^History: 2 exchanges/).waitFor();
    await rows(/today|\d{4}-\d\d-\d\d: 2 exchanges/)
      .first()
      .waitFor();
    await updates().filter({ hasText: 'jdoe → first@example.com' }).click();
    await editorHas(new RegExp(`authenticationTicket=${MASK}&UserName=jdoe&NewEmailAddress=first`));
  });

  it('sends one again with the mouse, and compares two selected ones', async () => {
    const { notification } = await pages();
    await closeEditors();
    await updates().first().hover();
    await updates().first().getByRole('button', { name: 'Send Exchange Again…' }).click();
    await notification(window.page, 'UpdateUserEmail was sent again and succeeded.');
    await updates().nth(1).waitFor();
    await updates().nth(0).click();
    await updates()
      .nth(1)
      .click({ modifiers: ['ControlOrMeta'] });
    await chooseFromMenu(window.page, updates().nth(1), 'Compare Exchanges…');
    await diffIsOpen();
  });

  it('does the same by keyboard alone', async () => {
    const { eventually, notification, quickInput, runCommand } = await pages();
    const { page } = window;
    const { keyboard } = page;
    await closeEditors();
    await runCommand(page, 'Notifications: Clear All Notifications');
    await focusHistory();
    // The profile, its day, the newest exchange.
    for (const key of ['Home', 'ArrowDown', 'ArrowDown', 'Enter']) {
      await keyboard.press(key);
    }
    await editorHas(/NewEmailAddress=first/);
    await closeEditors();

    await runCommand(page, 'infoRouter: Send Exchange Again…');
    await quickInput(page, 'Send which exchange again?');
    await keyboard.press('Enter');
    await notification(page, 'UpdateUserEmail was sent again and succeeded.');
    await eventually('a third update', async () => (await updates().count()) === 3);

    await runCommand(page, 'infoRouter: Compare Exchanges…');
    await quickInput(page, 'Compare which exchange?');
    await keyboard.press('Enter');
    await quickInput(page, 'With which exchange?');
    await keyboard.press('Enter');
    await diffIsOpen();
    await closeEditors();

    await runCommand(page, 'infoRouter: Copy Exchange As…');
    await quickInput(page, 'Copy the request of which exchange?');
    await keyboard.press('Enter');
    assert.deepEqual((await quickInput(page, 'Copy as')).items.slice(0, 4), [
      'cURL',
      'PowerShell',
      'C#',
      'JavaScript',
    ]);
    await keyboard.press('Enter');
    await notification(page, 'Copied as cURL. Put your own in the place of {{ticket}}.');
    assert.match(
      await page.evaluate<string>('navigator.clipboard.readText()'),
      /^curl --globoff --request GET \\\n {2}--url 'http.*authenticationTicket=\{\{ticket\}\}&/,
    );
  });

  it('gives secrets only after a question', async () => {
    const { pick, quickInput, runCommand } = await pages();
    const { page } = window;
    await runCommand(page, 'infoRouter: Copy Exchange As…');
    await quickInput(page, 'Copy the request of which exchange?');
    await page.keyboard.press('Enter');
    await pick(page, 'Copy as', 'cURL with secrets');
    await page.getByRole('button', { name: 'With Secrets' }).click();
    const { eventually } = await pages();
    await eventually('the ticket on the clipboard', async () =>
      /authenticationTicket=[0-9a-f]{8}-/.test(await page.evaluate<string>('navigator.clipboard.readText()')),
    );
  });

  it('exports an archive that another program answers from, with the server gone', async () => {
    const { notification, pick, runCommand } = await pages();
    const { page } = window;
    await runCommand(page, 'infoRouter: Check Connection');
    await notification(page, 'The ticket is valid');
    await runCommand(page, 'infoRouter: Export Exchanges as HAR…');
    await pick(page, 'Export which exchanges?', 'Exchanges of “History”');
    await fileDialog(page, har);
    await notification(page, 'Exported 6 exchanges.');
    assert.ok(!(await readFile(har, 'utf8')).includes(MASK));

    await sandbox.stop();
    const other = await page.context().newPage();
    await other.routeFromHAR(har);
    const response = await other.goto(`${sandbox.baseUrl}/srv.asmx/ServerInfo?`);
    assert.match((await response?.text()) ?? '', /success="true"/);
    await other.close();
    sandbox = await startSandbox();
  });

  it('is still there after the window was reloaded, and goes when it is cleared', async () => {
    const { runCommand } = await pages();
    await window.reload();
    await focusHistory();
    await updates().nth(2).waitFor();
    await updates().nth(2).click();
    await editorHas(/NewEmailAddress=first/);
    await updates().nth(2).click({ button: 'right' });
    assert.equal(await menuItem('Show Exchange With Secrets…').count(), 0, 'this window does not know them');
    await window.page.keyboard.press('Escape');
    await runCommand(window.page, 'infoRouter: Clear History…');
    await window.page.getByRole('button', { name: 'Delete' }).click();
    await window.page.getByText('Nothing has been sent yet.').waitFor();
  });
});
