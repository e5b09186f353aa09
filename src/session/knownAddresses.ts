import type { Answered } from '../api/call';
import type { Call } from '../api/operations';
import { storedAddress } from './answerFacts';
import { endpointOf, type Profile } from './profile';

/** What is known of stored addresses without asking a server. */
export interface KnownAddresses {
  /** The address that the server had when it last said so, or when it last took one. */
  knownAddress(profile: Profile, userName: string): string | undefined;
}

const MOST_ADDRESSES = 1000;

/** The addresses that the answers of this window told, the latest of each user. */
export class SeenAddresses implements KnownAddresses {
  private readonly addresses = new Map<string, string>();

  note(profile: Profile, call: Call, { outcome, answer, mask }: Answered): void {
    if (!outcome.success) {
      return;
    }
    if (call.operation === 'UpdateUserEmail') {
      this.remember(keyOf(profile, call.values.userName), call.values.newEmailAddress);
    } else if (call.operation === 'GetUser') {
      const address = storedAddress(answer);
      // One that holds a ticket is not an address to show.
      if (address !== undefined && mask(address) === address) {
        this.remember(keyOf(profile, call.values.userName), address);
      }
    }
  }

  knownAddress(profile: Profile, userName: string): string | undefined {
    return this.addresses.get(keyOf(profile, userName));
  }

  private remember(key: string, address: string): void {
    // The latest stands last, so that the oldest is what goes.
    this.addresses.delete(key);
    this.addresses.set(key, address);
    if (this.addresses.size > MOST_ADDRESSES) {
      this.addresses.delete(this.addresses.keys().next().value ?? '');
    }
  }
}

/** infoRouter compares login names without regard to case. */
const keyOf = ({ baseUrl }: Profile, userName: string): string =>
  `${endpointOf(baseUrl).href} ${userName.toLowerCase()}`;
