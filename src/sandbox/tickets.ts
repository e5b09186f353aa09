/** A ticket expires this long after its last use. */
export const TICKET_LIFE_MS = 30 * 24 * 60 * 60 * 1000;

/** A ticket that is still good, with the login name of its holder. */
export interface TicketRecord {
  readonly ticket: string;
  readonly userName: string;
  readonly expiresOn: Date;
}

/** The tickets issued so far. The clock and the source of new tickets come from outside. */
export class TicketTable {
  private readonly records = new Map<string, TicketRecord>();

  constructor(
    private readonly now: () => Date,
    private readonly newTicket: () => string,
  ) {}

  /** Enters a ticket for the user, a new one unless one is given, good for the whole life of a ticket. */
  issue(userName: string, ticket = this.newTicket()): TicketRecord {
    const record = { ticket, userName, expiresOn: new Date(this.now().getTime() + TICKET_LIFE_MS) };
    this.records.set(ticket, record);
    return record;
  }

  /** The ticket's record, or `undefined` where it was never issued, has expired or was logged out. */
  find(ticket: string): TicketRecord | undefined {
    const record = this.records.get(ticket);
    return record && this.now() < record.expiresOn ? record : undefined;
  }

  /** Starts the ticket's life anew, if it is still in the table. */
  renew(ticket: string): void {
    const record = this.records.get(ticket);
    if (record) {
      this.issue(record.userName, ticket);
    }
  }

  revoke(ticket: string): void {
    this.records.delete(ticket);
  }
}
