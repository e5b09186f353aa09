/**
 * An API call of this extension's own, from its form or its tree. Not a plain object, which anybody may pass: a link in
 * a document too.
 */
export class OwnCall {
  constructor(readonly fields: Readonly<Record<string, unknown>>) {}
}
