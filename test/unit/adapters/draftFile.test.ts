import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DraftFile } from '../../../src/adapters/draftFile';
import type { Draft } from '../../../src/session/draft';

const TICKET = '3f2504e0-4f89-11d3-9a0c-0305e82c3301';
const draft: Draft = {
  userName: 'jdoe',
  newEmailAddress: 'ü😀@example.com',
  transport: 'soap12',
  ticket: 'other',
  otherTicket: TICKET,
  verify: true,
};
const saved: Draft = { ...draft, ticket: 'stored', otherTicket: '' };

/**
 * What a killed editor does: saves draft after draft, each large enough to take several writes, and tells of each that
 * it has on disk. The path of the module and the folder are its arguments.
 */
const WRITER = `
  const { DraftFile } = require(process.argv[1]);
  const file = new DraftFile(process.argv[2]);
  (async () => {
    for (let count = 1; ; count++) {
      const userName = String(count).padStart(8, '0').repeat(40_000);
      file.save({ userName, newEmailAddress: '', transport: 'post', ticket: 'other', otherTicket: '${TICKET}' });
      await file.flush();
      process.stdout.write(count + '\\n');
    }
  })();
`;

describe('the draft on disk', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inforouter-draft-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** All that is on disk, whatever the files are called. */
  const everything = async () =>
    Promise.all((await readdir(folder)).map(name => readFile(join(folder, name), 'utf8')));

  it('is there again in the next window, without the ticket and without the choice to send it', async () => {
    const file = new DraftFile(folder);
    assert.equal(await file.read(), undefined);
    file.save(draft);
    await file.flush();
    assert.deepEqual(await new DraftFile(folder).read(), saved);
    assert.ok(!(await everything()).join('').includes(TICKET));
    file.save({ ...draft, ticket: 'none' });
    await file.flush();
    assert.equal((await file.read())?.ticket, 'none');
  });

  it('of a version that knew no verified update is there again, too', async () => {
    const old = { ...saved, verify: undefined };
    await writeFile(join(folder, 'draft.json'), JSON.stringify(old));
    assert.deepEqual(await new DraftFile(folder).read(), { ...saved, verify: false });
    await writeFile(join(folder, 'draft.json'), JSON.stringify({ ...old, verify: 'yes' }));
    assert.equal(await new DraftFile(folder).read(), undefined);
  });

  it('is written within a moment, without being asked, and in a folder that is not there yet', async () => {
    const deep = join(folder, 'a', 'b');
    new DraftFile(deep).save(draft);
    const deadline = performance.now() + 1500;
    while ((await new DraftFile(deep).read()) === undefined && performance.now() < deadline) {
      await delay(20);
    }
    assert.deepEqual(await new DraftFile(deep).read(), saved);
  });

  it('is the last of many', async () => {
    const file = new DraftFile(folder);
    const writes = [];
    for (let count = 0; count < 50; count++) {
      file.save({ ...draft, userName: `user ${count}` });
      if (count % 7 === 0) {
        writes.push(file.flush());
      }
    }
    await Promise.all([...writes, file.flush()]);
    assert.equal((await file.read())?.userName, 'user 49');
    assert.deepEqual(await readdir(folder), ['draft.json']);
  });

  it('outlives the unfinished files of killed editors, which go, and leaves those of a living one alone', async () => {
    const abandoned = ['draft.json.1', 'draft.json.4194304'];
    const others = ['draft.json.2', 'draft.json.bak', 'notes'];
    const longAgo = new Date(Date.now() - 120_000);
    for (const name of [...abandoned, ...others]) {
      await writeFile(join(folder, name), 'half a dra');
      await utimes(join(folder, name), longAgo, longAgo);
    }
    await utimes(join(folder, 'draft.json.2'), new Date(), new Date());
    await writeFile(join(folder, 'draft.json'), JSON.stringify(saved));
    assert.deepEqual(await new DraftFile(folder).read(), saved);
    assert.deepEqual((await readdir(folder)).sort(), ['draft.json', ...others].sort());
  });

  it('costs nothing where nothing was typed', async () => {
    await new DraftFile(folder).flush();
    assert.deepEqual(await readdir(folder), []);
  });

  it('that cannot be written loses no later one', async () => {
    const blocked = join(folder, 'blocked');
    await writeFile(blocked, 'a file where the folder should be');
    const file = new DraftFile(blocked);
    file.save(draft);
    await file.flush();
    await rm(blocked);
    file.save(draft);
    await file.flush();
    assert.deepEqual(await file.read(), saved);
  });

  for (const [what, text] of [
    ['nothing', ''],
    ['half of one', '{"userName":"jd'],
    ['another JSON', '["userName"]'],
    ['null', 'null'],
    ['one with an unknown transport', JSON.stringify({ ...saved, transport: 'soap13' })],
    ['one with a field missing', JSON.stringify({ ...saved, newEmailAddress: undefined })],
  ] as const) {
    it(`is none when the file holds ${what}`, async () => {
      await writeFile(join(folder, 'draft.json'), text);
      assert.equal(await new DraftFile(folder).read(), undefined);
    });
  }

  it('is whole after kill -9 at any moment, never older than what was on disk, and never with the ticket', async () => {
    const module = join(__dirname, '../../../src/adapters/draftFile.js');
    for (let run = 0; run < 12; run++) {
      const place = join(folder, String(run));
      await mkdir(place);
      const child = spawn(process.execPath, ['-e', WRITER, module, place], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let told = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (told += text));
      if (run > 0) {
        // The first run is killed while it starts: its file may be absent.
        await once(child.stdout, 'data');
      }
      await delay(Math.random() * 20);
      const closed = once(child, 'close');
      child.kill('SIGKILL');
      await closed;
      const onDisk = Number(told.trim().split('\n').at(-1));
      const names = await readdir(place);
      for (const name of names) {
        assert.ok(!(await readFile(join(place, name), 'utf8')).includes(TICKET));
      }
      if (!names.includes('draft.json')) {
        assert.equal(onDisk, 0, 'a draft that was on disk is gone');
        continue;
      }
      const read = await new DraftFile(place).read();
      assert.ok(read, `not a whole draft after kill -9 (run ${run}, ${onDisk} on disk)`);
      assert.equal(read.userName.length, 320_000);
      assert.ok(Number(read.userName.slice(0, 8)) >= onDisk);
    }
  }).timeout(15_000);
});
