import { isTransport, TRANSPORT_LABELS } from '../src/api/outcome';
import {
  TICKET_CHOICES,
  type Draft,
  type Notice,
  type PreviewField,
  type ProfileOption,
} from '../src/views/protocol';
import { addressPart } from './address';
import { codeBlock } from './codeBlock';
import { element, foreignText, linkButton } from './dom';
import { setVisible } from './focus';
import { hinted } from './hint';
import { post } from './host';
import { noticesPart } from './notices';
import { profilePart, welcome } from './profile';
import { resultPanel, type ResultPanel, type Task } from './result';
import {
  button,
  checkbox,
  dropdown,
  setChecked,
  setChoices,
  setEnabled,
  textField,
  type Dropdown,
  type TextField,
} from './toolkit';
import { WORDS } from './words';

const FIELDS = ['userName', 'newEmailAddress', 'transport', 'ticket', 'otherTicket', 'verify'] as const;
export type Field = (typeof FIELDS)[number];

/** What the form tells those who wired it. */
export interface FormEvents {
  readonly pickProfile: (name: string) => void;
  readonly edit: (field: Field) => void;
  readonly send: () => void;
  readonly loadCurrent: () => void;
}

export interface Form {
  readonly root: HTMLElement;
  readonly result: ResultPanel;
  draft(): Draft;
  /** Puts a draft into the fields, except those that `keeps` names; whether the form now says something else. */
  fill(draft: Draft, keeps: (field: Field) => boolean): boolean;
  /** The element that holds a field, for questions of focus. */
  control(field: Field): HTMLElement;
  /** Where one begins: the first field, or the first of the first steps. */
  readonly first: () => HTMLElement;
  /** Whether a call could be started by a key: a profile is selected, and no list is open. */
  takesSendKey(): boolean;
  showProfiles(profiles: readonly ProfileOption[], selected: string | undefined): void;
  showNotices(notices: readonly Notice[]): void;
  /** `wrong` is the field whose value the `problem` is about. */
  showPreview(text: string, problem: string | undefined, wrong: PreviewField | undefined): void;
  /** Shows that a call runs, or, without a task, that none does. */
  setRunning(task: Task | undefined): void;
  /** Points out what looks wrong in fields that were never edited: a call goes out with them. */
  checkAll(): void;
  /** `isHere` where it is of the profile that the form shows. */
  loadAddress(userName: string, address: string, isHere: boolean): void;
}

const judgeName = (name: string) => {
  if (name === '') {
    return WORDS.emptyUserName;
  }
  return name === name.trim() ? '' : WORDS.outerSpace;
};

