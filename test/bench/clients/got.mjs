import http from 'node:http';
import got from 'got';
import { FORM, formOf, sendAll } from '../loop.mjs';

export function open(endpoint, concurrency) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: concurrency });
  const client = got.extend({ agent: { http: agent }, headers: { 'content-type': FORM } });
  const update = n => client.post(`${endpoint}/UpdateUserEmail`, { body: formOf(n) }).text();
  return { update, run: rows => sendAll(rows, concurrency, update), close: () => agent.destroy() };
}
