import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import type { Sandbox } from '../../src/sandbox/server';
import { pages } from '../hostModules';
import { FORM_STATES, signInForStates, startStateSandbox, stateProfiles } from './formStates';
import { axe, COLOUR_RULES, heard, listen, misfits, setSideBarWidth, takeThemes, useTheme } from './inspect';
import { choose, openWindow, send, typeInto, valueOf, type Window } from './window';

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

  const press = (...keys: readonly string[]) =>
    keys.reduce((done, key) => done.then(() => window.page.keyboard.press(key)), Promise.resolve());
  const type = (text: string) => window.page.keyboard.insertText(text);
  /** Where the focus is in the form, by test id; empty where it is nowhere. */
  const focused = (form: Frame) =>
    form.evaluate<string>(
      `document.hasFocus() ? (document.activeElement?.closest('[data-testid]')?.dataset.testid ?? '') : ''`,
    );
  const tabTo = async (form: Frame, testId: string) => {
    for (let steps = 0; steps < 60; steps++) {
      if ((await focused(form)) === testId) {
        return;
      }
      await press('Tab');
    }
    assert.fail(`Tab never came to ${testId}.`);
  };
  const resultIs = (form: Frame, mark: string) =>
    form
      .getByTestId('result')
      .and(form.locator(`[data-${mark}]`))
      .waitFor();
  const answer = async (step: string, text: string) => {
    const { quickInput } = await pages();
    await quickInput(window.page, step);
    await type(text);
    await press('Enter');
  };

  it('is used by keyboard alone: sign in, fill in, load, send, read, cancel, restore', async () => {
    const { eventually, quickInput } = await pages();
    const { page } = window;
    await press('F1');
    await quickInput(page, '');
    await type('infoRouter: Focus on Update User Email View');
    await page
      .locator('.quick-input-widget:visible .monaco-list-row.focused', { hasText: 'Focus on Update' })
      .waitFor();
    await press('Enter');
    const { webviewFrame } = await pages();
    const form = await webviewFrame(page, '[data-testid=send]');
    await form.getByTestId('notice').waitFor();
    await tabTo(form, 'notice-selectProfile');
    await press('Enter');
    await quickInput(page, 'Select infoRouter Profile');
    await press('Enter');
    await form.getByTestId('notice').filter({ hasText: 'Not signed in' }).waitFor();
    await eventually('the focus in the form again', () => focused(form));
    await tabTo(form, 'notice-signIn');
    await press('Enter');
    await answer('User name at', 'jdoe');
    await answer('Password of jdoe', 'jdoe');
    await form.getByTestId('notice').waitFor({ state: 'detached' });
    await eventually('the focus in the form again', () => focused(form));

    await tabTo(form, 'loadCurrent');
    await press('Enter');
    await eventually(
      'the stored address',
      async () => (await valueOf(form, 'newEmailAddress')) === 'jdoe@example.com',
    );
    assert.equal(await focused(form), 'loadCurrent', 'a button that was pressed keeps the focus');
    await press('Shift+Tab', 'End', 'Shift+Home');
    await type('keyboard@example.com');
    await tabTo(form, 'verify');
    await press('Space');

    await listen(form);
    await tabTo(form, 'send');
    await press('Enter');
    await resultIs(form, 'state=success');
    assert.equal(await focused(form), 'send');
    const [start, end, ...more] = await heard(form);
    assert.equal(start, 'status: Sending the update…');
    assert.match(
      end ?? '',
      /^status: Success: Email address updated\. Verified\. .*Before: jdoe@example\.com After: keyboard@/,
    );
    assert.deepEqual(more, [], 'each is said once');

    await tabTo(form, 'responseXml');
    await press('Control+Enter');
    await resultIs(form, 'state=success');
    assert.equal(await focused(form), 'result', 'what has the focus goes away while a call runs');

    sandbox.setLatency(600_000);
    await tabTo(form, 'send');
    await listen(form);
    await press('Enter');
    await resultIs(form, 'state=running');
    assert.equal(await focused(form), 'send');
    await press('Tab');
    assert.equal(await focused(form), 'cancel');
    await press('Enter');
    await resultIs(form, 'kind=cancelled');
    assert.equal(await focused(form), 'send', 'the button has gone');
    sandbox.setLatency(0);
    const said = await heard(form);
    assert.equal(said.length, 2);
    assert.match(said[1] ?? '', /^alert: Failed: The call was cancelled\./);
    await press('Enter');
    await resultIs(form, 'state=success');

    await tabTo(form, 'newEmailAddress');
    await press('End');
    await type('.org');
    await press('Control+Enter');
    await form.getByTestId('offer-restorePrevious').waitFor();
    await tabTo(form, 'offer-restorePrevious');
    await press('Enter');
    await form
      .getByTestId('beforeAfter')
      .filter({ hasText: 'After: keyboard@example.com' })
      .filter({ hasNotText: 'After: keyboard@example.com.org' })
      .waitFor();
    assert.equal(await focused(form), 'result', 'the offer has gone');
  });

  it('keeps what was typed and shown, and takes the focus, when it is hidden and shown again', async () => {
    const { eventually, runCommand, webviewFrame } = await pages();
    const { page } = window;
    await runCommand(page, 'View: Show Explorer');
    await page.locator('.explorer-folders-view').waitFor();
    await runCommand(page, 'infoRouter: Focus on Update User Email View');
    const form = await webviewFrame(page, '[data-testid=send]');
    await resultIs(form, 'state=success');
    await press('Tab');
    assert.notEqual(await eventually('the focus in the form', () => focused(form)), '');
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
    await form.getByTestId('verify').click();
  });

  it('fits into 220 pixels, and axe has nothing to say of it, in every state and four themes', async () => {
    const { page } = window;
    await setSideBarWidth(page, 220);
    await signInForStates(window);
    const form = await window.form();
    const themes = await takeThemes(page, form);
    assert.ok((await form.evaluate<number>('innerWidth')) <= 220);
    const found: string[] = [];
    for (const { name, reach, leave } of FORM_STATES) {
      await reach(form, sandbox);
      const say = (what: string) => (each: string) => found.push(`${name}, ${what}: ${each}`);
      (await misfits(form)).forEach(say('220 pixels'));
      (await axe(form)).forEach(say('axe'));
      for (const theme of themes) {
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
