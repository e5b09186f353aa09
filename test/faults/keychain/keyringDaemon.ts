import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { Message, sessionBus, Variant, type MessageBus } from '@jellybrick/dbus-next';

const SECRETS = 'org.freedesktop.secrets';
const SERVICE = '/org/freedesktop/secrets';
const LOGIN = `${SERVICE}/collection/login`;
/** The password of the keyring in which the tests run; the daemon takes the line feed for a part of it. */
const PASSWORD = 'test\n';

type Call = ConstructorParameters<typeof Message>[0];
type Ask = (call: Call) => Promise<readonly unknown[]>;

/** Makes calls on a connection of their own, as another program does. */
async function onTheBus<T>(work: (ask: Ask) => Promise<T>): Promise<T> {
  const bus = sessionBus();
  try {
    return await work(async call => (await bus.call(new Message(call)))?.body ?? []);
  } finally {
    bus.disconnect();
  }
}

/** The process behind the secret service, or `undefined` where nobody keeps secrets. */
async function daemonPid(): Promise<number | undefined> {
  try {
    const [pid] = await onTheBus(ask =>
      ask({
        destination: 'org.freedesktop.DBus',
        path: '/org/freedesktop/DBus',
        interface: 'org.freedesktop.DBus',
        member: 'GetConnectionUnixProcessID',
        signature: 's',
        body: [SECRETS],
      }),
    );
    return pid as number;
  } catch {
    return undefined;
  }
}

/**
 * Why the secret service must not be broken, where it must not: it takes one that the tests have started, whose home is
 * not the user's.
 */
export async function untouchable(): Promise<string | undefined> {
  const pid = await daemonPid();
  if (pid === undefined) {
    return 'there is no Secret Service to break';
  }
  const environment = (await readFile(`/proc/${pid}/environ`, 'utf8')).split('\0');
  return environment.includes(`HOME=${homedir()}`) ? 'this keyring is the user’s own' : undefined;
}

/** Sends a signal to the daemon: SIGSTOP hangs it, SIGCONT lets it go on, SIGKILL takes it away. */
export async function signal(name: NodeJS.Signals): Promise<void> {
  const pid = await daemonPid();
  assert.ok(pid !== undefined && pid > 1, 'There is no secret service.');
  process.kill(pid, name);
}

const ofService = (member: string, signature: string, body: unknown[]): Call => ({
  destination: SECRETS,
  path: SERVICE,
  interface: 'org.freedesktop.Secret.Service',
  member,
  signature,
  body,
});

export async function lock(): Promise<void> {
  await onTheBus(ask => ask(ofService('Lock', 'ao', [[LOGIN]])));
}

/** Unlocks with the password, as a login does: without a prompt. */
export async function unlock(): Promise<void> {
  await onTheBus(async ask => {
    const [, session] = await ask(ofService('OpenSession', 'sv', ['plain', new Variant('s', '')]));
    await ask({
      destination: SECRETS,
      path: SERVICE,
      interface: 'org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface',
      member: 'UnlockWithMasterPassword',
      signature: 'o(oayays)',
      body: [LOGIN, [session, Buffer.alloc(0), Buffer.from(PASSWORD), 'text/plain']],
    });
  });
}

/** Every call that reaches the secret service, as the bus sees it: whoever makes it. */
export class CallCounter {
  private text = '';
  private marks = 0;
  private readonly monitor: ChildProcess;

  constructor() {
    const rule = `type='method_call',destination='${SECRETS}'`;
    this.monitor = spawn('dbus-monitor', ['--session', rule], { stdio: ['ignore', 'pipe', 'ignore'] });
    this.monitor.stdout?.setEncoding('utf8').on('data', (text: string) => (this.text += text));
  }

  /** Calls of a method since the last reset. `Unlock` and `Prompt` are what makes a desktop ask its user. */
  count(member: string): number {
    return this.text.split(`member=${member}\n`).length - 1;
  }

  /** Waits until everything that was called up to now is counted: until a call of our own is. */
  async settle(): Promise<void> {
    const mark = `mark ${++this.marks}`;
    // As often as it takes: the monitor may not listen yet.
    while (!this.text.includes(`"${mark}"`)) {
      await onTheBus(ask => ask(ofService('ReadAlias', 's', [mark])));
      await delay(20);
    }
  }

  reset(): void {
    this.text = '';
  }

  stop(): void {
    this.monitor.kill();
  }
}

/** The desktop's dialog, as the daemon asks for it, and a user who is at lunch: it opens, and stays unanswered. */
export class SilentPrompter {
  prompts = 0;

  private constructor(private readonly bus: MessageBus) {}

  static async start(): Promise<SilentPrompter> {
    const bus = sessionBus();
    const prompter = new SilentPrompter(bus);
    bus.addMethodHandler(message => {
      if (message.member !== 'BeginPrompting') {
        return false;
      }
      prompter.prompts += 1;
      bus.send(Message.newMethodReturn(message));
      return true;
    });
    await bus.requestName('org.gnome.keyring.SystemPrompter');
    return prompter;
  }

  /** The dialog goes away, which the daemon takes for a refusal. */
  stop(): void {
    this.bus.disconnect();
  }
}
