import type { EventEmitter } from 'node:events';
import { Message, sessionBus, type MessageBus } from '@jellybrick/dbus-next';
import { KEYCHAIN_SERVICE } from './keychainProtocol';

/** `unknown`: there is no D-Bus session to ask, as on Windows and macOS. */
export type LockState = 'none' | 'locked' | 'unlocked' | 'unknown';

/** No service of that name runs, and none can be started. */
const NO_SERVICE = /^org\.freedesktop\.DBus\.Error\.(ServiceUnknown|NameHasNoOwner|Spawn\..*)$/;

/** There is a session, but nobody in it who keeps secrets. */
export class NoSecretService extends Error {}

/**
 * What keytar cannot tell: whether an entry lies in the Secret Service, and whether it is locked. keytar reads an entry
 * that stays locked as one that does not exist, deletes it as if it did not, and raises the desktop's prompt on the way
 * (libsecret 0.20.5, measured). These questions raise none.
 */
export class SecretService {
  private bus: MessageBus | undefined;

  /** Whether this is a desktop of which the service is a part, and no session could be reached when last tried. */
  get unreachable(): boolean {
    return ON_LINUX && this.bus === undefined;
  }

  /** The entry that keytar would read. */
  async entry(account: string): Promise<LockState> {
    // The attributes by which libsecret searches for keytar, the name of its schema among them.
    const attributes = {
      service: KEYCHAIN_SERVICE,
      account,
      'xdg:schema': 'org.freedesktop.Secret.Generic',
    };
    const found = await this.ask(SERVICE_PATH, 'org.freedesktop.Secret.Service', 'SearchItems', 'a{ss}', [
      attributes,
    ]);
    if (found === undefined) {
      return 'unknown';
    }
    const [unlocked, locked] = found as [string[], string[]];
    return unlocked.length > 0 ? 'unlocked' : locked.length > 0 ? 'locked' : 'none';
  }

  /** The collection that keytar writes to; without one, the desktop would ask to make one. */
  async defaultCollection(): Promise<LockState> {
    const alias = await this.ask(SERVICE_PATH, 'org.freedesktop.Secret.Service', 'ReadAlias', 's', [
      'default',
    ]);
    if (alias === undefined) {
      return 'unknown';
    }
    const [path] = alias as [string];
    if (path === '/') {
      return 'none';
    }
    const property = ['org.freedesktop.Secret.Collection', 'Locked'];
    const answer = await this.ask(path, 'org.freedesktop.DBus.Properties', 'Get', 'ss', property);
    const [locked] = answer as [{ readonly value: unknown }];
    return locked.value === true ? 'locked' : 'unlocked';
  }

  /** The values of the answer; `undefined` without a session. Rejects where the service refuses. */
  private async ask(path: string, face: string, member: string, signature: string, body: unknown[]) {
    const bus = await this.connected();
    if (bus === undefined) {
      return undefined;
    }
    const call = { destination: 'org.freedesktop.secrets', path, interface: face, member, signature, body };
    try {
      const answer = await bus.call(new Message(call));
      return answer?.body;
    } catch (error) {
      const { type, message } = error as { readonly type?: string; readonly message: string };
      throw NO_SERVICE.test(type ?? '') ? new NoSecretService(message) : error;
    }
  }

  private async connected(): Promise<MessageBus | undefined> {
    if (!ON_LINUX) {
      return undefined;
    }
    if (this.bus === undefined) {
      this.bus = await connect();
    }
    return this.bus;
  }
}

const ON_LINUX = process.platform === 'linux';
const SERVICE_PATH = '/org/freedesktop/secrets';

/** A connection on which calls can be made; `undefined` where there is no session bus, or it does not let us in. */
async function connect(): Promise<MessageBus | undefined> {
  try {
    const bus = sessionBus();
    // Its declarations name no events to the types of Node 20.
    const events = bus as unknown as EventEmitter;
    return await new Promise((resolve, reject) => {
      events.once('error', reject);
      events.once('connect', () => {
        // From now on an error ends the process: keytar's own connection is lost as well, and does not come back.
        events.off('error', reject);
        resolve(bus);
      });
    });
  } catch {
    return undefined;
  }
}
