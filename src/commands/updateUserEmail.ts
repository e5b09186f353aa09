import * as l10n from '@vscode/l10n';
import { TRANSPORTS, type CallOutcome, type Transport } from '../api/outcome';
import type { Profile } from '../session/profile';
import type { TicketToSend } from '../session/session';
import type { EmailUpdate, UpdateEmail } from '../session/updateEmail';
import { named } from '../views/profileWords';
import { askProfile, place } from './askProfile';
import { confirmProtected } from './askProtected';
import type { Command, Services } from './command';
import { notifyUpdate } from './notifyUpdate';
import { transportChoices } from './profileSteps';
import { askSteps, choiceStep, type Choice } from './steps';
import { valueSteps } from './valueSteps';

export function updateUserEmail({
  profiles,
  session,
  updateEmail,
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
    run: (update, signal) => updateEmail.update(update, signal),
    show: notifyUpdate,
    progress: ({ userName, profile }) =>
      l10n.t('Updating the email address of {0} at {1}…', userName, place(session, profile)),
  };
}

/** The contract's word for a ticket: `stored`, `none`, or the text of a ticket for this one call. */
function ticketToSend(word = 'stored'): TicketToSend {
  return word === 'stored' || word === 'none' ? { use: word } : { use: 'given', ticket: word };
}

async function askUpdate(profile: Profile, updateEmail: UpdateEmail): Promise<EmailUpdate | undefined> {
  const values = { userName: profile.userName ?? '', newEmailAddress: '' };
  const prompts = {
    userName: l10n.t('Login name of the user whose address is to change'),
    newEmailAddress: l10n.t('New email address; the present one again changes nothing'),
  };
  const ways = waysToSend();
  let way = ways.find(({ value }) => value.transport === profile.transport)?.value;
  const answered = await askSteps(l10n.t('Update User Email at {0}', named(profile)), [
    ...valueSteps(values, prompts),
    choiceStep({
      placeholder: l10n.t('How should calls travel?'),
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
    ...values,
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
      label: l10n.t('{0}, verified', label),
      description: l10n.t('asks GetUser before and after'),
      value: { transport, verify: true },
    })),
  ];
}
