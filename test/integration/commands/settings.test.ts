import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { openSettings, settingsFile } from '../editorFiles';
import { addProfile, call, cleanUp, configure, eventually, storedProfiles } from '../support';

const baseUrl = 'http://127.0.0.1:9';
const names = () => storedProfiles().map(entry => (entry as { name: string }).name);

describe('The setting inforouter.profiles', () => {
  afterEach(cleanUp);

  it('loses none of twenty profiles that are added at once', async () => {
    const wanted = Array.from({ length: 20 }, (_, at) => `Many ${at}`);
    await Promise.all(wanted.map(name => call('addProfile', { name, baseUrl })));
    assert.deepEqual(names(), wanted);
    const file = JSON.parse(readFileSync(await settingsFile(), 'utf8')) as Record<string, { name: string }[]>;
    assert.deepEqual(
      file['inforouter.profiles']?.map(({ name }) => name),
      wanted,
    );
  });

  it('takes a name once when it is added three times at once', async () => {
    const adding = ['Same', 'SAME', 'same'].map(name => call('addProfile', { name, baseUrl }));
    const ends = (await Promise.allSettled(adding)).map(({ status }) => status);
    assert.deepEqual(ends, ['fulfilled', 'rejected', 'rejected']);
    assert.deepEqual(names(), ['Same']);
  });

  it('takes both of two edits of one profile at once', async () => {
    const profile = await addProfile(baseUrl);
    await Promise.all([
      call('editProfile', { profile, transport: 'soap11' }),
      call('editProfile', { profile, userName: 'jdoe' }),
    ]);
    const { transport, userName } = await call('selectProfile', { profile });
    assert.deepEqual([transport, userName], ['soap11', 'jdoe']);
  });

  it('keeps entries that are no profiles, and fields that are unknown', async () => {
    const byHand = [
      { name: 'No address' },
      'text',
      { name: 'Mine', baseUrl, note: 'kept' },
      { name: 'mine', baseUrl: 'http://127.0.0.1:8' },
      { name: 'Mine', baseUrl: 'http://127.0.0.1:7' },
      { name: 'Odd', baseUrl, transport: 'carrier pigeon' },
    ];
    await configure('profiles', byHand);
    await call('addProfile', { name: 'New', baseUrl });
    await call('editProfile', { profile: 'Mine', transport: 'get' });
    await assert.rejects(call('selectProfile', { profile: 'Odd' }), /Odd/);
    await assert.rejects(call('addProfile', { name: 'odd', baseUrl }), /exists already/);
    await call('removeProfile', { profile: 'New' });
    const edited = { transport: 'get', protected: false, allowUntrustedCertificate: false };
    assert.deepEqual(storedProfiles(), [
      ...byHand.slice(0, 2),
      { ...(byHand[2] as object), ...edited },
      ...byHand.slice(3),
    ]);
  });
});

describe('A settings file that cannot be written', () => {
  let file: string;
  let content: string;

  beforeEach(async () => {
    await call('addProfile', { name: 'Before', baseUrl });
    file = await settingsFile();
    content = readFileSync(file, 'utf8');
  });
  afterEach(cleanUp);

  async function rejectsInVsCodesWords(words: RegExp): Promise<void> {
    for (const [command, argument] of [
      ['addProfile', { name: 'Lost', baseUrl }],
      ['editProfile', { profile: 'Before', userName: 'lost' }],
      ['removeProfile', { profile: 'Before' }],
    ] as const) {
      await assert.rejects(
        call(command, argument),
        ({ message }: Error) => words.test(message) && message.includes('profiles are unchanged'),
      );
    }
  }

  it('makes commands reject in VS Code’s words while it is broken, and nothing is lost', async () => {
    const broken = `${content.trimEnd().slice(0, -1)}, "oops": [`;
    writeFileSync(file, broken);
    try {
      // Where an editor has shown the file, VS Code first says that what it holds is older, until it has read it again.
      await eventually('word of the errors in the file', () =>
        rejectsInVsCodesWords(/Unable to write into user settings.*correct errors/).then(
          () => true,
          () => undefined,
        ),
      );
      assert.equal(readFileSync(file, 'utf8'), broken);
    } finally {
      writeFileSync(file, content);
    }
    // VS Code reads the file again at its leisure; until it has, it may still refuse.
    await eventually('repaired settings file', () =>
      call('addProfile', { name: 'After', baseUrl }).catch(() => undefined),
    );
    assert.deepEqual(names(), ['Before', 'After']);
  });

  it('makes commands reject in VS Code’s words while it has unsaved changes, which stay', async () => {
    // Otherwise VS Code saves the changes by itself after a second.
    await vscode.workspace
      .getConfiguration('files')
      .update('autoSave', 'off', vscode.ConfigurationTarget.Global);
    try {
      const { document, ...editor } = await openSettings();
      assert.equal(await editor.edit(edit => edit.insert(new vscode.Position(1, 0), '  // unsaved\n')), true);
      await eventually('unsaved change', () => document.isDirty || undefined);
      await rejectsInVsCodesWords(/Unable to write into user settings.*unsaved changes/);
      assert.ok(document.isDirty && document.getText().includes('// unsaved'));
      await vscode.commands.executeCommand('workbench.action.files.save');
    } finally {
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      await vscode.workspace
        .getConfiguration('files')
        .update('autoSave', undefined, vscode.ConfigurationTarget.Global);
    }
    await call('addProfile', { name: 'After', baseUrl });
    assert.deepEqual(names(), ['Before', 'After']);
    assert.ok(readFileSync(file, 'utf8').includes('// unsaved'));
  });
});
