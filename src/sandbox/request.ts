import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** A request that has been read whole. */
export interface SandboxRequest {
  readonly method: string;
  /** The path, percent-decoded, without the query. */
  readonly path: string;
  /** The query as sent, without the question mark. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  /** Empty where the body was too large to be kept. */
  readonly body: Buffer;
  readonly tooLarge: boolean;
}

/** ASP.NET's own default for the size of a request. */
export const MAX_BODY_BYTES = 4 * 1024 * 1024;
/** A larger body is still read to its end, so that its sender gets to see the 413, but not one beyond this. */
const MAX_DRAINED_BYTES = 64 * 1024 * 1024;

/** Reads the request to its end. Rejects where the sender goes away. */
export async function readRequest(message: IncomingMessage): Promise<SandboxRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_DRAINED_BYTES) {
      throw new Error('The request is far too large.');
    }
    if (size <= MAX_BODY_BYTES) {
      chunks.push(chunk);
    }
  }
  // A proxy's client sends the whole address in the request line.
  const target = (message.url ?? '').replace(/^https?:\/\/[^/?]*/i, '');
  const [path = '', ...query] = target.split('?');
  return {
    method: message.method ?? '',
    path: percentDecoded(path),
    query: query.join('?'),
    headers: message.headers,
    body: size > MAX_BODY_BYTES ? Buffer.alloc(0) : Buffer.concat(chunks),
    tooLarge: size > MAX_BODY_BYTES,
  };
}

/** A Content-Type in its parts: the type in lower case, and its parameters by name in lower case. */
export function contentType(request: SandboxRequest): {
  type: string;
  parameters: ReadonlyMap<string, string>;
} {
  const header = request.headers['content-type'] ?? '';
  const parameters = new Map<string, string>();
  for (const [, name = '', quoted, plain = ''] of header.matchAll(
    /;\s*([\w-]+)\s*=\s*(?:"([^"]*)"|([^;\s]*))/g,
  )) {
    parameters.set(name.toLowerCase(), quoted ?? plain);
  }
  return { type: (header.split(';')[0] ?? '').trim().toLowerCase(), parameters };
}

/** The text with its percent escapes resolved; as it is where they are broken. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
