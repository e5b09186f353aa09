/**
 * Calls a command as a person who clicked on a profile does: a profile's tree item is one. Not a plain object, which
 * would be an API call.
 */
export class ProfileEntrance {
  constructor(readonly profileName: string) {}
}
