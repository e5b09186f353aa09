import assert from 'node:assert/strict';
import { toProfile } from '../../../src/session/profile';
import { Profiles } from '../../../src/session/profiles';
import { FakeSelection, FakeSettings } from './fakes';

const one = { name: 'One', baseUrl: 'http://one' };
const two = { name: 'Two', baseUrl: 'http://two' };
const sandbox = toProfile({ name: 'Sandbox', baseUrl: 'http://127.0.0.1:1' });

function open(entries: readonly unknown[] = [], selected?: string) {
  const settings = new FakeSettings(entries);
  const selection = new FakeSelection(selected);
  const profiles = new Profiles(settings, selection);
  const seen = { changes: 0 };
  const listening = profiles.onDidChange(() => seen.changes++);
  return { settings, selection, profiles, seen, listening };
}

const selectedName = (profiles: Profiles): string | undefined => profiles.selected?.name;

describe('profiles', () => {
  describe('add', () => {
    it('writes the whole profile behind what is there, and tells', async () => {
      const { profiles, settings, seen } = open([one]);
      const added = await profiles.add({ ...two, userName: 'jdoe', protected: true });
      assert.deepEqual(added, {
        ...two,
        transport: 'post',
        userName: 'jdoe',
        protected: true,
        allowUntrustedCertificate: false,
      });
      assert.deepEqual(settings.entries, [one, added]);
      assert.deepEqual(profiles.find('Two'), added);
      assert.equal(seen.changes, 1);
    });

    it('selects the first profile and no later one', async () => {
      const { profiles } = open();
      await profiles.add(one);
      assert.equal(selectedName(profiles), 'One');
      await profiles.add(two);
      assert.equal(selectedName(profiles), 'One');
    });

    it('keeps the one that was selected because there was no other, also when others are imported', async () => {
      const { profiles } = open([one]);
      await profiles.add(two);
      assert.equal(selectedName(profiles), 'One');
      const imported = open([one]).profiles;
      await imported.importAll([toProfile(two)], 'skip', false);
      assert.deepEqual([imported.list().length, selectedName(imported)], [2, 'One']);
    });

    it('selects the first profile beside the sandbox for the time after it', async () => {
      const { profiles } = open();
      profiles.setSandbox(sandbox);
      await profiles.add(one);
      assert.equal(selectedName(profiles), 'Sandbox');
      profiles.setSandbox(undefined);
      assert.equal(selectedName(profiles), 'One');
    });

    for (const [why, fields, message] of [
      ['a name that is taken', one, /exists already/],
      ['a name that differs in case alone', { ...one, name: 'oNE' }, /exists already/],
      ['the name of an entry that cannot be used', { ...one, name: 'Broken' }, /exists already/],
      ['the name of the sandbox', { ...one, name: 'sandbox' }, /local sandbox/],
      ['an address with user info', { ...two, baseUrl: 'http://a:b@two' }, /user name and password/],
      ['an address with a query', { ...two, baseUrl: 'http://two?x' }, /“\?” or “#”/],
    ] as const) {
      it(`rejects on ${why} and writes nothing`, async () => {
        const entries = [one, { name: 'Broken' }];
        const { profiles, settings, seen } = open(entries);
        await assert.rejects(profiles.add(fields), message);
        assert.equal(settings.entries, entries);
        assert.equal(seen.changes, 0);
      });
    }

    it('rejects in the words of the settings, and selects nothing', async () => {
      const { profiles, settings, selection, seen } = open();
      settings.refusal = new Error('Unable to write into user settings.');
      await assert.rejects(profiles.add(one), settings.refusal);
      assert.equal(selection.name, undefined);
      assert.equal(seen.changes, 0);
    });
  });

  describe('edit', () => {
    it('changes the named fields and keeps the others, those of a stranger too', async () => {
      const { profiles, settings } = open([{ ...one, userName: 'jdoe', comment: 'mine' }, two]);
      const { before, after } = await profiles.edit('One', { transport: 'soap11', protected: true });
      assert.equal(before.transport, 'post');
      assert.deepEqual(settings.entries, [{ ...after, comment: 'mine' }, two]);
      assert.deepEqual(profiles.find('One'), after);
      assert.equal(after.userName, 'jdoe');
    });

    it('renames, and the selection goes along', async () => {
      const { profiles, settings } = open([one, two], 'One');
      await profiles.edit('One', { name: 'ONE' });
      assert.equal(selectedName(profiles), 'ONE');
      assert.equal(settings.entries.length, 2);
    });

    it('leaves the selection of another profile alone', async () => {
      const { profiles } = open([one, two], 'Two');
      await profiles.edit('One', { name: 'Uno' });
      assert.equal(selectedName(profiles), 'Two');
    });

    it('takes a user name away when it becomes empty', async () => {
      const { profiles, settings } = open([{ ...one, userName: 'jdoe' }]);
      const { after } = await profiles.edit('One', { userName: '' });
      assert.deepEqual(profiles.find('One'), after);
      assert.ok(!('userName' in (settings.entries[0] as object)));
    });

    it('keeps every other entry as it stands, broken and doubled ones too', async () => {
      const others = [null, 'text', { name: 'One' }, { ...one, baseUrl: 'nonsense' }, { name: 7 }, two];
      const doubled = { ...one, baseUrl: 'http://elsewhere', note: 'a copy' };
      const { profiles, settings } = open([...others, one, doubled]);
      const { after } = await profiles.edit('One', { baseUrl: 'http://new' });
      assert.deepEqual(settings.entries, [...others, after, doubled]);
    });

    for (const [why, name, changes, message] of [
      ['an unknown profile', 'Three', {}, /no profile named “Three”/],
      ['another spelling of a name', 'one', {}, /no profile named “one”/],
      ['a name that is taken', 'One', { name: 'TWO' }, /exists already/],
      ['an address that is none', 'One', { baseUrl: 'ftp://x' }, /must begin with http/],
      ['the sandbox', 'Sandbox', {}, /sandbox’s profile cannot be changed/],
    ] as const) {
      it(`rejects on ${why} and writes nothing`, async () => {
        const entries = [one, two];
        const { profiles, settings } = open(entries);
        profiles.setSandbox(sandbox);
        await assert.rejects(profiles.edit(name, changes), message);
        assert.equal(settings.entries, entries);
      });
    }
  });

  describe('remove', () => {
    it('takes the profile away, and the selection with it', async () => {
      const { profiles, settings, selection, seen } = open([one, two], 'One');
      await profiles.remove('One');
      assert.deepEqual(settings.entries, [two]);
      assert.equal(selection.name, '', 'no other server takes its place');
      assert.equal(profiles.selected, undefined);
      assert.equal(seen.changes, 1);
    });

    it('keeps what it does not mean: other profiles, broken entries and doubles', async () => {
      const others = [5, { name: 'One', baseUrl: 'nonsense' }, two];
      const doubled = { ...one, baseUrl: 'http://elsewhere' };
      const { profiles, settings } = open([...others, one, doubled], 'Two');
      await profiles.remove('One');
      assert.deepEqual(settings.entries, [...others, doubled]);
      assert.equal(selectedName(profiles), 'Two');
    });

    it('rejects on an unknown profile and on the sandbox', async () => {
      const { profiles } = open([one]);
      profiles.setSandbox(sandbox);
      await assert.rejects(profiles.remove('Two'), /no profile named “Two”/);
      await assert.rejects(profiles.remove('Sandbox'), /stop the sandbox/);
    });

    it('loses nothing when the settings cannot be written', async () => {
      const { profiles, settings } = open([one], 'One');
      settings.refusal = new Error('The file is dirty.');
      await assert.rejects(profiles.remove('One'), /dirty/);
      assert.equal(selectedName(profiles), 'One');
    });
  });

  describe('select', () => {
    it('selects and tells; an unknown name rejects and changes nothing', async () => {
      const { profiles, seen } = open([one, two], 'One');
      assert.equal((await profiles.select('Two')).name, 'Two');
      assert.equal(selectedName(profiles), 'Two');
      await assert.rejects(profiles.select('Three'), /no profile named “Three”/);
      assert.equal(selectedName(profiles), 'Two');
      assert.equal(seen.changes, 1);
    });

    it('knows no selection whose profile is gone', () => {
      assert.equal(open([one], 'Gone').profiles.selected, undefined);
    });

    it('takes the only profile for selected where none was chosen yet', () => {
      assert.equal(selectedName(open([one]).profiles), 'One');
      assert.equal(open([one, two]).profiles.selected, undefined);
      assert.equal(open([]).profiles.selected, undefined);
    });
  });

  describe('the sandbox', () => {
    it('stands first, is selected, is never written, and gives the selection back', async () => {
      const { profiles, settings, selection } = open([one], 'One');
      profiles.setSandbox(sandbox);
      assert.deepEqual(
        profiles.list().map(({ name }) => name),
        ['Sandbox', 'One'],
      );
      assert.deepEqual(
        profiles.editable().map(({ name }) => name),
        ['One'],
      );
      assert.equal(profiles.selected, sandbox);
      await profiles.select('One');
      await profiles.select('Sandbox');
      assert.equal(profiles.selected, sandbox);
      assert.equal(selection.name, 'One', 'the sandbox lives no longer than the window');
      profiles.setSandbox(undefined);
      assert.equal(selectedName(profiles), 'One');
      assert.deepEqual(settings.entries, [one]);
    });
  });

  describe('entries edited by hand', () => {
    const entries = [one, null, { name: 'No address' }, { ...one, name: 'ONE' }, two];

    it('that cannot be used are left out', () => {
      assert.deepEqual(
        open(entries)
          .profiles.list()
          .map(({ name }) => name),
        ['One', 'Two'],
      );
    });

    it('are named by their place, each with its reason', () => {
      assert.deepEqual(open(entries).profiles.problems(), [
        'Entry 2 of “inforouter.profiles” is not used. It is not an object.',
        'Entry 3 of “inforouter.profiles” is not used. It needs a “name” and a “baseUrl”.',
        'Entry 4 of “inforouter.profiles” is not used. A profile named “ONE” exists already; choose another name.',
      ]);
      assert.deepEqual(open([one, two]).profiles.problems(), []);
    });

    it('are seen at once: nothing is cached', () => {
      const { profiles, settings } = open([one]);
      settings.entries = [two];
      assert.equal(profiles.find('One'), undefined);
      assert.equal(profiles.find('Two')?.baseUrl, 'http://two');
    });
  });

  it('tells every listener, until it stops listening', () => {
    const { profiles, seen, listening } = open();
    let others = 0;
    profiles.onDidChange(() => others++);
    profiles.changed();
    listening.dispose();
    profiles.changed();
    assert.deepEqual([seen.changes, others], [1, 2]);
  });
});
