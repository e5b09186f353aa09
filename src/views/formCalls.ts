import type { ExchangeLog } from '../adapters/exchangeLog';
import type { CallOutcome } from '../api/outcome';
import type { Draft } from '../session/draft';
import type { Profile } from '../session/profile';
import type { Profiles } from '../session/profiles';
import { wantsSignIn, type RefusedUpdate } from '../session/refusedUpdate';
import type { EmailUpdate, UpdateEmail } from '../session/updateEmail';
import { formResult, ticketToSend } from './formModel';
import type { FormResult, FormTask, ToForm } from './protocol';

/**
 * What the calls of the form need; `confirm` is the question before an update on a protected server, and `signIn` resolves
 * to whether the user has signed in.
 */
export interface CallServices {
  readonly profiles: Profiles;
  readonly updateEmail: UpdateEmail;
  readonly exchanges: ExchangeLog;
  readonly confirm: (
    profile: Profile,
    update: Pick<EmailUpdate, 'userName' | 'newEmailAddress' | 'transport' | 'ticket'>,
  ) => Promise<boolean>;
  readonly signIn: (profile: string) => Promise<boolean>;
  readonly refused: RefusedUpdate;
}

/** The calls of the form, one at a time, and how the last one ended: a form that was hidden comes back to both. */
export class FormCalls {
  private result: FormResult | undefined;
  /** The call that the result is of. */
  private last: { readonly what: FormTask; readonly profile: string; readonly draft: Draft } | undefined;
  private running: { readonly what: FormTask; readonly aborting: AbortController } | undefined;

  constructor(
    private readonly services: CallServices,
    private readonly post: (message: ToForm) => void,
  ) {}

  /** The exchange that the result shows; empty where there is none. */
  get exchangeId(): string {
    return this.result?.exchangeId ?? '';
  }

  /** Tells a form that has just been built what runs, or how the last call ended. */
  restore(): void {
    if (this.running !== undefined) {
      this.post({ type: 'running', what: this.running.what });
    } else if (this.result !== undefined) {
      this.post({ type: 'result', result: this.result });
    }
  }

  cancel(): void {
    this.running?.aborting.abort();
  }

  async send(profileName: string, draft: Draft): Promise<void> {
    const { updateEmail, profiles, confirm } = this.services;
    await this.run('send', profileName, draft, async signal => {
      const { userName, newEmailAddress, transport } = draft;
      const update = { userName, newEmailAddress, transport, ticket: ticketToSend(draft) };
      const profile = profiles.find(profileName);
      if (profile !== undefined && !(await confirm(profile, update))) {
        return undefined;
      }
      const confirmed = profile?.protected ?? false;
      const outcome = await updateEmail.update({ ...update, profile: profileName, confirmed }, signal);
      this.services.refused.note(update, outcome, profileName);
      return outcome;
    });
  }

  async loadCurrent(profile: string, draft: Draft): Promise<void> {
    const { updateEmail } = this.services;
    const { userName, transport } = draft;
    await this.run('loadCurrent', profile, draft, async signal => {
      const found = await updateEmail.current(
        { profile, userName, transport, ticket: ticketToSend(draft) },
        signal,
      );
      if (found.address === undefined) {
        return found.outcome;
      }
      this.post({ type: 'currentAddress', userName, address: found.address });
      return undefined;
    });
  }

  /**
   * Signs in, and makes the call of the result once more, as it was. Who dismisses the sign-in, or makes another call
   * meanwhile, repeats nothing.
   */
  async signInAndRepeat(): Promise<void> {
    const { last, result } = this;
    if (last !== undefined && (await this.services.signIn(last.profile)) && this.result === result) {
      await this[last.what](last.profile, last.draft);
    }
  }

  /** A call that ends without an outcome leaves the form as it was. */
  private async run(
    what: FormTask,
    profile: string,
    draft: Draft,
    call: (signal: AbortSignal) => Promise<CallOutcome | undefined>,
  ): Promise<void> {
    if (this.running !== undefined) {
      return;
    }
    const aborting = new AbortController();
    this.running = { what, aborting };
    this.post({ type: 'running', what });
    let outcome: CallOutcome | undefined;
    try {
      outcome = await call(aborting.signal);
    } finally {
      this.running = undefined;
      if (outcome === undefined) {
        this.post({ type: 'idle' });
      }
    }
    if (outcome !== undefined) {
      const exchange = this.services.exchanges.find(outcome.exchangeId);
      const result = formResult(outcome, exchange, 'Email address updated.');
      const offers = wantsSignIn(outcome, ticketToSend(draft))
        ? (['signInAndRepeat', ...result.offers] as const)
        : result.offers;
      this.last = { what, profile, draft };
      this.result = { ...result, offers };
      this.post({ type: 'result', result: this.result });
    }
  }
}
