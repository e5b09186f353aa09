/**
 * What the form and its host say to each other: the one file that both sides import. Every message is a member of a
 * union with a string tag and is parsed on arrival, since a webview can be sent anything.
 */
import { isCallErrorKind, type CallErrorKind } from '../api/outcome';
import { isDraft, type Draft } from '../session/draft';
import { VERDICTS, type Verdict, type Verification } from '../session/verdict';

export { TICKET_CHOICES, type Draft, type TicketChoice } from '../session/draft';

export interface ProfileOption {
  readonly name: string;
  readonly baseUrl: string;
  readonly protected: boolean;
  readonly untrusted: boolean;
  /** Who is signed in and where the ticket is kept, in words: “signed in as jdoe · OS keychain”. */
  readonly status: string;
}

/** What is missing before a call can succeed, in words, and the buttons that help. */
export interface Notice {
  readonly text: string;
  readonly actions: readonly FormAction[];
}

/** How the last call ended, in words and with secrets masked. */
export interface FormResult {
  readonly success: boolean;
  readonly kind?: CallErrorKind;
  readonly code?: number;
  /** One line: “Email address updated.” or the server's message. */
  readonly headline: string;
  /** What that means, in one sentence; empty where the verification says it. */
  readonly meaning: string;
  /** The next step, in one sentence. */
  readonly remedy: string;
  /** “HTTP 200 OK · 23 ms · SOAP 1.1 · 14:05:09 · Test server”; empty parts are left out. */
  readonly facts: string;
  /** The response body as received, empty where nothing was received. */
  readonly responseBody: string;
  readonly exchangeId: string;
  /** What a verified update came to. */
  readonly verification?: ShownVerification;
  /** What can be done next, as buttons. */
  readonly offers: readonly FormAction[];
}

/** A verification as the form shows it; that the old address can be put back is among the offers. */
export type ShownVerification = Omit<Verification, 'restorable'>;

/** Everything that the form can ask of VS Code besides a call. */
export const FORM_ACTIONS = [
  'addProfile',
  'editProfile',
  'selectProfile',
  'openProfileSettings',
  'openWalkthrough',
  'openDocumentation',
  'signIn',
  'signInAndRepeat',
  'setTicket',
  'checkConnection',
  'startSandbox',
  'showOutput',
  'showSecrets',
  'restorePrevious',
  'compareTransports',
] as const;
export type FormAction = (typeof FORM_ACTIONS)[number];

/** The fields whose values a transport may be unable to carry. */
export const PREVIEW_FIELDS = ['userName', 'newEmailAddress'] as const;
export type PreviewField = (typeof PREVIEW_FIELDS)[number];

/** The request as it would be sent, or in words why it cannot be, and which field is to blame. */
export interface Previewed {
  readonly text: string;
  readonly problem: string | undefined;
  readonly field: PreviewField | undefined;
}

/** What the form can be busy with. */
export type FormTask = 'send' | 'loadCurrent';

export type ToHost =
  | { readonly type: 'ready' }
  | { readonly type: 'selectProfile'; readonly name: string }
  | { readonly type: 'draft'; readonly draft: Draft }
  /** `profile` is the one that the form shows: another may have been selected in the meantime. */
  | { readonly type: FormTask; readonly profile: string; readonly draft: Draft }
  | { readonly type: 'cancel' }
  /** About the profile that is selected; an offer of a result is about the one of its call. */
  | { readonly type: 'action' | 'offer'; readonly action: FormAction };

export type ToForm =
  /** The whole form, after `ready` and whenever the profiles or the selection change. */
  | {
      readonly type: 'form';
      readonly profiles: readonly ProfileOption[];
      readonly selected: string | undefined;
      readonly draft: Draft;
      readonly notices: readonly Notice[];
    }
  /** The request as it would be sent, the ticket masked; or, in words, why it cannot be. */
  | ({ readonly type: 'preview' } & Previewed)
  | { readonly type: 'running'; readonly what: FormTask }
  /** `again` where the form has had it before, and was built anew since. */
  | { readonly type: 'result'; readonly result: FormResult; readonly again: boolean }
  /** The answer to `loadCurrent`: the stored address, and whose at which profile. A failure arrives as a `result`. */
  | {
      readonly type: 'currentAddress';
      readonly profile: string;
      readonly userName: string;
      readonly address: string;
    }
  /** The call was given up by the user before it was sent: back to what stood there before. */
  | { readonly type: 'idle' };

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const isString = (value: unknown): value is string => typeof value === 'string';
const isOptional = <T>(value: unknown, is: (value: unknown) => value is T): value is T | undefined =>
  value === undefined || is(value);
