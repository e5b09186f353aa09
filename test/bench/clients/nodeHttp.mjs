import http from 'node:http';
import { demand, FORM, formOf, sendAll } from '../loop.mjs';

/** What Node brings along, with kept connections: the measure of the others. */
export function open(endpoint, concurrency) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: concurrency });
  const address = new URL(`${endpoint}/UpdateUserEmail`);
  const { hostname, port, pathname } = address;
  const update = n =>
    new Promise((resolve, reject) => {
      const body = formOf(n);
      const headers = { 'Content-Type': FORM, 'Content-Length': Buffer.byteLength(body) };
      const request = http.request(
        { agent, hostname, port, path: pathname, method: 'POST', headers },
        response => {
          const chunks = [];
          response.on('data', chunk => chunks.push(chunk));
          response.on('end', () => {
            demand(response.statusCode === 200, `HTTP ${response.statusCode}`);
            resolve(Buffer.concat(chunks).toString('utf8'));
          });
          response.on('error', reject);
        },
      );
      request.on('error', reject);
      request.end(body);
    });
  return { update, run: rows => sendAll(rows, concurrency, update), close: () => agent.destroy() };
}
