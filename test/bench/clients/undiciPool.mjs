import { Pool } from 'undici';
import { demand, FORM, formOf, sendAll } from '../loop.mjs';

/** undici's pool, the fastest client that Node's own project has. */
export function open(endpoint, concurrency) {
  const { origin, pathname } = new URL(`${endpoint}/UpdateUserEmail`);
  const pool = new Pool(origin, { connections: concurrency });
  const headers = { 'content-type': FORM };
  const update = async n => {
    const { statusCode, body } = await pool.request({
      path: pathname,
      method: 'POST',
      headers,
      body: formOf(n),
    });
    demand(statusCode === 200, `HTTP ${statusCode}`);
    return body.text();
  };
  return { update, run: rows => sendAll(rows, concurrency, update), close: () => pool.close() };
}
