import assert from 'node:assert/strict';
import { pages } from '../../hostModules';
import { choose, openWindow, typeInto, valueOf, type Window } from '../window';

const PROFILE = { name: 'Closed port', baseUrl: 'http://127.0.0.1:9', transport: 'post' };

describe('What was typed into the form', () => {
  let window: Window;

  before(async () => {
    window = await openWindow({ 'inforouter.profiles': [PROFILE] });
    const form = await window.form();
    await choose(form, 'profile', PROFILE.name);
    await form.getByTestId('baseUrl').filter({ hasText: PROFILE.baseUrl }).waitFor();
    await typeInto(form, 'userName', 'Jürgen “J” Müller');
    await typeInto(form, 'newEmailAddress', 'half.typed@exam');
    await choose(form, 'transport', 'soap12');
    // As long as a person takes to reach for the mouse; the draft is on disk by then.
    await window.page.waitForTimeout(1000);
  });
  after(() => window.close());

  const whole = async () => {
    const { eventually } = await pages();
    const form = await window.form();
    await eventually('the draft in the form', async () => (await valueOf(form, 'newEmailAddress')) !== '');
    assert.equal(await valueOf(form, 'userName'), 'Jürgen “J” Müller');
    assert.equal(await valueOf(form, 'newEmailAddress'), 'half.typed@exam');
    assert.equal(await form.getByTestId('transport').getAttribute('current-value'), 'soap12');
  };

  it('is there after another view was shown', async () => {
    await window.page
      .getByRole('tab', { name: /^Explorer/ })
      .first()
      .click();
    await window.page.locator('.explorer-folders-view').waitFor();
    await whole();
  });

  it('is there after the window was reloaded', async () => {
    await window.page.reload();
    const { eventually } = await pages();
    await eventually('the workbench', () => window.page.locator('.activitybar').count());
    await window.page.waitForTimeout(2000);
    await whole();
  });
});
