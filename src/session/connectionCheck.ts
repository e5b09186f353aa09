import type { CallError } from '../api/outcome';
import { serverFacts, ticketFacts } from './answerFacts';
import { missingTicket, refusesTicket } from './missingTicket';
import { insist } from './ports';
import type { Profile } from './profile';
import type { Session } from './session';
import type { TicketVault } from './ticketVault';

/** What `checkConnection` resolves to (contract). */
export interface ConnectionReport {
  /** What ServerInfo says of the server. */
  readonly server?: Readonly<Record<string, string>>;
  readonly ticket: 'valid' | 'expired' | 'none' | 'unknown';
  readonly expiresOn?: string;
  readonly error?: CallError;
}

/** The failures after which asking the same server another question is of no use. */
const UNREACHABLE: readonly CallError['kind'][] = ['network', 'tls', 'timeout', 'cancelled'];

/** ServerInfo, which needs no ticket, then isValidTicket, which does not lengthen the ticket's life. */
export async function checkConnection(
  session: Session,
  vault: TicketVault,
  profile: Profile,
  signal?: AbortSignal,
): Promise<ConnectionReport> {
  const info = { operation: 'ServerInfo', values: {} } as const;
  const { outcome, answer, mask } = await session.send(profile, profile.transport, info, signal);
  const server = answer && outcome.success ? serverFacts(answer.attributes, mask) : undefined;
  const report = { ...(server && { server }), ...(outcome.error && { error: outcome.error }) };
  if (outcome.error && UNREACHABLE.includes(outcome.error.kind)) {
    const { entry, failure } = await vault.read(profile);
    return { ...report, ticket: entry === undefined && failure === undefined ? 'none' : 'unknown' };
  }
  const { entry, failure } = await vault.read(profile, insist(signal));
  if (entry === undefined) {
    return failure === undefined
      ? { ...report, ticket: 'none' }
      : { error: missingTicket(profile, failure, signal), ...report, ticket: 'unknown' };
  }
  const checked = await session.validate(profile, entry.ticket, signal);
  const undisturbed = vault.watch();
  const now = (await vault.read(profile, insist())).entry;
  // Whoever signed in or out while the server or the vault was asked has the last word.
  if (checked.outcome.success && now?.ticket === entry.ticket && undisturbed()) {
    await session.keep(profile, entry.ticket, checked);
  }
  const expiresOn = ticketFacts(checked).expiresOn ?? entry.expiresOn;
  const error = checked.outcome.error ?? outcome.error;
  return {
    ...(server && { server }),
    ...(error && { error }),
    ...(expiresOn !== undefined && { expiresOn }),
    ticket: checked.outcome.success ? 'valid' : refusesTicket(checked.outcome.error) ? 'expired' : 'unknown',
  };
}
