import * as l10n from '@vscode/l10n';
import type { Answered } from '../api/call';
import { header, type Response } from '../api/exchange';
import { NOT_ENABLED } from '../api/knownAnswers';
import { normalised } from '../api/normalised';
import type { CaseFailure } from './result';
import type { Expected } from './cases';

/** What GetUser told after a case, against what it had to tell. */
export interface StoredAfter {
  readonly wanted: string;
  /** Absent where GetUser did not tell. */
  readonly found?: string;
  /** Why it did not. */
  readonly problem?: string;
}

/** What is wrong with an answer and with what is stored after it, or nothing. */
export function judge(
  expected: Expected,
  answered: Answered,
  stored?: StoredAfter,
): Pick<CaseFailure, 'message' | 'expected' | 'received'> | undefined {
  const fits = answerFits(expected, answered);
  const keeps = stored === undefined || stored.found === stored.wanted;
  if (fits && keeps) {
    return undefined;
  }
  const received = receivedText(expected, answered);
  const text = (answer: string, address: string | undefined) =>
    stored === undefined
      ? answer
      : `${answer}\n\n${l10n.t('GetUser afterwards: {0}', address ?? stored.problem ?? '')}`;
  return {
    message: [
      ...(fits ? [] : [`${words(expected)} ${answerWords(answered)}`]),
      ...(keeps ? [] : [storedWords(expected, stored)]),
    ].join(' '),
    // The words of an answer that fits are its own matter: no difference is to be seen in them.
    expected: text(fits ? received : expectedText(expected), stored?.wanted),
    received: text(received, stored?.found),
  };
}

function answerFits(expected: Expected, { outcome, answer, response }: Answered): boolean {
  switch (expected.answer) {
    case 'success':
      return outcome.success;
    case 'failure':
      return (
        answer !== undefined &&
        outcome.error?.kind === expected.kind &&
        (expected.code === undefined || outcome.error.code === expected.code)
      );
    case 'none':
      return (
        outcome.error?.kind === 'httpError' &&
        outcome.httpStatus === expected.httpStatus &&
        mediaTypeOf(response) === expected.mediaType &&
        // What a disabled transport says to every call looks the same.
        !NOT_ENABLED.test(outcome.error.message)
      );
  }
}

/** In small letters and without parameters. */
const mediaTypeOf = (response: Response | undefined): string | undefined =>
  response && header(response, 'Content-Type')?.split(';')[0]?.trim().toLowerCase();

function expectedText(expected: Expected): string {
  switch (expected.answer) {
    case 'success':
      return answerText(true, '');
    case 'failure':
      return answerText(false, expected.error);
    case 'none':
      return `HTTP ${expected.httpStatus} ${expected.mediaType}`;
  }
}

function answerText(success: boolean, error: string): string {
  const attributes = new Map([
    ['success', String(success)],
    ['error', error],
  ]);
  return normalised({ name: 'response', prefix: '', attributes, children: [], text: '' });
}

/** An answer of infoRouter is its element; of anything else status and media type are told as well. */
function receivedText(expected: Expected, { outcome, answer, response, mask }: Answered): string {
  const head = [
    outcome.httpStatus === undefined ? l10n.t('No HTTP response') : `HTTP ${outcome.httpStatus}`,
    mediaTypeOf(response),
  ];
  const body = answer === undefined ? (outcome.error?.message ?? '') : mask(normalised(answer));
  return answer !== undefined && expected.answer !== 'none'
    ? body
    : `${mask(head.filter(Boolean).join(' '))}\n${body}`.trimEnd();
}

function words(expected: Expected): string {
  switch (expected.answer) {
    case 'success':
      return l10n.t('Expected success;');
    case 'failure':
      return l10n.t(
        'Expected {0};',
        expected.code === undefined ? `“${expected.error}”` : `[${expected.code}]`,
      );
    case 'none':
      return l10n.t(
        'Expected HTTP {0} in {1} about what is missing;',
        expected.httpStatus,
        expected.mediaType,
      );
  }
}

function answerWords({ outcome: { success, error }, answer }: Answered): string {
  if (success) {
    return l10n.t('the server answered success.');
  }
  const message = error?.message ?? l10n.t('no reason was given');
  return answer === undefined
    ? l10n.t('there was no answer of infoRouter ({0}).', message.replace(/\.$/, ''))
    : l10n.t('the server answered “{0}”.', message);
}

function storedWords(expected: Expected, { found, wanted, problem }: StoredAfter): string {
  if (found === undefined) {
    return problem === undefined
      ? l10n.t('What is stored could not be verified: GetUser told no address.')
      : l10n.t('What is stored could not be verified: {0}', problem);
  }
  return expected.answer === 'success'
    ? l10n.t('“{0}” was sent, and “{1}” is stored.', wanted, found)
    : l10n.t('A call that has to be refused changed the stored address from “{0}” to “{1}”.', wanted, found);
}
