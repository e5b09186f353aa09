import { encode, encodeValue } from '../api/encode';
import type { TicketElement } from '../api/operations';
import type { CallError, Transport } from '../api/outcome';
import type { LoadTestUpdate } from './loadTest';

/** The environment variable that holds the ticket while the test runs. */
export const TICKET_VARIABLE = 'INFOROUTER_TICKET';

/** The columns of the payload: both values for people, and both as they stand in the request. */
export const PAYLOAD_COLUMNS = [
  'UserName',
  'NewEmailAddress',
  'UserNameAsSent',
  'NewEmailAddressAsSent',
] as const;

/** What Artillery puts in the place of each value. The ticket is a GUID, which every transport carries as it is. */
const TEMPLATES = {
  ticket: `{{ $processEnvironment.${TICKET_VARIABLE} }}`,
  userName: `{{ ${PAYLOAD_COLUMNS[2]} }}`,
  newEmailAddress: `{{ ${PAYLOAD_COLUMNS[3]} }}`,
};

/** Words that no encoder changes, and that stand nowhere else. */
const STAND_INS = {
  ticket: 'standInForTheTicket',
  userName: 'standInForTheUserName',
  newEmailAddress: 'standInForTheNewEmailAddress',
};

/** A request with Artillery's templates in the place of its values. */
export interface RequestTemplate {
  readonly method: 'get' | 'post';
  /** Path and query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Headers that whoever sends the request writes by themselves. */
const OF_THE_SENDER = ['Host', 'Content-Length', 'Connection'];

/** The request that our encoder writes for UpdateUserEmail, as a template. */
export function requestTemplate(
  transport: Transport,
  endpoint: URL,
  ticketElement: TicketElement | undefined,
): RequestTemplate {
  const request = encode(
    transport,
    endpoint,
    { operation: 'UpdateUserEmail', values: STAND_INS },
    ticketElement,
  );
  if ('kind' in request) {
    throw new Error(request.message);
  }
  return {
    method: request.method === 'GET' ? 'get' : 'post',
    url: withTemplates(request.target),
    headers: Object.fromEntries(request.headers.filter(([name]) => !OF_THE_SENDER.includes(name))),
    body: withTemplates(request.body),
  };
}

const withTemplates = (text: string): string =>
  Object.entries(STAND_INS).reduce(
    (result, [name, standIn]) => result.replace(standIn, () => TEMPLATES[name as keyof typeof TEMPLATES]),
    text,
  );

/**
 * A value as Artillery is to put it into the request. Artillery encodes nothing there; it takes `$&` and its like in a
 * value for a pattern of `String.replace`, and fills `{{ … }}` in a value as well (2.0.21 and 2.0.34). Percent-encoding
 * leaves none of the three characters, and in XML they can be written as references.
 */
export function asSent(transport: Transport, value: string): string {
  return encodeValue[transport](value).replace(/[${}]/g, character => `&#${character.charCodeAt(0)};`);
}

/** Why the transport cannot carry an update, if it cannot. */
export function uncarried(
  transport: Transport,
  endpoint: URL,
  update: LoadTestUpdate,
): CallError | undefined {
  const { userName, newEmailAddress } = update;
  const values = { ticket: '', userName, newEmailAddress };
  const request = encode(transport, endpoint, { operation: 'UpdateUserEmail', values });
  return 'kind' in request ? request : undefined;
}
