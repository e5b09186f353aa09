/** What a command was called on in the history. Not a plain object: it is a person's entrance. */
export class ExchangeEntrance {
  constructor(readonly exchangeId: string) {}
}

/** What the history has of one profile, or of one day of it. */
export class ExchangesEntrance {
  constructor(
    readonly exchangeIds: readonly string[],
    readonly batchIds: readonly string[],
  ) {}
}
