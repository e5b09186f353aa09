import { clip } from '../src/views/foreignText';
import { element, phrase } from './dom';
import { icon } from './icons';
import { WORDS } from './words';

/** More than this slows a sidebar down, and nobody reads it there: the output channel has the rest. */
const SHOWN_CHARACTERS = 20_000;

export interface CodeBlock {
  readonly root: HTMLElement;
  show(text: string): void;
}

/** Text of the wire under a heading that folds it away: scrollable by keyboard, as sent and never parsed. */
export function codeBlock(testId: string, heading: string): CodeBlock {
  const label = element('summary', {}, icon('chevron'), heading);
  const text = element('pre', {
    'data-testid': testId,
    dir: 'ltr',
    tabindex: '0',
    role: 'region',
    'aria-label': heading,
  });
  const more = element('p', { class: 'note', hidden: '' });
  const root = element('details', { class: 'code', open: '' }, label, text, more);
  return {
    root,
    show(full) {
      const [head, left] = clip(full, SHOWN_CHARACTERS);
      // Most previews differ from the last by a letter, many not at all: an equal text is left alone.
      if (text.textContent !== head) {
        text.textContent = head;
      }
      more.hidden = left === 0;
      more.replaceChildren(...phrase(WORDS.more, left.toLocaleString(document.documentElement.lang)));
    },
  };
}
