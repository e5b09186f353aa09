import { inert } from './foreignText';
import type { Session } from '../session/session';

type Status = Awaited<ReturnType<Session['status']>>;

/** Who one is, in words: “signed in as jdoe”. */
export function statusWords({ state, entry }: Status): string {
  // A name of the keychain, where any program may have written it.
  const name = inert(entry?.userName ?? '', 100);
  const who = entry?.userName === undefined ? '' : ` as ${name}`;
  switch (state) {
    case 'none':
      return 'not signed in';
    case 'expired':
      return `ticket${who === '' ? '' : ` of ${name}`} expired`;
    case 'kept':
      return `signed in${who}`;
  }
}
