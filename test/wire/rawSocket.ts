import { connect } from 'node:net';
import { parseResponse, type Recording } from './recordings';

/** Sends the bytes to 127.0.0.1 and gives everything that comes back until the server closes. Rejects on a reset. */
export function exchangeBytes(port: number, bytes: Buffer | string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', chunk => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('close', () => resolve(Buffer.concat(chunks)));
  });
}

/** Sends a request as it stands, which has to ask for the connection to be closed, and takes the answer apart. */
export async function exchange(port: number, request: Buffer | string): Promise<Recording['response']> {
  return parseResponse(await exchangeBytes(port, request));
}
