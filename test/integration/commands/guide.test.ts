import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { call, cleanUp, eventually, resolvesToNothing } from '../support';

/** The tabs that VS Code opens for walkthroughs; which one it shows, their labels do not tell. */
const guides = () =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ label }) => /^(?:Welcome|Walkthrough)/.test(label));

describe('What leads a person', () => {
  after(async () => {
    await vscode.window.tabGroups.close(guides());
    await cleanUp();
  });

  it('opens the walkthrough when asked, and not by itself', async () => {
    assert.deepEqual(guides(), []);
    await resolvesToNothing(call('openWalkthrough'));
    await eventually('tab of the walkthrough', () => guides()[0]);
  });

  it('opens no page but those of operations', async () => {
    for (const operation of ['Nothing', 'https://example.com', '../x', 7]) {
      await assert.rejects(
        call('openDocumentation', { operation }),
        /“operation” must be one of UpdateUserEmail/,
      );
    }
  });
});
