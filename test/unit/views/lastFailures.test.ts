import assert from 'node:assert/strict';
import { explain } from '../../../src/api/explain';
import { callError } from '../../../src/api/outcome';
import { LastFailures } from '../../../src/views/lastFailures';
import { openWorld, type World } from '../session/world';

describe('What the tree says of a profile’s last call', () => {
  let world: World;
  let failures: LastFailures;
  let changed: string[];
  beforeEach(async () => {
    world = await openWorld();
    failures = new LastFailures();
    changed = [];
    failures.onDidChange(profile => changed.push(profile));
    await world.session.signIn(world.profile, 'jdoe', 'jdoe');
  });
  afterEach(() => world.close());

  const update = async (userName: string) => {
    await world.updateEmail.update({ userName, newEmailAddress: 'x@y', ticket: { use: 'stored' } });
    const exchange = world.exchanges.at(-1);
    assert.ok(exchange);
    return exchange;
  };

  it('is how it failed, what that means and what to do, and nothing once a call succeeds', async () => {
    const { profile } = world;
    const { name } = profile;
    const refused = await update('asmith');
    failures.record(refused);
    const { meaning, remedy } = explain({ error: callError('accessDenied', '') });
    const [call, ...rest] = failures.lines(profile);
    assert.match(call ?? '', /^Last call, UpdateUserEmail at .*: Access denied/);
    assert.deepEqual(rest, [meaning, remedy]);
    assert.deepEqual(failures.lines({ ...profile, name: 'another' }), []);
    const elsewhere = { ...profile, baseUrl: `${profile.baseUrl}/moved` };
    assert.deepEqual(failures.lines(elsewhere), [], 'of the same name, but another server');
    assert.equal(failures.lines({ ...profile, baseUrl: `${profile.baseUrl}/srv.asmx` }).length, 3);

    failures.record(await update('jdoe'));
    assert.deepEqual(failures.lines(profile), []);
    failures.record(await update('jdoe'));
    assert.deepEqual(changed, [name, name], 'nothing is drawn anew for a success after a success');
  });

  it('is not changed by a call that was cancelled', async () => {
    const exchange = await update('asmith');
    failures.record(exchange);
    const error = callError('cancelled', 'Cancelled.');
    failures.record({ ...exchange, outcome: { ...exchange.outcome, error } });
    assert.match(failures.lines(world.profile)[0] ?? '', /Access denied/);
  });

  it('stays in one line and bears no live markup, whatever the server says', async () => {
    const exchange = await update('asmith');
    const error = callError('apiError', `[x](command:y)\n${'z'.repeat(1000)}`);
    failures.record({ ...exchange, outcome: { ...exchange.outcome, error } });
    const [call = ''] = failures.lines(world.profile);
    assert.ok(!call.includes('](') && !call.includes('\n') && call.length < 300);
  });
});
