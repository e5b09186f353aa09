import http from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import soap from 'soap';
import { rowOf, sendAll, TICKET } from '../loop.mjs';

/** A stock SOAP client, by the WSDL of the sandbox; it reads each answer into an object. */
export async function open(endpoint, concurrency) {
  const { wsdl } = createRequire(import.meta.url)('../../../out/bench/wsdl.cjs');
  const folder = mkdtempSync(join(tmpdir(), 'inforouter-bench-'));
  writeFileSync(join(folder, 'srv.wsdl'), wsdl(endpoint));
  const client = await soap.createClientAsync(join(folder, 'srv.wsdl'), { endpoint });
  rmSync(folder, { recursive: true });
  const httpAgent = new http.Agent({ keepAlive: true, maxSockets: concurrency });
  const update = n => {
    const { userName, newEmailAddress } = rowOf(n);
    const values = { AuthenticationTicket: TICKET, UserName: userName, NewEmailAddress: newEmailAddress };
    return client.UpdateUserEmailAsync(values, { httpAgent });
  };
  return { update, run: rows => sendAll(rows, concurrency, update), close: () => httpAgent.destroy() };
}
