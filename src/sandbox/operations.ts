import { describe, identityOf, serverInfo, type ServerIdentity } from './answers';
import type { SandboxFaults } from './faults';
import type { TicketRecord, TicketTable } from './tickets';
import type { SandboxUser, UserTable } from './users';
import { element, type XmlElement } from './xmlWriter';

/** Everything that decides an answer. */
export interface World {
  readonly users: UserTable;
  readonly tickets: TicketTable;
  readonly server: ServerIdentity;
  readonly now: () => Date;
  readonly faults: () => SandboxFaults;
}

/** The arguments of a call by their names in the WSDL; one that SOAP left out is absent. */
export type Arguments = Readonly<Record<string, string | undefined>>;

/** What a call comes to: the `error` text, or what a successful answer's root element carries. */
type Result =
  | { readonly error: string }
  | { readonly attributes?: Readonly<Record<string, string>>; readonly children?: readonly XmlElement[] };

export interface Operation {
  readonly name: string;
  readonly parameters: readonly string[];
  /** The name of the answer's root element; a successful `response` carries an empty `error` as well. */
  readonly root: 'root' | 'response';
  readonly run: (given: Arguments, world: World) => Result;
}

const AUTHENTICATION_FAILED = { error: '[900] Authentication failed' };
const SESSION_EXPIRED = { error: '[901] Session expired or Invalid ticket' };
const TICKETS_REFUSED = { error: '[902] Ticket generation not allowed' };
const USER_NOT_FOUND = { error: 'User not found' };
const ACCESS_DENIED = { error: 'Access denied' };

/** The operations in the order of the WSDL. */
export const OPERATIONS: readonly Operation[] = [
  {
    name: 'AuthenticateUser',
    parameters: ['UID', 'PWD'],
    root: 'root',
    run: (given, { users, tickets }) => {
      const user = users.find(given['UID'] ?? '');
      if (user?.ticketsRefused) {
        return TICKETS_REFUSED;
      }
      if (!user || user.disabled || user.password !== given['PWD']) {
        return AUTHENTICATION_FAILED;
      }
      const record = tickets.issue(user.userName);
      return { attributes: { ticket: record.ticket, ...identityOf(user, record) } };
    },
  },
  {
    name: 'isValidTicket',
    parameters: ['AuthenticationTicket'],
    root: 'root',
    run: withTicket((caller, record) => ({ attributes: identityOf(caller, record) }), { renews: false }),
  },
  {
    name: 'LogOut',
    parameters: ['AuthenticationTicket'],
    root: 'root',
    run: withTicket((_caller, { ticket }, _given, { tickets }) => {
      tickets.revoke(ticket);
      return {};
    }),
  },
  {
    name: 'ServerInfo',
    parameters: [],
    root: 'root',
    run: (_given, { server, now }) => ({ attributes: serverInfo(server, now()) }),
  },
  {
    name: 'GetUser',
    parameters: ['AuthenticationTicket', 'UserName'],
    root: 'response',
    run: withTicket((caller, _record, given, { users }) => {
      const user = given['UserName'] ? users.find(given['UserName']) : caller;
      return user ? { children: [describe(user)] } : USER_NOT_FOUND;
    }),
  },
  {
    name: 'UpdateUserEmail',
    parameters: ['AuthenticationTicket', 'UserName', 'NewEmailAddress'],
    root: 'response',
    run: withTicket((caller, _record, given, { users }) => {
      const user = users.find(given['UserName'] ?? '');
      if (!user) {
        return USER_NOT_FOUND;
      }
      if (user.userName !== caller.userName && !caller.administrator) {
        return ACCESS_DENIED;
      }
      users.setEmail(user.userName, given['NewEmailAddress'] ?? '');
      return {};
    }),
  },
];

/** Runs the operation and puts what came of it into the answer's root element. */
export function answerTo(operation: Operation, given: Arguments, world: World): XmlElement {
  const result = operation.run(given, world);
  if ('error' in result) {
    return element(operation.root, { success: 'false', error: result.error });
  }
  const success = operation.root === 'response' ? { success: 'true', error: '' } : { success: 'true' };
  return element(operation.root, { ...success, ...result.attributes }, result.children);
}

/** Only a call that succeeds renews the ticket; isValidTicket looks at it without renewing it. */
function withTicket(
  use: (caller: SandboxUser, record: TicketRecord, given: Arguments, world: World) => Result,
  { renews } = { renews: true },
): Operation['run'] {
  return (given, world) => {
    const ticket = given['AuthenticationTicket'];
    if (!ticket) {
      return AUTHENTICATION_FAILED;
    }
    const record = world.faults().fault === 'expiredTickets' ? undefined : world.tickets.find(ticket);
    const caller = record && world.users.find(record.userName);
    if (!record || !caller) {
      return SESSION_EXPIRED;
    }
    const result = use(caller, record, given, world);
    if (renews && !('error' in result)) {
      world.tickets.renew(ticket);
    }
    return result;
  };
}
