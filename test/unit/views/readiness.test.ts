import assert from 'node:assert/strict';
import { toProfile } from '../../../src/session/profile';
import { noticesFor, type Readiness } from '../../../src/views/readiness';

const profile = toProfile({ name: 'Test', baseUrl: 'http://dms' });
const ready: Readiness = {
  profiles: [profile],
  selected: profile,
  ticket: 'kept',
  problems: [],
  sandboxStopped: false,
};
const notices = (change: Partial<Readiness>) => noticesFor({ ...ready, ...change });

describe('What the form says before anything is sent', () => {
  it('is nothing where nothing is missing, or nothing is known of the ticket yet', () => {
    assert.deepEqual(notices({}), []);
    assert.deepEqual(notices({ ticket: undefined }), []);
  });

  it('leaves a window without any profile to the welcome', () => {
    assert.deepEqual(notices({ profiles: [], selected: undefined, ticket: undefined }), []);
  });

  for (const [ticket, words, first] of [
    ['none', /^Not signed in/, 'signIn'],
    ['expired', /\[901\]/, 'signIn'],
    ['unknown', /could not be read/, 'checkConnection'],
  ] as const) {
    it(`offers ${first} where the ticket is ${ticket}`, () => {
      const [notice, ...more] = notices({ ticket });
      assert.ok(notice);
      assert.match(notice.text, words);
      assert.equal(notice.actions[0], first);
      assert.ok(notice.actions.includes('setTicket'));
      assert.deepEqual(more, []);
    });
  }

  it('asks for a choice where no profile is selected, and says nothing of a ticket', () => {
    const [notice, ...more] = notices({ selected: undefined, ticket: 'none' });
    assert.deepEqual(notice?.actions, ['selectProfile', 'addProfile']);
    assert.deepEqual(more, []);
  });

  it('says what is wrong with an entry of the setting, and opens it; also where it is the only one', () => {
    for (const profiles of [[profile], []]) {
      const [notice] = notices({ profiles, problems: ['Entry 1 has no name.'] });
      assert.deepEqual(notice, { text: 'Entry 1 has no name.', actions: ['openProfileSettings'] });
    }
    const [notice] = notices({ problems: ['One.', 'Two.', 'Three.'] });
    assert.equal(notice?.text, 'One. (2 more)');
  });

  it('says that the sandbox has stopped, and where calls go instead', () => {
    const [notice] = notices({ sandboxStopped: true });
    assert.match(notice?.text ?? '', /has stopped.*Calls now go to the profile below/);
    assert.deepEqual(notice?.actions, ['startSandbox']);
    const [alone] = notices({ sandboxStopped: true, profiles: [], selected: undefined, ticket: undefined });
    assert.deepEqual(alone?.actions, [], 'the welcome offers it');
  });
});
