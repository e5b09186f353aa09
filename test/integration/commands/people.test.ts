import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { HistoryFile } from '../../../src/adapters/historyFile';
import type { Exchange } from '../../../src/api/exchange';
import type { EmailUpdate } from '../../../src/session/updateEmail';
import type { Services } from '../../../src/commands/command';
import { compareExchanges, compareWithSelected } from '../../../src/commands/compareExchanges';
import { deleteExchange } from '../../../src/commands/deleteExchange';
import { setTicket } from '../../../src/commands/setTicket';
import { signInAndRepeat } from '../../../src/commands/signInAndRepeat';
import type { ContractTests } from '../../../src/contractTests/contractTests';
import type { CaseFailure } from '../../../src/contractTests/result';
import { History } from '../../../src/history/history';
import { toProfile } from '../../../src/session/profile';
import { BatchEntrance } from '../../../src/views/batchEntrance';
import { ContractExplorer } from '../../../src/views/contractExplorer';
import { ExchangeEntrance } from '../../../src/views/exchangeEntrance';
import { ExposureWarnings } from '../../../src/views/exposureWarnings';
import { HistoryTree } from '../../../src/views/historyTree';
import { LastFailures } from '../../../src/views/lastFailures';
import { OwnCall } from '../../../src/views/ownCall';
import { ProfilesTree } from '../../../src/views/profilesTree';
import { EVERY_OPERATION } from '../../unit/session/fakes';
import { openWorld, type World } from '../../unit/session/world';
import { addProfile, call, cleanUp, eventually } from '../support';
import { User } from '../user';

