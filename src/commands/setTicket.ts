import * as l10n from '@vscode/l10n';
import { notSent } from '../api/call';
import type { CallErrorKind, CallOutcome } from '../api/outcome';
import { named } from '../views/profileWords';
import { askProfile, place } from './askProfile';
import type { Command, Services } from './command';
import { notify, notifyOutcome } from '../views/notify';
import { askSteps, textStep } from './steps';
import { tellWhereKept } from './tellOfStore';

interface GivenTicket {
  readonly profile: string | undefined;
  readonly ticket: string;
}

/** After these answers the ticket is not kept; after any other failure it is, unchecked. */
const DISCARDING: readonly CallErrorKind[] = ['authenticationFailed', 'sessionExpired', 'invalidInput'];

export function setTicket({ profiles, session }: Services): Command<GivenTicket, CallOutcome> {
  return {
    parse: fields => ({ profile: fields.optionalText('profile'), ticket: fields.text('ticket') }),
    async ask(entrance) {
      const profile = await askProfile(profiles, entrance);
      if (profile === undefined) {
        return undefined;
      }
      let ticket = '';
      const answered = await askSteps(l10n.t('Set Ticket of {0}', named(profile)), [
        textStep({
          prompt: () => l10n.t('A ticket that AuthenticateUser issued; it is checked before it is kept'),
          placeholder: '3f2504e0-4f89-11d3-9a0c-0305e82c3301',
          password: true,
          value: () => ticket,
          problem: value => (value.trim() === '' ? l10n.t('Paste a ticket.') : undefined),
          save: value => (ticket = value.trim()),
        }),
      ]);
      return answered ? { profile: profile.name, ticket } : undefined;
    },
    async run({ profile: name, ticket }, signal) {
      const profile = session.profile(name);
      return 'kind' in profile ? notSent('post', profile) : session.setTicket(profile, ticket, signal);
    },
    show(outcome, { profile }) {
      const { error } = outcome;
      const discarded = error !== undefined && DISCARDING.includes(error.kind);
      if (error === undefined || discarded) {
        notifyOutcome(outcome, l10n.t('The ticket is valid and kept.'), profile, 'isValidTicket');
      } else {
        notify('warning', l10n.t('The ticket is kept unchecked: {0}', error.message));
      }
      if (!discarded) {
        tellWhereKept(session, profile);
      }
    },
    progress: ({ profile }) => l10n.t('Checking the ticket at {0}…', place(session, profile)),
  };
}
