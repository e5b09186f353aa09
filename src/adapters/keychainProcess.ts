import { fork, type ChildProcess } from 'node:child_process';
import { StoreError } from '../session/ports';
import type { KeychainAnswer, KeychainRequest } from './keychainProtocol';

/** How long an answer is waited for while the process starts, and while the desktop asks the user to unlock. */
const START_MS = 20_000;
const PROMPT_MS = 60_000;

/** The process of keytar's, seen from outside. It ends with the extension host, when told to, or when it is silent. */
export class KeychainProcess {
  private readonly child: ChildProcess;
  private ready = false;
  alive = true;

  /** @param script the built `keychainMain.ts` */
  constructor(script: string) {
    // Without our own debugging options: their port is taken.
    this.child = fork(script, [], { execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    this.child.once('exit', () => (this.alive = false));
    // It could not be started, or no longer be sent to.
    this.child.on('error', () => this.kill());
    // It keeps nobody alive who has nothing else to do.
    this.child.unref();
    this.child.channel?.unref();
  }

  kill(): void {
    this.alive = false;
    this.child.kill('SIGKILL');
  }

  /** Resolves to the answer. Rejects with a StoreError, and ends the process, when there is none in time. */
  ask(request: KeychainRequest, limitMs: number, signal?: AbortSignal): Promise<string | undefined> {
    const { child } = this;
    return new Promise<string | undefined>((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      const end = (outcome: () => void) => {
        clearTimeout(timer);
        child.off('message', received).off('exit', ended).off('error', ended);
        signal?.removeEventListener('abort', aborted);
        outcome();
      };
      const giveUp = (message: string) => {
        end(() => reject(new StoreError('silent', message)));
        this.kill();
      };
      const aborted = () => giveUp('was not waited for');
      const ended = () => end(() => reject(new StoreError('failed', 'failed (its process ended)')));
      const wait = (ms: number) => {
        clearTimeout(timer);
        timer = setTimeout(() => giveUp(`did not answer within ${ms / 1000} seconds`), ms);
      };
      const received = (answer: KeychainAnswer) => {
        switch (answer.type) {
          case 'ready':
            this.ready = true;
            wait(limitMs);
            return;
          case 'prompting':
            wait(PROMPT_MS);
            return;
          case 'done':
            end(() => resolve(answer.value));
            return;
          case 'trouble':
            end(() => reject(new StoreError(answer.trouble, answer.message)));
            return;
        }
      };
      child.on('message', received).once('exit', ended).once('error', ended);
      signal?.addEventListener('abort', aborted);
      wait(this.ready ? limitMs : START_MS);
      child.send(request);
    });
  }
}
