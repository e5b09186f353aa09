import assert from 'node:assert/strict';
import type { Answered } from '../../../src/api/call';
import { maskNothing } from '../../../src/api/redact';
import { SeenAddresses } from '../../../src/session/knownAddresses';
import { toProfile } from '../../../src/session/profile';

const PROFILE = toProfile({ name: 'Test', baseUrl: 'http://localhost:1' });
const answered = (success: boolean): Answered => ({
  outcome: { success, transport: 'post', durationMs: 1, exchangeId: 'x' },
  mask: maskNothing,
});

describe('the addresses that answers told', () => {
  let seen: SeenAddresses;
  const update = (userName: string, newEmailAddress: string, success = true) => {
    const values = { ticket: 't1', userName, newEmailAddress };
    seen.note(PROFILE, { operation: 'UpdateUserEmail', values }, answered(success));
  };
  const known = (userName: string) => seen.knownAddress(PROFILE, userName);
  beforeEach(() => {
    seen = new SeenAddresses();
  });

  it('are the latest that the server took, by server and by user in any case', () => {
    update('jdoe', 'a@example.com');
    update('JDOE', 'b@example.com');
    update('jdoe', 'c@example.com', false);
    assert.equal(known('jDoe'), 'b@example.com');
    assert.equal(known('asmith'), undefined);
    assert.equal(seen.knownAddress({ ...PROFILE, baseUrl: 'http://localhost:2' }, 'jdoe'), undefined);
  });

  it('are those of the last 1000 users, and not of all that a batch had', () => {
    update('jdoe', 'first@example.com');
    for (let at = 0; at < 10_000; at++) {
      update(`user${at}`, `${at}@example.com`);
      if (at === 400) {
        update('jdoe', 'last@example.com');
      }
      if (at === 1399) {
        assert.equal(known('jdoe'), 'last@example.com');
      }
    }
    const remembered = Array.from({ length: 10_000 }, (_, at) => known(`user${at}`));
    assert.deepEqual(
      remembered.slice(-1000),
      Array.from({ length: 1000 }, (_, at) => `${9000 + at}@example.com`),
    );
    assert.ok(remembered.filter(each => each !== undefined).length <= 2000);
    assert.equal(known('jdoe'), undefined);
  });
});
