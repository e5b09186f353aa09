import * as l10n from '@vscode/l10n';
import type { CallOutcome } from '../api/outcome';
import type { EmailUpdate } from './updateEmail';
import type { Verdict, Verification } from './verdict';

/** Judges a verified update by what is stored; `undefined` where none was asked for, or nothing was sent. */
export function verificationOf(
  outcome: CallOutcome,
  { userName, newEmailAddress, verify }: Pick<EmailUpdate, 'userName' | 'newEmailAddress' | 'verify'>,
): Verification | undefined {
  if (verify !== true || outcome.exchangeId === '') {
    return undefined;
  }
  const { before, after } = outcome;
  const [verdict, sentence] = judge(outcome, newEmailAddress);
  const whose =
    userName === '' && (before ?? after) !== undefined
      ? l10n.t('For an empty user name GetUser tells the address of whoever is signed in.')
      : '';
  return {
    verdict,
    words: [sentence, whose].filter(Boolean).join(' '),
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
    restorable: before !== undefined && before !== (after ?? newEmailAddress),
  };
}

function judge(outcome: CallOutcome, sent: string): readonly [Verdict, string] {
  const { success, before, after } = outcome;
  if (after === undefined) {
    return ['unknown', unknownWords(outcome)];
  }
  if (after === sent && before === sent) {
    return [
      'unchanged',
      success
        ? l10n.t('This address was stored before, too: nothing has changed.')
        : l10n.t('The call failed, and this address was stored before, too: nothing has changed.'),
    ];
  }
  if (after === sent) {
    const stored = success
      ? l10n.t('What was sent is stored.')
      : l10n.t('The call failed, and yet what was sent is stored.');
    const unread =
      before === undefined ? l10n.t('What was stored before is not known: {0}', reason(outcome)) : '';
    return ['passed', [stored, unread].filter(Boolean).join(' ')];
  }
  const near = nearness(after, sent);
  if (success) {
    return [
      'failed',
      [l10n.t('The server reports success, but something else is stored.'), near].filter(Boolean).join(' '),
    ];
  }
  return [
    'failed',
    before === after
      ? l10n.t('What was stored before is stored still.')
      : before === undefined
        ? l10n.t('What was sent is not stored.')
        : l10n.t(
            'The call failed, and yet what is stored has changed, to something else than what was sent.',
          ),
  ];
}

function unknownWords(outcome: CallOutcome): string {
  if (outcome.getUserError?.kind === 'cancelled') {
    return l10n.t('The update had been sent when you cancelled; whether it is stored was not asked.');
  }
  const claim = outcome.success
    ? l10n.t('The server reports success; it could not be verified')
    : l10n.t('What is stored now is not known');
  return `${claim}: ${reason(outcome)}`;
}

function reason({ getUserError, error }: CallOutcome): string {
  const said = getUserError ?? error;
  return said === undefined
    ? l10n.t('GetUser was not asked.')
    : l10n.t('GetUser ended in “{0}”', said.message);
}

/** In which small matter two addresses differ that are not the same; empty where they differ in more. */
function nearness(stored: string, sent: string): string {
  const space = stored.trim() !== stored || sent.trim() !== sent;
  if (stored.trim() === sent.trim()) {
    return l10n.t('It differs only in space at its beginning or end.');
  }
  if (stored.trim().toLowerCase() !== sent.trim().toLowerCase()) {
    return '';
  }
  return space
    ? l10n.t('It differs only in capital and small letters and in space at its beginning or end.')
    : l10n.t('It differs only in capital and small letters.');
}
