import assert from 'node:assert/strict';
import { callError, type CallOutcome } from '../../../src/api/outcome';
import type { Verdict } from '../../../src/session/verdict';
import { verificationOf } from '../../../src/session/verification';

const OLD = 'old@example.com';
const NEW = 'New@example.com';
const denied = callError('accessDenied', 'Access denied');

/** What GetUser told around an update to NEW, and what follows from it. */
const CASES: readonly (readonly [
  what: string,
  Partial<CallOutcome>,
  Verdict,
  RegExp,
  restorable: boolean,
])[] = [
  ['stored', { before: OLD, after: NEW, verified: true }, 'passed', /^What was sent is stored\.$/, true],
  ['a no-op', { before: NEW, after: NEW }, 'unchanged', /stored before, too: nothing has changed/, false],
  ['not stored', { before: OLD, after: OLD }, 'failed', /reports success, but something else/, false],
  ['stored in other letters', { before: OLD, after: 'new@example.com' }, 'failed', /only in capital/, true],
  ['stored with space', { before: OLD, after: `${NEW} ` }, 'failed', /only in space at/, true],
  ['both', { before: OLD, after: ' new@example.com' }, 'failed', /only in capital .* and in space/, true],
  ['a no-op in other letters', { before: 'new@example.com', after: NEW }, 'passed', /is stored/, true],
  [
    'unknown before',
    { after: NEW, getUserError: denied },
    'passed',
    /is stored\. What was stored before is not known: GetUser ended in “Access denied”/,
    false,
  ],
  [
    'unknown afterwards',
    { before: OLD, getUserError: denied },
    'unknown',
    /could not be verified: GetUser ended in “Access denied”/,
    true,
  ],
  ['unknown altogether', { getUserError: denied }, 'unknown', /could not be verified/, false],
  [
    'cancelled behind the update',
    { before: OLD, getUserError: callError('cancelled', 'x') },
    'unknown',
    /update had been sent when you cancelled/,
    true,
  ],
  [
    'failed',
    { error: denied, before: OLD, after: OLD },
    'failed',
    /^What was stored before is stored still/,
    false,
  ],
  [
    'failed, yet stored',
    { error: denied, before: OLD, after: NEW },
    'passed',
    /failed, and yet what was sent/,
    true,
  ],
  [
    'failed, yet changed',
    { error: denied, before: OLD, after: '' },
    'failed',
    /failed, and yet .* changed/,
    true,
  ],
  [
    'failed no-op',
    { error: denied, before: NEW, after: NEW },
    'unchanged',
    /failed, .* nothing has changed/,
    false,
  ],
  ['failed, unknown before', { error: denied, after: OLD }, 'failed', /What was sent is not stored/, false],
  ['failed, unknown', { error: denied, before: NEW }, 'unknown', /What is stored now is not known/, false],
];

describe('the verification of an update', () => {
  const outcome = (fields: Partial<CallOutcome>): CallOutcome => ({
    success: fields.error === undefined,
    transport: 'post',
    durationMs: 1,
    exchangeId: 'e1',
    ...fields,
  });
  const request = { userName: 'jdoe', newEmailAddress: NEW, verify: true };

  for (const [what, fields, verdict, words, restorable] of CASES) {
    it(`says of one that is ${what}: ${verdict}`, () => {
      const verification = verificationOf(outcome(fields), request);
      assert.ok(verification);
      assert.equal(verification.verdict, verdict);
      assert.match(verification.words, words);
      assert.equal(verification.restorable, restorable);
      assert.deepEqual([verification.before, verification.after], [fields.before, fields.after]);
    });
  }

  it('says whose address it is where the user name is empty', () => {
    const empty = { ...request, userName: '' };
    const told = verificationOf(outcome({ before: OLD, after: OLD, error: denied }), empty);
    assert.match(told?.words ?? '', /whoever is signed in/);
    assert.doesNotMatch(verificationOf(outcome({}), empty)?.words ?? '', /whoever/);
  });

  it('is absent where nobody asked, or nothing was sent', () => {
    assert.equal(verificationOf(outcome({}), { ...request, verify: false }), undefined);
    assert.equal(verificationOf(outcome({ exchangeId: '' }), request), undefined);
  });
});
