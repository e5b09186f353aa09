import * as vscode from 'vscode';
import { TRANSPORTS, type CallOutcome, type Transport } from '../api/outcome';
import type { Profile } from '../session/profile';
import type { TicketToSend } from '../session/session';
import type { EmailUpdate, UpdateEmail } from '../session/updateEmail';
import { inert } from '../views/foreignText';
import { askProfile } from './askProfile';
import type { Command, Services } from './command';
import { notifyOutcome } from './notify';
import { transportStep } from './profileSteps';
import { askSteps, textStep } from './steps';

export function updateUserEmail({ profiles, updateEmail }: Services): Command<EmailUpdate, CallOutcome> {
  return {
    parse(fields) {
      const profile = fields.optionalText('profile');
      const transport = fields.optionalOneOf('transport', TRANSPORTS);
      return {
        ...(profile !== undefined && { profile }),
        userName: fields.text('userName'),
        newEmailAddress: fields.text('newEmailAddress'),
        ...(transport !== undefined && { transport }),
        ticket: ticketToSend(fields.optionalText('ticket')),
        verify: fields.optionalFlag('verify') ?? false,
        confirmed: fields.optionalFlag('confirmed') ?? false,
      };
    },
    async ask(entrance) {
      const profile = await askProfile(profiles, entrance);
      return profile && askUpdate(profile, updateEmail);
    },
    run: (update, signal) => updateEmail.update(update, signal),
    show: (outcome, { userName, profile }) =>
      notifyOutcome(outcome, `Email address of ${userName} updated.`, profile, 'UpdateUserEmail'),
    progress: ({ userName }) => `Updating the email address of ${userName}…`,
  };
}

/** The contract's word for a ticket: `stored`, `none`, or the text of a ticket for this one call. */
function ticketToSend(word = 'stored'): TicketToSend {
  return word === 'stored' || word === 'none' ? { use: word } : { use: 'given', ticket: word };
}

async function askUpdate(profile: Profile, updateEmail: UpdateEmail): Promise<EmailUpdate | undefined> {
  let userName = profile.userName ?? '';
  let newEmailAddress = '';
  let transport: Transport = profile.transport;
  const answered = await askSteps(`Update User Email at “${profile.name}”`, [
    textStep({
      prompt: () => 'Login name of the user whose address is to change',
      placeholder: 'jdoe',
      value: () => userName,
      save: value => (userName = value),
      hint: userNameHint,
    }),
    textStep({
      prompt: () => 'New email address; the present one again changes nothing',
      placeholder: 'john.doe@example.com',
      value: () => newEmailAddress,
      save: value => (newEmailAddress = value),
      hint: addressHint,
    }),
    transportStep(
      () => transport,
      value => (transport = value),
    ),
  ]);
  if (!answered) {
    return undefined;
  }
  const update = {
    profile: profile.name,
    userName,
    newEmailAddress,
    transport,
    ticket: { use: 'stored' },
  } as const;
  return (await confirmProtected(updateEmail, profile, update))
    ? { ...update, confirmed: profile.protected }
    : undefined;
}

export const userNameHint = (value: string): string | undefined =>
  value.trim() === '' ? 'The user name is empty; it is sent as it is.' : undefined;

export const addressHint = (value: string): string | undefined =>
  value.includes('@') ? undefined : 'This does not look like an email address; it is sent as it is.';

/**
 * Asks before an update on a protected profile, every time, and names the address that would be replaced where GetUser
 * tells it. Other profiles need no question.
 */
export async function confirmProtected(
  updateEmail: UpdateEmail,
  profile: Profile,
  update: Pick<EmailUpdate, 'userName' | 'newEmailAddress' | 'transport' | 'ticket'>,
): Promise<boolean> {
  if (!profile.protected) {
    return true;
  }
  const { address } = await updateEmail.current({ ...update, profile: profile.name });
  // None of them may hide another or turn it round: the question is only as good as what it shows.
  const quoted = (text: string) => `“${inert(text, 300)}”`;
  const from = address === undefined ? '' : `from ${quoted(address)} `;
  const yes = 'Update';
  const answer = await vscode.window.showWarningMessage(
    `${quoted(profile.name)} is a protected server. Change the email address of ${quoted(update.userName)} ${from}to ${quoted(update.newEmailAddress)}?`,
    { modal: true, detail: inert(profile.baseUrl) },
    yes,
  );
  return answer === yes;
}
