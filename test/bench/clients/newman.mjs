import newman from 'newman';
import { demand, FORM, TICKET } from '../loop.mjs';

/** Postman's runner, which sends one request after another and has no other way. */
export function open(endpoint) {
  const run = rows =>
    new Promise((resolve, reject) => {
      const body = `authenticationTicket=${TICKET}&UserName={{user}}&NewEmailAddress={{user}}%40example.com`;
      const request = {
        method: 'POST',
        url: `${endpoint}/UpdateUserEmail`,
        header: [{ key: 'Content-Type', value: FORM }],
        body: { mode: 'raw', raw: body },
      };
      const options = {
        collection: { info: { name: 'bench' }, item: [{ name: 'update', request }] },
        iterationData: Array.from({ length: rows }, (_, n) => ({ user: `user${n}` })),
      };
      newman.run(options, (error, summary) => {
        try {
          demand(!error && summary.run.failures.length === 0, String(error ?? 'A request failed.'));
          demand(summary.run.stats.requests.total === rows, 'Not every row was sent.');
          resolve();
        } catch (problem) {
          reject(problem);
        }
      });
    });
  return { run, close: () => undefined };
}
