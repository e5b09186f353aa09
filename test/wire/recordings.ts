import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** An HTTP message taken apart; `raw` is the whole of it, byte for byte. */
export interface HttpMessage {
  readonly startLine: string;
  /** In the order sent, names as spelled. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  readonly raw: Buffer;
}

export interface Recording {
  readonly name: string;
  readonly request: HttpMessage & { readonly method: string; readonly path: string };
  readonly response: HttpMessage & { readonly status: number; readonly reason: string };
}

/** Every exchange recorded from a real asmx service, `<name>.request.http` and `<name>.response.http`, by name. */
export function recordings(): Recording[] {
  const folder = path.join(repositoryRoot(), 'test', 'wire', 'recordings');
  const names = new Set(readdirSync(folder).map(file => file.replace(/\.(?:request|response)\.http$/, '')));
  return [...names].sort().map(name => ({
    name,
    request: parseRequest(readFileSync(path.join(folder, `${name}.request.http`))),
    response: parseResponse(readFileSync(path.join(folder, `${name}.response.http`))),
  }));
}

export function parseRequest(raw: Buffer): Recording['request'] {
  const message = parseMessage(raw);
  const [method = '', target = ''] = message.startLine.split(' ');
  return { ...message, method, path: target };
}

export function parseResponse(raw: Buffer): Recording['response'] {
  const message = parseMessage(raw);
  const [, status = '', reason = ''] = /^HTTP\/1\.1 (\d{3}) (.*)$/.exec(message.startLine) ?? [];
  return { ...message, status: Number(status), reason };
}

/** The header's value, whatever the case of its name; `undefined` where there is none. */
export function header(message: HttpMessage, name: string): string | undefined {
  return message.headers.find(([candidate]) => candidate.toLowerCase() === name.toLowerCase())?.[1];
}

function parseMessage(raw: Buffer): HttpMessage {
  const end = raw.indexOf('\r\n\r\n');
  if (end < 0) {
    throw new Error(`No end of the headers in ${JSON.stringify(raw.toString('latin1').slice(0, 200))}`);
  }
  const [startLine = '', ...lines] = raw.subarray(0, end).toString('latin1').split('\r\n');
  const headers = lines.map(line => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()] as const;
  });
  return { startLine, headers, body: raw.subarray(end + 4), raw };
}

/** The tests run from their sources and from the compiler's output alike. */
function repositoryRoot(): string {
  for (const start of [__dirname, process.cwd()]) {
    for (let folder = start; folder !== path.dirname(folder); folder = path.dirname(folder)) {
      if (existsSync(path.join(folder, 'package.json'))) {
        return folder;
      }
    }
  }
  throw new Error(`No package.json above ${__dirname}`);
}
