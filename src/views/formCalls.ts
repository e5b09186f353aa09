import type { ExchangeLog } from '../adapters/exchangeLog';
import { notSent } from '../api/call';
import type { Exchange } from '../api/exchange';
import type { CallOutcome } from '../api/outcome';
import type { Draft } from '../session/draft';
import type { Profile } from '../session/profile';
import type { Profiles } from '../session/profiles';
import type { EmailUpdate, UpdateEmail } from '../session/updateEmail';
import { verificationOf } from '../session/verification';
import { formResult, ticketToSend, updateResult } from './formModel';
import type { FormResult, FormTask, ToForm } from './protocol';

/** What the calls of the form need; `confirm` is the question before an update on a protected server. */
export interface CallServices {
  readonly profiles: Profiles;
  readonly updateEmail: UpdateEmail;
  readonly exchanges: ExchangeLog;
  readonly confirm: (
    profile: Profile,
    update: Pick<EmailUpdate, 'userName' | 'newEmailAddress' | 'transport' | 'ticket'>,
  ) => Promise<boolean>;
}

/** The calls of the form, one at a time, and how the last one ended: a form that was hidden comes back to both. */
export class FormCalls {
  private result: FormResult | undefined;
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

  async send(profile: string, draft: Draft): Promise<void> {
    const { userName, newEmailAddress, transport, verify } = draft;
    const update = { profile, userName, newEmailAddress, transport, verify, ticket: ticketToSend(draft) };
    await this.run('send', signal => this.update(update, signal));
  }

  /** Puts back what the update whose result is shown has replaced; that result gives way to this one’s. */
  async restorePrevious(): Promise<void> {
    const update = this.services.updateEmail.restoration(this.exchangeId);
    await this.run('send', signal =>
      'kind' in update
        ? Promise.resolve(formResult(notSent('post', update), undefined, ''))
        : this.update(update, signal),
    );
  }

  private async update(update: EmailUpdate, signal: AbortSignal): Promise<FormResult | undefined> {
    const { updateEmail, profiles, confirm } = this.services;
    const profile = profiles.find(update.profile ?? '');
    if (profile !== undefined && !(await confirm(profile, update))) {
      return undefined;
    }
    const outcome = await updateEmail.update({ ...update, confirmed: profile?.protected ?? false }, signal);
    return updateResult(outcome, this.exchangeOf(outcome), verificationOf(outcome, update));
  }

  async loadCurrent(profile: string, draft: Draft): Promise<void> {
    const { updateEmail } = this.services;
    const { userName, transport } = draft;
    await this.run('loadCurrent', async signal => {
      const found = await updateEmail.current(
        { profile, userName, transport, ticket: ticketToSend(draft) },
        signal,
      );
      if (found.address === undefined) {
        return formResult(found.outcome, this.exchangeOf(found.outcome), '');
      }
      this.post({ type: 'currentAddress', userName, address: found.address });
      return undefined;
    });
  }

  private exchangeOf({ exchangeId }: CallOutcome): Exchange | undefined {
    return this.services.exchanges.find(exchangeId);
  }

  /** A call that ends without a result leaves the form as it was. */
  private async run(
    what: FormTask,
    call: (signal: AbortSignal) => Promise<FormResult | undefined>,
  ): Promise<void> {
    if (this.running !== undefined) {
      return;
    }
    const aborting = new AbortController();
    this.running = { what, aborting };
    this.post({ type: 'running', what });
    let result: FormResult | undefined;
    try {
      result = await call(aborting.signal);
    } finally {
      this.running = undefined;
      if (result === undefined) {
        this.post({ type: 'idle' });
      }
    }
    if (result !== undefined) {
      this.result = result;
      this.post({ type: 'result', result });
    }
  }
}
