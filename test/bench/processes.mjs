import { fork } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = dirname(fileURLToPath(import.meta.url));
const bundled = join(folder, '../../out/bench');

/** A client as run.mjs knows it: its module, and what opens it there. */
export const BATCH = { name: 'our batch', module: join(bundled, 'batch.cjs'), opens: 'open' };
export const BATCH_BY_NODE = { ...BATCH, name: 'our batch by node:http', opens: 'openByNode' };
export const BATCH_VARIED = { ...BATCH, name: 'our batch, no two answers alike', opens: 'openVaried' };
export const peer = (name, file) => ({ name, module: join(folder, 'clients', file), opens: 'open' });
export const NODE_HTTP = peer('bare node:http', 'nodeHttp.mjs');
export const UNDICI_POOL = peer("undici's Pool", 'undiciPool.mjs');

/** @returns {Promise<{ endpoint: string, close(): void }>} the instant server, in a process of its own */
export async function startServer() {
  const child = fork(join(folder, 'server.mjs'));
  const [endpoint] = await once(child, 'message');
  return { endpoint, close: () => child.disconnect() };
}

/** A client in a process of its own, which waits for orders: see worker.mjs. */
export async function startClient({ name, module, opens }, endpoint, concurrency) {
  const child = fork(join(folder, 'worker.mjs'), [module, opens, endpoint, String(concurrency)], {
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  let settle;
  const answer = () =>
    new Promise((resolve, reject) => {
      settle = reply =>
        reply.error === undefined ? resolve(reply) : reject(new Error(`${name}: ${reply.error}`));
    });
  child.on('message', reply => settle(reply));
  child.on('exit', code => settle({ error: `it ended with ${code}` }));
  await answer();
  return {
    name,
    ask(order) {
      const answered = answer();
      child.send(order);
      return answered;
    },
    async close() {
      const gone = once(child, 'exit');
      settle = () => undefined;
      child.disconnect();
      await gone;
    },
  };
}

/**
 * How often each client is started, measured and ended. Where a process happens to lie in memory makes it faster or slower
 * for as long as it lives, and where others are alive beside it, one that makes more garbage is slower still.
 */
export const TURNS = 9;
/** Orders before those that are measured. One long one is not enough: V8 has to learn that the objects of the next are others. */
const WARM_UPS = 10;

/**
 * Measures the clients one after another, each alone with the server in a process of its own and warmed up, turn by turn.
 * @param {object[]} clients as above; `every: 3` for one that takes part in every third turn only
 * @param measure takes the client, and the number of the turn
 */
export async function inTurns(clients, { endpoint, concurrency, warmUp }, measure) {
  for (let turn = 0; turn < TURNS; turn++) {
    for (const each of clients.filter(({ every = 1 }) => turn % every === 0)) {
      const client = await startClient(each, endpoint, concurrency);
      for (let time = 0; time < WARM_UPS; time++) {
        await client.ask(warmUp);
      }
      await measure(client, turn);
      await client.close();
    }
  }
}

/** Turn by turn, so that it holds although the machine's speed drifts. */
export const medianRatio = (values, beside) => median(values.map((value, turn) => value / beside[turn]));

/** A turn that was sat out is a hole in the list, and does not count. */
export function median(values) {
  const sorted = values.flat().toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
