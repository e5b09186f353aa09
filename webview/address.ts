import { element, linkButton, phrase } from './dom';
import { holdsFocus, passFocus } from './focus';
import { hinted } from './hint';
import { button, setEnabled, textField, type TextField } from './toolkit';
import { WORDS } from './words';

export interface AddressPart {
  readonly root: HTMLElement;
  readonly field: TextField;
  readonly check: () => void;
  setEnabled(enabled: boolean): void;
  /** Takes the stored address of `userName` into the field. */
  load(userName: string, address: string): void;
  /** Says that an address came too late: its user is no longer the one in the form. */
  refuse(userName: string): void;
  /** Marks the value as one that cannot be sent, for this reason; without one it can. */
  refuseValue(why: string | undefined): void;
  /** Takes back what was said about the value. */
  clear(): void;
}

function judge(address: string): string {
  if (address === '') {
    return WORDS.emptyAddress;
  }
  return address.includes('@') ? '' : WORDS.noAt;
}

/** The new address, and the button that asks for the present one. `onChange` is told of every new value. */
export function addressPart(onChange: () => void, onLoad: () => void): AddressPart {
  const field = textField('newEmailAddress', WORDS.newEmailAddress, onChange);
  const judged = hinted(field, judge);
  const loadCurrent = button('loadCurrent', WORDS.loadCurrent, onLoad);
  loadCurrent.setAttribute('aria-label', WORDS.loadCurrentLong);
  const said = element('span', { role: 'status' });
  const undo = element('span');
  const note = element('p', { class: 'note', 'data-testid': 'loaded' }, said, undo);

  /** Changes the value and offers the one that stood there: a replaced text can always be had back. */
  function replace(value: string, words: readonly (Node | string)[], undoLabel: string): void {
    said.replaceChildren(...words);
    const typed = field.value;
    if (typed === value) {
      return;
    }
    const back = () => {
      replace(typed, [WORDS.isBack], WORDS.swapBack);
      field.focus();
    };
    undo.replaceChildren(...(typed === '' ? [] : [' ', linkButton('putBack', undoLabel, back)]));
    field.value = value;
    judged.check();
    onChange();
  }

  return {
    root: element(
      'div',
      { class: 'field' },
      element('div', { class: 'beside' }, field, loadCurrent),
      judged.line,
      note,
    ),
    field,
    check: judged.check,
    setEnabled: enabled => setEnabled(loadCurrent, enabled),
    load(userName, address) {
      const sentence = address === '' ? WORDS.loadedEmpty : WORDS.loaded;
      replace(address, phrase(sentence, userName), WORDS.putBack);
    },
    refuse: userName => said.replaceChildren(...phrase(WORDS.loadedForAnother, userName)),
    refuseValue: judged.refuse,
    clear() {
      judged.clear();
      if (holdsFocus(note)) {
        passFocus(field);
      }
      said.replaceChildren();
      undo.replaceChildren();
    },
  };
}
