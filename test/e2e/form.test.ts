import assert from 'node:assert/strict';
import { TRANSPORTS } from '../../src/api/outcome';
import { startSandbox, type Sandbox } from '../../src/sandbox/server';
import { pages } from '../hostModules';
import { heard, listen } from './inspect';
import {
  choose,
  ended,
  openWindow,
  send,
  signIn,
  START_LINES,
  typeInto,
  valueOf,
  type Window,
  profileRow,
} from './window';

describe('The form, in a browser on the real workbench', () => {
  let window: Window;
  /** The server of the other profile. */
  let production: Sandbox;

  before(async () => {
    production = await startSandbox();
    const { baseUrl } = production;
    const prod = { name: 'Prod', baseUrl, protected: true, allowUntrustedCertificate: true };
    window = await openWindow({ 'inforouter.profiles': [prod] });
    const { runCommand, webviewFrame } = await pages();
    await runCommand(window.page, 'infoRouter: Start Local Sandbox');
    const form = await window.form();
    await form.getByTestId('profile').and(form.locator('[current-value=Sandbox]')).waitFor();
    await webviewFrame(window.page, '[data-testid=send]');
  });
  after(async () => {
    await window.close();
    await production.stop();
  });

  it('offers the sandbox, signed in, and its user name, prefilled', async () => {
    const form = await window.form();
    assert.match(
      await form.getByTestId('profileStatus').innerText(),
      /signed in as admin · valid until [^·]+ · OS keychain/,
    );
    assert.equal(await valueOf(form, 'userName'), 'admin');
  });

  it('loads the current address', async () => {
    const form = await window.form();
    await typeInto(form, 'userName', 'jdoe');
    await form.getByTestId('loadCurrent').click();
    await form.getByTestId('loaded').filter({ visible: true }).waitFor();
    assert.match(await valueOf(form, 'newEmailAddress'), /^.+@.+$/);
  });

  for (const transport of TRANSPORTS) {
    it(`updates an address by ${transport}, from typing to result`, async () => {
      const form = await window.form();
      const address = `${transport}+ü&"<@example.com`.replace(
        /[<&]/g,
        transport.startsWith('soap') ? '$&' : '',
      );
      await typeInto(form, 'userName', 'jdoe');
      await typeInto(form, 'newEmailAddress', address);
      await choose(form, 'transport', transport);
      const preview = form.getByTestId('requestPreview');
      await preview.filter({ hasText: transport === 'get' ? 'GET ' : 'POST ' }).waitFor();
      await window.page.waitForTimeout(300);
      assert.match(await preview.innerText(), START_LINES[transport]);
      const hint = await form.getByTestId('transportHint').innerText();
      assert.match(hint, transport === 'get' ? /ticket stands in the address/ : /^$/);

      const { state, text } = await send(form);
      assert.equal(state, 'success', text);
      assert.match(text, /HTTP 200 OK · [\d.]+ ms/);
      assert.match(await form.getByTestId('responseXml').innerText(), /<response success="true" error=""/);

      await typeInto(form, 'newEmailAddress', '');
      await form.getByTestId('loadCurrent').click();
      const { eventually } = await pages();
      const stored = await eventually('the stored address', () => valueOf(form, 'newEmailAddress'));
      assert.equal(stored, address, 'what is stored is what was typed');
    });
  }

  it('shows every exchange in the output channel, the tickets masked', async () => {
    const { readOutputChannel } = await pages();
    const output = await readOutputChannel(window.page, 'infoRouter', { until: 'GetUser · SOAP 1.2' });
    for (const transport of TRANSPORTS) {
      assert.match(output, START_LINES[transport]);
    }
    assert.match(output, /^HTTP\/1\.1 200 OK$/m);
    assert.match(output, /^<response success="true" error="" \/>$/m);
    assert.match(output, /<tns:AuthenticationTicket>•{8}<\/tns:AuthenticationTicket>/);
    assert.match(output, /^UID=admin&PWD=•{8}$/m);
    assert.doesNotMatch(output, /[0-9a-f]{8}-[0-9a-f]{4}-/i, 'a ticket is a GUID');
  });

  it('names each failure, with its code and a remedy', async () => {
    const form = await window.form();
    await choose(form, 'transport', 'post');
    await typeInto(form, 'newEmailAddress', 'x@example.com');

    await typeInto(form, 'userName', 'ghost');
    const notFound = await send(form);
    assert.deepEqual([notFound.state, notFound.kind], ['failure', 'userNotFound']);
    assert.match(notFound.text, /User not found[^]*Check the spelling/);

    await choose(form, 'ticket', 'none');
    const none = await send(form);
    assert.equal(none.kind, 'authenticationFailed');
    assert.match(none.text, /900/);

    await choose(form, 'ticket', 'other');
    await typeInto(form, 'otherTicket', 'not-a-ticket-at-all');
    const other = await send(form);
    assert.equal(other.kind, 'sessionExpired');
    assert.match(other.text, /901/);
    const { readOutputChannel } = await pages();
    const output = await readOutputChannel(window.page, 'infoRouter', { until: '[901]' });
    assert.ok(!output.includes('not-a-ticket-at-all'));
    await choose(await window.form(), 'ticket', 'stored');
  });

  it('sends with Ctrl+Enter from any field, and once however long that is held', async () => {
    const form = await window.form();
    await typeInto(form, 'userName', 'asmith');
    await typeInto(form, 'newEmailAddress', 'keyboard@example.com');
    await listen(form);
    await form.getByTestId('newEmailAddress').locator('input').focus();
    const { keyboard } = window.page;
    await keyboard.down('Control');
    await keyboard.down('Enter');
    await form.getByTestId('result').and(form.locator('[data-state=success]')).waitFor();
    // A key that is down already repeats.
    await keyboard.down('Enter');
    await keyboard.up('Enter');
    await keyboard.up('Control');
    await window.page.waitForTimeout(300);
    assert.equal((await heard(form)).length, 2, 'what was begun, and how it ended');
  });

  it('cancels a call that runs', async () => {
    const { pick, runCommand } = await pages();
    await runCommand(window.page, 'infoRouter: Set Sandbox Fault…');
    await pick(window.page, 'How should the sandbox behave?', 'Answer after 5 seconds');
    const form = await window.form();
    await form.getByTestId('send').click();
    await form.getByTestId('result').and(form.locator('[data-state=running]')).waitFor();
    await form.getByTestId('cancel').click();
    const { state, kind } = await ended(form);
    assert.deepEqual([state, kind], ['failure', 'cancelled']);
  });

  it('keeps, while it is hidden, the answer for when it is shown', async () => {
    const { runCommand, webviewFrame } = await pages();
    const { page } = window;
    await (await window.form()).getByTestId('loadCurrent').click();
    await runCommand(page, 'View: Show Explorer');
    await page.locator('.explorer-folders-view').waitFor();
    await page.waitForTimeout(6000);
    await runCommand(page, 'infoRouter: Focus on Update User Email View');
    const form = await webviewFrame(page, '[data-testid=send]');
    await form.getByTestId('loaded').filter({ hasText: 'asmith' }).waitFor();
    assert.equal((await ended(form)).kind, 'cancelled', 'what stood there before');
  });

  it('cancels the question of a protected server while that is asked for the address, as the palette does', async () => {
    const { answer, eventually, notifications, pick, pressNotification, runCommand } = await pages();
    const { page } = window;
    const dialog = page.locator('.monaco-dialog-box');
    const asking = 'Asking for the stored address…';
    const form = await window.form();
    await choose(form, 'profile', 'Prod');
    await form.getByTestId('protectedBadge').waitFor();
    await signIn(page, 'jdoe');
    production.setLatency(600_000);
    await form.getByTestId('send').click();
    await form.getByTestId('result').and(form.locator('[data-state=running]')).waitFor();
    await form.getByTestId('cancel').click();
    assert.equal((await ended(form)).kind, 'cancelled', 'what stood there before');
    assert.equal(await dialog.count(), 0);

    await runCommand(page, 'infoRouter: Update User Email…');
    await answer(page, 'Login name', 'jdoe');
    await answer(page, 'New email address', 'x@example.com');
    await pick(page, 'How should calls travel?', 'HTTP POST');
    await eventually('the progress', async () =>
      (await notifications(page)).some(({ message }) => message.includes(asking)),
    );
    await pressNotification(page, asking, 'Cancel');
    await eventually('the end of the progress', async () =>
      (await notifications(page)).every(({ message }) => !message.includes(asking)),
    );
    assert.equal(await dialog.count(), 0);
    production.setLatency(0);
  });

  it('takes a ticket that was typed for a call to one server to no other', async () => {
    const form = await window.form();
    await choose(form, 'ticket', 'other');
    await typeInto(form, 'otherTicket', 'for-this-server');
    await choose(form, 'profile', 'Sandbox');
    await form.getByTestId('protectedBadge').waitFor({ state: 'detached' });
    assert.equal(await form.getByTestId('ticket').getAttribute('current-value'), 'stored');
    assert.equal(await valueOf(form, 'otherTicket'), '');
  });

  it('offers beside a result what helps at its server, whichever is selected by then', async () => {
    const { quickInput } = await pages();
    const form = await window.form();
    await choose(form, 'profile', 'Prod');
    await form.getByTestId('protectedBadge').waitFor();
    production.setFault('connectionReset');
    await form.getByTestId('loadCurrent').click();
    await form.getByTestId('facts').filter({ hasText: '· Prod' }).waitFor();
    await choose(form, 'profile', 'Sandbox');
    await form.getByTestId('protectedBadge').waitFor({ state: 'detached' });
    await form.getByTestId('offer-editProfile').click();
    assert.match((await quickInput(window.page, '')).title, /“Prod”/);
    await window.page.keyboard.press('Escape');
  });

  it('says of a profile that takes any certificate that TLS is not verified, as the tree does', async () => {
    const form = await window.form();
    await choose(form, 'profile', 'Prod');
    await form.getByTestId('untrustedBadge').filter({ hasText: 'TLS not verified' }).waitFor();
    await profileRow(window.page, /^Prod: .*TLS not verified/).waitFor();
    await choose(form, 'profile', 'Sandbox');
    await form.getByTestId('untrustedBadge').waitFor({ state: 'detached' });
  });
});
