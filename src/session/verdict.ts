/**
 * What a verified update came to: what was sent is stored; it was stored before, too; something else is stored; or GetUser
 * did not tell what is.
 */
export const VERDICTS = ['passed', 'unchanged', 'failed', 'unknown'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** How a verified update ended, for people. Addresses stand beside the words, since they are foreign text. */
export interface Verification {
  readonly verdict: Verdict;
  /** One or more sentences; what a server says in them has its secrets masked. */
  readonly words: string;
  /** What was stored before and afterwards, as far as GetUser told. */
  readonly before?: string;
  readonly after?: string;
  /** Whether there is an address to put back: the one from before, which is not what is stored now. */
  readonly restorable: boolean;
}
