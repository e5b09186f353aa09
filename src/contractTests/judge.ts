import type { Answered } from '../api/call';
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
    stored === undefined ? answer : `${answer}\n\nGetUser afterwards: ${address ?? stored.problem ?? ''}`;
  return {
    message: [
      ...(fits ? [] : [`Expected ${words(expected)}; ${answerWords(answered)}`]),
      ...(keeps ? [] : [storedWords(expected, stored)]),
    ].join(' '),
    // The words of an answer that fits are its own matter: no difference is to be seen in them.
    expected: text(fits ? received : expectedText(expected), stored?.wanted),
    received: text(received, stored?.found),
  };
}

function answerFits(expected: Expected, { outcome, answer, mediaType }: Answered): boolean {
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
        mediaType === expected.mediaType &&
        // What a disabled transport says to every call looks the same.
        !NOT_ENABLED.test(outcome.error.message)
      );
  }
}

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
function receivedText(expected: Expected, { outcome, answer, mediaType, mask }: Answered): string {
  const head = [
    outcome.httpStatus === undefined ? 'No HTTP response' : `HTTP ${outcome.httpStatus}`,
    mediaType,
  ];
  const body = answer === undefined ? (outcome.error?.message ?? '') : mask(normalised(answer));
  return answer !== undefined && expected.answer !== 'none'
    ? body
    : `${mask(head.filter(Boolean).join(' '))}\n${body}`.trimEnd();
}

function words(expected: Expected): string {
  switch (expected.answer) {
    case 'success':
      return 'success';
    case 'failure':
      return expected.code === undefined ? `“${expected.error}”` : `[${expected.code}]`;
    case 'none':
      return `HTTP ${expected.httpStatus} in ${expected.mediaType} about what is missing`;
  }
}

function answerWords({ outcome: { success, error }, answer }: Answered): string {
  if (success) {
    return 'the server answered success.';
  }
  const message = error?.message ?? 'no reason was given';
  return answer === undefined
    ? `there was no answer of infoRouter (${message.replace(/\.$/, '')}).`
    : `the server answered “${message}”.`;
}

function storedWords(expected: Expected, { found, wanted, problem }: StoredAfter): string {
  if (found === undefined) {
    return `What is stored could not be verified: ${problem ?? 'GetUser told no address.'}`;
  }
  return expected.answer === 'success'
    ? `“${wanted}” was sent, and “${found}” is stored.`
    : `A call that has to be refused changed the stored address from “${wanted}” to “${found}”.`;
}
