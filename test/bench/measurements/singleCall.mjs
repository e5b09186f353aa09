import {
  BATCH,
  BATCH_BY_NODE,
  inTurns,
  median,
  medianRatio,
  NODE_HTTP,
  TURNS,
  UNDICI_POOL,
} from '../processes.mjs';

const CLIENTS = [
  { ...BATCH_BY_NODE, name: 'our call' },
  NODE_HTTP,
  { ...BATCH, name: 'our call within a batch' },
  UNDICI_POOL,
];
const ORDER = { name: 'oneByOne', calls: 2000 };

/** The time of one call, one after another. */
export async function measure(endpoint) {
  const ms = Object.fromEntries(CLIENTS.map(({ name }) => [name, []]));
  await inTurns(CLIENTS, { endpoint, concurrency: 1, warmUp: ORDER }, async (client, turn) => {
    ms[client.name][turn] = median((await client.ask(ORDER)).times);
  });
  return {
    title: `One call, one after another (${TURNS} turns of ${ORDER.calls} calls; the median of their medians, and of their ratios)`,
    columns: ['ms', '/ node:http'],
    rows: Object.entries(ms).map(([name, medians]) => [
      name,
      median(medians).toFixed(3),
      medianRatio(medians, ms[NODE_HTTP.name]).toFixed(2),
    ]),
    values: ms,
  };
}
