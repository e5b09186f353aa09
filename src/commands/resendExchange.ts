import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { notSent } from '../api/call';
import { DESCRIPTION } from '../api/exchange';
import { callError, type CallOutcome } from '../api/outcome';
import type { ExchangeRecord } from '../history/record';
import { updateOf } from '../history/resend';
import type { Profile } from '../session/profile';
import { inert } from '../views/foreignText';
import { GONE_EXCHANGE } from '../views/goneWords';
import { askExchange, findExchange } from './askExchange';
import { confirmProtected } from './askProtected';
import type { Command, Services } from './command';
import { notifyOutcome, notify } from '../views/notify';
import { ProfileEntrance } from '../views/profileEntrance';

interface Resending {
  readonly exchangeId: string;
  readonly confirmed: boolean;
}

/** Sends an exchange of the history again, with the ticket that is kept now. */
export function resendExchange(services: Services): Command<Resending, CallOutcome> {
  const { resend, updateEmail } = services;

  /** What has to be asked before it is sent; a problem is told in words. */
  async function ask(record: ExchangeRecord): Promise<Resending | undefined> {
    if (record.operation === 'AuthenticateUser') {
      await vscode.commands.executeCommand('inforouter.signIn', new ProfileEntrance(record.profile));
      return undefined;
    }
    const profile = resend.target(record);
    if ('kind' in profile) {
      notify('error', profile.message);
      return undefined;
    }
    return (await confirmed(record, profile))
      ? { exchangeId: record.id, confirmed: profile.protected }
      : undefined;
  }

  async function confirmed(record: ExchangeRecord, profile: Profile): Promise<boolean> {
    if (record.operation === 'UpdateUserEmail') {
      return confirmProtected(updateEmail, profile, updateOf(record));
    }
    if (record.operation !== 'LogOut') {
      return true;
    }
    const signOut = l10n.t('Sign Out');
    const question = l10n.t('Sign out of “{0}” again? Its ticket is deleted.', inert(profile.name));
    return (await vscode.window.showWarningMessage(question, { modal: true }, signOut)) === signOut;
  }

  return {
    parse: fields => ({
      exchangeId: fields.text('exchangeId'),
      confirmed: fields.optionalFlag('confirmed') ?? false,
    }),
    async ask(entrance) {
      const record = await askExchange(services, entrance, l10n.t('Send which exchange again?'));
      return record && ask(record);
    },
    async run({ exchangeId, confirmed: word }, signal) {
      const record = await findExchange(services, exchangeId);
      return record === undefined
        ? notSent('post', callError('invalidInput', GONE_EXCHANGE))
        : resend.send(record, word, signal);
    },
    show(outcome, { exchangeId }) {
      const record = services.history.find(exchangeId);
      notifyOutcome(
        outcome,
        record === undefined
          ? l10n.t('The call was sent again and succeeded.')
          : l10n.t('{0} was sent again and succeeded.', record.operation),
        record?.profile,
        record === undefined || record.operation === DESCRIPTION ? 'UpdateUserEmail' : record.operation,
      );
    },
    progress({ exchangeId }) {
      const operation = services.history.find(exchangeId)?.operation;
      return operation === undefined
        ? l10n.t('Sending the exchange again…')
        : l10n.t('Sending {0} again…', operation);
    },
  };
}
