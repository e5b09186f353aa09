/** The language in which numbers and dates are written: VS Code's own, by its tag, once `useLanguage` has said so. */
let locale = 'en';

/** The system's own way of writing where that is in the same language: somebody in Dublin reads dates as in Dublin. */
export function useLanguage(tag: string): void {
  const system = Intl.DateTimeFormat().resolvedOptions().locale;
  locale = system.split('-')[0] === tag.split('-')[0] ? system : tag;
}

export const number = (value: number): string => value.toLocaleString(locale);

export const day = (date: Date): string => date.toLocaleDateString(locale, { dateStyle: 'medium' });

export const moment = (date: Date): string =>
  date.toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' });

/** A moment to the second. */
export const instant = (date: Date): string => date.toLocaleString(locale);

export const clock = (date: Date): string => date.toLocaleTimeString(locale);
