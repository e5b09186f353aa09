import { BATCH, startClient } from '../processes.mjs';

const SIZES = [1000, 10_000, 100_000];
const megabytes = bytes => (bytes / 1024 / 1024).toFixed(1);

/** How time and memory of our batch grow with its rows, each size in a new process. The rows themselves are in memory. */
export async function measure(endpoint) {
  const values = {};
  for (const rows of SIZES) {
    const client = await startClient(BATCH, endpoint, 16);
    const { ms } = await client.ask({ name: 'run', rows });
    values[rows] = { rowsPerSecond: (rows / ms) * 1000, ...(await client.ask({ name: 'memory' })) };
    await client.close();
  }
  return {
    title: 'How our batch grows (each in a new process, nothing warmed up)',
    columns: ['rows/s', 'peak RSS, MB', 'heap after, MB'],
    rows: Object.entries(values).map(([rows, { rowsPerSecond, peakRss, heapUsed }]) => [
      `${rows} rows`,
      rowsPerSecond.toFixed(0),
      megabytes(peakRss),
      megabytes(heapUsed),
    ]),
    values,
  };
}
