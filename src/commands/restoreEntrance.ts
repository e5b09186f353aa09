/** Calls a command as a person who pressed a button about one verified update does. Not a plain object, which would be an API call. */
export class RestoreEntrance {
  constructor(readonly exchangeId: string) {}
}
