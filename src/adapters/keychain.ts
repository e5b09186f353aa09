import { GLANCE, StoreError, type Effort, type SecretStore } from '../session/ports';
import { KeychainProcess } from './keychainProcess';
import type { KeychainRequest } from './keychainProtocol';

/** How long an answer is waited for: for what is only shown, and for what the user waits for. */
const GLANCE_MS = 5_000;
const INSIST_MS = 15_000;
/** How long glances leave a keychain alone that did not answer. */
const REST_MS = 60_000;
/** How long its process lives on without work. */
const IDLE_MS = 30_000;

interface Task {
  readonly request: KeychainRequest;
  readonly effort: Effort;
  readonly since: number;
  /** Gives the task up, as long as its turn has not come. */
  readonly leave: () => void;
  readonly resolve: (value: string | undefined) => void;
  readonly reject: (error: unknown) => void;
}

const changes = ({ request }: Task): boolean => request.operation !== 'get';

interface Failure {
  readonly error: StoreError;
  readonly at: number;
  readonly insisted: boolean;
}

/**
 * The OS keychain. It is asked one thing at a time, what the user waits for before what is only shown, in a process of
 * its own that is ended when it gives no answer: whatever hangs, hangs there. Nothing overtakes a change of the same
 * entry, or a ticket that the user has just deleted would be written again.
 *
 * No storm of prompts or of waiting comes of it. Glances raise no prompt, and after a failure they leave the keychain
 * alone for a minute or until the user's next call is answered. A failure also counts for every call that was waiting
 * when it came: whoever refused to unlock for one of five calls is not asked four times more.
 */
export class KeychainStore implements SecretStore {
  readonly id = 'keychain';
  private readonly waiting: Task[] = [];
  private readonly glances = new Map<string, Promise<string | undefined>>();
  private working = false;
  private process: KeychainProcess | undefined;
  private idle: NodeJS.Timeout | undefined;
  private failure: Failure | undefined;
  /** It has answered in this session: if it is gone now, an entry may lie in it all the same. */
  private seen = false;

  /**
   * @param script the built `keychainMain.ts`
   * @param recovered called when the user's call is answered after a failure: what is shown may be out of date
   */
  constructor(
    private readonly script: string,
    private readonly recovered: () => void = () => undefined,
  ) {}

  /** Tree, status bar and form look at the same entry at the same moment; it is read once for all of them. */
  get(account: string, effort: Effort): Promise<string | undefined> {
    const request = { operation: 'get', account, unlock: effort.insist } as const;
    if (effort.insist) {
      return this.ask(request, effort);
    }
    const glance = this.glances.get(account) ?? this.ask(request, GLANCE);
    this.glances.set(account, glance);
    const forget = () => this.glances.get(account) === glance && this.glances.delete(account);
    glance.then(forget, forget);
    return glance;
  }

  async set(account: string, value: string, effort: Effort): Promise<void> {
    await this.ask({ operation: 'set', account, value, unlock: effort.insist }, effort);
  }

  async delete(account: string, effort: Effort): Promise<void> {
    await this.ask({ operation: 'delete', account, unlock: effort.insist }, effort);
  }

  dispose(): void {
    clearTimeout(this.idle);
    this.process?.kill();
  }

  private ask(request: KeychainRequest, effort: Effort): Promise<string | undefined> {
    if (request.operation !== 'get') {
      // Whoever looks from now on must not get what was read before the change.
      this.glances.delete(request.account);
    }
    return new Promise((resolve, reject) => {
      const leave = () => this.leave(task, 'was not waited for');
      const task: Task = { request, effort, since: performance.now(), leave, resolve, reject };
      this.waiting.push(task);
      if (effort.signal?.aborted === true) {
        leave();
      } else {
        effort.signal?.addEventListener('abort', leave, { once: true });
      }
      if (!effort.insist) {
        // What is shown does not wait until the user has answered a prompt.
        setTimeout(() => this.leave(task, 'is busy'), GLANCE_MS).unref();
      }
      void this.work();
    });
  }

  /** A call whose turn has not come is given up without a word to the keychain. */
  private leave(task: Task, why: string): void {
    const at = this.waiting.indexOf(task);
    if (at >= 0) {
      this.waiting.splice(at, 1);
      task.reject(new StoreError('silent', why));
    }
  }

  private async work(): Promise<void> {
    if (this.working) {
      return;
    }
    this.working = true;
    clearTimeout(this.idle);
    for (let task = this.next(); task !== undefined; task = this.next()) {
      await this.perform(task).then(task.resolve, task.reject);
    }
    this.working = false;
    this.idle = setTimeout(() => this.process?.kill(), IDLE_MS);
    this.idle.unref();
  }

  private next(): Task | undefined {
    const urgent = this.waiting.find(({ effort }) => effort.insist) ?? this.waiting[0];
    const first = this.waiting.findIndex(
      task => task === urgent || (task.request.account === urgent?.request.account && changes(task)),
    );
    const [task] = this.waiting.splice(Math.max(first, 0), 1);
    // A batch looks again and again with the one signal of its own.
    task?.effort.signal?.removeEventListener('abort', task.leave);
    return task;
  }

  private async perform({ request, effort: { insist, signal }, since }: Task): Promise<string | undefined> {
    const { failure } = this;
    const overtaken = failure !== undefined && failure.insisted && failure.at >= since;
    const rests = failure !== undefined && !insist && performance.now() - failure.at < REST_MS;
    // A locked keychain answers, as long as nobody wants it unlocked.
    if ((overtaken || rests) && failure.error.trouble !== 'locked') {
      throw failure.error;
    }
    try {
      const asked = { ...request, unlock: insist && !overtaken };
      const value = await this.askProcess(asked, insist ? INSIST_MS : GLANCE_MS, signal);
      this.answered(insist);
      return value;
    } catch (error) {
      // Where the user did not wait, nothing is known of the keychain.
      throw error instanceof StoreError && signal?.aborted !== true ? this.failed(error, insist) : error;
    }
  }

  private async askProcess(request: KeychainRequest, limitMs: number, signal: AbortSignal | undefined) {
    if (this.process?.alive === true) {
      try {
        return await this.process.ask(request, limitMs, signal);
      } catch (error) {
        if (!(error instanceof StoreError) || error.trouble !== 'failed') {
          throw error;
        }
        // The secret service may have been started anew, and only a new process finds it.
        this.process.kill();
      }
    }
    this.process = new KeychainProcess(this.script);
    return this.process.ask(request, limitMs, signal);
  }

  private answered(insisted: boolean): void {
    const { failure } = this;
    this.seen = true;
    // A glance at one entry does not say that another is no longer locked.
    if (insisted || failure?.error.trouble !== 'locked') {
      this.failure = undefined;
    }
    if (insisted && failure !== undefined) {
      this.recovered();
    }
  }

  private failed({ trouble, message }: StoreError, insisted: boolean): StoreError {
    this.seen ||= trouble === 'locked';
    const gone = trouble === 'absent' && this.seen;
    const error = new StoreError(gone ? 'failed' : trouble, message);
    this.failure = { error, at: performance.now(), insisted };
    return error;
  }
}
