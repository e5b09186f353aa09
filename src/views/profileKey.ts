import { endpointOf, type Profile } from '../session/profile';

/**
 * What is kept of a profile is kept under this: another that is given its name later, at another address, is another
 * server, and nothing that was known of the first holds there.
 */
export const profileKey = ({ name, baseUrl }: Pick<Profile, 'name' | 'baseUrl'>): string =>
  `${name} ${endpointOf(baseUrl).href}`;
