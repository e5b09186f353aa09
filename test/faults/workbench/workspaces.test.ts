import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { openWindow, type Window } from '../../e2e/window';
import { pages, ROOT } from '../../hostModules';
import { startRawServer, type RawServer } from '../../unit/adapters/rawServer';
import { AGENT, listenForAgents, type Agent, type Agents } from './agent';
import { attacks, writeMaliciousFolder } from './maliciousWorkspace';

/** The user's only profile; nobody knows its host, so that a request for it would reach a proxy and nothing else. */
const MINE = { name: 'Mine', baseUrl: 'http://dms.invalid' };

describe('A malicious workspace that is not trusted, in a browser on the real workbench', () => {
  let server: RawServer;
  let folder: string;
  let agents: Agents;
  let agent: Agent;
  let window: Window;

  before(async () => {
    server = await startRawServer(({ socket }) => socket.end('HTTP/1.1 204 No Content\r\n\r\n'));
    folder = await mkdtemp(path.join(tmpdir(), 'inforouter-malicious-'));
    await writeMaliciousFolder(folder, server.url);
    agents = await listenForAgents();
    const settings = {
      'inforouter.profiles': [MINE],
      // The answer of a user who is asked whether to trust the folder and does not.
      'security.workspace.trust.startupPrompt': 'never',
      'security.workspace.trust.untrustedFiles': 'open',
    };
    const options = { workspace: folder, workspaceTrust: true, extensions: [AGENT], env: agents.env };
    window = await openWindow(settings, options);
    agent = await agents.next();
    await window.form();
  });
  after(async () => {
    await window.close();
    agents.close();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Runs an attack, gives it time, and holds that no server was called and nothing of the user's was changed. */
  async function held(attack: (page: Page) => Promise<unknown>): Promise<void> {
    await attack(window.page);
    await window.page.waitForTimeout(700);
    assert.equal(server.sockets.length, 0, 'nobody was called');
    const found = await agent.run(api => {
      const settings = api.workspace.getConfiguration('inforouter');
      return {
        trusted: api.workspace.isTrusted,
        names: settings.get<{ name: string }[]>('profiles', []).map(({ name }) => name),
        ticketStore: settings.get('ticketStore'),
        format: settings.get('output.format'),
        timeout: settings.get('request.timeoutSeconds'),
        megabytes: settings.get('request.maxResponseMegabytes'),
      };
    }, 0);
    assert.deepEqual(found, {
      ...{ trusted: false, names: ['Mine'], ticketStore: 'auto', format: 'raw', timeout: 30, megabytes: 16 },
    });
  }

  const execute = (command: string, ...args: string[]) =>
    agent.run(
      // Not awaited there: what asks for trust ends when it is answered.
      (api, call) =>
        void api.commands.executeCommand(call.command, ...call.args).then(undefined, () => undefined),
      { command, args },
    );
  const open = (name: string, opener = 'vscode.open', ...more: string[]) =>
    agent.run(
      async (api, call) => {
        await api.commands.executeCommand(call.opener, api.Uri.file(call.file), ...call.more);
      },
      { file: path.join(folder, name), opener, more },
    );

  /** Calls the user's server, as a user does. */
  async function checkMine(): Promise<void> {
    const { notification, pick } = await pages();
    await agent.run(api => api.commands.executeCommand('notifications.clearAll'), 0);
    await execute('inforouter.checkConnection');
    await pick(window.page, 'Which infoRouter profile?', 'Mine');
    await notification(window.page, 'Not signed in');
  }

  /** A question whether to trust the folder must be what stops it. */
  async function refusesTrust(page: Page): Promise<void> {
    const dialog = page.locator('.monaco-dialog-box', { hasText: /trust/i });
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  }

  it('its settings add no profile and change none of ours, and no proxy of its choice sees a request', async () => {
    await held(async () => {
      await checkMine();
      const form = await window.form();
      assert.deepEqual(await optionsOf(form), ['Mine']);
    });
  });

  it('no command takes an argument, with which a link, a task or a keybinding would add a server or call one', () =>
    held(async () => {
      for (const { command, args } of attacks(server.url)) {
        const call = agent.run((api, attack) => api.commands.executeCommand(attack.command, attack.args), {
          command,
          args,
        });
        await assert.rejects(call, /not trusted/, command);
      }
    }));

  it('without an argument a command asks which server it is about, and calls none', () =>
    held(async page => {
      const { quickInput } = await pages();
      for (const command of ['checkConnection', 'signOut', 'signIn', 'setTicket', 'updateUserEmail']) {
        await execute(`inforouter.${command}`);
        await quickInput(page, 'Which infoRouter profile?');
        await page.keyboard.press('Escape');
      }
    }));

  it('its tasks run neither when it is opened nor when they are asked for', async () => {
    await held(async page => {
      await execute('workbench.action.tasks.runTask', 'attack');
      await refusesTrust(page);
    });
  });

  it('its launch configurations do not start', () =>
    held(async page => {
      await execute('workbench.action.debug.start');
      await refusesTrust(page);
    }));

  it('its keybindings are none', () =>
    held(async page => {
      for (const key of ['F6', 'F7', 'F8', 'F9']) {
        await page.keyboard.press(key);
      }
    }));

  it('links in the preview of its README run no command', () =>
    held(async page => {
      const { webviewFrame } = await pages();
      await open('README.md', 'markdown.showPreview');
      const preview = await webviewFrame(page, 'h1:has-text("Read me")');
      const links = preview.getByText(/^attack \d$/);
      assert.equal(await links.count(), 4);
      for (const link of await links.all()) {
        await link.click();
      }
    }));

  it('links in the text of its README run no command', () =>
    held(async page => {
      await open('README.md');
      await page.locator('.monaco-editor .view-line', { hasText: 'attack 0' }).first().waitFor();
      await agent.run(async api => {
        const editor = api.window.activeTextEditor;
        for (const line of [2, 4, 6, 8]) {
          const at = new api.Position(line, 14);
          if (editor !== undefined) {
            editor.selection = new api.Selection(at, at);
          }
          await api.commands.executeCommand('editor.action.openLink');
        }
      }, 0);
    }));

  it('links in a hover that it writes run no command', () =>
    held(async page => {
      await open('data.json');
      await page.locator('.monaco-editor .view-line', { hasText: 'hover' }).first().waitFor();
      await agent.run(async api => {
        const at = new api.Position(2, 5);
        if (api.window.activeTextEditor !== undefined) {
          api.window.activeTextEditor.selection = new api.Selection(at, at);
        }
        await api.commands.executeCommand('editor.action.showHover');
      }, 0);
      const hover = page.locator('.monaco-hover:visible', { hasText: 'attack' }).first();
      await hover.waitFor();
      for (const link of await hover.locator('a').all()) {
        await link.click({ timeout: 2000 }).catch(() => undefined);
      }
      await page.keyboard.press('Escape');
    }));

  it('its tables, pages and notebooks do nothing by being opened, whatever they are called', () =>
    held(async page => {
      for (const name of [
        'users.csv',
        '<img src=x onerror=alert(1)>.csv',
        '$(bug) [attack](command:noop).csv',
        'page.html',
      ]) {
        await open(name);
      }
      await open('book.ipynb', 'vscode.openWith', 'jupyter-notebook');
      await page.locator('.notebook-editor').first().waitFor();
      await page.waitForTimeout(1000);
      for (const frame of page.frames()) {
        for (const link of await frame
          .getByText(/^attack \d$/)
          .all()
          .catch(() => [])) {
          await link.click({ timeout: 1000 }).catch(() => undefined);
        }
      }
    }));

  it('addresses of the editor reach no handler: there is none', async () => {
    await held(() =>
      agent.run(
        api =>
          void api.env.openExternal(
            api.Uri.parse(
              `${api.env.uriScheme}://inforouter-api-tester.inforouter-api-tester/updateUserEmail?x`,
            ),
          ),
        0,
      ),
    );
    for (const file of ['extension.js', 'app.js']) {
      assert.doesNotMatch(await readFile(path.join(ROOT, 'dist', file), 'utf8'), /registerUriHandler/);
    }
  });

  it('a .code-workspace file changes no setting either, and its tasks do not run', async () => {
    await window.reopenOn(path.join(folder, 'evil.code-workspace'));
    agent = await agents.next();
    await held(checkMine);
  });

  it('and all this is no wonder of the test: a proxy of the user’s own is called', async () => {
    await agent.run(
      (api, url) =>
        api.workspace.getConfiguration('http').update('proxy', url, api.ConfigurationTarget.Global),
      server.url,
    );
    const { eventually, pick } = await pages();
    await execute('inforouter.checkConnection');
    await pick(window.page, 'Which infoRouter profile?', 'Mine');
    await eventually('a request at the proxy', () => server.sockets.length > 0);
  });
});

const optionsOf = (form: Frame): Promise<(string | null)[]> =>
  form.evaluate(
    `[...document.querySelectorAll('[data-testid=profile] vscode-option')].map(each => each.value).filter(Boolean)`,
  );
