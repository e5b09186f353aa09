import { pages } from '../../hostModules';
import { choose, demandDraft, openWindow, typeDraft, type Window } from '../window';

const PROFILE = { name: 'Closed port', baseUrl: 'http://127.0.0.1:9', transport: 'post' };

describe('What was typed into the form', () => {
  let window: Window;

  before(async () => {
    window = await openWindow({ 'inforouter.profiles': [PROFILE] });
    const form = await window.form();
    await choose(form, 'profile', PROFILE.name);
    await form.getByTestId('baseUrl').filter({ hasText: PROFILE.baseUrl }).waitFor();
    await typeDraft(window, form);
  });
  after(() => window.close());

  it('is there after another view was shown', async () => {
    await window.page
      .getByRole('tab', { name: /^Explorer/ })
      .first()
      .click();
    await window.page.locator('.explorer-folders-view').waitFor();
    await demandDraft(window);
  });

  it('is there after the window was reloaded', async () => {
    await window.page.reload();
    const { eventually } = await pages();
    await eventually('the workbench', () => window.page.locator('.activitybar').count());
    await window.page.waitForTimeout(2000);
    await demandDraft(window);
  });
});
