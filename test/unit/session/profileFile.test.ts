import assert from 'node:assert/strict';
import { toProfile, type Profile } from '../../../src/session/profile';
import { readProfileFile, writeProfileFile } from '../../../src/session/profileFile';
import { mergeProfiles } from '../../../src/session/profileImport';
import { Profiles } from '../../../src/session/profiles';
import { FakeSelection, FakeSettings } from './fakes';

const test = toProfile({ name: 'Test', baseUrl: 'http://dms/infoRouter', userName: 'jdoe' });
const production = toProfile({
  name: 'Prod “ÄÖ” 山田 😀',
  baseUrl: 'https://dms.example.com',
  transport: 'soap12',
  protected: true,
});
const lax = toProfile({ name: 'Lax', baseUrl: 'https://lax', allowUntrustedCertificate: true });

const document = (profiles: unknown, rest: object = {}) =>
  JSON.stringify({ format: 'inforouter-profiles', version: 1, profiles, ...rest });

describe('a file of profiles', () => {
  it('comes back as it was written', () => {
    const all = [test, production, lax];
    assert.deepEqual(readProfileFile(writeProfileFile(all)), all);
    assert.deepEqual(readProfileFile(`\uFEFF${writeProfileFile(all)}`), all);
    assert.deepEqual(readProfileFile(writeProfileFile([])), []);
  });

  it('holds the fields of a profile and no other, whatever else an object has', () => {
    const careless = { ...test, ticket: 'secret', password: 'secret' } as Profile;
    assert.ok(!writeProfileFile([careless]).includes('secret'));
    const [read] = readProfileFile(document([careless]));
    assert.deepEqual(read, test);
  });

  for (const [what, text, message] of [
    ['no JSON', 'ticket=3f2504e0', /^The file is not JSON\.$/],
    ['another document', '{"profiles":[]}', /its “format” is not/],
    ['a list', '[]', /its “format” is not/],
    ['null', 'null', /its “format” is not/],
    ['a later version', document([], { version: 2 }), /“version” is not 1/],
    ['no list of profiles', document({}), /“profiles” is not a list/],
    ['too many of them', document(Array.from({ length: 1001 }, () => test)), /at most 1000/],
    ['an entry that is no object', document([test, 7]), /Entry 2: It is not an object/],
    ['one without an address', document([{ name: 'A' }]), /Entry 1 \(“A”\): .*“baseUrl”/],
    [
      'an address of another kind',
      document([{ ...test, baseUrl: 'ftp://x' }]),
      /\(“Test”\): “baseUrl”: The address must/,
    ],
    [
      'a password in an address',
      document([{ ...test, baseUrl: 'http://a:b@x' }]),
      /“baseUrl”: Remove the user name/,
    ],
    ['an empty name', document([{ ...test, name: ' ' }]), /“name”: Give the profile a name/],
    ['the sandbox’s name', document([{ ...test, name: 'sandbox' }]), /“name”: .*local sandbox/],
    [
      'a name twice',
      document([test, { ...test, name: 'TEST' }]),
      /Entry 2 \(“TEST”\): “name”: .*exists already/,
    ],
    ['an unknown transport', document([{ ...test, transport: 'soap' }]), /“transport” is not one of/],
    ['a user name that is none', document([{ ...test, userName: 7 }]), /“userName” is not text/],
    ['a flag that is none', document([{ ...test, protected: 'no' }]), /“protected” and/],
  ] as const) {
    it(`is refused with ${what}, in words that name entry and field`, () => {
      assert.throws(() => readProfileFile(text), { message });
    });
  }

  it('is refused as a whole, in a message that stays readable', () => {
    const wrong = Array.from({ length: 50 }, (_each, at) => ({ ...test, name: `P${at}`, transport: 'x' }));
    assert.throws(
      () => readProfileFile(document([production, ...wrong])),
      ({ message }: Error) => /^Nothing was imported\./.test(message) && /And 45 more entries/.test(message),
    );
  });
});

