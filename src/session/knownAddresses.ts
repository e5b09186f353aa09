import type { Answered } from '../api/call';
import type { Call } from '../api/operations';
import { storedAddress } from './answerFacts';
import { PerService } from './perService';
import type { Profile } from './profile';

/** What is known of stored addresses without asking a server. */
export interface KnownAddresses {
  /** The address that the server had when it last said so, or when it last took one. */
  knownAddress(profile: Profile, userName: string): string | undefined;
}

/** At least so many addresses of a service are remembered, and at most twice as many. */
const REMEMBERED = 1000;

/** The addresses that the answers of this window told, the latest of each user. */
export class SeenAddresses implements KnownAddresses {
  private readonly services = new PerService(() => new LatestAddresses());

  note(profile: Profile, call: Call, { outcome, answer, mask }: Answered): void {
    if (!outcome.success) {
      return;
    }
    if (call.operation === 'UpdateUserEmail') {
      this.services.of(profile).remember(call.values.userName, call.values.newEmailAddress);
    } else if (call.operation === 'GetUser') {
      const address = storedAddress(answer);
      // One that holds a ticket is not an address to show.
      if (address !== undefined && mask(address) === address) {
        this.services.of(profile).remember(call.values.userName, address);
      }
    }
  }

  knownAddress(profile: Profile, userName: string): string | undefined {
    return this.services.of(profile).of(userName);
  }
}

/** The latest address of each user of one service. infoRouter compares login names without regard to case. */
class LatestAddresses {
  private latest = new Map<string, string>();
  private before = new Map<string, string>();

  of(userName: string): string | undefined {
    const user = userName.toLowerCase();
    return this.latest.get(user) ?? this.before.get(user);
  }

  remember(userName: string, address: string): void {
    this.latest.set(userName.toLowerCase(), address);
    if (this.latest.size === REMEMBERED) {
      // The oldest go together: to find the single oldest, V8 searches all places from which one was taken before.
      this.before = this.latest;
      this.latest = new Map();
    }
  }
}
