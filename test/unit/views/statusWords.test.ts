import assert from 'node:assert/strict';
import { statusWords } from '../../../src/views/statusWords';

const entry = { baseUrl: 'http://dms', ticket: 'secret ticket', userName: 'jdoe' };
const { userName, ...nameless } = entry;

describe('the words for a ticket', () => {
  for (const [state, kept, words] of [
    ['none', undefined, 'not signed in'],
    ['kept', entry, `signed in as ${userName}`],
    ['kept', nameless, 'signed in'],
    ['expired', entry, `ticket of ${userName} expired`],
    ['expired', nameless, 'ticket expired'],
  ] as const) {
    it(words, () => assert.equal(statusWords({ state, entry: kept, store: 'keychain' }), words));
  }
});
