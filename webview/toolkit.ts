/**
 * The form's controls. This file alone knows the toolkit: a successor would take its place here, and so would the
 * cure for each of the toolkit's habits.
 */
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeTextField,
  type Button,
  type Checkbox,
  type Dropdown,
  type Option,
  type TextField,
} from '@vscode/webview-ui-toolkit';
import { element } from './dom';

export type { Button, Checkbox, Dropdown, TextField };

declare global {
  interface HTMLElementTagNameMap {
    'vscode-button': Button;
    'vscode-checkbox': Checkbox;
    'vscode-dropdown': Dropdown;
    'vscode-option': Option;
    'vscode-text-field': TextField;
  }
}

provideVSCodeDesignSystem().register(
  vsCodeButton(),
  vsCodeCheckbox(),
  vsCodeDropdown(),
  vsCodeOption(),
  vsCodeTextField(),
);

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/**
 * A push button. While it is switched off by `setEnabled` it keeps the focus that it has, which a button with
 * `disabled` would lose.
 */
export function button(
  testId: string,
  label: string,
  onPress: () => void,
  appearance: 'primary' | 'secondary' = 'secondary',
): Button {
  const made = element('vscode-button', { 'data-testid': testId, appearance }, label);
  made.addEventListener('click', () => {
    if (made.ariaDisabled !== 'true') {
      onPress();
    }
  });
  return made;
}

export function setEnabled(control: Button, enabled: boolean): void {
  control.ariaDisabled = enabled ? 'false' : 'true';
}

/** A one-line input under its label. `onInput` is called for what the user types, not for what is assigned. */
export function textField(
  testId: string,
  label: string,
  onInput: () => void,
  type: 'text' | 'password' = 'text',
): TextField {
  const made = element('vscode-text-field', { 'data-testid': testId, type }, label);
  // The toolkit mirrors every value into the attribute `current-value`, and into the form state that a browser
  // writes to disk with its session. A ticket has no place in either, and a long value none in an attribute.
  Object.defineProperty(made, 'currentValue', { value: '', writable: true });
  made.setFormValue = () => undefined;
  made.addEventListener('input', onInput);
  made.addEventListener('focusin', () => {
    // The inner input exists only in the document, and takes neither of these from its host.
    inner(made)?.setAttribute('spellcheck', 'false');
    inner(made)?.setAttribute('autocomplete', 'off');
  });
  return made;
}

/**
 * Has `description` read out with a field that is in the document, and the reason why its value is refused, where it is: ids
 * don't reach into its shadow root.
 */
export function describe(field: TextField, description: string, refused?: string): void {
  const input = inner(field);
  input?.setAttribute('aria-description', [description, refused].filter(Boolean).join(' '));
  input?.setAttribute('aria-invalid', String(refused !== undefined));
  field.toggleAttribute('data-refused', refused !== undefined);
}

const inner = (field: TextField) => field.shadowRoot?.querySelector('input');

/** A box to tick, with its label beside it. `onToggle` is called for what the user does, not for what `setChecked` assigns. */
export function checkbox(testId: string, label: string, onToggle: () => void): Checkbox {
  const made = element('vscode-checkbox', { 'data-testid': testId }, label);
  // The toolkit announces a change for each value that is assigned, too.
  made.addEventListener('change', () => {
    if (!assigned.delete(made)) {
      onToggle();
    }
  });
  return made;
}

const assigned = new WeakSet<Checkbox>();

export function setChecked(box: Checkbox, checked: boolean): void {
  if (box.checked !== checked) {
    assigned.add(box);
    box.checked = checked;
  }
}

/** A drop-down list named by the element `labelledBy`; its choices come from `setChoices`. */
export function dropdown(testId: string, labelledBy: HTMLElement, onChange: () => void): Dropdown {
  const made = element('vscode-dropdown', { 'data-testid': testId, 'aria-labelledby': labelledBy.id });
  labelledBy.addEventListener('click', () => made.focus());
  // A key on a closed list, be it Tab, announces a change whenever a value was assigned since the list was last open.
  let before: string | undefined;
  made.addEventListener(
    'keydown',
    () => {
      before = made.open ? before : made.value;
    },
    { capture: true },
  );
  made.addEventListener('change', () => {
    if (made.value !== before) {
      onChange();
    }
    before = undefined;
  });
  return made;
}

/** Makes `choices` the list and `chosen` the value; touches nothing where both are so already. */
export function setChoices(list: Dropdown, choices: readonly Choice[], chosen: string): void {
  const shown = Array.from(list.querySelectorAll('vscode-option'));
  const same =
    shown.length === choices.length &&
    shown.every((option, n) => option.value === choices[n]?.value && option.textContent === choices[n].label);
  if (same) {
    list.value = chosen;
    return;
  }
  list.replaceChildren(
    ...choices.map(({ value, label }) => element('vscode-option', { value, dir: 'auto' }, label)),
  );
  // The list learns of its options by `slotchange`, in a microtask that is queued by now, and then selects the
  // index of the old list; a value assigned earlier would be lost.
  queueMicrotask(() => {
    list.value = chosen;
  });
}
