import assert from 'node:assert/strict';
import { toProfile } from '../../../src/session/profile';
import type { TicketStatus } from '../../../src/session/session';
import { expiryLines, expiryWords, wantsAttention } from '../../../src/views/expiryWords';
import { day } from '../../../src/views/language';
import { named } from '../../../src/views/profileWords';
import { statusBarWords } from '../../../src/views/statusBarWords';
import { statusWords } from '../../../src/views/statusWords';

const NOW = new Date('2026-11-24T12:00:00Z');
const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const entry = { baseUrl: 'http://dms', ticket: 'secret ticket', userName: 'jdoe' };

const status = (ms?: number, state: TicketStatus['state'] = 'kept'): TicketStatus => ({
  state,
  entry: state === 'kept' || state === 'expired' ? entry : undefined,
  store: 'keychain',
  ...(ms !== undefined && { expiresOn: new Date(NOW.getTime() + ms) }),
});
const dayAt = (ms: number) => day(new Date(NOW.getTime() + ms));

describe('the words for a ticket’s expiry', () => {
  for (const [ms, words, attention] of [
    [30 * DAY_MS, `valid until ${dayAt(30 * DAY_MS)}`, false],
    [7 * DAY_MS, `valid until ${dayAt(7 * DAY_MS)}`, false],
    [7 * DAY_MS - 1, 'expires in 6 days', true],
    [2 * DAY_MS + HOUR_MS, 'expires in 2 days', true],
    [DAY_MS, 'expires in 1 day', true],
    [DAY_MS - 1, 'expires in 23 hours', true],
    [HOUR_MS, 'expires in 1 hour', true],
    [1000, 'expires within the hour', true],
    [0, `probably expired ${day(NOW)}`, true],
    [-21 * DAY_MS, `probably expired ${dayAt(-21 * DAY_MS)}`, true],
    [undefined, '', false],
  ] as const) {
    it(words || 'nothing where no date is known', () => {
      assert.equal(expiryWords(status(ms), NOW), words);
      assert.equal(wantsAttention(status(ms), NOW), attention);
    });
  }

  it('name the day in full, in the user’s own format', () => {
    assert.match(expiryWords(status(30 * DAY_MS), NOW), /2026/);
    assert.match(expiryWords(status(30 * DAY_MS), NOW), /24/);
  });

  it('say since when only where date and server agree', () => {
    assert.equal(
      statusWords(status(-DAY_MS, 'expired'), NOW),
      `ticket of jdoe expired since ${dayAt(-DAY_MS)}`,
    );
    assert.equal(statusWords(status(DAY_MS, 'expired'), NOW), 'ticket of jdoe expired');
    assert.equal(wantsAttention(status(30 * DAY_MS, 'expired'), NOW), true);
  });

  it('say nothing of a ticket that is not there or not readable', () => {
    for (const state of ['none', 'unknown'] as const) {
      assert.equal(expiryWords(status(DAY_MS, state), NOW), '');
      assert.equal(wantsAttention(status(DAY_MS, state), NOW), false);
    }
  });

  it('say at length what slides, what is only probable, and when the ticket was used', () => {
    assert.match(expiryLines(status(DAY_MS), NOW).join(), /or 30 days from the next call that succeeds/);
    assert.match(expiryLines(status(-DAY_MS), NOW).join(), /the server has the last word/);
    assert.match(expiryLines(status(DAY_MS, 'expired'), NOW).join(), /\[901\]/);
    assert.match(
      expiryLines({ ...status(), lastUsed: NOW }, NOW).join(),
      /^Last used in this window: .*2026/,
    );
  });
});

describe('the status bar', () => {
  const test = toProfile({ name: 'Test', baseUrl: 'http://dms/infoRouter' });
  const production = { ...test, name: 'Prod', protected: true };

  it('says who one is on which server, and that all is well, in one line', () => {
    const { text, tooltip, spoken } = statusBarWords(test, status(30 * DAY_MS), NOW);
    assert.equal(text, '$(server-environment) infoRouter: Test · jdoe');
    assert.match(
      tooltip,
      /^infoRouter: Test\nhttp:\/\/dms\/infoRouter \(not marked as production\)\nsigned in as jdoe · valid until/,
    );
    assert.equal(
      spoken,
      `infoRouter: Test, http://dms/infoRouter (not marked as production), signed in as jdoe · valid until ${dayAt(30 * DAY_MS)}`,
    );
  });

  it('marks a protected server, to the ear as well', () => {
    const { text, tooltip, spoken } = statusBarWords(production, status(30 * DAY_MS), NOW);
    assert.equal(text, '$(shield) infoRouter: Prod · jdoe');
    assert.match(tooltip, /protected production server/);
    assert.match(spoken, /protected production server/);
    assert.ok(!spoken.includes('$('));
  });

  for (const [given, text] of [
    [status(2 * DAY_MS), 'jdoe · expires in 2 days $(warning)'],
    [status(-DAY_MS), `jdoe · probably expired ${dayAt(-DAY_MS)} $(warning)`],
    [status(DAY_MS, 'expired'), 'jdoe ticket expired $(warning)'],
    [status(undefined, 'none'), 'not signed in'],
    [status(undefined, 'unknown'), 'ticket unknown'],
  ] as const) {
    it(`says ${text}`, () => {
      assert.equal(statusBarWords(test, given, NOW).text, `$(server-environment) infoRouter: Test · ${text}`);
    });
  }

  it('says at the start what it knows without reading anything', () => {
    const { text, spoken } = statusBarWords(test);
    assert.equal(text, '$(server-environment) infoRouter: Test');
    assert.equal(spoken, 'infoRouter: Test, http://dms/infoRouter (not marked as production)');
  });

  it('brings no icon of a name or of a keychain’s entry to life', () => {
    const hostile = { ...status(), entry: { ...entry, userName: '$(bug)\u202e' } };
    const { text, tooltip } = statusBarWords({ ...test, name: '$(zap)\n2nd' }, hostile, NOW);
    for (const shown of [text, tooltip]) {
      assert.ok(!/\$\((?:bug|zap)\)/.test(shown), shown);
      assert.ok(!shown.includes('\u202e'));
    }
    assert.ok(!text.includes('\n'));
  });
});

describe('a profile in a sentence', () => {
  it('says that it is protected', () => {
    assert.equal(named({ name: 'Test', protected: false }), '“Test”');
    assert.equal(named({ name: 'Prod', protected: true }), '“Prod” (protected)');
  });
});
