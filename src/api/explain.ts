import * as l10n from '@vscode/l10n';
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

/** A success that nobody has verified; what is stored after a verified update says the verification. */
const UNVERIFIED: Explanation = {
  meaning: l10n.t('The server says that it did it; what it stores now was not asked.'),
  remedy: l10n.t('Load the current address to see what is stored.'),
};

/** What an outcome means and the next step, for form, notification and tree alike. */
export const explain = ({ error }: Pick<CallOutcome, 'error'>): Explanation =>
  error === undefined ? UNVERIFIED : { meaning: meaningOf(error), remedy: error.remedy ?? remedyOf(error) };
