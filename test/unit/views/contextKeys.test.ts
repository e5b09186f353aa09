import assert from 'node:assert/strict';
import { toProfile } from '../../../src/session/profile';
import { ContextKeys } from '../../../src/views/contextKeys';
import { openWorld, type World } from '../session/world';

describe('The context keys', () => {
  let world: World;
  let context: Map<string, boolean>;
  let keys: ContextKeys;
  const holding = () =>
    [...context]
      .filter(([, holds]) => holds)
      .map(([key]) => key.replace('inforouter.', ''))
      .sort();

  beforeEach(async () => {
    world = await openWorld();
    context = new Map();
    keys = new ContextKeys(world.profiles, (key, holds) => context.set(key, holds));
  });
  afterEach(() => world.close());

  it('are all set from the start, so that none is left from an extension host before', () => {
    assert.deepEqual(holding(), ['hasOwnProfiles']);
    assert.equal(context.get('inforouter.sandboxRunning'), false);
    assert.equal(context.get('inforouter.opened'), false);
  });

  it('follow the profiles and the sandbox', async () => {
    await world.profiles.remove(world.profile.name);
    assert.deepEqual(holding(), ['noOwnProfiles', 'noProfiles']);
    world.profiles.setSandbox(toProfile({ name: 'Sandbox', baseUrl: 'http://127.0.0.1:1' }));
    assert.deepEqual(holding(), ['noOwnProfiles', 'sandboxRunning', 'sandboxSelected']);
    world.profiles.setSandbox(undefined);
    await world.profiles.add({ name: 'Mine', baseUrl: 'http://dms' });
    assert.deepEqual(holding(), ['hasOwnProfiles']);
  });

  it('say of a ticket only what a display has seen, and of the selected profile alone', async () => {
    const display = keys.watching(world.session);
    await display.status(world.profile);
    assert.ok(holding().includes('signedOut'));
    await world.session.signIn(world.profile, 'jdoe', 'jdoe');
    assert.ok(holding().includes('signedOut'), 'nobody has looked since');
    await display.status(world.profile);
    assert.ok(holding().includes('signedIn') && !holding().includes('signedOut'));

    const other = await world.profiles.add({ name: 'Other', baseUrl: 'http://other' });
    await display.status(other);
    assert.ok(holding().includes('signedIn'), 'another profile says nothing of the selected one');
    await world.profiles.select(other.name);
    assert.ok(!holding().includes('signedIn') && !holding().includes('signedOut'), 'unknown');
  });

  it('remember that there are exchanges, an update among them', async () => {
    await world.session.signIn(world.profile, 'jdoe', 'jdoe');
    const signIn = world.exchanges.at(-1);
    assert.ok(signIn);
    keys.record(signIn);
    assert.ok(holding().includes('hasExchanges') && !holding().includes('updateSent'));
    keys.record({ ...signIn, operation: 'UpdateUserEmail' });
    assert.ok(holding().includes('updateSent'));
  });

  it('are no longer set once disposed', async () => {
    keys.dispose();
    await world.profiles.remove(world.profile.name);
    assert.deepEqual(holding(), ['hasOwnProfiles']);
  });
});
