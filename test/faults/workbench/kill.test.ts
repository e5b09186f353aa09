import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Frame } from 'playwright-core';
import { isDraft } from '../../../src/session/draft';
import { readProfile, toProfile } from '../../../src/session/profile';
import { startSandbox, type Sandbox } from '../../../src/sandbox/server';
import { openWindow, typeInto, valueOf, type Window } from '../../e2e/window';
import { pages } from '../../hostModules';
import { lookUp } from '../../integration/secretTool';
import { AGENT, listenForAgents, type Agent, type Agents } from './agent';
import { random, RandomSession, type World } from './session';

/** How often the editor is killed; more often in a long run. */
const KILLS = Number(process.env['WORKBENCH_KILLS'] ?? 6);
/** Set it to the one that a failure names, and the same user does the same; the moments of a kill are never quite the same. */
const SEED = Number(process.env['WORKBENCH_SEED'] ?? Date.now() % 1_000_000);

describe(`A session that is killed ${KILLS} times (WORKBENCH_SEED=${SEED})`, () => {
  const pick = random(SEED);
  let sandbox: Sandbox;
  let requests = 0;
  let agents: Agents;
  let agent: Agent;
  let window: Window;
  let session: RandomSession;
  const typed: { readonly text: string; at: number }[] = [];

  before(async () => {
    sandbox = await startSandbox({ onRequest: () => (requests += 1) });
    session = new RandomSession(pick, sandbox.baseUrl);
    agents = await listenForAgents();
    window = await openWindow({}, { extensions: [AGENT], env: agents.env });
    agent = await agents.next();
    await agent.call('addProfile', { name: 'Always', baseUrl: sandbox.baseUrl });
    await agent.call('selectProfile', { profile: 'Always' });
    const profiles = [{ name: 'Always', baseUrl: sandbox.baseUrl }];
    session.settle({ profiles, signedIn: new Set(), selected: 'Always' });
  });
  after(async () => {
    await window.close();
    agents.close();
    await sandbox.stop();
  });

  for (let kill = 1; kill <= KILLS; kill++) {
    // Every third time the whole editor, server and all.
    const what = kill % 3 === 0 ? 'editor' : 'extension host';
    it(`has lost nothing after kill -9 number ${kill}, of the ${what}`, async () => {
      try {
        const killedAt = await liveUntilKilled(what === 'editor');
        const before = requests;
        agent = await agents.next();
        await draftIsWhole(killedAt);
        await worldIsWhole();
        await delay(500);
        assert.equal(requests, before, 'a restart sends nothing');
      } catch (error) {
        console.error(`WORKBENCH_SEED=${SEED}, the session so far:\n${session.history.join('\n')}`);
        throw error;
      }
    });
  }

  /**
   * Types and acts at once, as a user with two hands, until a process is killed at a random moment; then the user
   * reloads the window or starts the editor anew. Resolves to the moment of the kill.
   */
  async function liveUntilKilled(editor: boolean): Promise<number> {
    const form = await window.form();
    const acting = session.act(agent);
    const stop = new AbortController();
    const typing = type(form, stop.signal).catch((error: unknown) => {
      // A window that is closed in the midst of a letter.
      assert.ok(stop.signal.aborted, String(error));
    });
    await delay(1500 + pick(2500));
    assert.match(await readFile(`/proc/${agent.pid}/cmdline`, 'utf8'), /--type=extensionHost/);
    const killedAt = Date.now();
    stop.abort();
    if (editor) {
      await window.reopen(true);
    } else {
      process.kill(agent.pid, 'SIGKILL');
      await acting;
      await window.reload();
    }
    await Promise.all([acting, typing]);
    return killedAt;
  }

  async function type(form: Frame, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const text = `${typed.length}@${'long.'.repeat(pick(2000))}example.com`;
      // Known before it is typed: the draft may be on disk before the browser has said that it was typed.
      const entry = { text, at: Infinity };
      typed.push(entry);
      await typeInto(form, 'newEmailAddress', text);
      entry.at = Date.now();
      await delay(pick(150));
    }
  }

  async function draftIsWhole(killedAt: number): Promise<void> {
    const { eventually } = await pages();
    const files = await readdir(window.folder, { recursive: true });
    const drafts = files.filter(file => path.basename(file).startsWith('draft.json'));
    const unfinished = drafts.filter(file => !file.endsWith('draft.json'));
    assert.ok(unfinished.length <= KILLS, `at most one of each kill: ${unfinished.join(' ')}`);
    const whole = drafts.find(file => file.endsWith('draft.json'));
    assert.ok(whole, 'the draft is on disk');
    const draft: unknown = JSON.parse(await readFile(path.join(window.folder, whole), 'utf8'));
    assert.ok(isDraft(draft));
    const safe = typed.findLastIndex(({ at }) => at <= killedAt - 1000);
    const found = typed.findIndex(({ text }) => text === draft.newEmailAddress);
    assert.ok(found >= safe, `number ${found} of ${typed.length} is on disk, ${safe} was a second old`);
    const form = await window.form();
    await eventually(
      'the draft in the form',
      async () => (await valueOf(form, 'newEmailAddress')) === draft.newEmailAddress,
    );
  }

  /** What every command has answered for is there; what the killed one was about is as before it or as after it. */
  async function worldIsWhole(): Promise<void> {
    const file = path.join(window.folder, 'server/data/User/settings.json');
    const settings = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
    const entries = (settings['inforouter.profiles'] ?? []) as unknown[];
    const candidates = [session.world, ...(session.underway ? [session.underway] : [])];
    const stored = candidates.map(({ profiles }) => profiles.map(toProfile));
    assert.ok(
      stored.some(
        profiles => JSON.stringify(profiles) === JSON.stringify(entries.map(entry => readProfile(entry, []))),
      ),
      `settings.json holds ${JSON.stringify(entries)}, and not ${JSON.stringify(stored)}`,
    );
    const profiles = stored[0]?.length === entries.length ? candidates[0] : candidates.at(-1);
    const signedIn = new Set<string>();
    const names = new Set(candidates.flatMap(each => each.profiles.map(({ name }) => name)));
    for (const name of names) {
      const entry = await lookUp(name);
      const wanted = candidates.map(each => each.signedIn.has(name));
      assert.ok(
        wanted.includes(entry !== undefined),
        `${name}: ${entry === undefined ? 'no ticket' : 'a ticket'}`,
      );
      if (entry !== undefined) {
        const { baseUrl, ticket } = JSON.parse(entry) as Record<string, unknown>;
        assert.equal(baseUrl, sandbox.baseUrl);
        assert.match(String(ticket), /^[0-9a-f-]{36}$/);
        signedIn.add(name);
      }
    }
    const selected = await selectedName();
    assert.ok(
      candidates.some(each => (each.selected ?? '') === selected),
      `“${selected}” is selected`,
    );
    const found: World = {
      profiles: entries.map(entry => entry as World['profiles'][number]),
      signedIn,
      selected: selected === '' ? undefined : selected,
    };
    assert.ok(profiles);
    session.settle(found);
  }

  async function selectedName(): Promise<string> {
    const form = await window.form();
    const list = form.getByTestId('profile');
    return (await list.getAttribute('current-value')) ?? '';
  }
});
