import httpyac from 'httpyac';
import { demand, FORM, sendAll, TICKET } from '../loop.mjs';

/** What sends the requests of `.http` files in VS Code. */
export async function open(endpoint, concurrency) {
  const text = [
    `POST ${endpoint}/UpdateUserEmail`,
    `Content-Type: ${FORM}`,
    '',
    `authenticationTicket=${TICKET}&UserName={{user}}&NewEmailAddress={{user}}%40example.com`,
  ].join('\n');
  const store = new httpyac.HttpFileStore();
  const httpFile = await store.getOrCreate('bench.http', () => Promise.resolve(text), 0, {});
  const [httpRegion] = httpFile.httpRegions;
  const update = async n => {
    let status;
    await httpyac.send({
      httpFile,
      httpRegion,
      variables: { user: `user${n}` },
      logResponse: response => void (status = response?.statusCode),
    });
    demand(status === 200, `HTTP ${status}`);
  };
  return { update, run: rows => sendAll(rows, concurrency, update), close: () => undefined };
}
