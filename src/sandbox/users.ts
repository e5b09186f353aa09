/** A row of the user table. */
export interface SandboxUser {
  readonly id: number;
  readonly userName: string;
  readonly password: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly domain: string;
  readonly administrator?: boolean;
  /** A disabled user cannot sign in. */
  readonly disabled?: boolean;
  /** The built-in system administrator: AuthenticateUser answers [902] whatever the password. */
  readonly ticketsRefused?: boolean;
}

/** The users of a new sandbox; the password is the user name. */
export const DEFAULT_USERS: readonly SandboxUser[] = [
  row(1, 'sysadmin', 'System', 'Administrator', '', { administrator: true, ticketsRefused: true }),
  row(2, 'admin', 'Ada', 'Min', 'IT', { administrator: true }),
  row(42, 'jdoe', 'John', 'Doe', 'Finance'),
  row(43, 'asmith', 'Anna', 'Smith', 'Finance'),
  row(44, 'müller', 'Jürgen', 'Müller', 'Vertrieb'),
  row(45, "o'brien", 'Síle', "O'Brien", 'R&D'),
  row(46, '山田', '太郎', '山田', '開発'),
  row(47, 'retired', 'Rita', 'Tired', 'Finance', { disabled: true }),
];

function row(
  id: number,
  userName: string,
  firstName: string,
  lastName: string,
  domain: string,
  rights: Pick<SandboxUser, 'administrator' | 'disabled' | 'ticketsRefused'> = {},
): SandboxUser {
  return {
    id,
    userName,
    password: userName,
    firstName,
    lastName,
    email: `${userName.replace("'", '')}@example.com`,
    domain,
    ...rights,
  };
}

/** The users by login name; login names are compared without regard to case. */
export class UserTable {
  private readonly byName = new Map<string, SandboxUser>();

  constructor(users: readonly SandboxUser[]) {
    for (const user of users) {
      this.byName.set(user.userName.toLowerCase(), user);
    }
  }

  find(userName: string): SandboxUser | undefined {
    return this.byName.get(userName.toLowerCase());
  }

  /** Replaces the user's address; nothing happens where the user does not exist. */
  setEmail(userName: string, email: string): void {
    const user = this.find(userName);
    if (user) {
      this.byName.set(user.userName.toLowerCase(), { ...user, email });
    }
  }

  list(): readonly SandboxUser[] {
    return [...this.byName.values()];
  }
}
