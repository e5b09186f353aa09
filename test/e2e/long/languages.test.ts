import assert from 'node:assert/strict';
import { openIn, pseudoExtension, unbracketed, type ForeignWindow } from '../languages';

/** VS Code in German, and for German a bundle that says each English text in brackets: what has none was left out. */
describe('The form in another language, in a browser on the real workbench', () => {
  let window: ForeignWindow;
  let extension: Awaited<ReturnType<typeof pseudoExtension>>;

  before(async () => {
    extension = await pseudoExtension('de');
    window = await openIn('de', extension.folder);
  });
  after(async () => {
    await window.close();
    await extension.remove();
  });

  it('says everything in that language, from the welcome to a result', async () => {
    const form = await window.form();
    assert.equal(await form.locator('html').getAttribute('lang'), 'de');
    assert.match(await form.locator('main').innerText(), /⟦/);
    assert.deepEqual(await unbracketed(form), [], 'welcome');
    await form.getByText('⟦Start Local Sandbox⟧').click();
    await form.getByTestId('send').waitFor();
    await form.getByTestId('profileStatus').filter({ hasText: '⟦signed in as admin⟧' }).waitFor();
    await form.getByTestId('verify').click();
    assert.deepEqual(await unbracketed(form), [], 'the empty form');
    for (const [name, address] of [
      ['jdoe', 'new@example.com'],
      ['nobody ', 'no-address'],
    ] as const) {
      await form.getByTestId('userName').locator('input').fill(name);
      await form.getByTestId('newEmailAddress').locator('input').fill(address);
      await form.getByTestId('send').click();
      const state = name === 'jdoe' ? 'success' : 'failure';
      await form.locator(`[data-testid=result][data-state=${state}]`).waitFor();
      assert.deepEqual(await unbracketed(form), [], state);
    }
  });

  it('has the titles of its views and the items of its trees in it too', async () => {
    const sidebar = window.page.locator('.part.sidebar');
    const titles = (await sidebar.locator('.pane-header .title').allInnerTexts()).map(text =>
      text.toLowerCase(),
    );
    assert.ok(titles.includes('⟦profiles⟧') && titles.includes('⟦history⟧'), titles.join(', '));
    const rows = (await sidebar.locator('.monaco-list-row').allInnerTexts()).join('\n');
    assert.match(rows, /⟦signed in as admin⟧/);
    assert.match(rows, /⟦today · \d+⟧/);
    const spoken = await window.page
      .locator('.statusbar-item[aria-label*="Sandbox"]')
      .first()
      .getAttribute('aria-label');
    assert.match(spoken ?? '', /⟦not marked as production⟧/);
  });
});
