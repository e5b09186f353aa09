import type { Sandbox } from '../../../src/sandbox/server';
import { pages } from '../../hostModules';
import { choose, fileDialog, signIn, typeInto, type Window } from '../../e2e/window';
import type { Camera } from './camera';
import { setSideBarWidth } from '../../e2e/inspect';
import { band, part, tree } from './frames';

/** All that is not the form, in the window in which the form was. */
export async function takeOthers(
  window: Window,
  sandbox: Sandbox,
  camera: Camera,
  csv: string,
): Promise<void> {
  const { answer, eventually, notification, pick, quickInput, runCommand, webviewFrame } = await pages();
  const { page } = window;
  const rendered = (text: string) =>
    eventually(`a preview with “${text}”`, async () => {
      const frame = await webviewFrame(page, 'table', 2000).catch(() => undefined);
      const body = await frame
        ?.locator('body')
        .innerText()
        .catch(() => '');
      return body?.includes(text);
    });
  const closeEditors = () => runCommand(page, 'View: Close All Editors');

  const form = await window.form();
  await choose(form, 'profile', 'Test server');
  await typeInto(form, 'userName', 'jdoe');
  await setSideBarWidth(page, 520);
  await runCommand(page, 'infoRouter: Focus on Profiles View');
  await camera.take('profiles', tree('Profiles'), { name: 'profiles', theme: 'dark' });
  await runCommand(page, 'infoRouter: Focus on History View');
  await camera.take('history', tree('History'), { name: 'history', theme: 'dark' });
  await page
    .getByRole('treeitem', { name: /userNotFound/ })
    .first()
    .click();
  await page.getByRole('tab', { name: /^UpdateUserEmail/ }).waitFor();
  await camera.take('exchange', part('editor', 620));
  await closeEditors();
  await runCommand(page, 'infoRouter: Show Output');
  await runCommand(page, 'View: Toggle Maximized Panel');
  await camera.take('output', part('panel', 440), { name: 'output', theme: 'dark' });
  await runCommand(page, 'View: Toggle Maximized Panel');
  await runCommand(page, 'View: Hide Panel').catch(() => undefined);

  for (const [fault, name] of [
    ['none', 'parityAgree'],
    ['lowerCaseTicketElement', 'parity'],
  ] as const) {
    sandbox.setFault(fault);
    await runCommand(page, 'infoRouter: Compare Transports…');
    await answer(page, 'Login name', 'jdoe');
    await rendered(fault === 'none' ? 'All four transports agree.' : 'The transports do not agree.');
    await camera.take(name, part('editor', 700), name === 'parity' ? { name, theme: 'dark' } : undefined);
    await closeEditors();
  }
  sandbox.setFault('none');

  await setSideBarWidth(page, 340);
  await signIn(page, 'admin');
  await runCommand(page, 'Notifications: Clear All Notifications');
  await runCommand(page, 'infoRouter: Update User Emails from CSV…');
  await fileDialog(page, csv);
  await pick(page, 'How should calls travel?', 'HTTP POST');
  await pick(page, 'Read the present addresses before?', 'Yes, read them');
  for (const step of ['How many rows at once?', 'How many rows a second']) {
    await quickInput(page, step);
    await page.keyboard.press('Enter');
  }
  await rendered('nothing has been changed');
  await pick(page, 'Nothing has been changed yet', 'Update 4 users at “Test server”');
  await notification(page, 'users.csv:');
  await runCommand(page, 'Notifications: Clear All Notifications');
  // It stays open, and no question covers it any more.
  await camera.takeOnce('batch-preview', band(560), { name: 'batch-preview', theme: 'dark' });
  await closeEditors();
  await runCommand(page, 'infoRouter: Focus on History View');
  // A tree has only the rows that are in sight.
  await page.keyboard.press('Home');
  await page
    .getByRole('treeitem', { name: /^Batch users\.csv/ })
    .first()
    .click();
  await page.locator('.editor-group-container .view-lines', { hasText: 'ROWS' }).waitFor();
  await setSideBarWidth(page, 200);
  await camera.take('batch-results', part('editor', 420), { name: 'batch-results', theme: 'dark' });
  await closeEditors();
  await setSideBarWidth(page, 340);

  sandbox.setFault('getDisabled');
  await runCommand(page, 'infoRouter: Run Contract Tests…');
  await answer(page, 'Login name of a throwaway user', 'jdoe');
  await answer(page, 'Ticket of a second user', '');
  await notification(page, 'The contract tests:');
  sandbox.setFault('none');
  await runCommand(page, 'Notifications: Clear All Notifications');
  await runCommand(page, 'Testing: Focus on Test Explorer View');
  await page.getByRole('treeitem', { name: /^Test server \(Failed\)/ }).click();
  await camera.take('contract-tests', part('sidebar', 300), { name: 'contract-tests', theme: 'dark' });
  await runCommand(page, 'infoRouter: Focus on Update User Email View');
}
