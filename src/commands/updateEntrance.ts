import type { EmailUpdate } from '../session/updateEmail';

/** Calls “Sign In and Repeat” about one update that a ticket failed. Not a plain object, which would be an API call. */
export class UpdateEntrance {
  constructor(readonly update: EmailUpdate) {}
}
