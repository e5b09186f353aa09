import {
  BATCH,
  BATCH_BY_NODE,
  BATCH_VARIED,
  median,
  NODE_HTTP,
  peer,
  startClient,
  UNDICI_POOL,
} from '../processes.mjs';

const CONCURRENCY = 16;
const SIZES = [
  { rows: 2000, rounds: 7 },
  { rows: 20_000, rounds: 5 },
];
const CLIENTS = [
  BATCH,
  BATCH_VARIED,
  BATCH_BY_NODE,
  NODE_HTTP,
  UNDICI_POOL,
  peer('axios', 'axios.mjs'),
  peer('got', 'got.mjs'),
  peer('node-soap', 'nodeSoap.mjs'),
];
/** They would take minutes, so that they send these rows once; the speed stands in the column of the smaller size. */
const SLOW = [peer('httpYac', 'httpyac.mjs'), peer('newman (one at a time)', 'newman.mjs')];
const SLOW_ROWS = 500;
const WARM_UP = 20_000;

/** Rows a second: the clients take turns, round by round, so that a busy moment of the machine meets all of them. */
export async function measure(endpoint) {
  const clients = [];
  for (const each of CLIENTS) {
    const client = await startClient(each, endpoint, CONCURRENCY);
    await client.ask({ name: 'run', rows: WARM_UP });
    clients.push(client);
  }
  const speeds = new Map(clients.map(({ name }) => [name, {}]));
  for (const { rows, rounds } of SIZES) {
    const seen = new Map(clients.map(({ name }) => [name, []]));
    for (let round = 0; round < rounds; round++) {
      for (const client of clients) {
        const { ms } = await client.ask({ name: 'run', rows });
        seen.get(client.name).push((rows / ms) * 1000);
      }
    }
    seen.forEach((values, name) => (speeds.get(name)[rows] = median(values)));
  }
  await Promise.all(clients.map(client => client.close()));
  const [{ rows }] = SIZES;
  for (const each of SLOW) {
    const client = await startClient(each, endpoint, CONCURRENCY);
    await client.ask({ name: 'run', rows: 100 });
    const { ms } = await client.ask({ name: 'run', rows: SLOW_ROWS });
    speeds.set(client.name, { [rows]: (SLOW_ROWS / ms) * 1000 });
    await client.close();
  }
  return table(Object.fromEntries(speeds));
}

function table(speeds) {
  const ratio = (name, rows, beside) =>
    speeds[name][rows] === undefined ? '–' : (speeds[name][rows] / speeds[beside.name][rows]).toFixed(2);
  return {
    title: `Updates a second, ${CONCURRENCY} at once (medians of ${SIZES.map(({ rounds }) => rounds).join(' and ')} rounds in turns, after ${WARM_UP} rows to warm up; httpYac and newman once, ${SLOW_ROWS} rows)`,
    columns: SIZES.flatMap(({ rows }) => [`${rows} rows`, '/ node:http', '/ undici']),
    rows: Object.keys(speeds).map(name => [
      name,
      ...SIZES.flatMap(({ rows }) => [
        speeds[name][rows]?.toFixed(0) ?? '–',
        ratio(name, rows, NODE_HTTP),
        ratio(name, rows, UNDICI_POOL),
      ]),
    ]),
    values: speeds,
  };
}
