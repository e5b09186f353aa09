import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { sameService, type Profile } from '../session/profile';
import { CONFLICT_CHOICES, same, type ConflictChoice, type ProfilesImported } from '../session/profileImport';
import { inert } from '../views/foreignText';
import type { Command, Services } from './command';
import { notify } from '../views/notify';
import { JSON_FILES, readProfiles } from './profileFiles';
import { fileArgument } from './files';

interface Import {
  /** What was read before a question is what is imported after it. */
  readonly read: () => Promise<readonly Profile[]>;
  readonly onConflict: ConflictChoice;
  /** Whether profiles may be imported as the file has them where it wants any certificate accepted. */
  readonly allowUntrusted: boolean;
}

/** Adds the profiles of an exported file. A switch that turns the certificate check off is taken on nobody's word but the user's. */
export function importProfiles({ profiles, vault }: Services): Command<Import, ProfilesImported> {
  return {
    parse(fields) {
      const file = fileArgument(fields.text('path'));
      return {
        read: () => readProfiles(file),
        onConflict: fields.optionalOneOf('onConflict', CONFLICT_CHOICES) ?? 'skip',
        allowUntrusted: fields.optionalFlag('allowUntrustedCertificates') ?? false,
      };
    },
    async ask() {
      const [file] =
        (await vscode.window.showOpenDialog({
          title: l10n.t('Import infoRouter Profiles'),
          openLabel: l10n.t('Import'),
          filters: JSON_FILES,
        })) ?? [];
      if (file === undefined) {
        return undefined;
      }
      const imported = await readProfiles(file);
      const taken = profiles.names();
      const onConflict = await askConflict(
        imported.filter(({ name }) => taken.some(each => same(each, name))),
      );
      const allowUntrusted =
        onConflict && (await askUntrusted(imported.filter(each => each.allowUntrustedCertificate)));
      return onConflict === undefined || allowUntrusted === undefined
        ? undefined
        : { read: () => Promise.resolve(imported), onConflict, allowUntrusted };
    },
    async run({ read, onConflict, allowUntrusted }) {
      const { report, replacements } = await profiles.importAll(await read(), onConflict, allowUntrusted);
      for (const [before, after] of replacements) {
        if (!sameService(before.baseUrl, after.baseUrl)) {
          await vault.delete(before.name);
        }
      }
      profiles.changed();
      return report;
    },
    show: report => notify(warns(report) ? 'warning' : 'information', reportWords(report)),
  };
}

const CONFLICT_WORDS: { readonly [C in ConflictChoice]: readonly [label: string, detail: string] } = {
  skip: [l10n.t('Skip them'), l10n.t('keep the profiles that are there')],
  rename: [l10n.t('Import them under other names'), l10n.t('“Test” becomes “Test (2)”')],
  replace: [l10n.t('Replace what is there'), l10n.t('a ticket of another address is deleted')],
};

/** What to do about names that are taken; there is nothing to ask where none is. */
async function askConflict(clashing: readonly Profile[]): Promise<ConflictChoice | undefined> {
  if (clashing.length === 0) {
    return 'skip';
  }
  const items = CONFLICT_CHOICES.map(choice => ({
    label: CONFLICT_WORDS[choice][0],
    description: CONFLICT_WORDS[choice][1],
    choice,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: l10n.t('Import infoRouter Profiles'),
    placeHolder: inert(l10n.t('These names are taken: {0}', listed(clashing.map(({ name }) => name))), 200),
    ignoreFocusOut: true,
  });
  return picked?.choice;
}

/** Whether the certificate check may be off where the file wants it off; there is nothing to ask where it does not. */
async function askUntrusted(untrusted: readonly Profile[]): Promise<boolean | undefined> {
  if (untrusted.length === 0) {
    return false;
  }
  const verify = l10n.t('Import With Verification');
  const accept = l10n.t('Accept Any Certificate');
  const answer = await vscode.window.showWarningMessage(
    inert(
      l10n.t('The file switches TLS verification off for {0}.', listed(untrusted.map(({ name }) => name))),
      500,
    ),
    { modal: true, detail: l10n.t('Anybody in between could read the ticket and the password there.') },
    verify,
    accept,
  );
  return answer === undefined ? undefined : answer === accept;
}

const warns = ({ untrusted, unprotected }: ProfilesImported): boolean =>
  untrusted.length + unprotected.length > 0;

function reportWords({ added, renamed, replaced, skipped, ...notable }: ProfilesImported): string {
  const { untrusted, untrustedAllowed, unprotected } = notable;
  const counts = [
    [added.length + renamed.length, (count: number) => l10n.t('{0} added', count)],
    [replaced.length, (count: number) => l10n.t('{0} replaced', count)],
    [skipped.length, (count: number) => l10n.t('{0} skipped', count)],
  ] as const;
  const words = counts.filter(([count]) => count > 0).map(([count, say]) => say(count));
  return [
    words.length === 0
      ? l10n.t('Profiles imported: none, the file is empty.')
      : l10n.t('Profiles imported: {0}.', words.join(', ')),
    renamed.length > 0 && l10n.t('Renamed: {0}.', listed(renamed.map(({ to }) => to))),
    untrusted.length > 0 &&
      (untrustedAllowed
        ? l10n.t('TLS is not verified for {0}.', listed(untrusted))
        : l10n.t('TLS stays verified for {0}, although the file says otherwise.', listed(untrusted))),
    unprotected.length > 0 && l10n.t('No longer protected: {0}.', listed(unprotected)),
  ]
    .filter(Boolean)
    .join(' ');
}

/** A few names, and how many more there are. */
function listed(names: readonly string[]): string {
  const few = names.slice(0, 5).map(name => `“${name}”`);
  return [...few, ...(names.length > few.length ? [l10n.t('{0} more', names.length - few.length)] : [])].join(
    ', ',
  );
}
