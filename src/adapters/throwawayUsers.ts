import type { Memento } from 'vscode';
import { profileKey, type Profile } from '../session/profile';
import type { Profiles } from '../session/profiles';

const KEY = 'contractTests.throwawayUsers';

/** The user that the contract tests may write, by profile, in the state that all windows share. */
export class ThrowawayUsers {
  constructor(
    private readonly state: Memento,
    private readonly profiles: Pick<Profiles, 'list'>,
  ) {}

  get(profile: Profile): string | undefined {
    return this.all()[profileKey(profile)];
  }

  /** Forgets those of profiles that are gone. */
  set(profile: Profile, userName: string): Thenable<void> {
    const known = new Set(this.profiles.list().map(profileKey));
    const kept = Object.entries(this.all()).filter(([key]) => known.has(key));
    return this.state.update(KEY, { ...Object.fromEntries(kept), [profileKey(profile)]: userName });
  }

  private all(): Readonly<Record<string, string>> {
    return this.state.get(KEY, {});
  }
}
