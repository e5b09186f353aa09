import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import {
  addProfile,
  call,
  cleanUp,
  configure,
  eventually,
  failure,
  refusal,
  startInfoRouter,
} from '../support';
import { startRawServer, SUCCESS, type RawServer } from '../rawServer';

const MASK = '••••••••';
const [FIRST_TICKET, SECOND_TICKET] = ['7e57a11c-first-ticket', '7e57a11c-second-ticket'];

const run = (id: string, argument: object) => vscode.commands.executeCommand(`inforouter.${id}`, argument);

/** The text of the editor that is open, once that is one of the history. */
const shown = () =>
  eventually('editor with an exchange', () => {
    const document = vscode.window.activeTextEditor?.document;
    return document?.uri.scheme === 'inforouter-history' ? document : undefined;
  });

interface Har {
  readonly log: { readonly entries: readonly { readonly _profile: string; readonly _operation: string }[] };
}

describe('The history', () => {
  let server: RawServer;
  let profile: string;
  let folder: string;
  before(async () => {
    server = await startRawServer();
    profile = await addProfile(server.baseUrl);
    await call('setTicket', { profile, ticket: FIRST_TICKET });
    folder = await mkdtemp(path.join(tmpdir(), 'inforouter-har-'));
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await cleanUp();
    await rm(folder, { recursive: true });
  });

  /** Sends an update and resolves to the id of its exchange. */
  async function send(newEmailAddress: string, fields: object = {}): Promise<string> {
    const { exchangeId } = await call('updateUserEmail', {
      profile,
      userName: 'jdoe',
      newEmailAddress,
      ...fields,
    });
    return exchangeId;
  }
  const lastRequest = () => server.requests.at(-1) ?? assert.fail('nothing was sent');

  it('opens an exchange as a read-only document, masked and highlighted', async () => {
    const exchangeId = await send('open@example.com', { transport: 'soap11' });
    await call('openExchange', { exchangeId });
    const document = await shown();
    const text = document.getText();
    assert.equal(document.languageId, 'inforouter-exchange');
    assert.match(text, /^### UpdateUserEmail · SOAP 1\.1 · /);
    assert.ok(text.includes(`<tns:AuthenticationTicket>${MASK}</tns:AuthenticationTicket>`), text);
    assert.ok(text.includes('open@example.com') && text.includes('<response success="true"'));
    assert.ok(!text.includes(FIRST_TICKET));
    await vscode.commands.executeCommand('type', { text: 'x' });
    assert.equal(document.getText(), text);
  });

  for (const transport of ['get', 'post', 'soap11', 'soap12'] as const) {
    it(`sends an exchange again by ${transport}, with the ticket that is kept now`, async () => {
      await call('setTicket', { profile, ticket: FIRST_TICKET });
      const exchangeId = await send(`a'b+ü%20${transport}@example.com`, { transport });
      const request = lastRequest();
      await call('setTicket', { profile, ticket: SECOND_TICKET });
      const outcome = await call('resendExchange', { exchangeId });
      assert.equal(outcome.success, true);
      assert.equal(outcome.transport, transport);
      assert.notEqual(outcome.exchangeId, exchangeId);
      const lengthless = (text: string) => text.replace(/^Content-Length: .*\r\n/m, '');
      assert.equal(lengthless(lastRequest()), lengthless(request.replace(FIRST_TICKET, SECOND_TICKET)));
    });
  }

  it('sends an empty ticket again where one was sent, and a given ticket never', async () => {
    await call('resendExchange', { exchangeId: await send('none@example.com', { ticket: 'none' }) });
    assert.match(lastRequest(), /authenticationTicket=&/);
    await call('resendExchange', { exchangeId: await send('given@example.com', { ticket: 'a given one' }) });
    assert.ok(lastRequest().includes(SECOND_TICKET));
  });

  it('sends the other operations again: GetUser, isValidTicket, ServerInfo, LogOut', async () => {
    const real = await startInfoRouter();
    const name = await addProfile(real.baseUrl, { user: 'jdoe', transport: 'soap12' });
    await call('updateUserEmail', {
      profile: name,
      userName: 'jdoe',
      newEmailAddress: 'j@example.com',
      verify: true,
    });
    await call('checkConnection', { profile: name });
    await call('signOut', { profile: name });
    assert.equal((await call('signIn', { profile: name, userName: 'jdoe', password: 'jdoe' })).success, true);
    const har = await exported({ profile: name });
    const ids = har.log.entries as unknown as { _operation: string; _exchangeId: string }[];
    for (const operation of ['GetUser', 'isValidTicket', 'ServerInfo', 'LogOut']) {
      const exchangeId =
        ids.find(({ _operation }) => _operation === operation)?._exchangeId ?? assert.fail(operation);
      const outcome = await call('resendExchange', { exchangeId });
      assert.equal(outcome.success, true, operation);
      assert.equal(real.log.at(-1)?.operation, operation);
    }
    assert.equal((await call('selectProfile', { profile: name })).signedIn, false, 'LogOut signs out');
    const signIn = ids.find(({ _operation }) => _operation === 'AuthenticateUser')?._exchangeId ?? '';
    const sent = real.log.length;
    assert.match(
      refusal(await call('resendExchange', { exchangeId: signIn }), 'invalidInput').message,
      /password/,
    );
    assert.equal(real.log.length, sent);
  });

  it('sends nothing to a protected profile without a word, nor to a profile that has moved or gone', async () => {
    const own = await addProfile(server.baseUrl, { protected: true });
    const exchangeId = await send('protected@example.com', { profile: own, ticket: 'none', confirmed: true });
    const sent = server.requests.length;
    assert.match(refusal(await call('resendExchange', { exchangeId }), 'invalidInput').message, /protected/);
    assert.equal(server.requests.length, sent);
    assert.equal((await call('resendExchange', { exchangeId, confirmed: true })).success, true);
    assert.equal(server.requests.length, sent + 1);

    await call('editProfile', { profile: own, baseUrl: `${server.baseUrl}/moved` });
    const moved = refusal(await call('resendExchange', { exchangeId, confirmed: true }), 'invalidInput');
    assert.match(moved.message, /another address now/);
    await call('removeProfile', { profile: own });
    refusal(await call('resendExchange', { exchangeId, confirmed: true }), 'invalidInput');
    refusal(await call('resendExchange', { exchangeId: 'no such exchange' }), 'invalidInput');
    assert.equal(server.requests.length, sent + 1);
  });

  it('says what a resent call ended in', async () => {
    const reset = await startRawServer(at => (at === 0 ? SUCCESS : undefined));
    const name = await addProfile(reset.baseUrl);
    const exchangeId = await send('x@example.com', { profile: name, ticket: 'none' });
    failure(await call('resendExchange', { exchangeId }), 'network');
    assert.equal(reset.requests.length, 2, 'and it is not sent a third time');
  });

  it('compares two exchanges in VS Code’s diff, the older one on the left', async () => {
    const older = await send('one@example.com');
    const newer = await send('two@example.com');
    const sides = async () => {
      const input = await eventually('diff', () => {
        const tab = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
        return tab instanceof vscode.TabInputTextDiff ? tab : undefined;
      });
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      return [input.original.query, input.modified.query];
    };
    await call('compareExchanges', { exchangeId: newer, otherExchangeId: older });
    assert.deepEqual(await sides(), [older, newer]);
    await call('selectExchangeForCompare', { exchangeId: older });
    await call('compareWithSelectedExchange', { exchangeId: newer });
    assert.deepEqual(await sides(), [older, newer]);
  });

  for (const [language, words] of [
    ['curl', /^curl --globoff --request POST/],
    ['powershell', /Invoke-WebRequest -UseBasicParsing -Uri 'http:/],
    ['csharp', /new HttpRequestMessage/],
    ['javascript', /fetch\("http:/],
  ] as const) {
    it(`copies a request as ${language}, with a name in the place of the ticket`, async () => {
      const exchangeId = await send(`${language}@example.com`);
      const program = await call('copyExchange', { exchangeId, language });
      assert.match(program ?? '', words);
      assert.match(program ?? '', /authenticationTicket=\{\{ticket\}\}&/);
      assert.ok(!program?.includes(SECOND_TICKET));
      assert.equal(await vscode.env.clipboard.readText(), program);
    });
  }

  async function exported(which: object): Promise<Har> {
    const file = path.join(folder, 'out.har');
    const written = await call('exportExchanges', { ...which, file });
    const har = JSON.parse(await readFile(file, 'utf8')) as Har;
    assert.deepEqual(written, { file, exchanges: har.log.entries.length });
    return har;
  }

  it('exports one exchange, those of a profile, or all, without a ticket', async () => {
    const exchangeId = await send('har@example.com');
    assert.equal((await exported({ exchangeId })).log.entries.length, 1);
    const ofProfile = await exported({ profile });
    assert.ok(ofProfile.log.entries.length > 1);
    assert.ok(ofProfile.log.entries.every(({ _profile }) => _profile === profile));
    const all = await exported({});
    assert.ok(all.log.entries.length > ofProfile.log.entries.length);
    const text = JSON.stringify(all);
    assert.ok(text.includes('{{ticket}}') && text.includes('{{password}}'));
    assert.ok(!text.includes('7e57a11c') && !text.includes(MASK));
  });

  it('has secrets to give only while the window knows them', async () => {
    await assert.rejects(async () =>
      run('copyExchange', { exchangeId: 'unknown', language: 'curl', withSecrets: true }),
    );
  });

  it('deletes one exchange, and all of them', async () => {
    const exchangeId = await send('delete@example.com');
    await call('deleteExchange', { exchangeId });
    await assert.rejects(async () => call('openExchange', { exchangeId }), /not in the history/);
    await send('clear@example.com');
    await call('clearHistory');
    assert.deepEqual((await exported({})).log.entries, []);
  });

  it('keeps as many as the setting says, and none at 0', async () => {
    await configure('history.limit', 2);
    const ids = [await send('1@x'), await send('2@x'), await send('3@x')];
    assert.equal((await exported({})).log.entries.length, 2);
    await assert.rejects(
      async () => call('openExchange', { exchangeId: ids[0] ?? '' }),
      /not in the history/,
    );
    await configure('history.limit', 0);
    const last = await send('4@x');
    await assert.rejects(async () => call('openExchange', { exchangeId: last }), /not in the history/);
    assert.deepEqual((await exported({})).log.entries, []);
  });
});
