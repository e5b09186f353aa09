import * as l10n from '@vscode/l10n';
import type { Profile } from '../session/profile';
import type { TicketStatus } from '../session/session';
import { expiryLines, expiryWords, wantsAttention } from './expiryWords';
import { inert } from './foreignText';
import { statusWords, storeLines } from './statusWords';

/** What the status bar says of the selected profile: one line, a tooltip, and the line without its icons. */
export interface StatusBarWords {
  readonly text: string;
  readonly tooltip: string;
  readonly spoken: string;
}

/** Without a status, what is known without I/O: at the start the vault is not read. */
export function statusBarWords(profile: Profile, status?: TicketStatus, now = new Date()): StatusBarWords {
  const title = `infoRouter: ${inert(profile.name, 50)}`;
  const kind = profile.protected ? l10n.t('protected production server') : l10n.t('not marked as production');
  const who = status && shortly(status, now);
  const icon = profile.protected ? '$(shield)' : '$(server-environment)';
  const warning = status && wantsAttention(status, now) ? ' $(warning)' : '';
  const facts = status && statusWords(status, now);
  const server = inert(`${profile.baseUrl} (${kind})`);
  return {
    text: `${icon} ${[title, who].filter(Boolean).join(' · ')}${warning}`,
    tooltip: [
      title,
      server,
      facts,
      ...(status ? [...expiryLines(status, now), ...storeLines(status)] : []),
      l10n.t('Click to select another profile.'),
    ]
      .filter(Boolean)
      .join('\n'),
    spoken: [title, server, facts].filter(Boolean).join(', '),
  };
}

/** The bar is narrow: the name alone where all is well, and else what is wrong. */
function shortly(status: TicketStatus, now: Date): string {
  const name = inert(status.entry?.userName ?? '', 50);
  switch (status.state) {
    case 'none':
      return l10n.t('not signed in');
    case 'unknown':
      return l10n.t('ticket unknown');
    case 'expired':
      return name === '' ? l10n.t('ticket expired') : l10n.t('{0} ticket expired', name);
    case 'kept':
      return [name || l10n.t('signed in'), wantsAttention(status, now) && expiryWords(status, now)]
        .filter(Boolean)
        .join(' · ');
  }
}
