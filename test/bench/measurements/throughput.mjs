import {
  BATCH,
  BATCH_BY_NODE,
  BATCH_VARIED,
  inTurns,
  median,
  medianRatio,
  NODE_HTTP,
  peer,
  startClient,
  TURNS,
  UNDICI_POOL,
} from '../processes.mjs';

const CONCURRENCY = 16;
const SIZES = [
  { rows: 2000, rounds: 5 },
  { rows: 20_000, rounds: 1 },
];
const CLIENTS = [
  BATCH,
  NODE_HTTP,
  UNDICI_POOL,
  BATCH_VARIED,
  BATCH_BY_NODE,
  // Several times as slow, so that they take part in every third turn.
  { ...peer('axios', 'axios.mjs'), every: 3 },
  { ...peer('got', 'got.mjs'), every: 3 },
  { ...peer('node-soap', 'nodeSoap.mjs'), every: 3 },
];
/** They would take minutes, so that they send these rows once; the speed stands in the column of the smaller size. */
const SLOW = [peer('httpYac', 'httpyac.mjs'), peer('newman (one at a time)', 'newman.mjs')];
const SLOW_ROWS = 500;
const WARM_UP = { name: 'run', rows: 2000 };

/** Rows a second. */
export async function measure(endpoint) {
  const speeds = Object.fromEntries(CLIENTS.map(({ name }) => [name, {}]));
  const options = { endpoint, concurrency: CONCURRENCY, warmUp: WARM_UP };
  await inTurns(CLIENTS, options, async (client, turn) => {
    for (const { rows, rounds } of SIZES) {
      const seen = [];
      for (let round = 0; round < rounds; round++) {
        seen.push((rows / (await client.ask({ name: 'run', rows })).ms) * 1000);
      }
      (speeds[client.name][rows] ??= [])[turn] = median(seen);
    }
  });
  const [{ rows }] = SIZES;
  for (const each of SLOW) {
    const client = await startClient(each, endpoint, CONCURRENCY);
    await client.ask({ name: 'run', rows: 100 });
    const { ms } = await client.ask({ name: 'run', rows: SLOW_ROWS });
    speeds[client.name] = { [rows]: [(SLOW_ROWS / ms) * 1000] };
    await client.close();
  }
  return table(speeds);
}

function table(speeds) {
  const cells = (name, rows) => {
    const seen = speeds[name][rows];
    const ratio = ({ name: beside }) => medianRatio(seen, speeds[beside][rows]).toFixed(2);
    return seen === undefined
      ? ['–', '–', '–']
      : [median(seen).toFixed(0), ratio(NODE_HTTP), ratio(UNDICI_POOL)];
  };
  return {
    title: `Updates a second, ${CONCURRENCY} at once (medians of ${TURNS} turns, and of the ratios in each turn; httpYac and newman once, ${SLOW_ROWS} rows)`,
    columns: SIZES.flatMap(({ rows }) => [`${rows} rows`, '/ node:http', '/ undici']),
    rows: Object.keys(speeds).map(name => [name, ...SIZES.flatMap(({ rows }) => cells(name, rows))]),
    values: speeds,
  };
}
