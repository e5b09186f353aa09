import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import type { Sandbox } from '../../src/sandbox/server';
import { FORM_STATES, signInForStates, startStateSandbox, stateProfiles } from './formStates';
import { axe, COLOUR_RULES, misfits, setSideBarWidth, takeThemes, useTheme } from './inspect';
import { choose, openWindow, send, typeInto, type Window } from './window';

describe('The form for everyone, in a browser on the real workbench', () => {
  let sandbox: Sandbox;
  let window: Window;

  before(async () => {
    sandbox = await startStateSandbox();
    window = await openWindow({ 'inforouter.profiles': stateProfiles(sandbox) });
    await signInForStates(window);
  });
  after(async () => {
    await window.close();
    await sandbox.stop();
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
