import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { openWindow, type Window } from '../../e2e/window';
import { pages } from '../../hostModules';
import { AGENT, listenForAgents, type Agent, type Agents } from './agent';
import { HOSTILE, LINK, startHostileServer, type HostileServer } from './hostile';

/** A name that a list or the status bar would make an icon of, a link, and a turn of what follows. */
const NAME = '$(bug) [go](command:noop) \u202Eprod';
const SHOWN_NAME = '$\u200B(bug) [go]\u200B(command:noop) \uFFFDprod';

describe('Hostile text in lists, notifications and the output, in a browser on the real workbench', () => {
  let server: HostileServer;
  let agents: Agents;
  let agent: Agent;
  let window: Window;

  before(async () => {
    server = await startHostileServer();
    agents = await listenForAgents();
    const profile = { name: NAME, baseUrl: `${server.url}/$(bug)[go](command:noop)`, userName: LINK };
    window = await openWindow(
      { 'inforouter.profiles': [{ ...profile, protected: true }] },
      { extensions: [AGENT], env: agents.env },
    );
    agent = await agents.next();
  });
  after(async () => {
    await window.close();
    agents.close();
    await server.close();
  });

  /** Starts a command as a person does; what it asks is answered in the page. */
  const start = (command: string) =>
    agent.run((api, id) => void api.commands.executeCommand(id), `inforouter.${command}`);

  for (const what of [
    'links and icons',
    'turned directions',
    'markup',
    'line ends',
    'a million characters',
  ]) {
    it(`${what}: a server’s words in a notification are words, and ours stand behind them`, async () => {
      const { notification } = await pages();
      const { page } = window;
      Object.assign(server, { says: HOSTILE[what], by: 'answer' });
      await agent.call('signIn', { profile: NAME, userName: 'jdoe', password: 'secret' });
      await agent.run(api => api.commands.executeCommand('notifications.clearAll'), 0);
      await start('checkConnection');
      const { message } = await notification(page, 'The ticket is valid');
      assert.doesNotMatch(message, /\p{Bidi_Control}|\](?=\(command)/u);
      const shown = page.locator('.notification-list-item-message:visible');
      assert.equal(await shown.locator('a, img, svg, .codicon').count(), 0, await shown.first().innerHTML());
    });
  }

  it('a server’s failure cuts no remedy off and has no link in it', async () => {
    const { answer, notification } = await pages();
    const { page } = window;
    Object.assign(server, { says: `${LINK} ${HOSTILE['a million characters'] ?? ''}`, by: 'answer' });
    // In the way of a sign-in that the server denies.
    server.fails = true;
    await agent.run(api => api.commands.executeCommand('notifications.clearAll'), 0);
    await start('signIn');
    await answer(page, 'User name at', LINK);
    assert.equal(await page.locator('.quick-input-widget:visible .quick-input-message a').count(), 0);
    await answer(page, 'Password of', 'secret');
    // By the remedy: the server’s words stand in the progress of the sign-in, too.
    const { message } = await notification(page, 'Read the server’s message');
    server.fails = false;
    assert.ok(message.length <= 1000, `${message.length} characters`);
    assert.match(message, /…/);
    assert.doesNotMatch(message, /…$/, 'a remedy follows');
    assert.equal(await page.locator('.notification-list-item-message:visible a').count(), 0);
  });

  it('a stored address neither hides nor turns the question before an update', async () => {
    const { answer, pick } = await pages();
    const { page } = window;
    Object.assign(server, { says: HOSTILE['turned directions'], by: 'answer' });
    await start('updateUserEmail');
    await answer(page, 'Login name', 'jdoe');
    await answer(page, 'New email address', 'new@example.com');
    await pick(page, 'How should calls travel?', 'HTTP POST');
    const dialog = page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    const question = await dialog.innerText();
    assert.match(question, /from “abc [^”]+” to “new@example\.com”\?/);
    assert.doesNotMatch(question, /\p{Bidi_Control}/u);
    const before = server.requests.length;
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    assert.equal(server.requests.length, before);
  });

  it('a profile’s name and address make no icon and no link', async () => {
    const { page } = window;
    await agent.call('selectProfile', { profile: NAME });
    await start('selectProfile');
    const rows = page.locator('.quick-input-widget:visible .monaco-list-row');
    await rows.first().waitFor();
    await bare(rows.locator('.monaco-icon-label-container').first(), SHOWN_NAME);
    await page.keyboard.press('Escape');

    const item = page.locator('.statusbar-item', { hasText: 'prod' });
    assert.equal(await item.locator('.codicon').count(), 1, 'the shield of a protected profile');
    assert.match(await item.innerText(), /\uFFFDprod/);

    await window.form();
    const node = page.getByRole('treeitem', { name: /prod/ });
    await bare(node.locator('.monaco-icon-label-container').first(), SHOWN_NAME);
  });

  it('shows control characters and turns of direction in the output as they came', async () => {
    const { readOutputChannel } = await pages();
    const words = `${HOSTILE['control characters'] ?? ''} ${HOSTILE['turned directions'] ?? ''}`;
    Object.assign(server, { says: words, by: 'status' });
    await agent.call('checkConnection', { profile: NAME });
    const output = await readOutputChannel(window.page, 'infoRouter', { until: '</body>' });
    assert.ok(output.includes('\u001B[31mred'), 'an escape sequence is text');
    assert.ok(output.includes('\u202Edef'));
  });
});

async function bare(label: Locator, text: string): Promise<void> {
  assert.ok((await label.innerText()).replaceAll('\u00A0', ' ').includes(text), await label.innerHTML());
  assert.equal(await label.locator('.codicon, a[href]').count(), 0, await label.innerHTML());
}
