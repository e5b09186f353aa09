import assert from 'node:assert/strict';
import { XMLParser } from 'fast-xml-parser';
import type { Sandbox } from '../../../src/sandbox/server';

/** The four ways to call an operation, written down here once more, apart from the client and from the sandbox. */
export const WAYS = ['get', 'post', 'soap11', 'soap12'] as const;
export type Way = (typeof WAYS)[number];
export type Parameters = Readonly<Record<string, string>>;

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  /** The attributes of the answer's root element; none where the text is no answer of an operation. */
  readonly attributes: Readonly<Record<string, string>>;
  /** The attributes of GetUser's `User` element. */
  readonly user: Readonly<Record<string, string>>;
}

export async function call(
  sandbox: Sandbox,
  way: Way,
  operation: string,
  given: Parameters = {},
): Promise<Answer> {
  const form = new URLSearchParams(given).toString();
  switch (way) {
    case 'get':
      return send(`${sandbox.endpoint}/${operation}?${form}`);
    case 'post':
      return send(`${sandbox.endpoint}/${operation}`, form, {
        'Content-Type': 'application/x-www-form-urlencoded',
      });
    case 'soap11':
      return send(sandbox.endpoint, envelope('http://schemas.xmlsoap.org/soap/envelope/', operation, given), {
        'Content-Type': 'text/xml; charset=utf-8',
        SOAPAction: `"http://tempuri.org/${operation}"`,
      });
    case 'soap12':
      return send(sandbox.endpoint, envelope('http://www.w3.org/2003/05/soap-envelope', operation, given), {
        'Content-Type': `application/soap+xml; charset=utf-8; action="http://tempuri.org/${operation}"`,
      });
  }
}

export function envelope(namespace: string, operation: string, given: Parameters): string {
  const escaped = (value: string): string => value.replace(/[&<>\r]/g, found => `&#${found.charCodeAt(0)};`);
  const parameters = Object.entries(given).map(([name, value]) => `<${name}>${escaped(value)}</${name}>`);
  return (
    `<?xml version="1.0" encoding="utf-8"?><e:Envelope xmlns:e="${namespace}"><e:Body>` +
    `<${operation} xmlns="http://tempuri.org/">${parameters.join('')}</${operation}></e:Body></e:Envelope>`
  );
}

/** Sends any request: a GET without a body, else a POST. */
export async function send(
  url: string,
  body?: string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await fetch(url, body === undefined ? { headers } : { method: 'POST', body, headers });
  const text = await response.text();
  const { root, user } = readAnswer(text);
  return {
    status: response.status,
    contentType: response.headers.get('Content-Type') ?? '',
    text,
    attributes: root,
    user,
  };
}

/** Signs in with the password that every default user has, the own name. */
export async function signIn(sandbox: Sandbox, name: string): Promise<string> {
  const { attributes } = await call(sandbox, 'post', 'AuthenticateUser', { UID: name, PWD: name });
  assert.equal(attributes['success'], 'true');
  return attributes['ticket'] ?? '';
}

const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', removeNSPrefix: true });

function readAnswer(text: string): Pick<Answer, 'user'> & { root: Answer['attributes'] } {
  const document: unknown = text.startsWith('<?xml') ? parser.parse(text) : {};
  return {
    root: attributesOf(document, /^(?:response|root)$/) ?? {},
    user: attributesOf(document, /^User$/) ?? {},
  };
}

/** The attributes of the first element of that name, however deep. */
function attributesOf(node: unknown, wanted: RegExp): Record<string, string> | undefined {
  if (typeof node !== 'object' || node === null) {
    return undefined;
  }
  for (const [name, child] of Object.entries(node as Record<string, unknown>)) {
    if (wanted.test(name) && typeof child === 'object') {
      const values = Object.entries(child as Record<string, unknown>);
      return Object.fromEntries(
        values.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
      );
    }
    const found = attributesOf(child, wanted);
    if (found) {
      return found;
    }
  }
  return undefined;
}

/** What a fetch that failed says about the connection. */
export async function connectionError(attempt: Promise<unknown>): Promise<string | undefined> {
  try {
    await attempt;
  } catch (error) {
    return ((error as Error).cause as NodeJS.ErrnoException).code;
  }
  return undefined;
}