/** What a person is asked and told; what it comes to on the wire, the other tests of this folder have by argument. */
describe('What a person is asked and told', () => {
  let user: User;
  let world: World;
  beforeEach(async () => {
    user = new User();
    world = await openWorld();
  });
  afterEach(async () => {
    user.leave();
    await world.close();
  });
  after(cleanUp);

  const palette = (command: string, ...args: unknown[]) =>
    vscode.commands.executeCommand(`inforouter.${command}`, ...args);
  const told = (words: RegExp) =>
    eventually(`notification like ${words.source}`, () => user.told.find(text => words.test(text)));

  describe('of the history', () => {
    let folder: string;
    let history: History;
    let ids: readonly string[];
    let marks: Map<string, boolean>;
    let services: Services;
    beforeEach(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'inforouter-people-'));
      history = new History(
        new HistoryFile(path.join(folder, 'history')),
        () => 200,
        () => false,
      );
      marks = new Map();
      for (const userName of ['jdoe', 'asmith', 'admin']) {
        await world.session.signIn(world.profile, userName, userName);
      }
      world.exchanges.forEach(exchange => history.record(exchange));
      ids = world.exchanges.map(({ id }) => id);
      const contextKeys = { mark: (key: string, holds: boolean) => void marks.set(key, holds) };
      services = { ...world, history, contextKeys } as unknown as Services;
    });
    afterEach(async () => {
      await history.flush();
      await rm(folder, { recursive: true });
    });
    const clicked = (at: number) => new ExchangeEntrance(ids[at] ?? '');

    it('asks before it deletes a single exchange, clicked or picked', async () => {
      const command = deleteExchange(services);
      for (const entrance of [clicked(0), undefined]) {
        user.agrees = false;
        assert.equal(await command.ask(entrance), undefined);
        user.agrees = true;
        assert.equal((await command.ask(entrance))?.exchangeIds.length, 1);
      }
      const questions = user.asked.filter(text => text === 'Delete 1 exchange from the history?');
      assert.equal(questions.length, 4);
    });

    it('forgets what is selected for comparison once it is deleted', async () => {
      const { select, compare } = compareWithSelected(services);
      await select.run(ids[0] ?? '');
      assert.equal(marks.get('exchangeSelected'), true);
      await history.remove(ids.slice(0, 1));
      assert.equal(marks.get('exchangeSelected'), false);
      const [one, other] = (await compare.ask(clicked(1))) ?? [];
      assert.deepEqual([one, other], [ids[2], ids[1]], 'the first one is asked for');
    });

    it('compares no exchange with itself, and asks only for what was not clicked', async () => {
      const { select, compare } = compareWithSelected(services);
      await select.run(ids[0] ?? '');
      assert.deepEqual(await compare.ask(clicked(0)), [ids[0], ids[2]]);
      assert.deepEqual(user.asked, ['With which exchange?']);
      const pair = await compareExchanges(services).ask([clicked(1), new BatchEntrance('a batch')]);
      assert.deepEqual(pair, [ids[1], ids[2]]);
      assert.deepEqual(user.asked, ['With which exchange?', 'With which exchange?']);
    });

    it('says that there are no batches to read, and reads them again the next time', async () => {
      const view = { message: '' };
      let broken = true;
      const batches = {
        list: () => (broken ? Promise.reject(new Error('EACCES')) : Promise.resolve([])),
        onDidChange: () => ({ dispose: () => undefined }),
      };
      const tree = new HistoryTree(history, () => false, batches, view, services.contextKeys);
      assert.equal((await tree.getChildren()).length, 1, 'the exchanges are there');
      assert.equal(view.message, 'The batches cannot be read: EACCES');
      broken = false;
      await tree.getChildren();
      assert.deepEqual([view.message, marks.get('historyEmpty')], ['', false]);
      await history.clear();
      await tree.getChildren();
      assert.equal(marks.get('historyEmpty'), true);
      world.exchanges.slice(0, 1).forEach(exchange => history.record(exchange));
      assert.equal(marks.get('historyEmpty'), false, 'also while nobody looks at it');
      tree.dispose();
    });

    it('exports nothing of an empty history', async () => {
      await call('clearHistory');
      assert.equal(await palette('exportExchanges'), undefined);
      await told(/no such exchange/);
      assert.deepEqual(user.asked, []);
    });
  });

  describe('after a sign-in', () => {
    const update: EmailUpdate = {
      profile: 'Test',
      userName: 'jdoe',
      newEmailAddress: 'repeated@example.com',
      ticket: { use: 'stored' },
    };
    const repeat = async (password: string, word: boolean) => {
      const command = signInAndRepeat(world as unknown as Services);
      const argument = { update, userName: 'jdoe', password, confirm: () => Promise.resolve(word) };
      command.show?.(await command.run(argument), argument);
    };

    it('is that one is signed in, where the update was not confirmed', async () => {
      await repeat('jdoe', false);
      await told(/^You are signed in; the update was not confirmed/);
    });

    it('is what failed: the sign-in, not the update', async () => {
      user.presses = 'Documentation';
      await repeat('wrong', true);
      await told(/\[900\]|Authentication failed/i);
      const [, page] = await eventually('page', () => user.ran.find(([id]) => /openDocumentation/.test(id)));
      assert.deepEqual(page, new OwnCall({ operation: 'AuthenticateUser' }));
    });

    it('is where the ticket is kept, also where the update fails or is not confirmed', async () => {
      world.keychain.broken = EVERY_OPERATION;
      await repeat('jdoe', false);
      await told(/kept in memory/);
      user.told.length = 0;
      Object.assign(update, { userName: 'ghost' });
      await repeat('jdoe', true);
      await told(/User not found/i);
      await told(/kept in memory/);
    });

    it('is where a ticket is kept that could not be checked', async () => {
      world.keychain.broken = EVERY_OPERATION;
      world.sandbox.setFault('http500');
      const command = setTicket(world as unknown as Services);
      const argument = { profile: 'Test', ticket: 'a ticket' };
      command.show?.(await command.run(argument), argument);
      await told(/^The ticket is kept unchecked: /);
      await told(/kept in memory/);
    });
  });

  describe('of a profile', () => {
    /** Another server under the same name. */
    const moved = () => toProfile({ ...world.profile, baseUrl: 'https://other.example.com' });

    it('is which one is selected, in the list to select from', async () => {
      await call('addProfile', { name: 'People 1', baseUrl: 'http://127.0.0.1:9' });
      await call('addProfile', { name: 'People 2', baseUrl: 'http://127.0.0.1:9', protected: true });
      await call('selectProfile', { profile: 'People 2' });
      let descriptions: readonly (string | undefined)[] = [];
      user.chooses = items => {
        descriptions = items.map(({ description }) => description);
        return undefined;
      };
      assert.equal(await palette('selectProfile'), undefined);
      assert.deepEqual(descriptions.slice(-2), [
        'http://127.0.0.1:9',
        'selected · http://127.0.0.1:9 · protected',
      ]);
    });

    it('is a warning for each address without verification, whatever it is called', async () => {
      const memory = { get: () => true, update: () => Promise.resolve() } as unknown as vscode.Memento;
      const warnings = new ExposureWarnings(memory, world.profiles);
      const lax = { allowUntrustedCertificate: true };
      const record = (): void =>
        warnings.record({ profile: 'Test', transport: 'post' } as unknown as Exchange);
      for (const baseUrl of ['https://a.example.com', 'https://b.example.com']) {
        world.settings.entries = [{ ...world.profile, ...lax, baseUrl }];
        world.profiles.changed();
        record();
        record();
      }
      await Promise.resolve();
      assert.equal(user.told.filter(text => /is not verified/.test(text)).length, 2);
    });

    it('is in the tree nothing that another of its name has come to', async () => {
      await world.session.signIn(world.profile, 'jdoe', 'jdoe');
      const failures = new LastFailures();
      const never = new Promise<never>(() => undefined);
      const display = {
        status: (profile: typeof world.profile) =>
          profile.baseUrl === world.profile.baseUrl ? world.session.status(profile) : never,
      };
      const tree = new ProfilesTree(world.profiles, display, failures, () => undefined);
      const drawn = () => tree.getChildren().map(node => tree.getTreeItem(node).tooltip as string);
      drawn();
      await eventually('status', () => drawn().find(text => /signed in as jdoe/.test(text)));
      await world.session.signIn(world.profile, 'jdoe', 'wrong');
      world.exchanges.slice(-1).forEach(exchange => failures.record(exchange));
      assert.match(drawn().join(), /Last call, AuthenticateUser/);
      world.settings.entries = [moved()];
      world.profiles.changed();
      assert.deepEqual(drawn(), ['Test: selected\nhttps://other.example.com']);
      tree.dispose();
    });
  });

  it('is in the palette to repeat an update only where one was refused', async () => {
    const update = { userName: 'jdoe', newEmailAddress: 'x@example.com' };
    const holds = (key: string) =>
      user.ran.filter(([id, name]) => id === 'setContext' && name === `inforouter.${key}`).at(-1)?.[2];
    const profile = await addProfile(world.sandbox.baseUrl);
    // A test before may have left one.
    await call('updateUserEmail', { profile, ...update, ticket: 'none' });
    await call('updateUserEmail', { profile, ...update });
    assert.equal(holds('updateRefused'), true, 'nobody is signed in');
    await call('signInAndRepeat', { userName: 'jdoe', password: 'jdoe' });
    assert.equal(holds('updateRefused'), false);
  });

  it('has a way from a failed contract test to its exchange, by no plain object, which a foreign link may pass', async () => {
    const { exchangeId } = await call('updateUserEmail', {
      profile: await addProfile(world.sandbox.baseUrl),
      userName: 'jdoe',
      newEmailAddress: 'x@example.com',
      ticket: 'none',
    });
    const failed: CaseFailure = {
      verdict: 'failed',
      durationMs: 1,
      exchangeId,
      message: 'wrong',
      expected: 'a',
      received: 'b',
    };
    const controller = vscode.tests.createTestController('people', 'People');
    const messages: vscode.TestMessage[] = [];
    const create = controller.createTestRun.bind(controller);
    controller.createTestRun = request =>
      Object.assign(create(request), {
        failed: (_: vscode.TestItem, all: vscode.TestMessage[]) => void messages.push(...all),
      });
    const tests = {
      run(...[, listener]: Parameters<ContractTests['run']>) {
        listener?.ended?.('get/success', failed);
        return Promise.resolve({ passed: 0, failed: 1, skipped: 0 });
      },
    };
    const explorer = new ContractExplorer({
      controller,
      profiles: world.profiles,
      tests,
      ask: () => Promise.resolve(undefined),
    });
    await explorer.run({ profile: 'Test', userName: 'jdoe' });
    const link = messages.map(({ message }) => (typeof message === 'string' ? '' : message.value)).join();
    const [, argument = ''] = /openExchange\?([^)]+)\)/.exec(link) ?? [];
    await palette('openExchange', ...(JSON.parse(decodeURIComponent(argument)) as unknown[]));
    assert.deepEqual(user.asked, []);
    const uri = vscode.window.activeTextEditor?.document.uri;
    assert.deepEqual([uri?.scheme, uri?.query], ['inforouter-history', exchangeId]);
    assert.equal(typeof (JSON.parse(decodeURIComponent(argument)) as unknown[])[0], 'string');
    explorer.dispose();
    controller.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
});
