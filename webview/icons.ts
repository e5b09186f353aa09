import chevron from '@vscode/codicons/src/icons/chevron-right.svg';
import cancelled from '@vscode/codicons/src/icons/circle-slash.svg';
import failure from '@vscode/codicons/src/icons/error.svg';
import loading from '@vscode/codicons/src/icons/loading.svg';
import success from '@vscode/codicons/src/icons/pass.svg';
import warning from '@vscode/codicons/src/icons/warning.svg';

/** The codicons of the form. Drawings, since the whole font is twice as large as all else that the form loads. */
const DRAWINGS = { cancelled, chevron, failure, loading, success, warning } as const;
export type IconName = keyof typeof DRAWINGS;

/** A codicon in the colour of its text. With a `label` it is read out; without one it only repeats words beside it. */
export function icon(name: IconName, label = ''): Element {
  const drawn = new DOMParser().parseFromString(DRAWINGS[name], 'image/svg+xml').documentElement;
  drawn.setAttribute('class', `icon ${name}`);
  if (label === '') {
    drawn.setAttribute('aria-hidden', 'true');
  } else {
    drawn.setAttribute('role', 'img');
    drawn.setAttribute('aria-label', label);
  }
  return drawn;
}