const isNumber = (value: unknown): value is number => typeof value === 'number';
const isFormAction = (value: unknown): value is FormAction =>
  (FORM_ACTIONS as readonly unknown[]).includes(value);

function isProfileOption(value: unknown): value is ProfileOption {
  return (
    isFields(value) &&
    isString(value['name']) &&
    isString(value['baseUrl']) &&
    typeof value['protected'] === 'boolean' &&
    typeof value['untrusted'] === 'boolean' &&
    isString(value['status'])
  );
}

function isNotice(value: unknown): value is Notice {
  return (
    isFields(value) &&
    isString(value['text']) &&
    Array.isArray(value['actions']) &&
    value['actions'].every(isFormAction)
  );
}

const isPreviewField = (value: unknown): value is PreviewField =>
  (PREVIEW_FIELDS as readonly unknown[]).includes(value);

const isVerdict = (value: unknown): value is Verdict => (VERDICTS as readonly unknown[]).includes(value);

function isVerification(value: unknown): value is ShownVerification {
  return (
    isFields(value) &&
    isVerdict(value['verdict']) &&
    isString(value['words']) &&
    isOptional(value['before'], isString) &&
    isOptional(value['after'], isString)
  );
}

function isFormResult(value: unknown): value is FormResult {
  return (
    isFields(value) &&
    typeof value['success'] === 'boolean' &&
    isOptional(value['kind'], isCallErrorKind) &&
    isOptional(value['code'], isNumber) &&
    isString(value['headline']) &&
    isString(value['meaning']) &&
    isString(value['remedy']) &&
    isString(value['facts']) &&
    isString(value['responseBody']) &&
    isString(value['exchangeId']) &&
    isOptional(value['verification'], isVerification) &&
    Array.isArray(value['offers']) &&
    value['offers'].every(isFormAction)
  );
}

/** A message from the form, or `undefined` for anything else. */
export function parseToHost(value: unknown): ToHost | undefined {
  if (!isFields(value)) {
    return undefined;
  }
  const { type, draft, name, profile, action } = value;
  switch (type) {
    case 'ready':
    case 'cancel':
      return { type };
    case 'draft':
      return isDraft(draft) ? { type, draft } : undefined;
    case 'send':
    case 'loadCurrent':
      return isString(profile) && isDraft(draft) ? { type, profile, draft } : undefined;
    case 'selectProfile':
      return isString(name) ? { type, name } : undefined;
    case 'action':
    case 'offer':
      return isFormAction(action) ? { type, action } : undefined;
    default:
      return undefined;
  }
}

/** A message from the host, or `undefined` for anything else. */
export function parseToForm(value: unknown): ToForm | undefined {
  if (!isFields(value)) {
    return undefined;
  }
  const { type, profiles, selected, draft, notices } = value;
  const { text, problem, field, what, result, again, profile, userName, address } = value;
  switch (type) {
    case 'form':
      return Array.isArray(profiles) &&
        profiles.every(isProfileOption) &&
        isOptional(selected, isString) &&
        isDraft(draft) &&
        Array.isArray(notices) &&
        notices.every(isNotice)
        ? { type, profiles, selected, draft, notices }
        : undefined;
    case 'preview':
      return isString(text) && isOptional(problem, isString) && isOptional(field, isPreviewField)
        ? { type, text, problem, field }
        : undefined;
    case 'running':
      return what === 'send' || what === 'loadCurrent' ? { type, what } : undefined;
    case 'result':
      return isFormResult(result) && typeof again === 'boolean' ? { type, result, again } : undefined;
    case 'currentAddress':
      return isString(profile) && isString(userName) && isString(address)
        ? { type, profile, userName, address }
        : undefined;
    case 'idle':
      return { type };
    default:
      return undefined;
  }
}
