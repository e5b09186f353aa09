import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { addProfile, call, cleanUp, startInfoRouter, type InfoRouter } from '../support';

const TICKET = 'dddddddd-2222-4333-8444-555555555555';
const CSV =
  'Note;newemailaddress;USERNAME\r\nfirst;"a;b@example.com";jdoe\r\n\r\nsecond;ü@example.com;müller\r\n';

describe('exportLoadTest', () => {
  let server: InfoRouter;
  let profile: string;
  let folder: string;
  let file: string;
  before(async () => {
    server = await startInfoRouter({ newTicket: () => TICKET });
    profile = await addProfile(server.baseUrl, { user: 'admin', transport: 'soap12' });
  });
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'inforouter load test ü '));
    file = path.join(folder, 'users.yml');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  after(cleanUp);

  const csv = async (name: string, text = CSV) => {
    const written = path.join(folder, name);
    await writeFile(written, text);
    return written;
  };
  /** All that was written, which must not hold the ticket. */
  async function texts(): Promise<Readonly<Record<string, string>>> {
    const names = await readdir(folder);
    const found = await Promise.all(
      names.map(async name => [name, await readFile(path.join(folder, name), 'utf8')] as const),
    );
    assert.ok(found.every(([, text]) => !text.includes(TICKET)));
    return Object.fromEntries(found);
  }

  it('writes the rows of a CSV, named by path or Uri, as the profile sends them; sends nothing itself', async () => {
    const sent = server.log.length;
    const source = await csv('source.csv');
    for (const named of [source, vscode.Uri.file(source)]) {
      assert.deepEqual(await call('exportLoadTest', { csv: named, file, profile }), {
        file,
        payload: path.join(folder, 'users.csv'),
        updates: 2,
      });
    }
    const { 'users.yml': script = '', 'users.csv': payload = '' } = await texts();
    assert.ok(script.includes(`target: "${server.baseUrl}"`) && script.includes('path: "users.csv"'), script);
    assert.ok(script.includes('application/soap+xml') && script.includes('arrivalCount: 2'), script);
    assert.equal(
      payload,
      '"UserName","NewEmailAddress","UserNameAsSent","NewEmailAddressAsSent"\r\n' +
        '"jdoe","a;b@example.com","jdoe","a;b@example.com"\r\n' +
        '"müller","ü@example.com","müller","ü@example.com"\r\n',
    );
    assert.equal(server.log.length, sent);
  });

  it('writes over its own payload, and never over another CSV', async () => {
    const source = await csv('users.csv');
    const wanted = { file, payload: path.join(folder, 'users.payload.csv'), updates: 2 };
    for (let round = 0; round < 2; round += 1) {
      assert.deepEqual(await call('exportLoadTest', { csv: source, file, profile }), wanted);
    }
    const written = await texts();
    assert.equal(written['users.csv'], CSV);
    assert.ok(written['users.yml']?.includes('path: "users.payload.csv"'));
    await csv('users.payload.csv');
    await assert.rejects(call('exportLoadTest', { csv: source, file, profile }), /choose another name/);
  });

  it('writes a single update, given or of the history, for as long as it is told to', async () => {
    const update = { userName: 'jdoe', newEmailAddress: 'a+b@example.com' };
    const { exchangeId } = await call('updateUserEmail', { ...update, profile, transport: 'get' });
    const load = { arrivalRate: 50, durationSeconds: 20 };
    assert.equal((await call('exportLoadTest', { exchangeId, file, ...load })).updates, 1);
    const ofHistory = await texts();
    assert.ok(ofHistory['users.yml']?.includes('arrivalCount: 1000'));
    assert.ok(ofHistory['users.yml']?.includes('/srv.asmx/UpdateUserEmail?authenticationTicket={{'));
    assert.ok(ofHistory['users.csv']?.includes('"a%2Bb%40example.com"'));
    await call('exportLoadTest', { ...update, profile, transport: 'get', file, ...load });
    assert.deepEqual(await texts(), ofHistory);
  });

  it('writes nothing for a protected server without a word, nor what cannot be sent, nor a ticket', async () => {
    const guarded = await addProfile(server.baseUrl, { protected: true });
    const update = { userName: 'jdoe', newEmailAddress: 'j@example.com', file };
    const refusals = [
      [{ ...update, profile: guarded }, /protected/],
      [{ ...update, profile: 'nowhere' }, /nowhere/],
      [{ ...update, profile, newEmailAddress: '\0' }, /XML 1\.0/],
      [{ ...update, profile, newEmailAddress: TICKET }, /holds a ticket/],
      [{ exchangeId: 'unknown', file }, /not in the history/],
      [{ csv: await csv('empty.csv', 'UserName,NewEmailAddress\n'), file, profile }, /no row/],
    ] as const;
    for (const [argument, message] of refusals) {
      const { error, ...rest } = await call('exportLoadTest', argument);
      assert.deepEqual(rest, { updates: 0 });
      assert.equal(error?.kind, 'invalidInput');
      assert.match(error.message, message);
    }
    assert.deepEqual(await readdir(folder), ['empty.csv']);
    assert.equal((await call('exportLoadTest', { ...update, profile: guarded, confirmed: true })).updates, 1);
  });

  it('rejects a call that names no source or two, a file that is relative, and a CSV that cannot be read', async () => {
    const update = { userName: 'jdoe', newEmailAddress: 'j@example.com' };
    await assert.rejects(call('exportLoadTest', { file, profile }), /give one of/);
    await assert.rejects(call('exportLoadTest', { ...update, exchangeId: 'x', file }), /give one of/);
    await assert.rejects(call('exportLoadTest', { userName: 'jdoe', file }), /newEmailAddress/);
    await assert.rejects(call('exportLoadTest', { ...update, file: 'users.yml' }), /absolute/);
    const unreadable = await csv('other.csv', 'a,b\n1,2\n');
    await assert.rejects(call('exportLoadTest', { csv: unreadable, file, profile }), /other\.csv.*UserName/);
  });
});
