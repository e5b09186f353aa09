import { readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { makeCertificate, type Certificate } from '../../certificates';

/** The proxy that the environment names, with the credentials that it asks for. */
export const ENVIRONMENT_CREDENTIALS = 'env user:p@ss/wörd';

/** How VS Code comes to trust an authority: as one of its process, or as one of the operating system. */
export type TrustedBy = 'extra' | 'system';

/**
 * What VS Code reads once, when it starts: an authority for its process, another one in the place of the operating
 * system's, and a proxy with one address that goes around it. Called by the launcher, outside of VS Code.
 */
export async function environment(folder: string): Promise<Record<string, string>> {
  for (const name of ['extra', 'system'] satisfies TrustedBy[]) {
    const authority = makeCertificate(`Authority ${name}`, { authority: true });
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(authority));
    writeFileSync(join(folder, `${name}.pem`), authority.cert);
  }
  const credentials = ENVIRONMENT_CREDENTIALS.split(':').map(encodeURIComponent).join(':');
  const port = await freePort();
  return {
    INFOROUTER_AUTHORITIES: folder,
    INFOROUTER_PROXY_PORT: String(port),
    NODE_EXTRA_CA_CERTS: join(folder, 'extra.pem'),
    // In the place of the machine's own for this process alone: nothing is installed.
    SSL_CERT_FILE: join(folder, 'system.pem'),
    HTTPS_PROXY: `http://${credentials}@127.0.0.1:${port}`,
    NO_PROXY: '127.0.0.2',
  };
}

/** An authority that the environment names. */
export const authority = (name: TrustedBy): Certificate =>
  JSON.parse(
    readFileSync(join(process.env['INFOROUTER_AUTHORITIES'] ?? '', `${name}.json`), 'utf8'),
  ) as Certificate;

/** The port of the environment's proxy, at which nothing listens but for the tests of it. */
export const environmentProxyPort = (): number => Number(process.env['INFOROUTER_PROXY_PORT']);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
