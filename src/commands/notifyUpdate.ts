import * as l10n from '@vscode/l10n';
import { wantsSignIn } from '../session/refusedUpdate';
import { inert, quoted } from '../views/foreignText';
import type { CallOutcome } from '../api/outcome';
import type { EmailUpdate } from '../session/updateEmail';
import type { Verification } from '../session/verdict';
import { verificationOf } from '../session/verification';
import { buttonsFor, errorText, notify, notifyOutcome, SHOW_OUTPUT, type Button } from '../views/notify';
import { ExchangeEntrance } from '../views/exchangeEntrance';
import { UpdateEntrance } from './updateEntrance';

/**
 * Says how an update ended: a verified one with what was stored before and afterwards, and a button to put it back; one
 * that a ticket failed with a button to repeat it as it was.
 */
export function notifyUpdate(outcome: CallOutcome, update: EmailUpdate): void {
  const { userName, profile } = update;
  const verification = verificationOf(outcome, update);
  const { error, exchangeId } = outcome;
  const again = wantsSignIn(error?.kind, update.ticket) ? [repeatButton(update)] : [];
  if (verification === undefined) {
    notifyOutcome(
      outcome,
      l10n.t('Email address of {0} updated.', userName),
      profile,
      'UpdateUserEmail',
      again,
    );
    return;
  }
  const restore: Button[] = verification.restorable
    ? [
        [
          l10n.t('Restore Previous Address'),
          'inforouter.restorePreviousEmail',
          new ExchangeEntrance(exchangeId),
        ],
      ]
    : [];
  const stored = `${change(inert(userName, 100), verification)} ${verification.words}`;
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

/** Signs in for this update and sends it once more, whatever was sent since. */
export const repeatButton = (update: EmailUpdate): Button => [
  l10n.t('Sign In and Repeat…'),
  'inforouter.signInAndRepeat',
  new UpdateEntrance(update),
];

/** `Email address of jdoe: “old” → “new”.`, as far as it is known. */
function change(user: string, { before, after }: Verification): string {
  const [from, to] = [quoted(before ?? '', 200), quoted(after ?? '', 200)];
  if (before !== undefined && after !== undefined) {
    return l10n.t('Email address of {0}: {1}.', user, before === after ? to : `${from} → ${to}`);
  }
  return after !== undefined
    ? l10n.t('Email address of {0}: now {1}.', user, to)
    : before !== undefined
      ? l10n.t('Email address of {0}: before {1}.', user, from)
      : l10n.t('Email address of {0}:', user);
}
