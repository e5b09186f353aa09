import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { call, cleanUp, configure, eventually, resolvesToNothing, thisExtension } from '../support';

interface Manifest {
  readonly contributes: {
    readonly walkthroughs: readonly { readonly title: string }[];
  };
}

const activeTab = () => vscode.window.tabGroups.activeTabGroup.activeTab?.label ?? '';

describe('What leads a person', () => {
  const { contributes } = thisExtension().packageJSON as Manifest;
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await cleanUp();
  });

  it('opens the walkthrough when asked, and not by itself', async () => {
    const title = contributes.walkthroughs[0]?.title ?? '';
    const shown = () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
    assert.ok(!shown().some(label => label.includes(title)));
    await resolvesToNothing(call('openWalkthrough'));
    await eventually('tab of the walkthrough', () => (activeTab().includes(title) ? true : undefined));
  });

  it('opens the user’s settings at the profiles', async () => {
    await configure('profiles', [{ name: 'Broken' }]);
    await resolvesToNothing(call('openProfileSettings'));
    const editor = await eventually('editor of the settings', () => {
      const { activeTextEditor } = vscode.window;
      return activeTextEditor?.document.fileName.endsWith('settings.json') ? activeTextEditor : undefined;
    });
    await eventually('cursor at the setting', () => {
      const { document, selection } = editor;
      const before = document.getText(new vscode.Range(0, 0, selection.active.line + 1, 0));
      return before.includes('"inforouter.profiles"') ? true : undefined;
    });
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
