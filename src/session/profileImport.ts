import { MAX_NAME_LENGTH, type Profile } from './profile';
import { namesOf, readEntries } from './profileEntries';

/** What becomes of an imported profile whose name is taken, regardless of case. */
export const CONFLICT_CHOICES = ['skip', 'rename', 'replace'] as const;
export type ConflictChoice = (typeof CONFLICT_CHOICES)[number];

/** What an import did, by the names that the profiles have now. */
export interface ProfilesImported {
  readonly added: readonly string[];
  readonly renamed: readonly { readonly from: string; readonly to: string }[];
  readonly replaced: readonly string[];
  readonly skipped: readonly string[];
  /** Imported ones for which the file wants any certificate accepted, and whether that was done. */
  readonly untrusted: readonly string[];
  readonly untrustedAllowed: boolean;
  /** Replaced ones that were protected and no longer are. */
  readonly unprotected: readonly string[];
}

/** The profiles that were replaced, before and after: a ticket goes to no other server than its own. */
export type Replacement = readonly [before: Profile, after: Profile];

/** The entries of the setting with the imported profiles among them. */
export function mergeProfiles(
  entries: readonly unknown[],
  imported: readonly Profile[],
  onConflict: ConflictChoice,
  untrustedAllowed: boolean,
): { entries: unknown[]; report: ProfilesImported; replacements: Replacement[] } {
  const merged = [...entries];
  const names = namesOf(entries);
  const stored = readEntries(entries);
  const report = {
    added: [] as string[],
    renamed: [] as { from: string; to: string }[],
    replaced: [] as string[],
    skipped: [] as string[],
    untrusted: [] as string[],
    untrustedAllowed,
    unprotected: [] as string[],
  };
  const replacements: Replacement[] = [];
  for (const each of imported) {
    const allowUntrustedCertificate = each.allowUntrustedCertificate && untrustedAllowed;
    const profile = { ...each, allowUntrustedCertificate };
    const taken = names.some(name => same(name, each.name));
    const at = stored.findIndex(read => typeof read !== 'string' && same(read.name, each.name));
    const before = stored[at];
    let name = each.name;
    if (!taken) {
      merged.push(profile);
      report.added.push(name);
    } else if (onConflict === 'rename') {
      name = freeName(each.name, names);
      merged.push({ ...profile, name });
      report.renamed.push({ from: each.name, to: name });
    } else if (onConflict === 'replace' && typeof before === 'object') {
      // The name stays as it was spelled: the ticket is kept under it.
      name = before.name;
      const after = { ...profile, name };
      merged[at] = {
        ...(entries[at] as object),
        userName: undefined,
        soapTicketElement: undefined,
        ...after,
      };
      replacements.push([before, after]);
      report.replaced.push(name);
      report.unprotected.push(...(before.protected && !after.protected ? [name] : []));
    } else {
      report.skipped.push(each.name);
      continue;
    }
    names.push(name);
    report.untrusted.push(...(each.allowUntrustedCertificate ? [name] : []));
  }
  return { entries: merged, report, replacements };
}

/** “Test (2)”, or with the next number that is free. */
function freeName(name: string, taken: readonly string[]): string {
  for (let number = 2; ; number += 1) {
    const suffix = ` (${number})`;
    const free = `${cut(name, MAX_NAME_LENGTH - suffix.length)}${suffix}`;
    if (!taken.some(each => same(each, free))) {
      return free;
    }
  }
}

/** Never half a character. */
const cut = (text: string, limit: number): string => text.slice(0, limit).replace(/[\uD800-\uDBFF]$/, '');

export const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
