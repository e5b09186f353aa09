import type { ProfileFields } from '../../../src/session/profile';
import { TRANSPORTS } from '../../../src/api/outcome';
import { ExtensionHostGone, type Agent } from './agent';

/** Whole numbers below `bound`, the same ones for the same seed: a linear congruential generator (Numerical Recipes). */
export function random(seed: number): (bound: number) => number {
  let state = seed >>> 0;
  return bound => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

/** What a command has changed for good when it has answered. */
export interface World {
  readonly profiles: readonly ProfileFields[];
  /** The names of those that a ticket is kept for. */
  readonly signedIn: ReadonlySet<string>;
  readonly selected: string | undefined;
}

export const EMPTY: World = { profiles: [], signedIn: new Set(), selected: undefined };

/** One command of a user, and the world after it. */
interface Action {
  readonly command:
    | 'addProfile'
    | 'editProfile'
    | 'removeProfile'
    | 'selectProfile'
    | 'signIn'
    | 'signOut'
    | 'updateUserEmail';
  readonly argument: Readonly<Record<string, unknown>>;
  readonly after: World;
}

/** A user’s session: what its commands have answered for, and the one that was under way when the host was killed. */
export class RandomSession {
  world = EMPTY;
  /** The world if the command that was not answered has been done after all. */
  underway: World | undefined;
  readonly history: string[] = [];
  private made = 0;

  constructor(
    private readonly pick: (bound: number) => number,
    private readonly baseUrl: string,
  ) {}

  /** Acts until the extension host is gone. */
  async act(agent: Agent): Promise<void> {
    for (;;) {
      const { command, argument, after } = this.choose();
      this.underway = after;
      this.history.push(`${command} ${JSON.stringify(argument)}`);
      try {
        await agent.call(command, argument);
      } catch (error) {
        if (error instanceof ExtensionHostGone) {
          return;
        }
        throw error;
      }
      this.world = after;
      this.underway = undefined;
    }
  }

  /** Takes what is really there for what is there: of the command that was not answered either is right. */
  settle(found: World): void {
    this.world = found;
    this.underway = undefined;
  }

  private choose(): Action {
    const { profiles, signedIn, selected } = this.world;
    const profile = profiles[this.pick(profiles.length)];
    if (profile === undefined || (profiles.length < 5 && this.pick(3) === 0)) {
      return this.add();
    }
    const { name } = profile;
    const others = profiles.filter(each => each !== profile);
    switch (this.pick(7)) {
      case 0:
        return this.edit(profile);
      case 1: {
        const left = new Set([...signedIn].filter(each => each !== name));
        const after = {
          profiles: others,
          signedIn: left,
          selected: selected === name ? undefined : selected,
        };
        return { command: 'removeProfile', argument: { profile: name }, after };
      }
      case 2:
        return {
          command: 'selectProfile',
          argument: { profile: name },
          after: { ...this.world, selected: name },
        };
      case 3: {
        const after = { ...this.world, signedIn: new Set([...signedIn].filter(each => each !== name)) };
        return { command: 'signOut', argument: { profile: name }, after };
      }
      case 4:
        return {
          command: 'updateUserEmail',
          argument: { profile: name, userName: 'jdoe', newEmailAddress: `${this.pick(1000)}@example.com` },
          after: this.world,
        };
      default: {
        const argument = { profile: name, userName: 'jdoe', password: 'jdoe' };
        return {
          command: 'signIn',
          argument,
          after: { ...this.world, signedIn: new Set([...signedIn, name]) },
        };
      }
    }
  }

  private add(): Action {
    const { profiles, selected } = this.world;
    this.made += 1;
    const argument = {
      name: `Server ${this.made}`,
      baseUrl: this.baseUrl,
      transport: TRANSPORTS[this.pick(TRANSPORTS.length)] ?? 'post',
      userName: `user ${this.pick(1000)}`,
    } as const;
    const first = profiles.length === 0 ? argument.name : selected;
    return {
      command: 'addProfile',
      argument,
      after: { ...this.world, profiles: [...profiles, argument], selected: first },
    };
  }

  private edit(profile: ProfileFields): Action {
    const userName = `user ${this.pick(1000)}`;
    const profiles = this.world.profiles.map(each => (each === profile ? { ...each, userName } : each));
    return {
      command: 'editProfile',
      argument: { profile: profile.name, userName },
      after: { ...this.world, profiles },
    };
  }
}
