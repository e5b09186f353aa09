import type { Session } from '../session/session';

type Status = Awaited<ReturnType<Session['status']>>;

/** Who one is, in words: “signed in as jdoe”. */
export function statusWords({ state, entry }: Status): string {
  const who = entry?.userName === undefined ? '' : ` as ${entry.userName}`;
  switch (state) {
    case 'none':
      return 'not signed in';
    case 'expired':
      return `ticket${who === '' ? '' : ` of ${entry?.userName ?? ''}`} expired`;
    case 'kept':
      return `signed in${who}`;
  }
}
