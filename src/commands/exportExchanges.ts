import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { harOf } from '../history/har';
import type { ExchangeRecord } from '../history/record';
import { inert } from '../views/foreignText';
import { clickedIds, exchangeOf, pickExchange, tellNoExchange } from './askExchange';
import type { Command, ExportedHar, Services } from './command';
import { notify } from '../views/notify';
import { forOthers, withSecrets } from './withSecrets';
import { A_FILE, fileOf, fileText, inWorkspace } from './files';
import { number } from '../views/language';

/** Which exchanges: one, those of a profile, or all; several by their ids. */
interface Export {
  readonly exchangeIds?: readonly string[];
  readonly profile?: string;
  readonly file: vscode.Uri;
  readonly withSecrets: boolean;
}

type Which = Pick<Export, 'exchangeIds' | 'profile' | 'withSecrets'>;

/** Writes exchanges as an HTTP archive (HAR 1.2). */
export function exportExchanges(services: Services): Command<Export, ExportedHar | undefined> {
  return {
    parse(fields) {
      const exchangeId = fields.optionalText('exchangeId');
      const profile = fields.optionalText('profile');
      return {
        ...(exchangeId !== undefined && { exchangeIds: [exchangeId] }),
        ...(profile !== undefined && { profile }),
        file: fields.required('file', A_FILE, fileOf),
        withSecrets: fields.optionalFlag('withSecrets') ?? false,
      };
    },
    async ask(entrance) {
      const which = await askWhich(services, entrance);
      if (which === undefined) {
        return undefined;
      }
      const defaultUri = inWorkspace('inforouter.har');
      const file = await vscode.window.showSaveDialog({
        ...(defaultUri && { defaultUri }),
        filters: { [l10n.t('HTTP archive')]: ['har'] },
        saveLabel: l10n.t('Export'),
      });
      return file && { ...which, file };
    },
    async run({ exchangeIds, profile, file, withSecrets: secrets }) {
      const records = await chosen(services, exchangeIds, profile);
      const shown = secrets ? await withSecrets(services, records) : forOthers(records);
      if (shown === undefined) {
        return undefined;
      }
      const har = JSON.stringify(harOf(shown, services.version), null, 2);
      await vscode.workspace.fs.writeFile(file, Buffer.from(har));
      return { file: fileText(file), exchanges: shown.length };
    },
    show(exported, { file }) {
      if (exported !== undefined) {
        const { exchanges } = exported;
        const words =
          exchanges === 1
            ? l10n.t('Exported 1 exchange.')
            : l10n.t('Exported {0} exchanges.', number(exchanges));
        notify('information', words, [[l10n.t('Open'), 'vscode.open', file]]);
      }
    },
  };
}

async function chosen(
  services: Services,
  ids: readonly string[] | undefined,
  profile: string | undefined,
): Promise<ExchangeRecord[]> {
  if (ids !== undefined) {
    return Promise.all(ids.map(id => exchangeOf(services, id)));
  }
  await services.history.load();
  return services.history.list().filter(record => profile === undefined || record.profile === profile);
}

async function askWhich(services: Services, entrance: unknown): Promise<Which | undefined> {
  const clicked = clickedIds(entrance);
  if (clicked.length > 0) {
    return askSecrets(services, clicked);
  }
  await services.history.load();
  const profiles = [...new Set(services.history.list().map(({ profile }) => profile))];
  if (profiles.length === 0) {
    tellNoExchange();
    return undefined;
  }
  const all: { readonly profile?: string } = {};
  const items = [
    { label: l10n.t('All exchanges'), which: all },
    ...profiles.map(profile => ({ label: l10n.t('Exchanges of “{0}”', inert(profile)), which: { profile } })),
    { label: l10n.t('One exchange…'), which: undefined },
  ];
  const item = await vscode.window.showQuickPick(items, { placeHolder: l10n.t('Export which exchanges?') });
  if (item?.which !== undefined) {
    const { profile } = item.which;
    return { ...(profile !== undefined && { profile }), withSecrets: false };
  }
  if (item === undefined) {
    return undefined;
  }
  const record = await pickExchange(services, l10n.t('Export which exchange?'));
  return record && askSecrets(services, [record.id]);
}

/** Asked only where this window still knows the secrets. */
async function askSecrets(
  { exchanges }: Services,
  exchangeIds: readonly string[],
): Promise<Which | undefined> {
  if (exchangeIds.some(id => exchanges.find(id) === undefined)) {
    return { exchangeIds, withSecrets: false };
  }
  const items = [
    { label: l10n.t('With placeholders for tickets and passwords'), withSecrets: false },
    { label: l10n.t('With secrets'), withSecrets: true },
  ];
  const item = await vscode.window.showQuickPick(items, { placeHolder: l10n.t('Export how?') });
  return item && { exchangeIds, withSecrets: item.withSecrets };
}
