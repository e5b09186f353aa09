import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { notSent } from '../api/call';
import { TRANSPORT_LABELS, type CallOutcome } from '../api/outcome';
import { inert } from '../views/foreignText';
import { confirmProtected } from './askProtected';
import type { Command, Services } from './command';
import { ExchangeEntrance } from '../views/exchangeEntrance';
import { errorText, notify } from '../views/notify';
import { notifyUpdate } from './notifyUpdate';

interface Restoration {
  readonly exchangeId: string;
  readonly confirmed: boolean;
}

/** Puts back the address that a verified update has replaced, by a verified update that can be undone likewise. */
export function restorePreviousEmail({
  profiles,
  updateEmail,
  verifiedUpdates,
}: Services): Command<Restoration, CallOutcome> {
  return {
    parse: fields => ({
      exchangeId: fields.text('exchangeId'),
      confirmed: fields.optionalFlag('confirmed') ?? false,
    }),
    async ask(entrance) {
      const exchangeId =
        entrance instanceof ExchangeEntrance ? entrance.exchangeId : await pickUpdate(verifiedUpdates);
      if (exchangeId === undefined) {
        return undefined;
      }
      const update = updateEmail.restoration(exchangeId);
      if ('kind' in update) {
        notify('error', errorText(update));
        return undefined;
      }
      const profile = profiles.find(update.profile ?? '');
      const confirmed = profile === undefined || (await confirmProtected(updateEmail, profile, update));
      return confirmed ? { exchangeId, confirmed } : undefined;
    },
    async run({ exchangeId, confirmed }, signal) {
      const update = updateEmail.restoration(exchangeId);
      return 'kind' in update
        ? notSent('post', update)
        : updateEmail.update({ ...update, confirmed }, signal);
    },
    show(outcome, { exchangeId }) {
      const update = updateEmail.restoration(exchangeId);
      if (!('kind' in update)) {
        notifyUpdate(outcome, update);
      } else if (outcome.error !== undefined) {
        notify('error', errorText(outcome.error));
      }
    },
    progress: () => l10n.t('Restoring the previous address…'),
  };
}

/** One of the verified updates of this window, picked by the user. */
async function pickUpdate(updates: Services['verifiedUpdates']): Promise<string | undefined> {
  const items = updates.list().map(({ exchangeId, profile, userName, transport, before, after }) => ({
    label: inert(before, 200) || l10n.t('no address'),
    description: inert(l10n.t('of {0} at “{1}”', userName, profile), 200),
    detail: inert(
      [
        after === undefined
          ? l10n.t('replaced by an address that GetUser did not tell')
          : l10n.t('replaced by {0}', after),
        TRANSPORT_LABELS[transport],
      ].join(' · '),
      300,
    ),
    exchangeId,
  }));
  if (items.length === 0) {
    notify(
      'information',
      l10n.t(
        'There is no verified update in this window yet: send one with “Verify with GetUser”, and its old address can be put back.',
      ),
    );
    return undefined;
  }
  const options = {
    title: l10n.t('Restore Which Previous Address?'),
    placeHolder: l10n.t('Type an address, a user or a profile'),
    matchOnDescription: true,
    matchOnDetail: true,
    ignoreFocusOut: true,
  };
  return (await vscode.window.showQuickPick(items, options))?.exchangeId;
}
