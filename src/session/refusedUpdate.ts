import type { CallErrorKind, CallOutcome } from '../api/outcome';
import type { TicketToSend } from './session';
import type { EmailUpdate } from './updateEmail';

/** Whether a call failed for want of a good ticket that signing in would bring: another one, or none, was no accident. */
export const wantsSignIn = (kind: CallErrorKind | undefined, { use }: TicketToSend): boolean =>
  use === 'stored' &&
  (kind === 'sessionExpired' || kind === 'authenticationFailed' || kind === 'notSignedIn');

/** The last update of this window that was tried, if it failed so: what “Sign In and Repeat” repeats. */
export class RefusedUpdate {
  private refused: EmailUpdate | undefined;

  /** @param told hears whether there is one. */
  constructor(private readonly told: (refused: boolean) => void = () => undefined) {}

  get update(): EmailUpdate | undefined {
    return this.refused;
  }

  /** @param profile the name of the one that it went to: another may be selected when it is repeated. */
  note(update: EmailUpdate, { error }: CallOutcome, profile: string): void {
    if (error?.kind !== 'invalidInput') {
      this.refused = wantsSignIn(error?.kind, update.ticket) ? { ...update, profile } : undefined;
      this.told(this.refused !== undefined);
    }
  }
}
