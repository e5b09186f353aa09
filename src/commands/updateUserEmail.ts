import * as vscode from 'vscode';
import { TRANSPORTS, type CallOutcome, type Transport } from '../api/outcome';
import { addressHint, userNameHint } from '../session/hints';
import type { Profile } from '../session/profile';
import type { TicketToSend } from '../session/session';
import type { EmailUpdate, UpdateEmail } from '../session/updateEmail';
import { inert } from '../views/foreignText';
import { named } from '../views/profileWords';
import { askProfile, place } from './askProfile';
import type { Command, Services } from './command';
import { notifyUpdate } from './notifyUpdate';
import { transportChoices } from './profileSteps';
import { askSteps, choiceStep, textStep, type Choice } from './steps';

export function updateUserEmail({
  profiles,
  session,
  updateEmail,
  refused,
}: Services): Command<EmailUpdate, CallOutcome> {
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
    async run(update, signal) {
      const profile = update.profile ?? profiles.selected?.name;
      const outcome = await updateEmail.update(update, signal);
      refused.note(update, outcome, profile);
      return outcome;
    },
    show: notifyUpdate,
    progress: ({ userName, profile }) =>
      `Updating the email address of ${userName} at ${place(session, profile)}…`,
  };
}

/** The contract's word for a ticket: `stored`, `none`, or the text of a ticket for this one call. */
function ticketToSend(word = 'stored'): TicketToSend {
  return word === 'stored' || word === 'none' ? { use: word } : { use: 'given', ticket: word };
}

async function askUpdate(profile: Profile, updateEmail: UpdateEmail): Promise<EmailUpdate | undefined> {
  let userName = profile.userName ?? '';
  let newEmailAddress = '';
  const ways = waysToSend();
  let way = ways.find(({ value }) => value.transport === profile.transport)?.value;
  const answered = await askSteps(`Update User Email at ${named(profile)}`, [
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
    choiceStep({
      placeholder: 'How should calls travel?',
      choices: () => ways,
      current: () => way,
      save: value => (way = value),
    }),
  ]);
  if (!answered) {
    return undefined;
  }
  const update = {
    profile: profile.name,
    userName,
    newEmailAddress,
    ...(way ?? { transport: profile.transport }),
    ticket: { use: 'stored' },
  } as const;
  return (await confirmProtected(updateEmail, profile, update))
    ? { ...update, confirmed: profile.protected }
    : undefined;
}

/** How a call travels, and whether it is verified: one question, so that whoever wants neither has but one Enter more. */
function waysToSend(): Choice<Pick<EmailUpdate, 'verify'> & { readonly transport: Transport }>[] {
  const plain = transportChoices();
  return [
    ...plain.map(choice => ({ ...choice, value: { transport: choice.value } })),
    ...plain.map(({ label, value: transport }) => ({
      label: `${label}, verified`,
      description: 'asks GetUser before and after',
      value: { transport, verify: true },
    })),
  ];
}

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
