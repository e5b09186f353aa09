/**
 * One client in a process of its own, so that none of them works on another's heap. Forked by processes.mjs with the
 * client's module and the server's address; answers each order with what it took.
 */
import { sendAll } from './loop.mjs';

const [module, opens, endpoint, concurrency] = process.argv.slice(2);
const exported = await import(module);
const client = await exported[opens](endpoint, Number(concurrency));

const orders = {
  /**
   * Milliseconds for so many rows, with as many on their way at once as the client was opened for. Garbage is collected when
   * V8 sees fit: asked to do it before each run, it also throws away optimised code whose objects have just died, and
   * every client begins the run at less than half of its speed.
   */
  async run({ rows }) {
    const start = performance.now();
    await client.run(rows);
    return { ms: performance.now() - start };
  },
  /** Milliseconds of each of so many calls, one after another. */
  async oneByOne({ calls }) {
    const times = [];
    await sendAll(calls, 1, async n => {
      const start = performance.now();
      await client.update(n);
      times.push(performance.now() - start);
    });
    return { times };
  },
  /** Bytes: the most memory that this process ever had, and the heap in use once the garbage is gone. */
  memory() {
    globalThis.gc();
    return { peakRss: process.resourceUsage().maxRSS * 1024, heapUsed: process.memoryUsage().heapUsed };
  },
};

process.on('disconnect', async () => {
  await client.close();
  process.exit();
});
process.on('message', async order => {
  try {
    process.send(await orders[order.name](order));
  } catch (error) {
    process.send({ error: String(error?.stack ?? error) });
  }
});
process.send({ ready: true });
