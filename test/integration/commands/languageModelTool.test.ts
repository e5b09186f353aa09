import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { addProfile, call, cleanUp, startInfoRouter } from '../support';
import { startRawServer } from '../rawServer';

const TOOL = 'inforouter_update_user_email';
const TICKET = 'eeeeeeee-2222-4333-8444-555555555555';

/**
 * What the tool answers. VS Code says yes to every question by itself while it runs an extension's tests (its
 * `skipDialogs`), so these are the calls after the yes; `test/e2e/long/tickets.test.ts` has the question itself.
 */
async function invoke(input: object, token?: vscode.CancellationToken): Promise<string> {
  const { content } = await vscode.lm.invokeTool(TOOL, { input, toolInvocationToken: undefined }, token);
  assert.equal(content.length, 1);
  const [part] = content;
  assert.ok(part instanceof vscode.LanguageModelTextPart);
  return part.value;
}

describe('The tool for language models', () => {
  afterEach(cleanUp);
  const input = { userName: 'jdoe', newEmailAddress: 'model@example.com' };

  it('is offered, with a schema that has no place for a ticket', () => {
    const tool = vscode.lm.tools.find(({ name }) => name === TOOL);
    assert.ok(tool);
    const { properties, required } = tool.inputSchema as { properties: object; required: string[] };
    assert.deepEqual(Object.keys(properties), ['profile', 'userName', 'newEmailAddress', 'verify']);
    assert.deepEqual(required, ['userName', 'newEmailAddress']);
    assert.match(tool.description, /only when the user asks/);
  });

  it('updates by the profile that is named, or the selected one, and returns no ticket', async () => {
    const server = await startInfoRouter({ newTicket: () => TICKET });
    const profile = await addProfile(server.baseUrl, { user: 'jdoe', transport: 'soap11' });
    const before = server.log.length;
    const named = await invoke({ ...input, profile, verify: true });
    assert.match(named, /^Updated: .*Stored before: “jdoe@example\.com”.*Verified\..*SOAP 1\.1, HTTP 200/);
    await call('selectProfile', { profile });
    const selected = await invoke(input);
    assert.match(selected, /^Updated: /);
    assert.deepEqual(
      server.log.slice(before).map(({ operation }) => operation),
      ['GetUser', 'UpdateUserEmail', 'GetUser', 'UpdateUserEmail'],
    );
    assert.ok(!`${named}${selected}`.includes(TICKET));
  });

  it('refuses in words, and connects to nothing', async () => {
    const server = await startRawServer();
    const profile = await addProfile(server.baseUrl, { protected: true });
    const refused = /^Not updated, and nothing was sent\. /;
    for (const [given, words] of [
      [{ ...input, profile }, /protected production server/],
      [{ ...input, profile, confirmed: true }, /protected production server/],
      [{ ...input, profile: 'nobody’s' }, /no profile named “nobody’s”/],
      [{ userName: 'jdoe' }, /must be text/],
    ] as const) {
      const text = await invoke(given);
      assert.match(text, refused);
      assert.match(text, words);
    }
    const open = await addProfile(server.baseUrl);
    assert.match(await invoke({ ...input, profile: open }), /No ticket is kept/);
    assert.equal(server.connections(), 0);
  });

  it('gives up with its caller, and sends nothing then', async () => {
    const server = await startRawServer(() => '');
    const profile = await addProfile(server.baseUrl);
    const source = new vscode.CancellationTokenSource();
    source.cancel();
    await assert.rejects(invoke({ ...input, profile }, source.token));
    assert.equal(server.connections(), 0);
  });
});
