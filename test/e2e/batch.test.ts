import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { startSandbox, type Sandbox } from '../../src/sandbox/server';
import { pages } from '../hostModules';
import { chooseFromMenu, openWindow, type Window } from './window';

const RENAME = {
  key: 'Ctrl+Alt+F9',
  command: 'inforouter.editProfile',
  args: { profile: 'Batch', name: 'Renamed' },
};
const LATER = 'As many as the server answers';

describe('A batch from a CSV, in a browser on the real workbench', () => {
  let sandbox: Sandbox;
  let window: Window;
  let workspace: string;

  before(async () => {
    sandbox = await startSandbox();
    workspace = await mkdtemp(path.join(tmpdir(), 'inforouter-csv-'));
    const rows = ['admin,admin@example.com', 'jdoe,new@example.com', 'ghost,a@example.com'];
    await writeFile(path.join(workspace, 'users.csv'), ['Login,NewEmailAddress', ...rows].join('\n'));
    const more = ['jdoe', 'asmith', 'müller', 'retired'].map(user => `${user},${user}@new.example.com`);
    await writeFile(path.join(workspace, 'more.csv'), ['UserName,NewEmailAddress', ...more].join('\n'));
    const settings = {
      'inforouter.profiles': [
        { name: 'Batch', baseUrl: sandbox.baseUrl, userName: 'admin', protected: true },
      ],
    };
    window = await openWindow(settings, { workspace, keybindings: [RENAME] });
  });
  after(async () => {
    await window.close();
    await sandbox.stop();
    await rm(workspace, { recursive: true, force: true });
  });

  const row = (name: RegExp): Locator => window.page.getByRole('treeitem', { name });
  /** The rendered preview, once it has the text. */
  const preview = async (text: string): Promise<string> => {
    const { eventually } = await pages();
    return eventually(`a preview with “${text}”`, async () => {
      for (const frame of window.page.frames()) {
        const shown = await frame
          .locator('body')
          .innerText()
          .catch(() => '');
        if (frame !== window.page.mainFrame() && shown.includes(text)) {
          return shown;
        }
      }
      return undefined;
    });
  };

  const fromMenu = (file: RegExp) => chooseFromMenu(window.page, row(file), 'Update User Emails from CSV…');

  it('leads from the explorer by its preview to the result, signing in on the way', async () => {
    const { answer, notification, pick, pressNotification, quickInput, runCommand } = await pages();
    const { page } = window;
    await runCommand(page, 'View: Show Explorer');
    await fromMenu(/^users\.csv/);
    await pick(page, 'Which column has the login names?', 'Login');
    await pick(page, 'Which column has the new addresses?', 'NewEmailAddress');
    await pick(page, 'How should calls travel?', 'SOAP 1.2');
    // A step back, and on again.
    await quickInput(page, 'Read the present addresses before?');
    await page.locator('.quick-input-widget').getByRole('button', { name: /^Back/ }).click();
    await quickInput(page, 'How should calls travel?');
    await page.keyboard.press('Enter');
    await pick(page, 'Read the present addresses before?', 'Yes, read them');
    await pick(page, 'How many rows at once?', '4');
    await pick(page, 'How many rows a second at most?', LATER);
    // Nobody is signed in yet, so nobody could be asked.
    await preview('GetUser was asked for 0 of 3 users only');
    await pick(page, 'Nothing has been changed yet', 'Update 3 users at “Batch” (protected)');
    await page.getByRole('button', { name: 'Update', exact: true }).click();
    const refused = await notification(page, 'No ticket is kept');
    assert.deepEqual(refused.buttons, ['Sign In and Resume…', 'Show Output']);
    await pressNotification(page, 'No ticket is kept', 'Sign In and Resume…');
    await answer(page, 'User name at', 'admin');
    await answer(page, 'Password of admin', 'admin');
    // A protected server asks every time.
    await page.getByRole('button', { name: 'Update', exact: true }).click();
    const done = await notification(page, 'users.csv: 1 updated, 1 unchanged, 1 failed.');
    assert.deepEqual(done.buttons, ['Open Results', 'Open Rollback CSV', 'Show Output']);
    await pressNotification(page, 'users.csv: 1 updated', 'Open Rollback CSV');
    await page.locator('.editor-group-container .view-lines', { hasText: 'jdoe,jdoe@example.com' }).waitFor();
    assert.equal((await readdir(workspace)).length, 5);

    await runCommand(page, 'infoRouter: Focus on History View');
    await row(/^Batch users\.csv/).click();
    await page.locator('.editor-group-container .view-lines', { hasText: 'FAILED (1 row)' }).waitFor();
  });

  it('is cancelled, and gone on with by a button, also once its profile was renamed', async () => {
    const { notification, pick, pressNotification, quickInput, runCommand } = await pages();
    const { page } = window;
    await runCommand(page, 'Notifications: Clear All Notifications');
    await runCommand(page, 'View: Show Explorer');
    await fromMenu(/^more\.csv/);
    await pick(page, 'How should calls travel?', 'HTTP GET');
    await pick(page, 'Read the present addresses before?', 'No');
    for (const step of ['How many rows at once?', 'How many rows a second']) {
      await quickInput(page, step);
      await page.keyboard.press('Enter');
    }
    await preview('no server was asked');
    // Enough for the cancel to come between two rows.
    sandbox.setLatency(2000);
    await pick(page, 'Nothing has been changed yet', 'Update 4 users at “Batch” (protected)');
    await page.getByRole('button', { name: 'Update', exact: true }).click();
    await notification(page, '1 of 4 rows: 1 updated');
    await pressNotification(page, '1 of 4 rows', 'Cancel');
    const stopped = await notification(page, 'not attempted. The batch was cancelled.');
    assert.deepEqual(stopped.buttons, ['Resume', 'Open Results']);
    sandbox.setLatency(5000);
    await pressNotification(page, 'The batch was cancelled.', 'Resume');
    await page.getByRole('button', { name: 'Update', exact: true }).click();
    await notification(page, 'Updating from more.csv');
    // While a row is on its way: the ticket goes by the new name for the next, so the run stops, but not for want of one.
    await page.keyboard.press('Control+Alt+F9');
    await notification(page, 'No ticket is kept');
    sandbox.setLatency(0);
    await pressNotification(page, 'No ticket is kept', 'Sign In and Resume…');
    await page.getByRole('button', { name: 'Update', exact: true }).click();
    await notification(page, 'more.csv: 4 updated.');
  });
});
