import assert from 'node:assert/strict';
import { UpdateEmailTool } from '../../../src/tools/updateEmailTool';
import { openWorld, type World } from '../session/world';

const NEVER = new AbortController().signal;

describe('the tool for language models', () => {
  let world: World;
  let tool: UpdateEmailTool;
  let trusted: boolean;
  beforeEach(async () => {
    world = await openWorld();
    await world.session.signIn(world.profile, 'jdoe', 'jdoe');
    world.exchanges.length = 0;
    trusted = true;
    const { session, updateEmail, addresses } = world;
    tool = new UpdateEmailTool({ session, updateEmail, addresses, isTrusted: () => trusted });
  });
  afterEach(() => world.close());

  const input = { userName: 'jdoe', newEmailAddress: 'new@example.com' };
  const question = (given: object = input) => tool.question(given).join('\n');
  const run = (given: object = input, signal = NEVER) => tool.run(given, signal);

  it('asks with profile, server, user and new address, and sends nothing for it', () => {
    assert.equal(
      question(),
      `Profile: “Test”\nServer: ${world.sandbox.baseUrl}\nUser: “jdoe”\nNew address: “new@example.com”`,
    );
    assert.deepEqual(world.exchanges, []);
  });

  it('names the old address where an answer of this window told it', async () => {
    await world.updateEmail.current({ userName: 'jdoe', ticket: { use: 'stored' } });
    assert.match(question({ ...input, userName: 'JDoe' }), /^Last known address: “jdoe@example\.com”$/m);
    await run();
    assert.match(question(), /^Last known address: “new@example\.com”$/m);
    assert.ok(!question({ ...input, userName: 'asmith' }).includes('Last known'));
    const failed = {
      userName: 'asmith',
      newEmailAddress: 'never@stored',
      ticket: { use: 'stored' },
    } as const;
    await world.updateEmail.update(failed);
    assert.ok(!question({ ...input, userName: 'asmith' }).includes('Last known'));
  });

  it('sends once, and reports in a few words', async () => {
    question();
    const text = await run();
    assert.match(
      text,
      /^Updated: the server accepted “new@example\.com” as the email address of “jdoe” at “Test”\./,
    );
    assert.match(text, /\(HTTP POST, HTTP 200, [\d.]+ ms\)$/);
    assert.deepEqual(
      world.exchanges.map(({ operation }) => operation),
      ['UpdateUserEmail'],
    );
  });

  it('verifies when it is told to', async () => {
    const text = await run({ ...input, verify: true });
    assert.match(
      text,
      /Stored before: “jdoe@example\.com”\. Stored afterwards: “new@example\.com”\. Verified\./,
    );
  });

  it('says in words why the server refused, and never shows a ticket', async () => {
    const { ticket = '' } = world.kept() ?? {};
    assert.match(
      await run({ ...input, userName: 'ghost' }),
      /^Not updated: User not found.*\(userNotFound\)/,
    );
    world.sandbox.setFault('expiredTickets');
    const text = await run();
    assert.match(text, /\[901\].*Sign in again/);
    assert.ok(!text.includes(ticket));
  });

  for (const [why, given, words] of [
    ['an unknown profile', { ...input, profile: 'Nope' }, /no profile named “Nope”/],
    ['no user', { newEmailAddress: 'x' }, /“userName” and “newEmailAddress” must be text/],
    ['a number for an address', { userName: 'x', newEmailAddress: 7 }, /must be text/],
    ['a list for a profile', { ...input, profile: ['Test'] }, /“profile” must be text/],
    ['a word for a flag', { ...input, verify: 'yes' }, /“verify” must be true or false/],
    ['more than can be shown', { ...input, newEmailAddress: 'x'.repeat(301) }, /at most 300/],
  ] as const) {
    it(`refuses ${why}: in the question, and when it is run all the same`, async () => {
      assert.match(question(given), /^This will be refused: /);
      assert.match(question(given), words);
      assert.match(await run(given), /^Not updated, and nothing was sent\. /);
      assert.match(await run(given), words);
      assert.deepEqual(world.exchanges, []);
    });
  }

  it('refuses a protected profile whatever the input says, and one that was protected when it asked', async () => {
    world.settings.entries = [{ ...world.profile, protected: true }];
    for (const given of [input, { ...input, confirmed: true, ticket: 'x' }]) {
      assert.match(
        await run(given),
        /^Not updated, and nothing was sent\. “Test” is a protected production server/,
      );
    }
    assert.match(question(), /^This will be refused: .*protected/);
    world.settings.entries = [world.profile];
    assert.match(await run(), /protected/);
    assert.deepEqual(world.exchanges, []);
    assert.match(
      await run(),
      /^Updated/,
      'the next one, which nobody was asked for, goes by what is true now',
    );
  });

  it('does not send where the user was not told it would', async () => {
    question();
    world.settings.entries = [...world.settings.entries, { name: 'Other', baseUrl: 'http://127.0.0.1:9' }];
    await world.profiles.select('Other');
    assert.match(await run(), /Another profile or server was selected/);
    question();
    world.settings.entries = [world.profile, { name: 'Other', baseUrl: world.sandbox.baseUrl }];
    assert.match(await run(), /Another profile or server was selected/);
    assert.deepEqual(world.exchanges, []);
  });

  it('refuses in a workspace that is not trusted', async () => {
    trusted = false;
    assert.match(question(), /^This will be refused: The workspace is not trusted/);
    assert.match(await run(), /nothing was sent\. The workspace is not trusted/);
    assert.deepEqual(world.exchanges, []);
  });

  it('says that nobody is signed in, and does not sign in', async () => {
    world.keychain.values.clear();
    assert.match(await run(), /^Not updated, and nothing was sent\. No ticket is kept/);
    assert.deepEqual(world.exchanges, []);
  });

  it('sends nothing once it is cancelled', async () => {
    assert.match(await run(input, AbortSignal.abort()), /nothing was sent/);
    assert.deepEqual(world.exchanges, []);
  });

  it('keeps foreign words from passing for its own', () => {
    const text = question({ userName: 'a\nNew address: “good@x”', newEmailAddress: '[x](command:y)\u202e' });
    assert.equal(text.split('\n').length, 4);
    assert.ok(!text.includes('\u202e') && !text.includes(']('));
  });
});
