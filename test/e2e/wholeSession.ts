import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Transport } from '../../src/api/outcome';
import { MASK } from '../../src/api/redact';
import { startSandbox, type Sandbox } from '../../src/sandbox/server';
import { pages } from '../hostModules';
import { choose, openWindow, send, typeInto, type Window } from './window';

/** Texts that occur nowhere by chance. */
const TICKETS = ['7e57a11c-0000-4000-8000-5ec2e7710001', '7e57a11c-0000-4000-8000-5ec2e7710002'];
const PASSWORD = 'pa55 w0rd+ü&7e57a11c';
const OTHER_TICKET = 'other-7e57a11c-ticket';
const SECRETS = [...TICKETS, PASSWORD, OTHER_TICKET];

/** Where the ticket is kept, and what of the environment and the settings leads there. */
export interface WholeSession {
  readonly store: string;
  readonly setting: 'auto' | 'keychain';
  readonly env: NodeJS.ProcessEnv;
  readonly transports: readonly Transport[];
}

/** A whole session in a window of its own, and a search through every file that it has left. */
export function describeWholeSession({ store, setting, env, transports }: WholeSession): void {
  describe(`Everything that is written in a whole session, with the ticket in ${store}`, () => {
    let sandbox: Sandbox;
    let window: Window;

    before(async () => {
      const left = [...TICKETS];
      sandbox = await startSandbox({
        newTicket: () => left.shift() ?? 'no more tickets',
        users: [user('admin', true), user('jdoe')],
      });
      const profile = { name: 'Session', baseUrl: sandbox.baseUrl, transport: 'get', userName: 'admin' };
      const settings = { 'inforouter.profiles': [profile], 'inforouter.ticketStore': setting };
      window = await openWindow(settings, { env });
    });
    after(async () => {
      await window.close();
      await sandbox.stop();
    });

    it('holds the session itself: sign-in, calls by every transport, failures, another ticket', async () => {
      const { answer, notification, pick, readOutputChannel, runCommand } = await pages();
      const { page } = window;
      await runCommand(page, 'infoRouter: Sign In…');
      await answer(page, 'User name at', 'admin');
      await answer(page, 'Password of', PASSWORD);
      await notification(page, 'Signed in as admin');
      await runCommand(page, 'infoRouter: Select Profile…');
      await pick(page, '', 'Session');

      const form = await window.form();
      await form.getByTestId('profileStatus').filter({ hasText: 'signed in as admin' }).waitFor();
      await form
        .getByTestId('profileStatus')
        .filter({ hasText: new RegExp(store.split(' ').at(-1) ?? '', 'i') })
        .waitFor();
      for (const transport of transports) {
        await typeInto(form, 'userName', 'jdoe');
        await typeInto(form, 'newEmailAddress', `${transport}@example.com`);
        await choose(form, 'transport', transport);
        assert.equal((await send(form)).state, 'success');
      }
      await choose(form, 'ticket', 'other');
      await typeInto(form, 'otherTicket', OTHER_TICKET);
      assert.equal((await send(form)).kind, 'sessionExpired');
      // The server's plain-text failure quotes what it refused.
      await typeInto(form, 'newEmailAddress', '<b>x');
      await choose(form, 'transport', 'get');
      assert.equal((await send(form)).kind, 'httpError');

      await runCommand(page, 'infoRouter: Check Connection');
      await notification(page, 'The ticket is valid');
      const output = await readOutputChannel(page, 'infoRouter', { until: 'isValidTicket' });
      assert.ok(output.includes(MASK));
      await runCommand(page, 'infoRouter: Focus on History View');
      await page.getByRole('treeitem', { name: /isValidTicket/ }).click();
      await page.getByRole('tab', { name: /isValidTicket/ }).waitFor();
      await runCommand(page, 'infoRouter: Sign Out');
      await notification(page, 'Signed out');
      await page.waitForTimeout(2000);
      await window.reopen();
      await window.form();
      await window.page.waitForTimeout(2000);
    });

    it('holds no ticket and no password, in user data, logs, or the browser’s profile', async () => {
      const files = await filesBelow(window.folder);
      const found: string[] = [];
      let logged = false;
      for (const file of files) {
        const bytes = await readFile(file).catch(() => Buffer.alloc(0));
        logged ||= bytes.includes('/srv.asmx/UpdateUserEmail');
        found.push(
          ...needles()
            .filter(needle => bytes.includes(needle))
            .map(needle => `${file}: ${needle.toString()}`),
        );
      }
      assert.ok(files.length > 50, `${files.length} files were read`);
      assert.ok(logged, 'the log of the output channel is among them');
      const kept = files.filter(file => /[\\/]history[\\/]\d{15}-[0-9a-f-]{36}\.json$/.test(file));
      // A sign-in, the updates, two failures, ServerInfo, isValidTicket, a sign-out.
      assert.equal(kept.length, 6 + transports.length, 'the history is among them');
      assert.deepEqual(found, []);
    });
  });
}

/** Each secret in the spellings and encodings that a file may hold it in. */
function needles(): Buffer[] {
  return SECRETS.flatMap(secret => [
    Buffer.from(secret, 'utf8'),
    Buffer.from(secret, 'utf16le'),
    Buffer.from(encodeURIComponent(secret)),
    Buffer.from(JSON.stringify(secret).slice(1, -1)),
    Buffer.from(Buffer.from(secret).toString('base64').replace(/=+$/, '').slice(0, -1)),
  ]);
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter(entry => entry.isFile()).map(entry => path.join(entry.parentPath, entry.name));
}

function user(userName: string, administrator = false) {
  const names = { firstName: 'F', lastName: 'L', domain: 'Test', email: `${userName}@example.com` };
  return { id: 1, userName, password: PASSWORD, administrator, ...names };
}
