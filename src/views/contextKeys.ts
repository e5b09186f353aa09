import type { Exchange } from '../api/exchange';
import type { WireSink } from '../api/ports';
import { SANDBOX_PROFILE, type Profile } from '../session/profile';
import type { Profiles } from '../session/profiles';
import type { Session, TicketStatus } from '../session/session';

/**
 * What the `when` clauses of package.json go by, each behind `inforouter.`. One that is false says only that nothing is
 * known: before the extension has started, none is true.
 *
 * So a clause that hides a command asks for what is known to be missing (`!inforouter.noProfiles`) wherever it may be there
 * before the extension has looked, and for what is there (`inforouter.sandboxRunning`) only where that cannot be older than
 * the window. A new command takes the key of what it needs, or adds one here and sets it where that state changes.
 */
export const CONTEXT_KEYS = [
  /** No profile can be used, the sandbox's included. */
  'noProfiles',
  /** No profile stands in the setting that could be edited or removed. */
  'noOwnProfiles',
  'hasOwnProfiles',
  /** An entry of the setting cannot be used. */
  'profileProblems',
  'sandboxRunning',
  'sandboxSelected',
  /** A ticket of the selected profile was seen, or seen to be missing; neither where nobody has looked. */
  'signedIn',
  'signedOut',
  /** Exchanges took place in this window, an UpdateUserEmail among them. */
  'hasExchanges',
  'updateSent',
  /** The history was looked at, and nothing is in it. */
  'historyEmpty',
  /** An exchange of the history is selected for comparison. */
  'exchangeSelected',
  /** The last update failed for want of a valid ticket, and can be repeated. */
  'updateRefused',
  /** Updates of this window were verified, and can be put back. */
  'hasVerifiedUpdates',
  /** The user has looked at the output channel. */
  'outputShown',
  /** The user has opened a view of this extension, or asked for the walkthrough. */
  'opened',
  /**
   * The walkthrough has been opened. VS Code ticks a step off when its condition comes true, and never in a window where
   * that was true before it had read the walkthrough: so each step also waits for this.
   */
  'guided',
] as const;
export type ContextKey = (typeof CONTEXT_KEYS)[number];

/** The one place that sets context keys. It looks nothing up: it is told what others have seen. */
export class ContextKeys implements WireSink {
  private readonly marks = new Map<ContextKey, boolean>();
  private readonly listening: { dispose(): void };
  private seen: { readonly profile: string; readonly state: TicketStatus['state'] } | undefined;

  constructor(
    private readonly profiles: Profiles,
    private readonly setContext: (key: string, holds: boolean) => void,
  ) {
    this.listening = profiles.onDidChange(() => this.update());
    this.update();
    // Also what does not hold: an extension host that was restarted finds the keys of the one before.
    CONTEXT_KEYS.forEach(key => this.mark(key, this.marks.get(key) ?? false));
  }

  /** The session as displays use it: what they see of a ticket decides what the palette offers. */
  watching(session: Pick<Session, 'status'>): Pick<Session, 'status'> {
    return {
      status: async profile => {
        const status = await session.status(profile);
        this.sawTicket(profile, status);
        return status;
      },
    };
  }

  record({ operation }: Exchange): void {
    this.mark('hasExchanges', true);
    if (operation === 'UpdateUserEmail') {
      this.mark('updateSent', true);
    }
  }

  mark(key: ContextKey, holds: boolean): void {
    if (holds !== this.marks.get(key)) {
      this.marks.set(key, holds);
      this.setContext(`inforouter.${key}`, holds);
    }
  }

  dispose(): void {
    this.listening.dispose();
  }

  private sawTicket({ name }: Profile, { state }: TicketStatus): void {
    if (this.profiles.selected?.name === name) {
      this.seen = { profile: name, state };
      this.markTicket();
    }
  }

  private update(): void {
    const { profiles } = this;
    const own = profiles.editable().length > 0;
    this.mark('noProfiles', profiles.list().length === 0);
    this.mark('noOwnProfiles', !own);
    this.mark('hasOwnProfiles', own);
    this.mark('profileProblems', profiles.problems().length > 0);
    this.mark('sandboxRunning', profiles.find(SANDBOX_PROFILE) !== undefined);
    this.mark('sandboxSelected', profiles.selected?.name === SANDBOX_PROFILE);
    this.markTicket();
  }

  private markTicket(): void {
    const state = this.seen?.profile === this.profiles.selected?.name ? this.seen?.state : undefined;
    this.mark('signedIn', state === 'kept');
    this.mark('signedOut', state === 'none');
  }
}
