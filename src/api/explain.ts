import { HTTP_EXPLANATIONS } from './httpErrors';
import { KNOWN_ANSWERS } from './knownAnswers';
import { MEANING_902, MEANINGS, type Explanation } from './meanings';
import { remedyOf, type CallError, type CallOutcome } from './outcome';
import { PROXY_EXPLANATIONS } from './proxy';

/** By remedy: a `CallError` has no room for a meaning, and what is known beyond its kind has a remedy of its own. */
const BY_REMEDY = new Map(
  [...KNOWN_ANSWERS, ...HTTP_EXPLANATIONS, ...PROXY_EXPLANATIONS].map(each => [each.remedy, each.meaning]),
);

const meaningOf = ({ kind, code, remedy = '' }: CallError): string =>
  code === 902 ? MEANING_902 : (BY_REMEDY.get(remedy) ?? MEANINGS[kind]);

/** What a success of an update means, by what GetUser was asked and said. */
const SUCCESSES = {
  unverified: {
    meaning: 'The server says that it did it; what it stores now was not asked.',
    remedy: 'Load the current address to see what is stored.',
  },
  stored: {
    meaning: 'GetUser reports the address that was sent: it is stored.',
    remedy: 'Put the previous address back if this was only a test.',
  },
  unchanged: {
    meaning: 'The address was the same before: the server takes that for a success and changes nothing.',
    remedy: 'Send another address to see one change.',
  },
  otherwise: {
    meaning:
      'The server says that it did it, but GetUser reports another address than the one that was sent.',
    remedy:
      'Compare both addresses: the server may write it otherwise, or somebody else changed it meanwhile.',
  },
} as const satisfies Record<string, Explanation>;

/** What an outcome means and the next step, for form, notification and tree alike. */
export function explain({
  error,
  before,
  after,
  verified,
}: Pick<CallOutcome, 'error' | 'before' | 'after' | 'verified'>): Explanation {
  if (error !== undefined) {
    return { meaning: meaningOf(error), remedy: error.remedy ?? remedyOf(error) };
  }
  if (verified === undefined) {
    return SUCCESSES.unverified;
  }
  return SUCCESSES[!verified ? 'otherwise' : before === after ? 'unchanged' : 'stored'];
}
