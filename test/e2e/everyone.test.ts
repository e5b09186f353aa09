import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import type { Sandbox } from '../../src/sandbox/server';
import { pages } from '../hostModules';
import { FORM_STATES, startStateSandbox, stateProfiles, USER } from './formStates';
import { axe, COLOUR_RULES, heard, listen, misfits, setSideBarWidth, takeThemes, useTheme } from './inspect';
import { choose, openWindow, send, typeInto, valueOf, type Window } from './window';

/** The states whose colours are looked at in every theme: between them they have each that the form has. */
const COLOURFUL = ['hints', 'verified', 'userNotFound', 'protected'];
const hasThemes = (state: string) => process.env['TEST_LONG'] !== undefined || COLOURFUL.includes(state);

describe('The form for everyone, in a browser on the real workbench', () => {
  let sandbox: Sandbox;
  let window: Window;

  before(async () => {
    sandbox = await startStateSandbox();
    window = await openWindow({ 'inforouter.profiles': stateProfiles(sandbox) });
  });
  after(async () => {
    await window.close();
    await sandbox.stop();
  });

  const press = async (...keys: readonly string[]) => {
    for (const key of keys) {
      await window.page.keyboard.press(key);
    }
  };
  const type = (text: string) => window.page.keyboard.insertText(text);
  /** Where the focus is in the form, by test id; empty where it is nowhere. */
  const focused = (form: Frame) =>
    form.evaluate<string>(
      `document.hasFocus() ? (document.activeElement?.closest('[data-testid]')?.dataset.testid ?? '') : ''`,
    );
  const comesTo = async (form: Frame, testId: string) => {
    const { eventually } = await pages();
    await eventually(`the focus on ${testId}`, async () => (await focused(form)) === testId);
  };
  const tabTo = async (form: Frame, testId: string, key: 'Tab' | 'Shift+Tab') => {
    for (let pressed = 0; (await focused(form)) !== testId; pressed++) {
      assert.ok(pressed < 20, `${key} never came to ${testId}`);
      await press(key);
    }
  };
  const resultIs = (form: Frame, mark: string) =>
    form
      .getByTestId('result')
      .and(form.locator(`[data-${mark}]`))
      .waitFor();
  const NEW_ADDRESS = 'keyboard@example.com';

  it('by keyboard alone: sign in, fill in, send, read, load, cancel; each result is said once, and the focus stays', async () => {
    const { answer, quickInput, runCommand } = await pages();
    const { page } = window;
    const form = await window.form();
    await comesTo(form, 'userName');
    await press('Control+Enter');
    for (const testId of ['send', 'loadCurrent']) {
      assert.equal(await form.getByTestId(testId).getAttribute('aria-disabled'), 'true', 'no profile yet');
    }
    assert.equal(await form.getByTestId('result').getAttribute('data-state'), 'idle');
    await tabTo(form, 'notice-selectProfile', 'Shift+Tab');
    await press('Enter');
    await quickInput(page, 'Select infoRouter Profile');
    await press('Enter');
    await form.getByTestId('notice').filter({ hasText: 'Not signed in' }).waitFor();
    await comesTo(form, 'userName');
    await tabTo(form, 'notice-signIn', 'Shift+Tab');
    await press('Enter');
    await answer(page, 'User name at', USER);
    await answer(page, `Password of ${USER}`, USER);
    await form.getByTestId('notice').waitFor({ state: 'detached' });
    await comesTo(form, 'userName');

    await type(USER);
    await press('Tab');
    await type(NEW_ADDRESS);
    await runCommand(page, 'infoRouter: Focus on Update User Email View');
    await comesTo(form, 'newEmailAddress');
    await tabTo(form, 'send', 'Tab');
    await listen(form);
    await press('Enter');
    await resultIs(form, 'state=success');
    assert.equal(await focused(form), 'send');
    const [sending, success, ...more] = await heard(form);
    assert.equal(sending, 'status: Sending the update…');
    assert.match(success ?? '', /^status: Success: Email address updated\. .*Next step: /);
    assert.deepEqual(more, [], 'each is said once');

    await tabTo(form, 'loadCurrent', 'Shift+Tab');
    await listen(form);
    await press('Enter');
    await form.getByTestId('loaded').filter({ hasText: USER }).waitFor();
    assert.equal(await focused(form), 'loadCurrent');
    assert.equal((await heard(form)).length, 2);

    sandbox.setLatency(600_000);
    await tabTo(form, 'send', 'Tab');
    await listen(form);
    await press('Enter');
    await resultIs(form, 'state=running');
    await press('Tab');
    assert.equal(await focused(form), 'cancel');
    await press('Enter');
    await resultIs(form, 'kind=cancelled');
    sandbox.setLatency(0);
    assert.equal(await focused(form), 'send', 'Cancel has gone');
    const said = await heard(form);
    assert.equal(said.length, 2);
    assert.match(said[1] ?? '', /^alert: Failed: .*You stopped the call/);
  });

  it('takes the focus when it is hidden and shown again, has kept what was typed, and tells no result again', async () => {
    const { runCommand, webviewFrame } = await pages();
    const { page } = window;
    await runCommand(page, 'View: Show Explorer');
    await page.locator('.explorer-folders-view').waitFor();
    await runCommand(page, 'infoRouter: Focus on Update User Email View');
    const form = await webviewFrame(page, '[data-testid=send]');
    await resultIs(form, 'kind=cancelled');
    assert.equal(await form.getByTestId('result').getByRole('alert').innerText(), '');
    await comesTo(form, 'userName');
    assert.equal(await valueOf(form, 'userName'), USER);
    await press('Tab');
    assert.equal(await focused(form), 'newEmailAddress');
    assert.equal(await valueOf(form, 'newEmailAddress'), NEW_ADDRESS);
  });

  it('says at the field which value cannot be sent', async () => {
    const form = await window.form();
    await choose(form, 'transport', 'soap11');
    await typeInto(form, 'userName', 'a\u0001');
    await form.getByTestId('problem').filter({ hasText: 'U+0001' }).waitFor();
    const input = form.getByTestId('userName').locator('input');
    assert.equal(await input.getAttribute('aria-invalid'), 'true');
    assert.match((await input.getAttribute('aria-description')) ?? '', /U\+0001/);
    assert.equal(
      await form.getByTestId('newEmailAddress').locator('input').getAttribute('aria-invalid'),
      'false',
    );
    await typeInto(form, 'userName', 'jdoe');
    await form.locator('[data-testid=userName]:not([data-refused])').waitFor();
    await choose(form, 'transport', 'post');
  });

  it('fits into 220 pixels, and axe has nothing to say of it, in every state and four themes', async () => {
    const { page } = window;
    await setSideBarWidth(page, 220);
    const form = await window.form();
    const themes = await takeThemes(page, form);
    assert.ok((await form.evaluate<number>('innerWidth')) <= 220);
    const found: string[] = [];
    for (const { name, reach, leave } of FORM_STATES) {
      await reach(form, sandbox);
      const say = (what: string) => (each: string) => found.push(`${name}, ${what}: ${each}`);
      (await misfits(form)).forEach(say('220 pixels'));
      (await axe(form)).forEach(say('axe'));
      for (const theme of hasThemes(name) ? themes : []) {
        await useTheme(form, theme);
        (await axe(form, COLOUR_RULES)).forEach(say(theme.name));
      }
      if (name === 'running') {
        await stands(form);
      }
      await leave?.(form, sandbox);
    }
    assert.deepEqual(found, []);
  });

  /** That nothing moves where VS Code or the system says so, and only there. */
  async function stands(form: Frame): Promise<void> {
    const moving = () => form.evaluate<number>('document.getAnimations().length');
    const told = (whether: boolean) =>
      form.evaluate(`document.body.classList.toggle('vscode-reduce-motion', ${whether})`);
    assert.equal(await moving(), 0, 'the window of the tests reduces motion');
    await told(false);
    assert.equal(await moving(), 1);
    await window.page.emulateMedia({ reducedMotion: 'reduce' });
    assert.equal(await moving(), 0);
    await window.page.emulateMedia({ reducedMotion: null });
    await told(true);
  }

  it('is usable at a zoom of 200 %', async () => {
    const { page } = window;
    const devTools = await page.context().newCDPSession(page);
    // As a browser zooms a window of 1280 × 900: half as many pixels of CSS, each twice as large.
    const zoomed = { width: 640, height: 450, deviceScaleFactor: 2, mobile: false };
    await devTools.send('Emulation.setDeviceMetricsOverride', zoomed);
    const form = await window.form();
    await choose(form, 'profile', 'Test server');
    await typeInto(form, 'userName', 'jdoe');
    await typeInto(form, 'newEmailAddress', 'zoom@example.com');
    assert.equal(await form.evaluate<number>('devicePixelRatio'), 2);
    assert.equal((await send(form)).state, 'success');
    assert.deepEqual(await misfits(form), []);
    await devTools.send('Emulation.clearDeviceMetricsOverride');
  });
});
