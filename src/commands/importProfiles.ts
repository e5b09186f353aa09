import * as vscode from 'vscode';
import { sameService, type Profile } from '../session/profile';
import { CONFLICT_CHOICES, same, type ConflictChoice, type ProfilesImported } from '../session/profileImport';
import { inert } from '../views/foreignText';
import type { Command, Services } from './command';
import { notify } from './notify';
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
          title: 'Import infoRouter Profiles',
          openLabel: 'Import',
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
  skip: ['Skip them', 'keep the profiles that are there'],
  rename: ['Import them under other names', '“Test” becomes “Test (2)”'],
  replace: ['Replace what is there', 'a ticket of another address is deleted'],
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
    title: 'Import infoRouter Profiles',
    placeHolder: inert(`These names are taken: ${listed(clashing.map(({ name }) => name))}`, 200),
    ignoreFocusOut: true,
  });
  return picked?.choice;
}

/** Whether the certificate check may be off where the file wants it off; there is nothing to ask where it does not. */
async function askUntrusted(untrusted: readonly Profile[]): Promise<boolean | undefined> {
  if (untrusted.length === 0) {
    return false;
  }
  const verify = 'Import With Verification';
  const accept = 'Accept Any Certificate';
  const answer = await vscode.window.showWarningMessage(
    inert(`The file switches TLS verification off for ${listed(untrusted.map(({ name }) => name))}.`, 500),
    { modal: true, detail: 'Anybody in between could read the ticket and the password there.' },
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
    [added.length + renamed.length, 'added'],
    [replaced.length, 'replaced'],
    [skipped.length, 'skipped'],
  ] as const;
  const words = counts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  return [
    `Profiles imported: ${words.join(', ') || 'none, the file is empty'}.`,
    renamed.length > 0 && `Renamed: ${listed(renamed.map(({ to }) => to))}.`,
    untrusted.length > 0 &&
      (untrustedAllowed
        ? `TLS is not verified for ${listed(untrusted)}.`
        : `TLS stays verified for ${listed(untrusted)}, although the file says otherwise.`),
    unprotected.length > 0 && `No longer protected: ${listed(unprotected)}.`,
  ]
    .filter(Boolean)
    .join(' ');
}

/** A few names, and how many more there are. */
function listed(names: readonly string[]): string {
  const few = names.slice(0, 5).map(name => `“${name}”`);
  return [...few, ...(names.length > few.length ? [`${names.length - few.length} more`] : [])].join(', ');
}
