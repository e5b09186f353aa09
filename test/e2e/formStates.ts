import type { Frame } from 'playwright-core';
import { startSandbox, type Sandbox } from '../../src/sandbox/server';
import { pages } from '../hostModules';
import { choose, send, signIn, typeInto, type Window } from './window';

/** Every look that the form can have, reached as a user reaches it, in an order in which one follows from another. */
export interface FormState {
  readonly name: string;
  readonly reach: (form: Frame, sandbox: Sandbox) => Promise<void>;
  /** Puts the form back to where the next state can be reached. */
  readonly leave?: (form: Frame, sandbox: Sandbox) => Promise<void>;
}

/** The server of the profiles below, and who can sign in there. */
export const USER = 'jdoe';

/** The profiles that the states choose from. Nobody signs in at the last. */
export const stateProfiles = ({ baseUrl }: Sandbox) => [
  { name: 'Test server', baseUrl, userName: USER },
  { name: 'Production', baseUrl, userName: USER, protected: true, allowUntrustedCertificate: true },
  { name: 'New server', baseUrl, userName: USER },
];

export const startStateSandbox = (): Promise<Sandbox> => startSandbox();

/** Signs in at the first of the profiles, and leaves it selected. */
export async function signInForStates({ page }: Window): Promise<void> {
  const { pick, runCommand } = await pages();
  await runCommand(page, 'infoRouter: Select Profile…');
  await pick(page, 'Select infoRouter Profile', 'Test server');
  await signIn(page, USER);
  await runCommand(page, 'Notifications: Clear All Notifications');
}

const NEW_ADDRESS = 'john.doe@example.com';

const isChecked = async (form: Frame): Promise<boolean> =>
  (await form.getByTestId('verify').getAttribute('aria-checked')) === 'true';

async function setVerify(form: Frame, wanted: boolean): Promise<void> {
  if ((await isChecked(form)) !== wanted) {
    await form.getByTestId('verify').click();
  }
}

async function selectProfile(form: Frame, name: string): Promise<void> {
  if ((await form.getByTestId('profile').getAttribute('current-value')) !== name) {
    await choose(form, 'profile', name);
    await form
      .getByTestId('profile')
      .and(form.locator(`[current-value="${name}"]`))
      .waitFor();
  }
}

/** The form of the first profile, filled in, its update not yet sent. */
async function fill(form: Frame, user = USER): Promise<void> {
  await selectProfile(form, 'Test server');
  await typeInto(form, 'userName', user);
  await typeInto(form, 'newEmailAddress', NEW_ADDRESS);
}

const resultIs = (form: Frame, mark: string) =>
  form
    .getByTestId('result')
    .and(form.locator(`[data-${mark}]`))
    .waitFor();

const sentWith = (
  name: string,
  kind: string,
  set: FormState['reach'],
  leave?: FormState['leave'],
): FormState => ({
  name,
  async reach(form, sandbox) {
    await fill(form);
    await set(form, sandbox);
    await form.getByTestId('send').click();
    await resultIs(form, `kind=${kind}`);
  },
  ...(leave && { leave }),
});

const noFault: FormState['leave'] = (_form, sandbox) => {
  sandbox.setFault('none');
  return Promise.resolve();
};
const storedTicket: FormState['leave'] = form => choose(form, 'ticket', 'stored');
const faulty =
  (fault: Parameters<Sandbox['setFault']>[0]): FormState['reach'] =>
  (_form, sandbox) => {
    sandbox.setFault(fault);
    return Promise.resolve();
  };

export const FORM_STATES: readonly FormState[] = [
  {
    name: 'notSignedIn',
    async reach(form) {
      await selectProfile(form, 'New server');
      await form.getByTestId('notice').filter({ hasText: 'Not signed in' }).waitFor();
    },
  },
  {
    name: 'ready',
    reach: form => fill(form),
  },
  {
    name: 'hints',
    async reach(form) {
      await typeInto(form, 'userName', ' jdoe');
      await typeInto(form, 'newEmailAddress', 'no at sign');
      await choose(form, 'transport', 'get');
      await choose(form, 'ticket', 'other');
      await form.getByTestId('transportHint').filter({ hasText: 'proxies' }).waitFor();
    },
    async leave(form) {
      await choose(form, 'transport', 'post');
      await choose(form, 'ticket', 'stored');
    },
  },
  {
    name: 'loaded',
    async reach(form) {
      await fill(form);
      await form.getByTestId('loadCurrent').click();
      await form.getByTestId('putBack').waitFor();
    },
  },
  {
    name: 'running',
    async reach(form, sandbox) {
      await fill(form);
      sandbox.setLatency(600_000);
      await form.getByTestId('send').click();
      await resultIs(form, 'state=running');
    },
  },
  {
    name: 'cancelled',
    reach: async form => {
      await form.getByTestId('cancel').click();
      await resultIs(form, 'kind=cancelled');
    },
    leave(_form, sandbox) {
      sandbox.setLatency(0);
      return Promise.resolve();
    },
  },
  {
    name: 'success',
    async reach(form) {
      await fill(form);
      await send(form);
      await resultIs(form, 'state=success');
    },
  },
  {
    name: 'verified',
    async reach(form) {
      await setVerify(form, true);
      await typeInto(form, 'newEmailAddress', `john.doe+${String(Date.now() % 10_000)}@example.com`);
      await send(form);
      await form.locator('[data-verdict=passed]').waitFor();
    },
    leave: form => setVerify(form, false),
  },
  {
    name: 'userNotFound',
    async reach(form) {
      await fill(form, 'ghost');
      await form.getByTestId('send').click();
      await resultIs(form, 'kind=userNotFound');
    },
  },
  sentWith(
    'sessionExpired',
    'sessionExpired',
    async form => {
      await choose(form, 'ticket', 'other');
      await typeInto(form, 'otherTicket', 'not-a-ticket-at-all');
    },
    storedTicket,
  ),
  sentWith(
    'authenticationFailed',
    'authenticationFailed',
    form => choose(form, 'ticket', 'none'),
    storedTicket,
  ),
  sentWith('httpError', 'httpError', faulty('http500'), noFault),
  sentWith('network', 'network', faulty('connectionReset'), noFault),
  {
    name: 'protected',
    async reach(form) {
      await selectProfile(form, 'Production');
      await form.getByTestId('protectedBadge').waitFor();
    },
  },
];
