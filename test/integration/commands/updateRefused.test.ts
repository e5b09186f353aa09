import assert from 'node:assert/strict';
import { TRANSPORTS } from '../../../src/api/outcome';
import {
  addProfile,
  call,
  cleanUp,
  configure,
  refusal,
  startInfoRouter,
  storedProfiles,
  type InfoRouter,
} from '../support';

describe('updateUserEmail sends nothing', () => {
  let server: InfoRouter;
  let profile: string;
  let sent: number;
  const update = (change: object) =>
    call('updateUserEmail', { profile, userName: 'jdoe', newEmailAddress: 'jdoe@example.com', ...change });

  before(async () => {
    server = await startInfoRouter();
    profile = await addProfile(server.baseUrl, { user: 'admin' });
  });
  beforeEach(() => (sent = server.log.length));
  after(cleanUp);
  const nothingSent = () => assert.equal(server.log.length, sent);

  it('where no ticket is kept', async () => {
    const stranger = await addProfile(server.baseUrl);
    const { message, remedy } = refusal(await update({ profile: stranger }), 'notSignedIn');
    assert.match(message, new RegExp(`“${stranger}”`));
    assert.ok(remedy);
    nothingSent();
  });

  it('for an unknown profile', async () => {
    assert.match(refusal(await update({ profile: 'nobody’s' }), 'invalidInput').message, /“nobody’s”/);
    nothingSent();
  });

  for (const transport of TRANSPORTS) {
    it(`by ${transport} with half of a surrogate pair`, async () => {
      for (const change of [
        { userName: 'a\uD800' },
        { newEmailAddress: '\uDC00b' },
        { ticket: 'x\uDFFFy' },
      ]) {
        refusal(await update({ ...change, transport }), 'invalidInput');
      }
      nothingSent();
    });
  }

  for (const transport of ['soap11', 'soap12'] as const) {
    it(`by ${transport} with characters that XML 1.0 cannot carry, which it names`, async () => {
      for (const [character, name] of [
        ['\0', 'U+0000'],
        ['\u000B', 'U+000B'],
        ['\u001F', 'U+001F'],
        ['\uFFFE', 'U+FFFE'],
      ]) {
        const { message } = refusal(
          await update({ newEmailAddress: `a${character}b`, transport }),
          'invalidInput',
        );
        assert.ok(message.includes(`new email address holds the character ${name}`), message);
      }
      nothingSent();
    });
  }

  it('but such characters go by GET and POST', async () => {
    for (const transport of ['get', 'post'] as const) {
      const outcome = await update({ newEmailAddress: 'a\u000Bb', transport });
      assert.notEqual(outcome.exchangeId, '');
      assert.notEqual(outcome.error?.kind, 'invalidInput');
    }
  });

  it('on a protected profile without confirmation', async () => {
    await call('editProfile', { profile, protected: true });
    try {
      for (const change of [{}, { confirmed: false }, { verify: true }, { ticket: 'none' }]) {
        assert.match(refusal(await update(change), 'invalidInput').message, /protected/);
      }
      nothingSent();
      assert.equal((await update({ confirmed: true })).success, true);
    } finally {
      await call('editProfile', { profile, protected: false });
    }
  });

  it('once the address of its profile was changed by hand: the ticket stays with its server', async () => {
    const other = await startInfoRouter();
    const moved = storedProfiles().map(entry => ({ ...(entry as object), baseUrl: other.baseUrl }));
    const original = storedProfiles();
    await configure('profiles', moved);
    refusal(await update({}), 'notSignedIn');
    assert.deepEqual(other.log, []);
    nothingSent();
    await configure('profiles', original);
    assert.equal((await update({})).success, true);
  });
});
