import * as l10n from '@vscode/l10n';
import { GLANCE } from './ports';
import { SANDBOX_PROFILE, toProfile, type Profile } from './profile';
import type { Profiles } from './profiles';
import type { Session } from './session';
import type { TicketVault } from './ticketVault';

/** The running sandbox as far as its lifetime goes. */
export interface RunningSandbox {
  readonly baseUrl: string;
  stop(): Promise<void>;
}

/** What `startSandbox` resolves to (contract). */
export interface SandboxStarted {
  readonly baseUrl: string;
  readonly profile: string;
}

/** Its administrator, whose profile the sandbox gets. */
const ADMINISTRATOR = { userName: 'admin', password: 'admin' };
/** Two of its users who are nothing more, each with the name for a password. */
const ORDINARY_USERS = ['asmith', 'jdoe'] as const;

/**
 * The local infoRouter of this window: at most one, with a signed-in profile that goes when it goes.
 * @typeParam Running what the running sandbox offers besides its lifetime: its switchable faults.
 */
export class LocalSandbox<Running extends RunningSandbox> {
  private starting: Promise<Running> | undefined;
  private stopping: Promise<void> = Promise.resolve();

  constructor(
    private readonly launch: (port: number | undefined) => Promise<Running>,
    private readonly profiles: Profiles,
    private readonly session: Session,
    private readonly vault: TicketVault,
  ) {}

  /** Starts the sandbox, signs in and selects its profile. A second start does so with the running one. */
  async start(port?: number): Promise<SandboxStarted> {
    const wasRunning = this.starting !== undefined;
    const starting = (this.starting ??= this.stopping
      .catch(() => undefined)
      .then(() => this.launchSignedIn(port)));
    let running: Running;
    try {
      running = await starting;
    } catch (error) {
      if (this.starting === starting) {
        this.starting = undefined;
      }
      throw error;
    }
    if (wasRunning && this.starting === starting) {
      await this.enterAgain(running);
    }
    return { baseUrl: running.baseUrl, profile: SANDBOX_PROFILE };
  }

  /** Stops it; its profile and ticket are gone. Without one nothing happens. */
  stop(): Promise<void> {
    const { starting } = this;
    if (starting !== undefined) {
      this.starting = undefined;
      this.stopping = this.end(starting);
    }
    return this.stopping;
  }

  /**
   * Signs in an ordinary user of the running sandbox, another than the named one, for a call that is to be denied. Nothing
   * of it is kept.
   * @returns the ticket; `undefined` where the profile is not the sandbox's, or the sandbox gives none.
   */
  async ordinaryTicket(profile: Profile, other: string): Promise<string | undefined> {
    if (profile.name !== SANDBOX_PROFILE || this.starting === undefined) {
      return undefined;
    }
    const userName = ORDINARY_USERS.find(each => each !== other.toLowerCase()) ?? ORDINARY_USERS[0];
    const call = { operation: 'AuthenticateUser', values: { userName, password: userName } } as const;
    return (await this.session.send(profile, 'post', call)).answer?.attributes.get('ticket');
  }

  /** The running sandbox, for its switches. */
  running(): Promise<Running> | undefined {
    return this.starting;
  }

  private async end(starting: Promise<Running>): Promise<void> {
    // A start that fails has told its own caller, and left nothing to stop.
    const running = await starting.catch(() => undefined);
    if (running !== undefined) {
      try {
        await running.stop();
      } finally {
        this.profiles.setSandbox(undefined);
        // Worth nothing without its server: no reason to make anybody wait, least of all a window that closes.
        await this.vault.delete(SANDBOX_PROFILE, GLANCE);
      }
    }
  }

  private async launchSignedIn(port: number | undefined): Promise<Running> {
    const running = await this.launch(port);
    try {
      const profile = profileOf(running);
      await this.signIn(profile);
      this.profiles.setSandbox(profile);
      return running;
    } catch (error) {
      await running.stop();
      throw error;
    }
  }

  /** Somebody may have signed out there, or selected another profile. */
  private async enterAgain(running: Running): Promise<void> {
    const profile = profileOf(running);
    if ((await this.vault.read(profile)).entry === undefined) {
      await this.signIn(profile);
    }
    await this.profiles.select(SANDBOX_PROFILE);
  }

  private async signIn(profile: Profile): Promise<void> {
    const { userName, password } = ADMINISTRATOR;
    const { error } = await this.session.signIn(profile, userName, password);
    if (error !== undefined) {
      throw new Error(l10n.t('The sandbox started, but signing in there failed: {0}', error.message));
    }
    await this.keepForThisWindow(profile);
  }

  /** Another window's sandbox has the same name, and so overwrites the entry in the keychain. */
  private async keepForThisWindow(profile: Profile): Promise<void> {
    const { entry } = await this.vault.read(profile);
    if (entry !== undefined) {
      await this.vault.keepInMemory(profile.name, entry);
    }
  }
}

const profileOf = ({ baseUrl }: RunningSandbox): Profile =>
  toProfile({ name: SANDBOX_PROFILE, baseUrl, userName: ADMINISTRATOR.userName });
