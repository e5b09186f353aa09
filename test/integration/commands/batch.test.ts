import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { BatchSummary } from '../../../src/batch/summary';
import { settingsFile, shownOutput } from '../editorFiles';
import { MemoryFiles } from '../memoryFiles';
import { response, startRawServer, SUCCESS } from '../rawServer';
import {
  addProfile,
  call,
  cleanUp,
  eventually,
  startInfoRouter,
  thisExtension,
  type InfoRouter,
} from '../support';

const TICKET = '7e57ba7c-ticket-of-the-batch';
const GONE = response(
  '<?xml version="1.0" encoding="utf-8"?>\r\n<response success="false" error="[901]Session expired or Invalid ticket" />',
);

describe('updateUserEmailsFromCsv', () => {
  let folder: string;
  let csv: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'inforouter batch ü '));
    csv = path.join(folder, 'users.csv');
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await call('clearHistory');
    await cleanUp();
    await rm(folder, { recursive: true, force: true });
  });

  const run = (argument: object): Promise<BatchSummary> =>
    call('updateUserEmailsFromCsv', { csv, ...argument });
  const counts = ({ total, updated, unchanged, failed, notAttempted }: BatchSummary) => [
    total,
    updated,
    unchanged,
    failed,
    notAttempted,
  ];
  const updates = ({ log }: InfoRouter) =>
    log.filter(({ operation }) => operation === 'UpdateUserEmail').length;
  /** The journals in the extension's storage, by the ids of their batches. */
  const journals = async (): Promise<string[]> => {
    const user = path.dirname(await settingsFile());
    const batches = path.join(user, 'globalStorage', thisExtension().id, 'batches');
    const names = existsSync(batches) ? readdirSync(batches).filter(name => name.endsWith('.jsonl')) : [];
    return names.map(name => /^\d+-(.+)\.jsonl$/.exec(name)?.[1] ?? name);
  };
  const document = (scheme: string) =>
    eventually(`document of ${scheme}`, () =>
      vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === scheme),
    );
  const signedIn = async (fields: object = {}): Promise<{ server: InfoRouter; profile: string }> => {
    const server = await startInfoRouter({ newTicket: () => TICKET });
    return { server, profile: await addProfile(server.baseUrl, { user: 'admin', ...fields }) };
  };

  it('updates each user, tells what became of each row, and makes a CSV that undoes it', async () => {
    const { server, profile } = await signedIn();
    const rows = [
      'ID;newemailaddress;USERNAME',
      '1;new@x;jdoe',
      '2;admin@example.com;admin',
      '3;a@x;"gh;ost"',
    ];
    await writeFile(csv, `\ufeff${rows.join('\r\n')}\r\n`, 'utf16le');
    const summary = await run({ profile, readBefore: true, concurrency: 2 });
    assert.deepEqual(counts(summary), [3, 1, 1, 1, 0]);
    assert.equal(summary.error, undefined);
    assert.equal(updates(server), 1);
    const { reportPath = '', junitPath = '', rollbackPath = '' } = summary;
    assert.deepEqual(
      readdirSync(folder).sort(),
      [...[reportPath, junitPath, rollbackPath].map(each => path.basename(each)), 'users.csv'].sort(),
    );
    assert.match(path.basename(reportPath), /^users\.\d{8}-\d{6}-\d{3}\.results\.csv$/);
    const results = (await readFile(reportPath, 'utf8')).split('\r\n');
    assert.match(results[0] ?? '', /^\ufeff?ID;newemailaddress;USERNAME;Status;PreviousEmailAddress;/);
    assert.match(results[1] ?? '', /^1;new@x;jdoe;updated;jdoe@example\.com;/);
    assert.match(results[3] ?? '', /^3;a@x;"gh;ost";failed;;userNotFound;/);
    assert.match(await readFile(junitPath, 'utf8'), /<testsuite [^>]*tests="3"/);
    const undone = await run({ csv: rollbackPath, profile, readBefore: true });
    assert.deepEqual(counts(undone), [1, 1, 0, 0, 0]);
    const check = { profile, userName: 'jdoe', newEmailAddress: 'jdoe@example.com', verify: true };
    assert.equal((await call('updateUserEmail', check)).before, 'jdoe@example.com');
    for (const name of readdirSync(folder)) {
      assert.ok(!(await readFile(path.join(folder, name), 'utf8')).includes(TICKET), name);
    }
  });

  it('writes into the output channel how it began, how it ended and its first 20 failures', async () => {
    const { profile } = await signedIn();
    const ghosts = Array.from({ length: 25 }, (_, at) => `ghost${at},a@x`);
    await writeFile(csv, ['UserName,NewEmailAddress', 'jdoe,quiet@x', ...ghosts].join('\n'));
    await call('clearOutput');
    assert.deepEqual(counts(await run({ profile })), [26, 1, 0, 25, 0]);
    const text = await shownOutput('25 failed');
    assert.equal(text.match(/^### Batch|^### .*Batch/gm)?.length, 2);
    assert.equal(text.match(/^POST \/srv\.asmx\/UpdateUserEmail/gm)?.length, 20);
    assert.ok(!text.includes('quiet@x') && !text.includes(TICKET));
  });

  it('shows in a dry run what is to be expected, by row number, and changes and writes nothing', async () => {
    const { server, profile } = await signedIn();
    const rows = ['jdoe,new@x', 'admin,admin@example.com', 'ghost,a@x', 'JDOE,nowhere'];
    await writeFile(csv, ['UserName,NewEmailAddress', ...rows].join('\n'));
    const summary = await run({ profile, dryRun: true, readBefore: true });
    assert.deepEqual(counts(summary), [4, 0, 0, 0, 4]);
    assert.deepEqual([summary.reportPath, summary.error], [undefined, undefined]);
    assert.equal(updates(server), 0);
    assert.deepEqual(readdirSync(folder), ['users.csv']);
    assert.deepEqual(await journals(), []);
    const text = (await document('inforouter-batch-preview')).getText();
    assert.match(text, /Another address is stored: it changes \| 2 \| 2, 5 \|/);
    assert.match(text, /already \| 1 \| 3 \|/);
    assert.match(text, /no such user \| 1 \| 4 \|/);
    assert.match(text, /No @ in the address; sent as it is \| 1 \| 5 \|/);
    assert.match(text, /\| jdoe \| 2, 5 \|/);
    const asked = server.log.filter(({ operation }) => operation === 'GetUser').length;
    assert.equal(asked, 3, 'nobody is asked for twice');
    assert.deepEqual(counts(await run({ profile, dryRun: true })), [4, 0, 0, 0, 4]);
    assert.equal(server.log.length, 1 + asked, 'nobody was asked, after the sign-in');
  });

  it('stops where the ticket is refused, and resumes exactly what is left', async () => {
    let refusing = true;
    const server = await startRawServer(at => (refusing && at >= 3 ? GONE : SUCCESS));
    const profile = await addProfile(server.baseUrl);
    await call('setTicket', { profile, ticket: TICKET });
    const names = Array.from({ length: 6 }, (_, at) => `user${at}`);
    await writeFile(csv, ['UserName,NewEmailAddress', ...names.map(name => `${name},${name}@x`)].join('\n'));
    const stopped = await run({ profile, ratePerSecond: 1000 });
    // The first request asked whether the ticket is good.
    assert.deepEqual(counts(stopped), [6, 2, 0, 0, 4]);
    assert.equal(stopped.error?.kind, 'sessionExpired');
    const before = server.requests.length;
    refusing = false;
    await call('setTicket', { profile, ticket: `${TICKET}-2` });
    // The profile, and everything else, is that of the run.
    await call('selectProfile', { profile: await addProfile('http://127.0.0.1:9') });
    const resumed = await run({ resume: true });
    assert.deepEqual(counts(resumed), [6, 6, 0, 0, 0]);
    assert.equal(resumed.reportPath, stopped.reportPath);
    const sent = server.requests.slice(before + 1).map(request => /UserName=(\w+)/.exec(request)?.[1]);
    assert.deepEqual(sent, names.slice(2));
    const again = await run({ resume: true, profile });
    assert.deepEqual(counts(again), [6, 6, 0, 0, 0]);
    assert.equal(server.requests.length, before + 1 + 4, 'nothing was left');
  });

  it('sends nothing where it must not or cannot: protected, unknown, signed out', async () => {
    const { server, profile } = await signedIn();
    await writeFile(csv, 'UserName,NewEmailAddress\njdoe,new@x\n');
    const refused = async (argument: object, kind: string) => {
      const { error, ...summary } = await run(argument);
      assert.equal(error?.kind, kind);
      assert.ok(error.remedy);
      assert.deepEqual(counts(summary), [1, 0, 0, 0, 1]);
      assert.equal(updates(server), 0);
      assert.deepEqual(readdirSync(folder), ['users.csv']);
    };
    await refused({ profile: 'nobody’s' }, 'invalidInput');
    await refused({ profile: 'nobody’s', dryRun: true }, 'invalidInput');
    await refused({ profile: await addProfile(server.baseUrl) }, 'notSignedIn');
    await refused({ profile, resume: true }, 'invalidInput');
    await call('editProfile', { profile, protected: true });
    await refused({ profile }, 'invalidInput');
    await refused({ profile, confirmed: false }, 'invalidInput');
    assert.deepEqual(counts(await run({ profile, confirmed: true })), [1, 1, 0, 0, 0]);
  });

  it('rejects what is no CSV of users, and says which file and what is wrong', async () => {
    const { server, profile } = await signedIn();
    const rejects = async (content: string | Uint8Array, words: RegExp) => {
      await writeFile(csv, content);
      for (const dryRun of [false, true]) {
        await assert.rejects(run({ profile, dryRun }), ({ message }: Error) => {
          assert.match(message, /^“users\.csv” is no CSV of users\. /);
          assert.match(message, words);
          return true;
        });
      }
    };
    await rejects('', /empty/);
    await rejects('Login,NewEmailAddress\njdoe,a@x\n', /no column “UserName”/);
    await rejects('UserName,NewEmailAddress\njdoe,a@x\njdoe\n', /line 3/);
    await rejects('UserName,NewEmailAddress\njdoe,"a@x\n', /quotation mark/);
    await rejects(new Uint8Array([0x55, 0xff, 0xfe, 0x80]), /neither UTF-8 nor UTF-16/);
    await assert.rejects(run({ profile, csv: path.join(folder, 'none.csv') }));
    await assert.rejects(run({ profile, csv: 'users.csv' }), /neither an absolute path nor a Uri/);
    assert.equal(updates(server), 0);
    assert.deepEqual(readdirSync(folder), ['users.csv']);
  });

  it('rejects an argument that is not of its shape', async () => {
    const named = async (argument: object, field: string) => {
      await assert.rejects(run(argument), ({ message }: Error) => {
        assert.ok(message.includes(`“${field}” must be`), message);
        return true;
      });
    };
    for (const concurrency of [0, 33, 1.5, '2', NaN]) {
      await named({ concurrency }, 'concurrency');
    }
    for (const ratePerSecond of [0, -1, Infinity, '5']) {
      await named({ ratePerSecond }, 'ratePerSecond');
    }
    await named({ csv: 7 }, 'csv');
    await named({ csv: undefined }, 'csv');
    await named({ transport: 'smtp' }, 'transport');
    await named({ readBefore: 1 }, 'readBefore');
  });

  it('reads and writes what lies on no disk, by its Uri', async () => {
    const { profile } = await signedIn();
    const memory = new MemoryFiles();
    const registered = vscode.workspace.registerFileSystemProvider('batchmemory', memory);
    try {
      memory.files.set('/users.csv', Buffer.from('UserName,NewEmailAddress\njdoe,new@x\n'));
      const uri = vscode.Uri.parse('batchmemory:/users.csv');
      const summary = await run({ csv: uri, profile });
      assert.deepEqual(counts(summary), [1, 1, 0, 0, 0]);
      assert.match(summary.reportPath ?? '', /^batchmemory:\/users\.\d{8}-\d{6}-\d{3}\.results\.csv$/);
      assert.match(summary.junitPath ?? '', /^batchmemory:\//);
      assert.equal(summary.rollbackPath, undefined, 'no address was read before');
      assert.equal(memory.files.size, 3);
      // A path that a result names is one that an argument takes.
      assert.deepEqual(counts(await run({ csv: uri.toString(), profile, dryRun: true })), [1, 0, 0, 0, 1]);
    } finally {
      registered.dispose();
    }
  });

  it('is one entry of the history, which opens row by row, is gone on with, and goes', async () => {
    let refusing = true;
    const server = await startRawServer(at => (refusing && at >= 2 ? GONE : SUCCESS));
    const profile = await addProfile(server.baseUrl);
    await call('setTicket', { profile, ticket: TICKET });
    await writeFile(csv, `UserName,NewEmailAddress\njdoe,${TICKET}@x\nasmith,b@x\n`);
    assert.deepEqual(counts(await run({ profile })), [2, 1, 0, 0, 1]);
    const [batchId, ...others] = await journals();
    assert.ok(batchId !== undefined && others.length === 0);
    await call('openBatch', { batchId });
    const text = (await document('inforouter-batch')).getText();
    assert.match(text, /^Batch users\.csv at /);
    assert.match(text, /1 updated, 1 not attempted/);
    assert.match(text, /^row 2 +updated +jdoe: •+@x {2}HTTP 200, \d+ ms$/m);
    assert.ok(!text.includes('asmith') && !text.includes(TICKET), text);
    refusing = false;
    await call('setTicket', { profile, ticket: `${TICKET}-2` });
    // A later run of the same file is another, and so is the name of the profile by then.
    assert.deepEqual(counts(await run({ profile })), [2, 2, 0, 0, 0]);
    await call('editProfile', { profile, name: `${profile} renamed` });
    const before = server.requests.length;
    assert.deepEqual(counts(await call('resumeBatch', { batchId })), [2, 2, 0, 0, 0]);
    const sent = server.requests.slice(before).map(request => /UserName=(\w+)/.exec(request)?.[1]);
    assert.deepEqual(sent, ['asmith']);
    for (const each of await journals()) {
      await call('deleteBatch', { batchId: each });
    }
    assert.deepEqual(await journals(), []);
    await assert.rejects(call('openBatch', { batchId }), /not in the history/);
    await run({ profile: `${profile} renamed` });
    assert.equal((await journals()).length, 1);
    await call('clearHistory');
    assert.deepEqual(await journals(), []);
  });
});
