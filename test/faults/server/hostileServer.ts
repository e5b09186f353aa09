import type { Transport } from '../../../src/api/outcome';
import { startRawServer, type RawServer } from '../../unit/adapters/rawServer';
import { answer, type Misbehaviour, type Situation } from './misbehaviour';

export interface HostileServerOptions {
  /** The origin of another server, to which redirects and entities point. */
  readonly elsewhere: string;
  /** How many requests are treated badly before the server behaves; all of them by default. */
  readonly times?: number;
  /** Any free port by default. */
  readonly port?: number;
}

const wellBehaved = answer('<r success="true" error=""/>');

/** A server on 127.0.0.1 that misbehaves in one way. */
export async function startHostileServer(
  { act, greet }: Misbehaviour,
  { elsewhere, times = Infinity, port = 0 }: HostileServerOptions,
): Promise<RawServer> {
  const server: RawServer = await startRawServer(
    ({ bytes, socket }) => {
      const misbehaves =
        server.requests.length <= times && server.sockets.length <= (greet ? times : Infinity);
      const situation = { socket, ...understand(bytes), here: server.url, elsewhere };
      (misbehaves ? (act ?? nothing) : wellBehaved)(situation);
    },
    {
      port,
      greet: (socket, connection) => {
        if (connection < times) {
          greet?.(socket);
        }
      },
    },
  );
  return server;
}

const nothing = (): void => undefined;

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>' };

/** The transport of a request and the ticket in it, read without any of the client's own code. */
function understand(bytes: Buffer): Pick<Situation, 'transport' | 'ticket'> {
  const text = bytes.toString();
  const inXml = /<tns:AuthenticationTicket>([^<]*)</.exec(text)?.[1];
  const inForm = /authenticationTicket=([^&\s]*)/i.exec(text)?.[1];
  return {
    transport: transportOf(text),
    ticket:
      inXml?.replace(/&(amp|lt|gt);/g, (_, name: string) => ENTITIES[name] ?? '') ??
      decodeURIComponent(inForm ?? ''),
  };
}

function transportOf(text: string): Transport {
  if (text.startsWith('GET ')) {
    return 'get';
  }
  const type = /^content-type: *([^\s;]+)/im.exec(text)?.[1];
  return type === 'text/xml' ? 'soap11' : type === 'application/soap+xml' ? 'soap12' : 'post';
}
