import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { TRANSPORTS, type Transport } from '../../../src/api/outcome';
import { startRawServer, type RawServer } from '../../unit/adapters/rawServer';
import { CLIENTS } from '../../unit/adapters/sending';
import { RealClient, type Seen } from './call';
import { CATALOGUE } from './catalogue';
import { NEW_TICKET } from './echoes';
import { startHostileServer } from './hostileServer';
import { leaks } from './leaks';
import { LIMITS, type Misbehaviour } from './misbehaviour';

const TICKET = '3f2504e0-4f89-11d3-9a0c-0305e82c3301';
/** A ticket that every way of writing spells differently. */
const AWKWARD = 'aB3+/=&<"> \u00fc1x%25\'Zz9-Qq7_';
/** What the machine may need beyond the timeout to tell how a call ended. */
const SLACK_MS = 60_000;

/** What is no matter of the client is tried with the first alone: some of it takes seconds. */
const OF_CLIENTS = ['connections', 'statuses'];

for (const [clientName, create] of CLIENTS) {
  const first = create === CLIENTS[0][1];
  const PARTS = Object.entries(CATALOGUE).filter(([part]) => first || OF_CLIENTS.includes(part));

  describe(`A hostile server and the client ${clientName}`, () => {
    let elsewhere: RawServer;
    let held = 0;
    let slowest = { took: 0, name: '' };
    before(async () => {
      elsewhere = await startRawServer(({ socket }) => socket.destroy());
    });
    after(async () => {
      await elsewhere.close();
      const cases = PARTS.flatMap(([, each]) => each).length;
      console.log(
        `    ${cases} cases by ${TRANSPORTS.length} transports, ${held} calls held; the slowest took ${slowest.took.toFixed(0)} ms (${slowest.name})`,
      );
    });

    /** The case by one transport, then a good call by the same client to the same server. */
    async function hold(misbehaviour: Misbehaviour, transport: Transport, ticket: string): Promise<void> {
      const server = await startHostileServer(misbehaviour, { elsewhere: elsewhere.url, times: 1 });
      const client = new RealClient(create());
      try {
        const seen = await client.update(server.url, transport, ticket, misbehaviour.limits);
        isNamed(seen, misbehaviour);
        for (const text of seen.texts) {
          assert.deepEqual(leaks(text, [ticket, NEW_TICKET]), [], text.slice(0, 1000));
        }
        await delay(misbehaviour.rest ?? 5);
        assert.ok(server.requests.length <= 1, 'the request went twice');
        assert.equal(elsewhere.sockets.length, 0, 'somebody went where the server pointed');
        assert.deepEqual(Object.keys(Object.prototype), [], 'nothing is added to every object');

        const next = await client.update(server.url, transport, ticket);
        assert.equal(next.outcome.success, true, `the next call: ${next.outcome.error?.message ?? ''}`);
        const [first, last] = [server.requests[0], server.requests.at(-1)];
        assert.ok(first && last && first.bytes.equals(last.bytes), 'the next request is another one');
        held++;
        if (seen.took > slowest.took) {
          slowest = { took: seen.took, name: `${misbehaviour.name}, ${transport}` };
        }
      } finally {
        client.dispose();
        await server.close();
      }
    }

    function isNamed(
      { outcome, took, exchange }: Seen,
      { ends, code, says, remedy, limits }: Misbehaviour,
    ): void {
      const { error } = outcome;
      const kind = error?.kind ?? 'success';
      assert.ok([ends].flat().includes(kind), `it ended as ${kind}: ${error?.message ?? ''}`);
      assert.equal(outcome.success, error === undefined);
      assert.ok(took < (limits?.timeoutMs ?? LIMITS.timeoutMs) + SLACK_MS, `it took ${took} ms`);
      assert.equal(outcome.httpStatus, exchange?.response?.status);
      assert.ok(
        (exchange?.response?.body.length ?? 0) <= (limits?.maxResponseBytes ?? LIMITS.maxResponseBytes),
      );
      if (error === undefined) {
        return;
      }
      assert.equal(error.code, code);
      assert.match(error.message, says ?? /./s);
      assert.ok(error.message.length <= 2100, `a message of ${error.message.length} characters`);
      assert.match(error.remedy ?? '', remedy ?? /^[A-Z].*\.$/);
    }

    for (const [part, cases] of PARTS) {
      describe(part, () => {
        for (const misbehaviour of cases) {
          it(`${misbehaviour.name} ends in ${[misbehaviour.ends].flat().join(' or ')}, by every transport`, async () => {
            await Promise.all(TRANSPORTS.map(transport => hold(misbehaviour, transport, TICKET)));
          });
          if (part === 'echoes') {
            it(`${misbehaviour.name} does not show a ticket of awkward characters`, async () => {
              await Promise.all(TRANSPORTS.map(transport => hold(misbehaviour, transport, AWKWARD)));
            });
          }
        }
      });
    }

    it('is described by names that are each used once', () => {
      const names = Object.values(CATALOGUE).flatMap(cases => cases.map(({ name }) => name));
      assert.equal(new Set(names).size, names.length);
      for (const name of names) {
        assert.match(name, /^[a-z0-9.-]+$/);
      }
    });
  });
}
