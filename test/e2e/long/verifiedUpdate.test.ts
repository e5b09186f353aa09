import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { startSandbox, type Sandbox } from '../../../src/sandbox/server';
import { pages } from '../../hostModules';
import { ended, openWindow, send, signIn, typeInto, type Window, profileRow } from '../window';

describe('A verified update and the comparison of transports, in a browser on the real workbench', () => {
  let sandbox: Sandbox;
  let window: Window;

  before(async () => {
    sandbox = await startSandbox();
    const profile = { name: 'Test server', baseUrl: sandbox.baseUrl, userName: 'jdoe' };
    const production = { ...profile, name: 'Production', protected: true };
    window = await openWindow({ 'inforouter.profiles': [profile, production] });
    await signInAt('Test server');
  });
  after(async () => {
    await window.close();
    await sandbox.stop();
  });

  const signInAt = async (profile: string) => {
    const { pick, runCommand } = await pages();
    const { page } = window;
    await runCommand(page, 'infoRouter: Select Profile…');
    await pick(page, 'Select infoRouter Profile', profile);
    await runCommand(page, 'Notifications: Clear All Notifications');
    await signIn(page, 'jdoe');
  };

  /** What the form says of a verification, once it says it of this address. */
  const verified = async (form: Frame, after: string) => {
    const part = form.getByTestId('verification').filter({ hasText: `After: ${after}` });
    await part.waitFor();
    return { verdict: await part.getAttribute('data-verdict'), text: await part.innerText() };
  };
  const offered = (form: Frame) => form.getByTestId('offer-restorePrevious').count();

  /** The rendered comparison, once it has the text. */
  const comparison = async (text: string) => {
    const { eventually, webviewFrame } = await pages();
    return eventually(`a comparison with “${text}”`, async () => {
      const frame = await webviewFrame(window.page, 'table', 2000).catch(() => undefined);
      const body = await frame
        ?.locator('body')
        .innerText()
        .catch(() => '');
      return body?.includes(text) === true ? body : undefined;
    });
  };

  it('by mouse: shows before → after, puts the address back, and knows a no-op', async () => {
    const form = await window.form();
    await typeInto(form, 'newEmailAddress', 'mouse@example.com');
    await form.getByTestId('verify').click();
    assert.equal((await send(form)).state, 'success');
    const done = await verified(form, 'mouse@example.com');
    assert.equal(done.verdict, 'passed');
    assert.match(done.text, /Verified\. What was sent is stored\.\s+Before: jdoe@example\.com/);
    assert.equal(
      await form.locator('[role=status] [data-testid=verification]').count(),
      1,
      'it is announced',
    );

    await form.getByTestId('offer-restorePrevious').click();
    const back = await verified(form, 'jdoe@example.com');
    assert.match(back.text, /Before: mouse@example\.com/);
    assert.equal(await offered(form), 1, 'and that can be undone, too');

    await typeInto(form, 'newEmailAddress', 'jdoe@example.com');
    await send(form);
    const { eventually } = await pages();
    await eventually(
      'a no-op',
      async () => (await verified(form, 'jdoe@example.com')).verdict === 'unchanged',
    );
    assert.match((await ended(form)).text, /Email address unchanged\.[^]*nothing has changed/);
    assert.equal(await offered(form), 0);
  });

  it('keeps the box ticked when the form is built anew', async () => {
    const { page } = window;
    await page
      .getByRole('tab', { name: /^Explorer/ })
      .first()
      .click();
    await page.locator('.explorer-folders-view').waitFor();
    const form = await window.form();
    await form.locator('[data-testid=verify][aria-checked=true]').waitFor();
    assert.equal(
      (await verified(form, 'jdoe@example.com')).verdict,
      'unchanged',
      'the result is there again',
    );
  });

  it('by mouse: compares the transports from the form, and the tree’s menu has it', async () => {
    const form = await window.form();
    await form.getByTestId('compareTransports').click();
    const text = await comparison('All four transports agree.');
    for (const label of ['HTTP GET', 'HTTP POST', 'SOAP 1.1', 'SOAP 1.2']) {
      assert.match(text, new RegExp(`${label.replace('.', '\\.')}\\s+✓ success\\s+200\\s+[\\d.]+ ms\\s+A`));
    }
    const { page } = window;
    await profileRow(page, /^Test server/).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Compare Transports…' }).waitFor();
    await page.keyboard.press('Escape');
  });

  it('shows the contract tests in the Test Explorer: a failure as a diff, with a link to its exchange', async () => {
    sandbox.setFault('getDisabled');
    const { page } = window;
    const { answer, notification, runCommand } = await pages();
    await runCommand(page, 'infoRouter: Run Contract Tests…');
    await answer(page, 'Login name of a throwaway user', 'jdoe');
    await answer(page, 'Ticket of a second user', '');
    await notification(page, 'The contract tests: 26 passed, 9 failed, 4 skipped.');
    sandbox.setFault('none');

    await runCommand(page, 'Testing: Focus on Test Explorer View');
    const explorer = page.getByRole('tree', { name: 'Test Explorer' });
    await explorer.getByRole('treeitem', { name: /^Test server \(Failed\)/ }).waitFor();
    const added = explorer.getByRole('treeitem', { name: /^Sandbox/ });
    await runCommand(page, 'infoRouter: Start Local Sandbox');
    await added.waitFor();
    await runCommand(page, 'infoRouter: Stop Local Sandbox');
    await added.waitFor({ state: 'detached' });
    await runCommand(page, 'Test Results: Focus on Test Results View');
    const message = (name: RegExp) => page.getByRole('treeitem', { name }).first();
    await message(/^Expected success; there was no answer .+ “jdoe@example\.com” is stored\.$/).click();
    const diff = page.locator('.monaco-diff-editor').last();
    await diff.getByText('GetUser afterwards: jdoe@example.com').waitFor();
    await diff.getByText('<response error="" success="true" />').waitFor();
    await message(/^Open the Exchange/).click();
    const links = page.locator('.test-output-peek-message-container a');
    await links.first().waitFor();
    assert.deepEqual(await links.allTextContents(), ['Open the Exchange'], 'no text of a server is a link');
    await links.first().click();
    await page.getByRole('tab', { name: /^UpdateUserEmail HTTP GET/ }).waitFor();
    await page.locator('.view-line', { hasText: /^GET.+authenticationTicket=•{8}&UserName=jdoe/ }).waitFor();
  });

  it('offers the spelling of the WSDL for the profile, and with it all agree', async () => {
    sandbox.setFault('lowerCaseTicketElement');
    const { notification, pressNotification } = await pages();
    const form = await window.form();
    await form.getByTestId('compareTransports').click();
    const text = await comparison('The transports do not agree.');
    assert.match(
      text,
      /SOAP 1\.1 and SOAP 1\.2 did not take the ticket: the WSDL spells its element “authenticationTicket”/,
    );
    const offer = 'spells the ticket “authenticationTicket” in SOAP';
    await notification(window.page, offer);
    await pressNotification(window.page, offer, 'Use It in This Profile');
    await form.getByTestId('transport').click();
    await form.getByTestId('transport').locator('vscode-option[value=soap11]').click();
    await form.getByTestId('requestPreview').filter({ hasText: '<tns:authenticationTicket>' }).waitFor();
    await form.getByTestId('compareTransports').click();
    await comparison('All four transports agree.');
    const { readOutputChannel } = await pages();
    const output = await readOutputChannel(window.page, 'infoRouter', { until: 'WSDL' });
    assert.match(output, /^GET \/srv\.asmx\?WSDL HTTP\/1\.1$/m);
    assert.match(output, /<tns:authenticationTicket>•{8}<\/tns:authenticationTicket>/);
    assert.doesNotMatch(output, /[0-9a-f]{8}-[0-9a-f]{4}-/i, 'a ticket is a GUID');
  });

  describe('by keyboard alone', () => {
    const type = async (text: string) => {
      await window.page.keyboard.insertText(text);
      await window.page.keyboard.press('Enter');
    };
    /** Runs a command from the palette without a click. */
    const command = async (title: string) => {
      const { quickInput } = await pages();
      await window.page.keyboard.press('F1');
      await quickInput(window.page, '');
      await window.page.keyboard.insertText(title);
      const { page } = window;
      await page
        .locator('.quick-input-widget:visible .monaco-list-row.focused', { hasText: title })
        .waitFor();
      await page.keyboard.press('Enter');
    };
    /** Tabs on until an element of the form has the focus. */
    const tabTo = async (form: Frame, testId: string) => {
      for (let steps = 0; steps < 60; steps++) {
        const there = await form.locator(`[data-testid="${testId}"]:focus-within`).count();
        if (there > 0) {
          return;
        }
        await window.page.keyboard.press('Tab');
      }
      assert.fail(`Tab never came to ${testId}.`);
    };

    it('updates, verifies and restores in the form', async () => {
      const { page } = window;
      const form = await window.form();
      await command('infoRouter: Focus on Update User Email View');
      await tabTo(form, 'newEmailAddress');
      // Not Ctrl+A, which VS Code takes from the form and carries out a moment later.
      await page.keyboard.press('End');
      await page.keyboard.press('Shift+Home');
      await page.keyboard.insertText('keys@example.com');
      await tabTo(form, 'verify');
      await page.keyboard.press('Space');
      const checked = (state: string) =>
        form
          .getByTestId('verify')
          .and(form.locator(`[aria-checked=${state}]`))
          .waitFor();
      await checked('false');
      await page.keyboard.press('Space');
      await checked('true');
      await page.keyboard.press('Control+Enter');
      assert.equal((await verified(form, 'keys@example.com')).verdict, 'passed');
      await tabTo(form, 'offer-restorePrevious');
      await page.keyboard.press('Enter');
      assert.equal((await verified(form, 'jdoe@example.com')).verdict, 'passed');
    });

    it('updates, verifies and restores from the palette', async () => {
      const { notification, quickInput } = await pages();
      const { page } = window;
      await command('infoRouter: Update User Email…');
      await quickInput(page, 'Login name');
      await page.keyboard.press('Enter');
      await quickInput(page, 'New email address');
      await type('palette@example.com');
      await quickInput(page, 'How should calls travel?');
      await page.keyboard.insertText('SOAP 1.2, ver');
      await page
        .locator('.quick-input-widget:visible .monaco-list-row.focused', { hasText: 'verified' })
        .waitFor();
      await page.keyboard.press('Enter');
      const done = await notification(page, '“jdoe@example.com” → “palette@example.com”');
      assert.match(done.message, /What was sent is stored\./);
      assert.deepEqual(done.buttons, ['Restore Previous Address', 'Show Output']);

      await command('infoRouter: Restore Previous Address…');
      const list = await quickInput(page, 'Restore Which Previous Address?');
      assert.equal(list.items[0], 'jdoe@example.com');
      await page.keyboard.press('Enter');
      await notification(page, '“palette@example.com” → “jdoe@example.com”');
    });

    it('compares from the palette', async () => {
      const { quickInput } = await pages();
      sandbox.setFault('postDisabled');
      await command('infoRouter: Compare Transports…');
      assert.equal((await quickInput(window.page, 'Login name')).value, 'jdoe');
      await window.page.keyboard.press('Enter');
      assert.match(await comparison('HTTP POST is disabled on the server'), /The transports do not agree/);
    });
  });

  describe('on a protected server', () => {
    it('asks, with the addresses, before an update, its undoing and a comparison', async () => {
      const { eventually, webviewFrame } = await pages();
      const { page } = window;
      sandbox.setFault('none');
      await signInAt('Production');
      const dialog = page.locator('.monaco-dialog-box');
      const asked = async (words: RegExp, button: string) => {
        await dialog.waitFor();
        assert.match(await dialog.innerText(), words);
        await dialog.getByRole('button', { name: button, exact: true }).click();
        await dialog.waitFor({ state: 'detached' });
      };
      const form = await window.form();
      await form.getByTestId('protectedBadge').waitFor();
      await typeInto(form, 'newEmailAddress', 'production@example.com');
      await form.getByTestId('send').click();
      await asked(/“jdoe” from “jdoe@example\.com” to “production@example\.com”/, 'Update');
      assert.equal((await verified(form, 'production@example.com')).verdict, 'passed');
      await form.getByTestId('offer-restorePrevious').click();
      await asked(/from “production@example\.com” to “jdoe@example\.com”/, 'Cancel');
      assert.match((await verified(form, 'production@example.com')).text, /Before: jdoe/, 'nothing was sent');
      await form.getByTestId('offer-restorePrevious').click();
      await asked(/from “production@example\.com” to “jdoe@example\.com”/, 'Update');
      await verified(form, 'jdoe@example.com');
      await form.getByTestId('compareTransports').click();
      await asked(
        /Send “jdoe@example\.com”, which is stored now, as the email address of “jdoe” four times/,
        'Compare',
      );
      await eventually('the comparison', async () => {
        const frame = await webviewFrame(page, 'table', 2000).catch(() => undefined);
        const title = await frame
          ?.locator('h1')
          .innerText()
          .catch(() => '');
        return title === 'jdoe at Production';
      });
    });
  });
});
