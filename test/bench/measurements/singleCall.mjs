import {
  BATCH,
  BATCH_BY_NODE,
  median,
  medianRatio,
  NODE_HTTP,
  startClient,
  UNDICI_POOL,
} from '../processes.mjs';

const WARM_UP = 20_000;
/** Short rounds, and many: the clients take turns, and between two rounds the machine may become faster or slower. */
const CALLS = 100;
const ROUNDS = 100;

/** The time of one call, one after another. */
export async function measure(endpoint) {
  const clients = [];
  for (const each of [
    { ...BATCH_BY_NODE, name: 'our call' },
    { ...BATCH, name: 'our call within a batch' },
    NODE_HTTP,
    UNDICI_POOL,
  ]) {
    const client = await startClient(each, endpoint, 1);
    await client.ask({ name: 'oneByOne', calls: WARM_UP });
    clients.push(client);
  }
  const medians = Object.fromEntries(clients.map(({ name }) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const client of clients) {
      medians[client.name].push(median((await client.ask({ name: 'oneByOne', calls: CALLS })).times));
    }
  }
  await Promise.all(clients.map(client => client.close()));
  return {
    title: `One call, one after another (${ROUNDS} rounds of ${CALLS} in turns; the median of their medians, and of their ratios)`,
    columns: ['ms', '/ node:http'],
    rows: Object.entries(medians).map(([name, ms]) => [
      name,
      median(ms).toFixed(3),
      medianRatio(ms, medians[NODE_HTTP.name]).toFixed(2),
    ]),
    values: medians,
  };
}
