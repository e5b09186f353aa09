import { OPERATIONS } from './operations';
import type { Reply } from './reply';
import type { SandboxRequest } from './request';

/** One line of the log. It carries no query, header, body or other value of the request: no secret can be in it. */
export interface RequestEntry {
  readonly method: string;
  /** `/srv.asmx`, `/srv.asmx/` and the name of an operation that exists, or `(another page)`. */
  readonly page: string;
  /** The operation called, where the request got that far. */
  readonly operation?: string;
  /** HTTP status; absent where the connection was reset. */
  readonly status?: number;
  /** The `error` that the operation answered. */
  readonly error?: string;
  readonly durationMs: number;
}

const PAGES = ['/', '/srv.asmx', ...OPERATIONS.map(({ name }) => `/srv.asmx/${name}`)];

export function entryOf(request: SandboxRequest, reply: Reply | 'reset', durationMs: number): RequestEntry {
  const entry = {
    method: request.method,
    page: PAGES.find(page => page.toLowerCase() === request.path.toLowerCase()) ?? '(another page)',
    durationMs,
  };
  if (reply === 'reset') {
    return entry;
  }
  return {
    ...entry,
    status: reply.status,
    ...(reply.operation === undefined ? {} : { operation: reply.operation }),
    ...(reply.error === undefined ? {} : { error: reply.error }),
  };
}

/** The entry as text, such as `POST /srv.asmx GetUser: HTTP 200 in 3 ms, User not found`. */
export function describeEntry({ method, page, operation, status, error, durationMs }: RequestEntry): string {
  const called = operation !== undefined && !page.endsWith(`/${operation}`) ? ` ${operation}` : '';
  const outcome =
    status === undefined ? 'connection reset' : `HTTP ${status} in ${Math.round(durationMs)} ms`;
  return `${method} ${page}${called}: ${outcome}${error === undefined ? '' : `, ${error}`}`;
}
