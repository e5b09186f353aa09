import type { Profile } from '../session/profile';

/** A profile in a sentence or a title, and that it is a production server: “Prod” (protected). */
export const named = (profile: Pick<Profile, 'name' | 'protected'>): string =>
  `“${profile.name}”${profile.protected ? ' (protected)' : ''}`;