describe('imported profiles', () => {
  const merge = (
    entries: readonly unknown[],
    imported: readonly Profile[],
    ...rest: ['skip' | 'rename' | 'replace', boolean?]
  ) => mergeProfiles(entries, imported, rest[0], rest[1] ?? false);

  it('are added where their names are free', () => {
    const { entries, report } = merge([test], [production], 'skip');
    assert.deepEqual(entries, [test, production]);
    assert.deepEqual([report.added, report.skipped], [[production.name], []]);
  });

  it('are skipped, renamed or replace what is there, regardless of case', () => {
    const mine = { ...test, name: 'TEST', note: 'by hand' };
    const theirs = { ...test, baseUrl: 'http://other', transport: 'get' } as const;
    assert.deepEqual(merge([mine], [theirs], 'skip').entries, [mine]);

    const renamed = merge([mine, { ...test, name: 'test (2)' }], [theirs], 'rename');
    assert.deepEqual(renamed.entries[2], { ...theirs, name: 'Test (3)' });
    assert.deepEqual(renamed.report.renamed, [{ from: 'Test', to: 'Test (3)' }]);

    const { entries, report, replacements } = merge([mine], [theirs], 'replace');
    assert.deepEqual(entries, [{ ...theirs, name: 'TEST', note: 'by hand', soapTicketElement: undefined }]);
    assert.deepEqual(report.replaced, ['TEST']);
    assert.deepEqual(
      replacements.map(([before, after]) => [before.baseUrl, after.baseUrl, after.name]),
      [['http://dms/infoRouter', 'http://other', 'TEST']],
    );
  });

  it('leave an entry alone that cannot be used: it is not theirs to replace', () => {
    const broken = { name: 'Test', baseUrl: 'ftp://x' };
    const { entries, report } = merge([broken], [test], 'replace');
    assert.deepEqual([entries, report.skipped], [[broken], ['Test']]);
  });

  it('keep within the longest name, and cut no character in half', () => {
    const name = `${'a'.repeat(95)}😀${'b'.repeat(3)}`;
    const { report } = merge([{ ...test, name }], [{ ...test, name }], 'rename');
    const [{ to } = { to: '' }] = report.renamed;
    assert.equal(to, `${'a'.repeat(95)} (2)`);
  });

  it('switch no certificate check off unless the user says so, and tell either way', () => {
    const verified = merge([], [lax, test], 'skip', false);
    assert.deepEqual(verified.entries, [{ ...lax, allowUntrustedCertificate: false }, test]);
    assert.deepEqual([verified.report.untrusted, verified.report.untrustedAllowed], [['Lax'], false]);
    const allowed = merge([], [lax], 'skip', true);
    assert.deepEqual(allowed.entries, [lax]);
    assert.deepEqual([allowed.report.untrusted, allowed.report.untrustedAllowed], [['Lax'], true]);
    assert.deepEqual(merge([lax], [lax], 'skip', true).report.untrusted, []);
  });

  it('tell which profile they take the protection from', () => {
    const { report } = merge([production], [{ ...production, protected: false }], 'replace');
    assert.deepEqual(report.unprotected, [production.name]);
  });

  it('are written at once, and a refused write changes nothing', async () => {
    const settings = new FakeSettings([test]);
    const profiles = new Profiles(settings, new FakeSelection('Test'));
    let changes = 0;
    profiles.onDidChange(() => (changes += 1));
    await profiles.importAll([production, lax], 'skip', false);
    assert.deepEqual(profiles.names(), ['Test', production.name, 'Lax']);
    assert.equal(changes, 1);
    settings.refusal = new Error('read-only');
    await assert.rejects(profiles.importAll([{ ...test, name: 'New' }], 'skip', false), /read-only/);
    assert.deepEqual(profiles.names(), ['Test', production.name, 'Lax']);
  });
});
