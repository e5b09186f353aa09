import * as l10n from '@vscode/l10n';
import type { Profile } from '../session/profile';

/** A profile in a sentence or a title, and that it is a production server: “Prod” (protected). */
export const named = (profile: Pick<Profile, 'name' | 'protected'>): string =>
  profile.protected ? l10n.t('“{0}” (protected)', profile.name) : `“${profile.name}”`;
