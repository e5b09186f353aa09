import assert from 'node:assert/strict';
import type { Frame, Page } from 'playwright-core';
import { pages } from '../hostModules';
import { ended, openWindow, type Window, profileRow } from './window';

/** What the palette offers for a text, once `awaited` is among it. */
async function offered(page: Page, text: string, awaited: string): Promise<readonly string[]> {
  const { eventually, quickInput } = await pages();
  await page.keyboard.press('Escape');
  await page.keyboard.press('F1');
  await quickInput(page, '');
  await page.keyboard.type(text);
  const found = await eventually(`“${awaited}” in the palette`, async () => {
    const { items } = await quickInput(page, '');
    return items.includes(awaited) ? items : undefined;
  });
  await page.keyboard.press('Escape');
  return found;
}

/** Runs a command as one does who has no mouse: by typing its title. */
async function command(page: Page, title: string): Promise<void> {
  const { eventually, quickInput } = await pages();
  await page.keyboard.press('Escape');
  await page.keyboard.press('F1');
  await quickInput(page, '');
  await page.keyboard.type(title);
  await eventually(`“${title}” in the palette`, async () =>
    (await quickInput(page, '')).items[0] === title ? true : undefined,
  );
  await page.keyboard.press('Enter');
}

/** Presses Tab until the focus is on what `reached` says. */
async function tabTo(page: Page, what: string, reached: () => Promise<boolean>): Promise<void> {
  for (let pressed = 0; pressed < 80; pressed++) {
    if (await reached()) {
      return;
    }
    await page.keyboard.press('Tab');
  }
  assert.fail(`no Tab led to ${what}`);
}

const focusIsOn = (page: Page, text: string) => async () =>
  (await page.locator(':focus').allTextContents()).some(words => words.trim() === text);
const inForm = (form: Frame, testId: string) => async () =>
  (await form.getByTestId(testId).and(form.locator(':focus-within')).count()) > 0;

