import assert from 'node:assert/strict';
import { NodeHttpClient } from '../../../src/adapters/httpClient';
import { decode } from '../../../src/api/decode';
import { maskNothing } from '../../../src/api/redact';
import { startRawServer } from '../../unit/adapters/rawServer';
import { bytesOf, requestOf } from '../../unit/adapters/sending';
import { recordings } from '../../wire/recordings';
import { LIMITS } from '../server/misbehaviour';
import { saysSuccess } from './oracle';
import { strideOf } from './rounds';

const ADDRESS = new URL('http://dms.example.com/srv.asmx');
/** Calls at a time. Each has a connection of its own, since every recorded server closed its. */
const AT_ONCE = 8;

/**
 * A server that writes the response in two pieces, the second when the first is out: `/<index of the split>` of the
 * request's path says where, and whether the second piece comes at all.
 */
const splitter = (raw: Buffer, second: 'comes' | 'never') =>
  startRawServer(({ bytes, socket }) => {
    const at = Number(/^POST \/(\d+)\//.exec(bytes.toString('latin1'))?.[1]);
    socket.write(raw.subarray(0, at), () => {
      setImmediate(() => (second === 'comes' ? socket.end(raw.subarray(at)) : socket.end()));
    });
  });

/** Does the work at 0, `stride`, twice that, and so on below `end`, and gives how often that was. */
async function atEach(end: number, stride: number, work: (at: number) => Promise<void>): Promise<number> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < end) {
      const at = next;
      next += stride;
      await work(at);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return Math.ceil(end / stride);
}

describe('Every recorded response', () => {
  const client = new NodeHttpClient();
  after(() => client.dispose());

  for (const { name, response } of recordings()) {
    const { raw, body, status } = response;
    const stride = strideOf(raw.length);

    it(`${name} is the same wherever the network splits its ${raw.length} bytes`, async () => {
      const server = await splitter(raw, 'comes');
      const calls = await atEach(raw.length, stride, async at => {
        const exchange = await client.send(requestOf(`${server.url}/${at}`), LIMITS);
        assert.equal(exchange.failure, undefined, `split at ${at}`);
        assert.ok(
          exchange.response && bytesOf(exchange.response).equals(bytesOf(response)),
          `split at ${at}`,
        );
      });
      assert.equal(server.requests.length, calls);
      await server.close();
    });

    it(`${name} is no answer when the connection ends after any byte but the last`, async () => {
      const server = await splitter(raw, 'never');
      await atEach(raw.length, stride, async at => {
        const exchange = await client.send(requestOf(`${server.url}/${at}`), LIMITS);
        assert.equal(exchange.failure?.kind, 'network', `ended after ${at}`);
        assert.equal(decode(exchange, ADDRESS, maskNothing).error?.kind, 'network', `ended after ${at}`);
      });
      await server.close();
    });

    it(`${name} is no answer when its body says less than it holds`, () => {
      const whole = saysSuccess(body);
      for (let length = 0; length < body.length; length += stride) {
        const cut = { ...response, body: body.subarray(0, length) };
        const exchange = { request: response, response: cut, startedAt: new Date(0), durationMs: 0 };
        const { answer, error } = decode(exchange, ADDRESS, maskNothing);
        assert.equal(answer, undefined, `cut after ${length} bytes`);
        assert.equal(
          error?.kind,
          status === 200 ? 'notAnInfoRouterResponse' : 'httpError',
          `cut after ${length}`,
        );
      }
      const { error } = decode(
        { request: response, response, startedAt: new Date(0), durationMs: 0 },
        ADDRESS,
        maskNothing,
      );
      assert.equal(error === undefined, whole, 'the oracle and the decoder agree about the whole');
    });
  }
});
