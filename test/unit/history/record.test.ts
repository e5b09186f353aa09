import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Call } from '../../../src/api/operations';
import { TRANSPORTS } from '../../../src/api/outcome';
import { MASK, maskNothing } from '../../../src/api/redact';
import { parseRecord, parseUpdate } from '../../../src/history/parse';
import { withPlaceholders } from '../../../src/history/placeholders';
import { Resend } from '../../../src/history/resend';
import { isWhole, KEPT_BYTES, recordOf, type ExchangeRecord } from '../../../src/history/record';
import { toProfile } from '../../../src/session/profile';
import type { Session } from '../../../src/session/session';
import type { UpdateEmail } from '../../../src/session/updateEmail';
import { ENDPOINT, exchangeOf, PASSWORD, TICKET, update } from './exchanges';

const RUNS = { seed: 20_261_124, numRuns: 300 };
const stored = (record: ExchangeRecord): unknown => JSON.parse(JSON.stringify(record));
const signIn: Call = { operation: 'AuthenticateUser', values: { userName: 'jdoe', password: PASSWORD } };

describe('a record of the history', () => {
  for (const transport of TRANSPORTS) {
    it(`holds no ticket and no password by ${transport}, wherever the server repeats them`, () => {
      for (const call of [update('jdoe', 'j@example.com'), signIn]) {
        const text = JSON.stringify(recordOf(exchangeOf({ transport, call })));
        for (const secret of [TICKET, PASSWORD, encodeURIComponent(PASSWORD), '0123456789']) {
          assert.ok(!text.includes(secret), `${secret}: ${text}`);
        }
        assert.ok(text.includes(MASK));
      }
    });

    it(`names by ${transport} what was masked where it leaves the editor`, () => {
      const named = JSON.stringify(withPlaceholders(recordOf(exchangeOf({ transport }))).request);
      assert.equal(named.split('{{ticket}}').length, 2, named);
      const other = JSON.stringify(
        withPlaceholders(recordOf(exchangeOf({ transport, call: signIn }))).request,
      );
      assert.equal(other.split('{{password}}').length, 2, other);
      assert.ok(!`${named}${other}`.includes(MASK));
    });
  }

  it('names what the server repeated, and its cookies', () => {
    const { response } = withPlaceholders(recordOf(exchangeOf()));
    assert.ok(response);
    assert.deepEqual(response.headers.slice(1), [
      ['X-Echo', '{{secret}}'],
      ['Set-Cookie', '{{credentials}}'],
    ]);
    assert.match(response.body, /echo="\{\{secret\}\}"/);
  });

  it('is the whole exchange otherwise', () => {
    const exchange = exchangeOf({ failed: true });
    const record = recordOf(exchange);
    assert.equal(record.request.startLine, 'POST /srv.asmx/UpdateUserEmail HTTP/1.1');
    assert.equal(
      record.request.body,
      `authenticationTicket=${MASK}&UserName=jdoe&NewEmailAddress=j%40example.com`,
    );
    assert.deepEqual(record.values, { userName: 'jdoe', newEmailAddress: 'j@example.com' });
    assert.deepEqual(record.outcome, exchange.outcome);
    assert.equal(record.emptyTicket, false);
    assert.equal(recordOf(exchangeOf({ call: update('a', 'b', '') })).emptyTicket, true);
  });

  it('keeps 64 kB of each body, and no half of a secret at the end', () => {
    const answer = `<root success="true">${'x'.repeat(KEPT_BYTES - 21 - 10)}${TICKET}${'y'.repeat(5000)}</root>`;
    const { response } = recordOf(exchangeOf({ answer }));
    assert.ok(response);
    assert.equal(response.bytes, answer.length);
    assert.equal(response.left, answer.length - KEPT_BYTES);
    assert.ok(
      response.body.endsWith(`x${MASK.slice(0, 0)}`) || response.body.includes(MASK),
      response.body.slice(-60),
    );
    assert.ok(!response.body.includes(TICKET.slice(0, 5)));
    assert.ok(Buffer.byteLength(response.body) <= KEPT_BYTES);
  });

  it('says of a request that was cut that it is not whole', () => {
    assert.ok(isWhole(recordOf(exchangeOf())));
    for (const transport of TRANSPORTS) {
      const call = update('jdoe', 'x'.repeat(KEPT_BYTES + 1));
      assert.equal(isWhole(recordOf(exchangeOf({ transport, call }))), false, transport);
    }
    assert.ok(isWhole(recordOf(exchangeOf({ answer: 'x'.repeat(2 * KEPT_BYTES) }))));
  });

  it('is the same again after its way through a file', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 30 });
    fc.assert(
      fc.property(
        fc.constantFrom(...TRANSPORTS),
        text.filter(
          each =>
            each.isWellFormed() &&
            !/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u.test(each),
        ),
        text,
        fc.boolean(),
        (transport, userName, answer, failed) => {
          const record = recordOf(exchangeOf({ transport, call: update(userName, 'ü'), answer, failed }));
          assert.deepEqual(parseRecord(stored(record)), { value: record });
        },
      ),
      RUNS,
    );
  });

  it('remembers that a parameter was left out, and is then not sent again', () => {
    const record = recordOf({ ...exchangeOf(), omitted: 'ticket' });
    assert.deepEqual(parseRecord(stored(record)), { value: record });
    assert.equal(record.omitted, 'ticket');
    const profile = toProfile({ name: 'Test', baseUrl: ENDPOINT });
    const resend = new Resend({ profile: () => profile } as unknown as Session, {} as unknown as UpdateEmail);
    assert.deepEqual(resend.target(recordOf(exchangeOf())), profile);
    const refused = resend.target(record);
    assert.ok('kind' in refused && refused.kind === 'invalidInput');
    assert.match(refused.message, /left out on purpose/);
  });

  it('is none when any part of it is missing or of another type, and never an exception', () => {
    const whole = stored(recordOf(exchangeOf({ failed: true }))) as Record<string, unknown>;
    const strange: readonly unknown[] = [
      null,
      1,
      -1,
      true,
      '',
      [],
      {},
      'x'.repeat(1_000_000),
      { toString: null },
    ];
    const optional = ['response', 'proxy', 'tlsNotVerified'];
    for (const key of Object.keys(whole)) {
      for (const value of [undefined, ...strange]) {
        const parsed = parseRecord({ ...whole, [key]: value });
        const sameType = typeof value === typeof whole[key] && value !== null;
        if (value === undefined ? !optional.includes(key) : !sameType) {
          assert.ok('problem' in parsed, `${key}: ${typeof value}`);
        }
      }
    }
  });

  it('takes no value of a file that is anything else', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        assert.ok('problem' in parseRecord(value));
        assert.ok('problem' in parseUpdate(value));
      }),
      RUNS,
    );
  });

  it('takes nothing from a file beside the fields that it knows', () => {
    const record = recordOf(exchangeOf());
    const hostile = { ...(stored(record) as object), extra: 'x', ['__proto__']: { polluted: true } };
    assert.deepEqual(parseRecord(hostile), { value: record });
    const withOther = { ...(stored(record) as object), values: { ...record.values, ticket: TICKET } };
    assert.deepEqual(parseRecord(withOther), { value: record });
  });

  it('is told from one of another version, and from names that are paths', () => {
    const whole = stored(recordOf(exchangeOf())) as object;
    assert.deepEqual(parseRecord({ ...whole, version: 2 }), { problem: 'anotherVersion' });
    assert.deepEqual(parseRecord({ ...whole, id: '../../settings' }), { problem: 'damaged' });
    assert.deepEqual(parseRecord({ ...whole, endpoint: 'command:evil' }), { problem: 'damaged' });
    assert.deepEqual(parseRecord({ ...whole, operation: 'toString' }), { problem: 'damaged' });
  });

  it('holds the secrets only where they were asked for', () => {
    const exchange = exchangeOf();
    assert.ok(recordOf(exchange, maskNothing, Infinity).request.body.includes(TICKET));
  });
});
