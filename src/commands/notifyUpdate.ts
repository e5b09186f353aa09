import { wantsSignIn } from '../session/refusedUpdate';
import { inert, quoted } from '../views/foreignText';
import type { CallOutcome } from '../api/outcome';
import type { EmailUpdate } from '../session/updateEmail';
import type { Verification } from '../session/verdict';
import { verificationOf } from '../session/verification';
import { buttonsFor, errorText, notify, notifyOutcome, SHOW_OUTPUT, type Button } from './notify';
import { ExchangeEntrance } from './exchangeEntrance';
import { UpdateEntrance } from './updateEntrance';

/**
 * Says how an update ended: a verified one with what was stored before and afterwards, and a button to put it back; one
 * that a ticket failed with a button to repeat it as it was.
 */
export function notifyUpdate(outcome: CallOutcome, update: EmailUpdate): void {
  const { userName, profile } = update;
  const verification = verificationOf(outcome, update);
  const { error, exchangeId } = outcome;
  const again: Button[] = wantsSignIn(error?.kind, update.ticket)
    ? [['Sign In and Repeat…', 'inforouter.signInAndRepeat', new UpdateEntrance(update)]]
    : [];
  if (verification === undefined) {
    notifyOutcome(outcome, `Email address of ${userName} updated.`, profile, 'UpdateUserEmail', again);
    return;
  }
  const restore: Button[] = verification.restorable
    ? [['Restore Previous Address', 'inforouter.restorePreviousEmail', new ExchangeEntrance(exchangeId)]]
    : [];
  const stored = `Email address of ${inert(userName, 100)}${change(verification)} ${verification.words}`;
  if (error === undefined) {
    const good = verification.verdict === 'passed' || verification.verdict === 'unchanged';
    notify(good ? 'information' : 'warning', stored, [...restore, SHOW_OUTPUT]);
  } else {
    const kind = error.kind === 'cancelled' ? 'warning' : 'error';
    notify(kind, `${errorText(error)} ${stored}`, [
      ...again,
      ...restore,
      ...buttonsFor(error, true, profile, 'UpdateUserEmail'),
    ]);
  }
}

/** `: “old” → “new”.`, as far as it is known. */
function change({ before, after }: Verification): string {
  if (before !== undefined && after !== undefined) {
    return before === after
      ? `: ${quoted(after, 200)}.`
      : `: ${quoted(before, 200)} → ${quoted(after, 200)}.`;
  }
  return after !== undefined
    ? `: now ${quoted(after, 200)}.`
    : before !== undefined
      ? `: before ${quoted(before, 200)}.`
      : ':';
}
