import type { Notice } from '../src/views/protocol';
import { element, foreignText } from './dom';
import { holdsFocus, passFocus } from './focus';
import { post } from './host';
import { icon } from './icons';
import { button, setEnabled, type Button } from './toolkit';
import { WORDS } from './words';

export interface NoticesPart {
  readonly root: HTMLElement;
  readonly show: (notices: readonly Notice[]) => void;
  readonly setEnabled: (enabled: boolean) => void;
}

/**
 * What is missing before a call can succeed, each with the buttons that help. Read out when it changes; a focus that stood
 * in what goes away moves to `heir`.
 */
export function noticesPart(heir: () => HTMLElement): NoticesPart {
  const root = element('div', { class: 'notices', role: 'status', 'data-testid': 'notices' });
  let shown = '[]';
  let enabled = true;
  let buttons: readonly Button[] = [];

  function draw(notices: readonly Notice[]): void {
    const made: Button[] = [];
    const rows = notices.map(({ text, actions }) => {
      const offered = actions.map((action, at) =>
        button(
          `notice-${action}`,
          WORDS.actions[action],
          () => post({ type: 'action', action }),
          at === 0 ? 'primary' : 'secondary',
        ),
      );
      made.push(...offered);
      const row = element('div', { class: 'row', hidden: '' }, ...offered);
      row.hidden = offered.length === 0;
      return element(
        'div',
        { class: 'notice', 'data-testid': 'notice' },
        element('div', { class: 'line' }, icon('warning'), element('p', {}, foreignText(text))),
        row,
      );
    });
    const orphaned = holdsFocus(root);
    root.replaceChildren(...rows);
    buttons = made;
    if (orphaned) {
      passFocus(heir());
    }
  }

  const enable = () => buttons.forEach(each => setEnabled(each, enabled));
  return {
    root,
    show(notices) {
      const now = JSON.stringify(notices);
      if (now !== shown) {
        shown = now;
        draw(notices);
        enable();
      }
    },
    setEnabled(whether) {
      enabled = whether;
      enable();
    },
  };
}
