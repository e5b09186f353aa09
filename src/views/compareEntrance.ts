import { ProfileEntrance } from './profileEntrance';

/** Calls the command as a person does who has said about whom, in the form. */
export class CompareEntrance extends ProfileEntrance {
  constructor(
    profileName: string,
    readonly userName: string,
    /** GetUser has told no address before: ask for one. */
    readonly withoutGetUser = false,
  ) {
    super(profileName);
  }
}
