import { randomUUID } from 'node:crypto';
import { once, setMaxListeners } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import type { ServerIdentity } from './answers';
import { failureOf, MAX_LATENCY_MS, NO_FAULTS, type SandboxFault, type SandboxFaults } from './faults';
import { listen } from './listen';
import type { World } from './operations';
import { errorPage, type Reply } from './reply';
import { readRequest, type SandboxRequest } from './request';
import { entryOf, type RequestEntry } from './requestLog';
import { isCall, route } from './routes';
import { TicketTable } from './tickets';
import { DEFAULT_USERS, UserTable, type SandboxUser } from './users';

export interface SandboxOptions {
  /** 0 or nothing: any free port. */
  readonly port?: number;
  readonly now?: () => Date;
  readonly users?: readonly SandboxUser[];
  /** Tickets that are good from the start: ticket → user name. */
  readonly tickets?: Readonly<Record<string, string>>;
  /** The source of new tickets; random GUIDs by default. */
  readonly newTicket?: () => string;
  readonly server?: Partial<ServerIdentity>;
  /** Called once an answer has been sent. */
  readonly onRequest?: (entry: RequestEntry) => void;
  /** Called with what was thrown where the sandbox itself has a bug; the client gets an HTTP 500. */
  readonly onError?: (error: unknown) => void;
}

export interface Sandbox {
  /** `http://127.0.0.1:<port>`, without a slash at its end. */
  readonly baseUrl: string;
  /** The web service: the base URL and `/srv.asmx`. */
  readonly endpoint: string;
  readonly port: number;
  readonly faults: SandboxFaults;
  /** Switches a fault on, in place of any other; `none` switches the latency off too. */
  setFault(fault: SandboxFault): void;
  /** Lets every answer to a call wait for so many milliseconds. */
  setLatency(milliseconds: number): void;
  /** Closes the port and every connection; what is in progress gets no answer. */
  stop(): Promise<void>;
}

const DEFAULT_IDENTITY: ServerIdentity = {
  version: '8.7.0.0',
  company: 'Sandbox',
  serverName: 'SANDBOX',
  utcOffsetHours: 0,
};

/** Enough for the longest names in a query; IIS and Node are stricter by default. */
const MAX_HEADER_BYTES = 256 * 1024;

/** Starts a local infoRouter on 127.0.0.1. Rejects with a readable message where the port cannot be had. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  let faults = NO_FAULTS;
  const now = options.now ?? (() => new Date());
  const tickets = new TicketTable(now, options.newTicket ?? randomUUID);
  for (const [ticket, userName] of Object.entries(options.tickets ?? {})) {
    tickets.issue(userName, ticket);
  }
  const world: World = {
    users: new UserTable(options.users ?? DEFAULT_USERS),
    tickets,
    server: { ...DEFAULT_IDENTITY, ...options.server },
    now,
    faults: () => faults,
  };

  const stopping = new AbortController();
  // Every delayed answer listens to it, and Node warns of more than ten.
  setMaxListeners(0, stopping.signal);
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES });
  const port = await listen(server, options.port ?? 0);
  const baseUrl = `http://127.0.0.1:${port}`;
  const endpoint = `${baseUrl}/srv.asmx`;

  async function serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const started = performance.now();
    const { socket } = message;
    const request = await readRequest(message);
    const reply = replyTo(request);
    if (faults.latencyMs > 0 && isCall(request)) {
      await delay(faults.latencyMs, undefined, { signal: stopping.signal });
    }
    if (reply === 'reset') {
      socket.resetAndDestroy();
    } else {
      send(reply, response);
    }
    options.onRequest?.(entryOf(request, reply, performance.now() - started));
  }
  function replyTo(request: SandboxRequest): Reply | 'reset' {
    try {
      return (isCall(request) ? failureOf(faults.fault) : undefined) ?? route(request, endpoint, world);
    } catch (error) {
      options.onError?.(error);
      return errorPage(500, 'System.Exception', 'The sandbox itself failed.');
    }
  }
  server.on('request', (message, response) => {
    // A message that breaks off loses its socket, so it is taken beforehand.
    const { socket } = message;
    // What rejects here is a sender that went away or went too far, or a stop: nobody is left to be told.
    serve(message, response).catch(() => socket.destroy());
  });

  async function close(): Promise<void> {
    stopping.abort();
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
    // A client in the same process takes two turns of the event loop to drop its idle sockets; one that it used for a
    // sandbox started right away on the same port would be reset.
    await turn();
    await turn();
  }
  let closed: Promise<void> | undefined;
  return {
    baseUrl,
    endpoint,
    port,
    get faults() {
      return faults;
    },
    setFault(fault) {
      faults = fault === 'none' ? NO_FAULTS : { ...faults, fault };
    },
    setLatency(milliseconds) {
      faults = { ...faults, latencyMs: Math.min(Math.max(milliseconds, 0), MAX_LATENCY_MS) };
    },
    stop: () => (closed ??= close()),
  };
}

function send(reply: Reply, response: ServerResponse): void {
  response.writeHead(reply.status, {
    Server: 'inforouter-sandbox',
    'Content-Type': reply.contentType,
    'Content-Length': Buffer.byteLength(reply.body),
    'X-AspNet-Version': '4.0.30319',
    'Cache-Control': reply.cacheControl,
    ...(reply.status === 405 ? { Allow: 'GET, POST' } : {}),
  });
  response.end(reply.body);
}
