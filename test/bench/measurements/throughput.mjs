import {
  BATCH,
  BATCH_BY_NODE,
  BATCH_VARIED,
  median,
  medianRatio,
  NODE_HTTP,
  peer,
  startClient,
  UNDICI_POOL,
} from '../processes.mjs';

const CONCURRENCY = 16;
const SIZES = [
  { rows: 2000, rounds: 15 },
  { rows: 20_000, rounds: 9 },
];
const CLIENTS = [
  BATCH,
  BATCH_VARIED,
  BATCH_BY_NODE,
  NODE_HTTP,
  UNDICI_POOL,
  // Several times as slow, so that they take part in every third round.
  { ...peer('axios', 'axios.mjs'), every: 3 },
  { ...peer('got', 'got.mjs'), every: 3 },
  { ...peer('node-soap', 'nodeSoap.mjs'), every: 3 },
];
/** They would take minutes, so that they send these rows once; the speed stands in the column of the smaller size. */
const SLOW = [peer('httpYac', 'httpyac.mjs'), peer('newman (one at a time)', 'newman.mjs')];
const SLOW_ROWS = 500;
/** Runs and the rows of each. One long run is not enough: V8 has to learn that the objects of the next are others. */
const WARM_UP = { runs: 10, rows: 2000 };

/** Rows a second: the clients take turns, round by round, so that a busy moment of the machine meets all of them. */
export async function measure(endpoint) {
  const clients = [];
  for (const each of CLIENTS) {
    const client = await startClient(each, endpoint, CONCURRENCY);
    for (let run = 0; run < WARM_UP.runs; run++) {
      await client.ask({ name: 'run', rows: WARM_UP.rows });
    }
    clients.push({ ...client, every: each.every ?? 1 });
  }
  const speeds = Object.fromEntries(clients.map(({ name }) => [name, {}]));
  for (const { rows, rounds } of SIZES) {
    for (let round = 0; round < rounds; round++) {
      for (const client of clients.filter(({ every }) => round % every === 0)) {
        const { ms } = await client.ask({ name: 'run', rows });
        (speeds[client.name][rows] ??= [])[round] = (rows / ms) * 1000;
      }
    }
  }
  await Promise.all(clients.map(client => client.close()));
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
    title: `Updates a second, ${CONCURRENCY} at once (medians of ${SIZES.map(({ rounds }) => rounds).join(' and ')} rounds in turns, and of the ratios in each round, after ${WARM_UP.runs} × ${WARM_UP.rows} rows to warm up; httpYac and newman once, ${SLOW_ROWS} rows)`,
    columns: SIZES.flatMap(({ rows }) => [`${rows} rows`, '/ node:http', '/ undici']),
    rows: Object.keys(speeds).map(name => [name, ...SIZES.flatMap(({ rows }) => cells(name, rows))]),
    values: speeds,
  };
}
