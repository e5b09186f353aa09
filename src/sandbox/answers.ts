import type { TicketRecord } from './tickets';
import type { SandboxUser } from './users';
import { element, type XmlElement } from './xmlWriter';

/** What the server says about itself. */
export interface ServerIdentity {
  readonly version: string;
  readonly company: string;
  readonly serverName: string;
  readonly utcOffsetHours: number;
}

/** What AuthenticateUser and isValidTicket say about the holder of a ticket. */
export function identityOf(user: SandboxUser, record: TicketRecord): Record<string, string> {
  return {
    userid: String(user.id),
    username: user.userName,
    firstName: user.firstName,
    lastName: user.lastName,
    fullname: `${user.firstName} ${user.lastName}`,
    email: user.email,
    expireOn: timestamp(record.expiresOn),
    isAuthenticated: 'True',
  };
}

/** The `User` element of GetUser. */
export function describe(user: SandboxUser): XmlElement {
  return element(
    'User',
    {
      exists: 'true',
      UserID: String(user.id),
      FirstName: user.firstName,
      LastName: user.lastName,
      Email: user.email,
      Enabled: user.disabled ? 'FALSE' : 'TRUE',
      UserName: user.userName,
      Domain: user.domain,
      AuthenticationAuthority: 'native',
      ReadOnlyUser: 'FALSE',
    },
    [element('Preferences', { Language: 'English', EmailType: 'HTML' })],
  );
}

/** What ServerInfo answers at the moment `now`. */
export function serverInfo(server: ServerIdentity, now: Date): Record<string, string> {
  const local = new Date(now.getTime() + server.utcOffsetHours * 60 * 60 * 1000);
  return {
    VersionNumber: server.version,
    Server_date_time: timestamp(local).slice(0, -1),
    Coordinated_Universal_Time: timestamp(now),
    UTC_Offset: String(server.utcOffsetHours),
    Company: server.company,
    ServerName: server.serverName,
    WindowsAuthenticationIsOn: 'false',
  };
}

/** UTC, ISO 8601, to the second. */
function timestamp(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, 'Z');
}
