import type { CallOutcome } from '../api/outcome';
import type { TicketToSend } from './session';
import type { EmailUpdate } from './updateEmail';

/** Whether a call failed for want of a good ticket that signing in would bring: another one, or none, was no accident. */
export const wantsSignIn = ({ error }: CallOutcome, { use }: TicketToSend): boolean =>
  use === 'stored' &&
  (error?.kind === 'sessionExpired' ||
    error?.kind === 'authenticationFailed' ||
    error?.kind === 'notSignedIn');

/** The last update of this window, if it failed so: what “Sign In and Repeat” repeats. */
export class RefusedUpdate {
  private refused: EmailUpdate | undefined;

  get update(): EmailUpdate | undefined {
    return this.refused;
  }

  /** @param profile the name of the one that it went to: another may be selected when it is repeated. */
  note(update: EmailUpdate, outcome: CallOutcome, profile: string | undefined): void {
    this.refused =
      profile !== undefined && wantsSignIn(outcome, update.ticket) ? { ...update, profile } : undefined;
  }
}
