import assert from 'node:assert/strict';
import fc from 'fast-check';
import { NodeHttpClient } from '../../../src/adapters/httpClient';
import { decode } from '../../../src/api/decode';
import { header, type Headers, type HttpExchange } from '../../../src/api/exchange';
import { isCallErrorKind } from '../../../src/api/outcome';
import { maskNothing } from '../../../src/api/redact';
import { recordings } from '../../wire/recordings';
import { startRawServer } from '../../unit/adapters/rawServer';
import { requestOf } from '../../unit/adapters/sending';
import { LIMITS } from '../server/misbehaviour';
import { mutated, mutations } from './mutate';
import { saysSuccess } from './oracle';
import { ROUNDS, SEED } from './rounds';

/** So many of the responses go over a real connection as well, start line and headers mutated too. */
const WHOLE = Math.ceil(ROUNDS / 10);
const ADDRESS = new URL('http://dms.example.com/srv.asmx');

const originals = recordings().map(({ response }) => response);
const bodies = originals.map(({ body }) => body);
const wholes = originals.map(({ raw }) => raw);

/** What fast-check prints of a failure: enough to try the one case again by hand. */
const shown = (bytes: Buffer): string => `seed ${SEED}, response in base64: ${bytes.toString('base64')}`;

/** The recorded head before another body, with the length that belongs to it. */
function withLength(body: Buffer, recording: number): Buffer {
  const { startLine = '', headers = [] } = originals[recording] ?? {};
  const kept = headers.filter(([name]) => !/^(?:content-length|transfer-encoding)$/i.test(name));
  const lines = [
    startLine,
    ...kept.map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${body.length}`,
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body]);
}

/** Judges an exchange and holds the judgement against what the bytes say. */
function judge(exchange: HttpExchange, described: string): 'success' | 'failure' {
  const { answer, error } = decode(exchange, ADDRESS, maskNothing);
  if (error === undefined) {
    assert.ok(answer !== undefined, described);
    assert.ok(
      saysSuccess(exchange.response?.body ?? Buffer.alloc(0)),
      `a success that is none; ${described}`,
    );
    return 'success';
  }
  assert.ok(isCallErrorKind(error.kind), described);
  assert.ok(error.message.length > 0 && error.message.length <= 2100, described);
  assert.match(error.remedy ?? '', /\.$/, described);
  return 'failure';
}

const exchangeOf = (body: Buffer, status: number, headers: Headers): HttpExchange => ({
  request: { startLine: '', headers: [], body: Buffer.alloc(0) },
  response: { startLine: `HTTP/1.1 ${status} Reason`, status, headers, body },
  startedAt: new Date(0),
  durationMs: 0,
});

describe(`Mutated responses (seed ${SEED})`, () => {
  it(`${ROUNDS} bodies are decoded without a throw and without a success that they do not say`, function () {
    this.timeout(0);
    const ended = { success: 0, failure: 0 };
    fc.assert(
      fc.property(
        mutations(bodies.length),
        fc.constantFrom(200, 200, 200, 302, 401, 404, 500),
        fc.constantFrom(
          undefined,
          'text/xml',
          'text/xml; charset=iso-8859-1',
          'text/plain',
          'text/html; charset=x',
        ),
        (mutation, status, type) => {
          const body = mutated(mutation, bodies);
          const original = originals[mutation.recording];
          const given = type ?? (original && header(original, 'Content-Type')) ?? '';
          ended[judge(exchangeOf(body, status, [['Content-Type', given]]), shown(body))]++;
        },
      ),
      { seed: SEED, numRuns: ROUNDS, endOnFailure: true },
    );
    // Both must occur, or nothing was tried.
    assert.ok(ended.success > 0 && ended.failure > 0, JSON.stringify(ended));
    console.log(`      ${ended.success} successes, ${ended.failure} failures`);
  });

  it(`${WHOLE} whole responses are received without a hang, and judged alike`, async function () {
    this.timeout(0);
    const kinds = new Map<string, number>();
    const client = new NodeHttpClient();
    let bytes: Buffer = Buffer.alloc(0);
    const server = await startRawServer(({ socket }) => socket.end(bytes));
    try {
      await fc.assert(
        fc.asyncProperty(mutations(wholes.length), fc.boolean(), async (mutation, bodyAlone) => {
          bytes = bodyAlone
            ? withLength(mutated(mutation, bodies), mutation.recording)
            : mutated(mutation, wholes);
          const sent = server.requests.length;
          const exchange = await client.send(requestOf(server.url), LIMITS);
          judge(exchange, shown(bytes));
          assert.equal(server.requests.length, sent + 1, `sent once; ${shown(bytes)}`);
          // The server ends the connection behind its last byte, so there is nothing to wait for.
          assert.notEqual(exchange.failure?.kind, 'timeout', shown(bytes));
          const kind = exchange.failure?.kind ?? 'response';
          kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
        }),
        { seed: SEED, numRuns: WHOLE, endOnFailure: true },
      );
    } finally {
      client.dispose();
      await server.close();
    }
    assert.ok((kinds.get('response') ?? 0) > 0 && (kinds.get('network') ?? 0) > 0);
    console.log(`      ${[...kinds].map(([kind, count]) => `${count} × ${kind}`).join(', ')}`);
  });
});
