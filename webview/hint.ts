import { element } from './dom';
import { describe, type TextField } from './toolkit';

export interface Hinted {
  /** Where the words stand: to be put beneath the field. */
  readonly line: HTMLElement;
  /** Judges the value now, whether or not it has been edited. */
  readonly check: () => void;
  /** Takes the words back, as for a form that nobody has edited yet. */
  readonly clear: () => void;
  /** Marks the value as one that cannot be sent, for this reason; without one it can. */
  readonly refuse: (why: string | undefined) => void;
}

/**
 * Gives a text field a line that points out a value which looks wrong, as `judge` words it.
 * Nothing is said before the first edit: an untouched form is no mistake.
 */
export function hinted(field: TextField, judge: (value: string) => string): Hinted {
  const line = element('p', {
    class: 'hint',
    role: 'status',
    'data-testid': `${field.dataset['testid'] ?? ''}Hint`,
  });
  let refused: string | undefined;
  const say = (words: string) => {
    if (line.textContent !== words) {
      line.textContent = words;
    }
    describe(field, words, refused);
  };
  const check = () => say(judge(field.value));
  field.addEventListener('input', check);
  return {
    line,
    check,
    clear: () => say(''),
    refuse(why) {
      refused = why;
      describe(field, line.textContent, refused);
    },
  };
}