describe('The first minutes, by keyboard alone, in a browser on the real workbench', () => {
  let window: Window;
  let form: Frame;

  before(async () => {
    window = await openWindow({ 'inforouter.profiles': [{ name: 'Broken', baseUrl: 'ftp://dms' }] });
  });
  after(() => window.close());

  const press = (key: string) => window.page.keyboard.press(key);
  const step = (id: string) => window.page.locator(`[data-step-id$="#getStarted#${id}"]`);
  const done = (id: string) => step(id).locator('.codicon-getting-started-step-checked').first();

  it('begins with nothing that has opened by itself, and nothing in the palette that cannot work', async () => {
    const { page } = window;
    assert.equal(await page.locator('.gettingStartedContainer').count(), 0);
    for (const [text, there, hidden] of [
      ['infoRouter: St', 'infoRouter: Start Local Sandbox', /Stop Local Sandbox/],
      ['infoRouter: Si', 'infoRouter: Sign In…', /Sign Out/],
      ['infoRouter: Profile', 'infoRouter: Add Profile…', /(?:Edit|Remove|Select) Profile/],
      ['infoRouter: Show', 'infoRouter: Show Output', /With Secrets/],
    ] as const) {
      const items = await offered(page, text, there);
      assert.doesNotMatch(items.join(' | '), hidden);
    }
  });

  it('leads from the walkthrough to the sandbox', async () => {
    const { page } = window;
    await command(page, 'infoRouter: Get Started');
    await step('sandbox').waitFor();
    assert.equal(await done('sandbox').count(), 0);
    await tabTo(page, 'the button of the first step', focusIsOn(page, 'Start Local Sandbox'));
    await press('Enter');
    await done('sandbox').waitFor();
    assert.equal(await done('addProfile').count(), 0, 'the sandbox is no server of the user’s own');
    assert.equal(await done('signIn').count(), 0);
  });

  /** Not by Ctrl+A, which VS Code takes from the form and carries out a moment later, when the next keys were typed. */
  const selectAll = async () => {
    await press('End');
    await press('Shift+Home');
  };

  it('leads on to the form, and its first update is explained', async () => {
    const { page } = window;
    await tabTo(
      page,
      'the step of the first update',
      async () => (await step('firstUpdate').and(page.locator(':focus')).count()) > 0,
    );
    await press('Enter');
    await tabTo(page, 'the button that opens the form', focusIsOn(page, 'Open the Form'));
    await press('Enter');
    const { webviewFrame } = await pages();
    form = await webviewFrame(page, '[data-testid=send]');
    await form.getByTestId('profile').and(form.locator('[current-value=Sandbox]')).waitFor();
    await tabTo(page, 'the user name', inForm(form, 'userName'));
    await selectAll();
    await page.keyboard.type('jdoe');
    await press('Tab');
    await page.keyboard.type('first@example.com');
    await press('Control+Enter');
    const { state } = await ended(form);
    assert.equal(state, 'success');
    const spoken = form.getByTestId('result').locator('[role=status]').first();
    assert.match(
      await spoken.innerText(),
      /Email address updated\.\s+The server says that it did it; .*\s+Next step: Load the current address/,
    );
    await done('firstUpdate').waitFor();
  });

  it('explains a failure: the server’s words, what they mean, the next step, and the documentation', async () => {
    const { page } = window;
    await tabTo(page, 'the user name', inForm(form, 'userName'));
    await selectAll();
    await page.keyboard.type('ghost');
    await press('Control+Enter');
    await form.getByTestId('result').and(form.locator('[data-kind=userNotFound]')).waitFor();
    const alert = form.getByTestId('result').locator('[role=alert]');
    assert.match(
      await alert.innerText(),
      /User not found\s+infoRouter has no user of this login name\.\s+Next step: Check the spelling/,
    );
    await tabTo(page, 'the documentation', inForm(form, 'offer-openDocumentation'));
    await press('Enter');
    const dialog = page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    assert.match(await dialog.innerText(), /https:\/\/support\.inforouter\.com\/api-docs\/UpdateUserEmail$/);
    await press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('keeps the failure in the tooltip of the profile, in the same words', async () => {
    const item = profileRow(window.page, /^Sandbox: /);
    const spoken = await item.getAttribute('aria-label');
    assert.match(
      spoken ?? '',
      /Last call, UpdateUserEmail at .*: User not found\s+infoRouter has no user of this login name\.\s+Check the spelling/,
    );
  });

  it('shows the exchange, which ends the walkthrough on the sandbox', async () => {
    const { page } = window;
    const { readOutputChannel } = await pages();
    await tabTo(page, 'the output', inForm(form, 'showOutput'));
    await press('Enter');
    assert.match(await readOutputChannel(page, 'infoRouter', { until: 'ghost' }), /UserName=ghost/);
    await done('rawExchange').waitFor();
  });

  it('says that the sandbox has stopped and what is wrong with the setting, which a button opens', async () => {
    const { page } = window;
    await command(page, 'infoRouter: Stop Local Sandbox');
    await form.getByTestId('welcome').waitFor({ state: 'visible' });
    const said = form.getByTestId('notices');
    await said.filter({ hasText: /local sandbox has stopped/ }).waitFor();
    assert.equal(await said.getAttribute('role'), 'status');
    assert.match(await said.innerText(), /Entry 1 of “inforouter\.profiles” is not used\./);
    await command(page, 'infoRouter: Focus on Update User Email View');
    await tabTo(page, 'the button of the setting', inForm(form, 'notice-openProfileSettings'));
    await press('Enter');
    await page.getByRole('tab', { name: /settings\.json/ }).waitFor();
    const { eventually } = await pages();
    const editor = page.locator('.editor-group-container .view-lines').first();
    await eventually('the entry', async () => (await editor.innerText()).includes('ftp://dms'));
  });
});
