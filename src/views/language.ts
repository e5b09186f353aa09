/** VS Code's language by its tag, once `useLanguage` has said it. */
let language = 'en';
let locale: string | undefined;

export function useLanguage(tag: string): void {
  language = tag;
  locale = undefined;
}

/**
 * How numbers and dates are written: as the system does where that is in the same language, since somebody in Dublin reads
 * dates as in Dublin. Looked up with the first date: to ask `Intl` takes longer than all the rest of a start.
 */
function written(): string {
  const primary = (tag: string) => tag.split('-')[0];
  if (locale === undefined) {
    const ofSystem = Intl.DateTimeFormat().resolvedOptions().locale;
    locale = primary(ofSystem) === primary(language) ? ofSystem : language;
  }
  return locale;
}

export const number = (value: number): string => value.toLocaleString(written());

export const day = (date: Date): string => date.toLocaleDateString(written(), { dateStyle: 'medium' });

export const moment = (date: Date): string =>
  date.toLocaleString(written(), { dateStyle: 'medium', timeStyle: 'short' });

/** A moment to the second. */
export const instant = (date: Date): string => date.toLocaleString(written());

export const clock = (date: Date): string => date.toLocaleTimeString(written());
