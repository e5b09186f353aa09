import type { Transport } from '../api/outcome';
import type { TicketStoreId } from './ports';
import type { Profile } from './profile';
import type { Session } from './session';

/** What commands say of a profile (contract). */
export interface ProfileInfo {
  readonly name: string;
  readonly baseUrl: string;
  readonly transport: Transport;
  readonly userName?: string;
  readonly protected: boolean;
  /** The store that holds the ticket; without one, the store that would take it. */
  readonly ticketStore: TicketStoreId;
  /** A ticket of this server is kept, and the server has not called it expired. */
  readonly signedIn: boolean;
}

export async function profileInfo(session: Session, profile: Profile): Promise<ProfileInfo> {
  const { state, store } = await session.status(profile);
  const { name, baseUrl, transport, userName } = profile;
  return {
    name,
    baseUrl,
    transport,
    ...(userName !== undefined && { userName }),
    protected: profile.protected,
    ticketStore: store,
    signedIn: state === 'kept',
  };
}
