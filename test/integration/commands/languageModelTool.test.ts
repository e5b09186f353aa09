import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { addProfile, call, cleanUp } from '../support';
import { startRawServer } from '../rawServer';

const TOOL = 'inforouter_update_user_email';

describe('The tool for language models', () => {
  afterEach(cleanUp);

  it('is offered, with a schema that has no place for a ticket', () => {
    const tool = vscode.lm.tools.find(({ name }) => name === TOOL);
    assert.ok(tool);
    const { properties, required } = tool.inputSchema as { properties: object; required: string[] };
    assert.deepEqual(Object.keys(properties), ['profile', 'userName', 'newEmailAddress', 'verify']);
    assert.deepEqual(required, ['userName', 'newEmailAddress']);
    assert.match(tool.description, /only when the user asks/);
  });

  it('connects to nothing before the user has said yes', async () => {
    const server = await startRawServer();
    const profile = await addProfile(server.baseUrl);
    await call('selectProfile', { profile });
    const source = new vscode.CancellationTokenSource();
    const options = {
      input: { profile, userName: 'jdoe', newEmailAddress: 'x@example.com', verify: true },
      toolInvocationToken: undefined,
    };
    const invoked = Promise.resolve(vscode.lm.invokeTool(TOOL, options, source.token)).then(
      result => JSON.stringify(result),
      (error: unknown) => `rejected: ${String(error)}`,
    );
    const first = await Promise.race([invoked, delay(3000, 'waiting')]);
    console.log('    ', first);
    source.cancel();
    console.log('    ', await Promise.race([invoked, delay(3000, 'still waiting')]));
    assert.equal(server.connections(), 0);
  });
});
