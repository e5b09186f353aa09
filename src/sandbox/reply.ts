import { escapeMarkup } from './xmlWriter';

/** An answer, ready to be written. */
export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** asmx marks what it computes afresh with `max-age=0`; what went wrong before that is just `private`. */
  readonly cacheControl: 'private' | 'private, max-age=0';
  /** The operation called, and the `error` that it answered: for the log, never with a value from the request. */
  readonly operation?: string;
  readonly error?: string;
}

export function xmlReply(body: string): Reply {
  return { status: 200, contentType: 'text/xml; charset=utf-8', body, cacheControl: 'private, max-age=0' };
}

/** What asmx answers to a GET or POST that does not reach its operation: HTTP 500 and the exception as plain text. */
export function exceptionReply(exception: string): Reply {
  return {
    status: 500,
    contentType: 'text/plain; charset=utf-8',
    body: `${escapeMarkup(exception)}\n${TRACE}\n`,
    cacheControl: 'private',
  };
}

/** Stands where a real server prints its stack trace, so that a client meets answers of more than one line. */
export const TRACE = '  at the local infoRouter sandbox';

/** An HTML page for what is no answer of the web service at all, as ASP.NET sends one. */
export function errorPage(status: number, exception: string, message: string): Reply {
  const body = `<!DOCTYPE html>
<html>
<head><title>Error ${status}</title></head>
<body>
<h1>${escapeMarkup(exception)}</h1>
<h2>${escapeMarkup(message)}</h2>
<p>This is the local infoRouter sandbox. Its web service is at <a href="/srv.asmx">/srv.asmx</a>.</p>
</body>
</html>
`;
  return { status, contentType: 'text/html', body, cacheControl: 'private' };
}
