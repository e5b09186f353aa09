import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Listens on 127.0.0.1, on any free port where `port` is 0, and gives the port. Rejects with a readable message. */
export async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    const reason = PORT_TROUBLE[(error as NodeJS.ErrnoException).code ?? ''] ?? String(error);
    throw new Error(`The sandbox cannot listen on port ${port}: ${reason}`, { cause: error });
  }
  return (server.address() as AddressInfo).port;
}

const PORT_TROUBLE: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program uses it.',
  EACCES: 'it takes more rights.',
};
