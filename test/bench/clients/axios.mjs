import http from 'node:http';
import axios from 'axios';
import { FORM, formOf, sendAll } from '../loop.mjs';

export function open(endpoint, concurrency) {
  const httpAgent = new http.Agent({ keepAlive: true, maxSockets: concurrency });
  const client = axios.create({ httpAgent, proxy: false, headers: { 'Content-Type': FORM } });
  const update = n => client.post(`${endpoint}/UpdateUserEmail`, formOf(n));
  return { update, run: rows => sendAll(rows, concurrency, update), close: () => httpAgent.destroy() };
}
