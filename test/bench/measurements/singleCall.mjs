import { BATCH, BATCH_BY_NODE, median, NODE_HTTP, startClient, UNDICI_POOL } from '../processes.mjs';

const CALLS = 1000;
const ROUNDS = 5;

/** The median of one call's time, one after another; the clients take turns. */
export async function measure(endpoint) {
  const clients = [];
  for (const each of [
    { ...BATCH_BY_NODE, name: 'our call' },
    { ...BATCH, name: 'our call within a batch' },
    NODE_HTTP,
    UNDICI_POOL,
  ]) {
    const client = await startClient(each, endpoint, 1);
    await client.ask({ name: 'oneByOne', calls: 20 * CALLS });
    clients.push(client);
  }
  const times = new Map(clients.map(({ name }) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const client of clients) {
      times.get(client.name).push(...(await client.ask({ name: 'oneByOne', calls: CALLS })).times);
    }
  }
  await Promise.all(clients.map(client => client.close()));
  const medians = Object.fromEntries([...times].map(([name, values]) => [name, median(values)]));
  return {
    title: `One call, one after another (medians of ${ROUNDS} × ${CALLS})`,
    columns: ['ms', '/ node:http'],
    rows: Object.entries(medians).map(([name, ms]) => [
      name,
      ms.toFixed(3),
      (ms / medians[NODE_HTTP.name]).toFixed(2),
    ]),
    values: medians,
  };
}
