import { readProfile, type Profile } from './profile';

/** Of several entries of the setting with one name the first usable one counts. */
export function readEntries(entries: readonly unknown[]): (Profile | string)[] {
  const taken: string[] = [];
  return entries.map(entry => {
    const read = readProfile(entry, taken);
    taken.push(...(typeof read === 'string' ? [] : [read.name]));
    return read;
  });
}

/** Where the entry of a stored profile stands; one of the same name that cannot be used is another entry. */
export const placeOf = (entries: readonly unknown[], name: string): number =>
  readEntries(entries).findIndex(read => typeof read !== 'string' && read.name === name);

/** Every name that is taken, those of unusable entries too. */
export const namesOf = (entries: readonly unknown[]): string[] =>
  entries.flatMap(entry => nameOf(entry) ?? []);

function nameOf(entry: unknown): string | undefined {
  const name: unknown =
    typeof entry === 'object' && entry !== null ? (entry as { name?: unknown }).name : undefined;
  return typeof name === 'string' ? name : undefined;
}
