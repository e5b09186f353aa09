import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import draft06 from 'ajv/dist/refs/json-schema-draft-06.json';
import type { Call } from '../../../src/api/operations';
import { TRANSPORTS } from '../../../src/api/outcome';
import { harOf } from '../../../src/history/har';
import { withPlaceholders } from '../../../src/history/placeholders';
import { KEPT_BYTES, recordOf } from '../../../src/history/record';
import { exchangeOf, PASSWORD, TICKET } from './exchanges';

/** The schema of the format that others validate with; nothing of it is ours. */
function validator() {
  const ajv = new Ajv({ strict: false, allErrors: true });
  ajv.addMetaSchema(draft06);
  ajv.addFormat('date-time', text => /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/.test(text));
  ajv.addFormat('uri', text => URL.canParse(text));
  ajv.addFormat('ipv4', true);
  ajv.addFormat('ipv6', true);
  const folder = path.join(path.dirname(require.resolve('har-schema/package.json')), 'lib');
  for (const name of readdirSync(folder).filter(each => each.endsWith('.json'))) {
    ajv.addSchema(JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as object);
  }
  return (value: unknown) => {
    ajv.validate('har.json#', value);
    return ajv.errors ?? [];
  };
}

interface Har {
  readonly log: {
    readonly entries: readonly {
      readonly startedDateTime: string;
      readonly request: { readonly url: string; readonly postData?: { readonly text: string } };
      readonly response: { readonly status: number; readonly content: { readonly comment?: string } };
    }[];
  };
}

const signIn: Call = { operation: 'AuthenticateUser', values: { userName: 'jdoe', password: PASSWORD } };
const har = (...exchanges: Parameters<typeof recordOf>[0][]): Har =>
  JSON.parse(
    JSON.stringify(
      harOf(
        exchanges.map(each => withPlaceholders(recordOf(each))),
        '1.2.3',
      ),
    ),
  ) as Har;

describe('an HTTP archive of exchanges', () => {
  const errorsIn = validator();

  it('holds to the schema of HAR 1.2, by every transport, with and without an answer', () => {
    const exchanges = TRANSPORTS.flatMap(transport => [
      exchangeOf({ transport }),
      exchangeOf({ transport, call: signIn, failed: true }),
    ]);
    const { response, ...unanswered } = exchangeOf();
    assert.ok(response);
    const written = har(...exchanges, unanswered, exchangeOf({ answer: 'x'.repeat(2 * KEPT_BYTES) }));
    assert.deepEqual(errorsIn(written), []);
    assert.equal(written.log.entries.length, 10);
    assert.notDeepEqual(
      errorsIn({ log: { ...written.log, creator: {} } }),
      [],
      'the schema refuses what is wrong',
    );
  });

  it('has a name in the place of each secret', () => {
    const text = JSON.stringify(
      har(
        ...TRANSPORTS.flatMap(transport => [
          exchangeOf({ transport }),
          exchangeOf({ transport, call: signIn }),
        ]),
      ),
    );
    for (const secret of [TICKET, PASSWORD, encodeURIComponent(PASSWORD), '•']) {
      assert.ok(!text.includes(secret), secret);
    }
    assert.ok(text.includes('{{ticket}}') && text.includes('{{password}}'));
  });

  it('is in the order of time, and says what was left out', () => {
    const [late, early] = [
      exchangeOf({ at: 2000 }),
      exchangeOf({ at: 1000, answer: 'x'.repeat(KEPT_BYTES + 7) }),
    ];
    const { entries } = har(late, early).log;
    assert.deepEqual(
      entries.map(({ startedDateTime }) => startedDateTime),
      ['2026-01-01T00:00:01.000Z', '2026-01-01T00:00:02.000Z'],
    );
    assert.equal(entries[0]?.response.content.comment, '7 bytes at the end are left out');
  });

  it('names the server’s address also where the request went by way of a proxy', () => {
    const exchange = exchangeOf({ transport: 'get' });
    const startLine = exchange.request.startLine.replace(' /', ' http://ir.example.test/');
    const [entry] = har({ ...exchange, request: { ...exchange.request, startLine } }).log.entries;
    assert.match(entry?.request.url ?? '', /^http:\/\/ir\.example\.test\/srv\.asmx\/UpdateUserEmail\?/);
  });
});
