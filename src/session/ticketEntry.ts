/** What is kept for a profile: the JSON of the keychain entry (contract). */
export interface TicketEntry {
  /** The server that issued the ticket; it is sent to no other. */
  readonly baseUrl: string;
  readonly ticket: string;
  readonly userName?: string;
  /** UTC, ISO 8601, as the server gave it. */
  readonly expiresOn?: string;
}

/** Reads an entry that another program may have written; `undefined` for anything else. */
export function parseEntry(value: string): TicketEntry | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null) {
    return undefined;
  }
  const { baseUrl, ticket, userName, expiresOn } = parsed as Record<string, unknown>;
  if (typeof baseUrl !== 'string' || typeof ticket !== 'string' || ticket === '') {
    return undefined;
  }
  return {
    baseUrl,
    ticket,
    ...(typeof userName === 'string' && { userName }),
    ...(typeof expiresOn === 'string' && { expiresOn }),
  };
}

/**
 * The moment that a server or an entry of the keychain names, if it is one: any text may stand there. One without a zone
 * is UTC, as the API reference says of `expireOn`.
 */
export function parseExpiry(text: string | undefined): Date | undefined {
  const [, date, time = '00:00:00', zone = 'Z'] = ISO_8601.exec(text ?? '') ?? [];
  const moment = new Date(`${date ?? ''}T${time}${zone}`);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
}

const ISO_8601 = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d:\d\d)?)?$/;
