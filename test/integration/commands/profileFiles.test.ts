import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { addProfile, call, cleanUp, configure, signedIn, startInfoRouter, storedProfiles } from '../support';

const TICKET = 'dddddddd-2222-4333-8444-555555555555';

describe('exportProfiles and importProfiles', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'inforouter profiles ü '));
    file = path.join(folder, 'new folder', 'profiles.json');
  });
  afterEach(async () => {
    await cleanUp();
    await rm(folder, { recursive: true, force: true });
  });
  const write = (profiles: readonly object[]) =>
    writeFile(file, JSON.stringify({ format: 'inforouter-profiles', version: 1, profiles }));

  it('carry all profiles from one machine to another, and no ticket, nor the sandbox', async () => {
    const server = await startInfoRouter({ newTicket: () => TICKET });
    const name = await addProfile(server.baseUrl, { user: 'jdoe', transport: 'soap12', userName: 'jdoe' });
    await addProfile('https://prod.example.com/infoRouter', { protected: true });
    await call('startSandbox');
    const before = storedProfiles();
    assert.deepEqual(await call('exportProfiles', { path: file }), { path: file, profiles: 2 });
    const text = await readFile(file, 'utf8');
    assert.ok(!text.includes(TICKET) && !text.includes('Sandbox'));
    await configure('profiles', undefined);
    const { added, ...rest } = await call('importProfiles', { path: file });
    assert.equal(added.length, 2);
    assert.deepEqual(rest, {
      renamed: [],
      replaced: [],
      skipped: [],
      untrusted: [],
      untrustedAllowed: false,
      unprotected: [],
    });
    // As the settings have them, only that every flag is written out.
    const flags = { protected: false, allowUntrustedCertificate: false };
    assert.deepEqual(
      storedProfiles(),
      before.map(entry => ({ ...flags, ...(entry as object) })),
    );
    assert.equal(await signedIn(name), true, 'the ticket of that name and server is here still');
  });

  it('take a Uri, and every choice for names that are taken', async () => {
    const path = vscode.Uri.file(file).toString();
    const server = await startInfoRouter();
    const name = await addProfile(server.baseUrl, { user: 'jdoe' });
    await call('exportProfiles', { path });
    assert.deepEqual((await call('importProfiles', { path })).skipped, [name]);
    const { renamed } = await call('importProfiles', { path, onConflict: 'rename' });
    assert.deepEqual(renamed, [{ from: name, to: `${name} (2)` }]);
    assert.equal(await signedIn(`${name} (2)`), false);
    assert.deepEqual((await call('importProfiles', { path, onConflict: 'replace' })).replaced, [name]);
    assert.equal(await signedIn(name), true, 'the same server');
    await write([{ name, baseUrl: 'http://127.0.0.1:9' }]);
    await call('importProfiles', { path, onConflict: 'replace' });
    await write([{ name, baseUrl: server.baseUrl }]);
    await call('importProfiles', { path, onConflict: 'replace' });
    assert.equal(await signedIn(name), false, 'its ticket went when the server did');
  });

  it('switch no certificate check off without being told to', async () => {
    await call('exportProfiles', { path: file });
    await write([{ name: 'Lax', baseUrl: 'https://lax', allowUntrustedCertificate: true }]);
    const verified = await call('importProfiles', { path: file });
    assert.deepEqual([verified.untrusted, verified.untrustedAllowed], [['Lax'], false]);
    const isLax = () =>
      storedProfiles().map(
        entry => (entry as { allowUntrustedCertificate: boolean }).allowUntrustedCertificate,
      );
    assert.deepEqual(isLax(), [false]);
    const options = { path: file, onConflict: 'replace', allowUntrustedCertificates: true };
    assert.deepEqual((await call('importProfiles', options)).untrusted, ['Lax']);
    assert.deepEqual(isLax(), [true]);
  });

  it('reject a file that is not whole, none, or too large, and change nothing', async () => {
    await call('exportProfiles', { path: file });
    await write([
      { name: 'Good', baseUrl: 'http://good' },
      { name: '[Bad](command:x)', baseUrl: 'http://bad', transport: 'soap' },
    ]);
    const imported = () => call('importProfiles', { path: file });
    await assert.rejects(imported, ({ message }: Error) => {
      assert.match(message, /Entry 2 \(“\[Bad\]\u200b\(command:x\)”\): .*“transport” is not one of/);
      return true;
    });
    await writeFile(file, `{"ticket": ${TICKET}`);
    await assert.rejects(imported, { message: 'The file is not JSON.' });
    await truncate(file, 1024 * 1024 + 1);
    await assert.rejects(imported, /larger than 1 MB/);
    await assert.rejects(call('importProfiles', { path: path.join(folder, 'none.json') }));
    await assert.rejects(
      call('importProfiles', { path: 'profiles.json' }),
      /neither an absolute path nor a Uri/,
    );
    await assert.rejects(
      call('exportProfiles', { path: 'profiles.json' }),
      /neither an absolute path nor a Uri/,
    );
    assert.deepEqual(storedProfiles(), []);
  });
});