export function buildForm(events: FormEvents): Form {
  const edited = (field: Field) => () => events.edit(field);
  const profile = profilePart(events.pickProfile);
  const userName = textField('userName', WORDS.userName, edited('userName'));
  const name = hinted(userName, judgeName);
  const address = addressPart(edited('newEmailAddress'), events.loadCurrent);
  const exposure = element('p', { class: 'hint', role: 'status', 'data-testid': 'transportHint' });
  const transport = labelledList(
    'transport',
    WORDS.transport,
    TRANSPORT_LABELS,
    () => {
      showExposure();
      events.edit('transport');
    },
    exposure,
    linkButton('compareTransports', WORDS.actions.compareTransports, () =>
      post({ type: 'action', action: 'compareTransports' }),
    ),
  );
  const ticket = labelledList('ticket', WORDS.ticket, WORDS.ticketChoices, () => {
    showOtherTicket();
    events.edit('ticket');
  });
  const otherTicket = textField('otherTicket', WORDS.otherTicket, edited('otherTicket'), 'password');
  const verify = checkbox('verify', WORDS.verify, edited('verify'));
  verify.title = WORDS.verifyWhy;
  const inputs: { readonly [F in Exclude<Field, 'verify'>]: TextField | Dropdown } = {
    userName,
    newEmailAddress: address.field,
    transport: transport.list,
    ticket: ticket.list,
    otherTicket,
  };
  const controls = { ...inputs, verify };
  const says = (field: Field) => (field === 'verify' ? verify.checked : inputs[field].value);
  const showExposure = () => (exposure.textContent = transport.list.value === 'get' ? WORDS.getExposes : '');
  const showOtherTicket = () => setVisible(otherTicket, ticket.list.value === 'other', ticket.list);

  const problem = element('p', { class: 'hint problem', role: 'status', 'data-testid': 'problem' });
  let said: string | undefined;
  const preview = codeBlock('requestPreview', WORDS.preview);
  preview.root.hidden = true;
  const send = button('send', WORDS.send, events.send, 'primary');
  send.title = WORDS.sendLong.replace('{0}', navigator.userAgent.includes('Mac') ? '⌘↩' : 'Ctrl+Enter');
  const cancel = button('cancel', WORDS.cancel, () => post({ type: 'cancel' }));
  cancel.hidden = true;
  const result = resultPanel();
  const fields = element(
    'div',
    { class: 'fields', hidden: '' },
    profile.root,
    element('div', { class: 'field' }, userName, name.line),
    address.root,
    transport.root,
    ticket.root,
    otherTicket,
    verify,
    preview.root,
    problem,
    element('div', { class: 'row' }, send, cancel),
    result.root,
  );
  let idle = true;
  /** There is a profile for a call to go to. */
  let callable = false;
  const enable = () => {
    setEnabled(send, idle && callable);
    address.setEnabled(idle && callable);
  };
  const firstSteps = welcome();
  const first = () => (fields.hidden ? firstSteps.first : userName);
  const notices = noticesPart(first);

  return {
    root: element(
      'div',
      {},
      element('h1', { class: 'unseen' }, WORDS.title),
      firstSteps.root,
      notices.root,
      fields,
    ),
    result,
    first,
    control: field => controls[field],
    takesSendKey: () =>
      callable && !Array.from(fields.querySelectorAll('vscode-dropdown')).some(list => list.open),
    draft() {
      const chosen = transport.list.value;
      return {
        userName: userName.value,
        newEmailAddress: address.field.value,
        transport: isTransport(chosen) ? chosen : 'post',
        ticket: TICKET_CHOICES.find(choice => choice === ticket.list.value) ?? 'stored',
        otherTicket: otherTicket.value,
        verify: verify.checked,
      };
    },
    fill(draft, keeps) {
      const kept = FIELDS.filter(keeps);
      for (const field of FIELDS.filter(each => !kept.includes(each))) {
        if (field === 'verify') {
          setChecked(verify, draft.verify);
        } else {
          inputs[field].value = draft[field];
        }
      }
      name.clear();
      address.clear();
      showExposure();
      showOtherTicket();
      return kept.some(field => says(field) !== draft[field]);
    },
    showProfiles(profiles, selected) {
      profile.show(profiles, selected);
      callable = selected !== undefined;
      enable();
      const [shown, gone, heir] =
        profiles.length === 0
          ? [firstSteps.root, fields, firstSteps.first]
          : [fields, firstSteps.root, userName];
      shown.hidden = false;
      setVisible(gone, false, heir);
    },
    showNotices: notices.show,
    showPreview(text, why, wrong) {
      preview.show(text);
      setVisible(preview.root, text !== '', send);
      // A live region: what has not changed is not said again.
      if (why !== said) {
        said = why;
        problem.replaceChildren(...(why === undefined ? [] : [foreignText(why)]));
      }
      name.refuse(wrong === 'userName' ? why : undefined);
      address.refuseValue(wrong === 'newEmailAddress' ? why : undefined);
    },
    setRunning(task) {
      idle = task === undefined;
      enable();
      notices.setEnabled(idle);
      setVisible(cancel, !idle, send);
      if (task) {
        result.showRunning(task);
      }
    },
    checkAll() {
      name.check();
      address.check();
    },
    loadAddress(of, stored, isHere) {
      if (isHere && of === userName.value) {
        address.load(of, stored);
      } else {
        address.refuse(of);
      }
    },
  };
}

/** A drop-down list of fixed choices, their ids with their labels, under its own label and above what is said of it. */
function labelledList(
  testId: string,
  text: string,
  choices: Readonly<Record<string, string>>,
  onChange: () => void,
  ...below: readonly Node[]
) {
  const label = element('span', { class: 'label', id: `${testId}-label` }, text);
  const list = dropdown(testId, label, onChange);
  const [first = ''] = Object.keys(choices);
  setChoices(
    list,
    Object.entries(choices).map(([value, name]) => ({ value, label: name })),
    first,
  );
  return { root: element('div', { class: 'field' }, label, list, ...below), list };
}
