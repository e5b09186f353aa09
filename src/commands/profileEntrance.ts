/** Calls a command as a person who clicked on a profile does. Not a plain object, which would be an API call. */
export class ProfileEntrance {
  constructor(readonly profileName: string) {}
}

/** A profile's tree item is an entrance too: what counts is the name. */
export function isProfileEntrance(entrance: unknown): entrance is ProfileEntrance {
  return (
    typeof entrance === 'object' &&
    entrance !== null &&
    'profileName' in entrance &&
    typeof entrance.profileName === 'string'
  );
}
