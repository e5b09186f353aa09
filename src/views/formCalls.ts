import type { ExchangeLog } from '../adapters/exchangeLog';
import type { OperationName } from '../api/operations';
import type { CallOutcome } from '../api/outcome';
import type { Draft } from '../session/draft';
import type { Profile } from '../session/profile';
import type { Profiles } from '../session/profiles';
import type { EmailUpdate, UpdateEmail } from '../session/updateEmail';
import { formResult, ticketToSend } from './formModel';
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

  /** The operation that the result is about. */
  get operation(): OperationName {
    return this.services.exchanges.find(this.exchangeId)?.operation ?? 'UpdateUserEmail';
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
    await this.run('send', async signal => {
      const { userName, newEmailAddress, transport } = draft;
      const update = { userName, newEmailAddress, transport, ticket: ticketToSend(draft) };
      const profile = profiles.find(profileName);
      if (profile !== undefined && !(await confirm(profile, update))) {
        return undefined;
      }
      const confirmed = profile?.protected ?? false;
      return updateEmail.update({ ...update, profile: profileName, confirmed }, signal);
    });
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
        return found.outcome;
      }
      this.post({ type: 'currentAddress', userName, address: found.address });
      return undefined;
    });
  }

  /** A call that ends without an outcome leaves the form as it was. */
  private async run(
    what: FormTask,
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
      this.result = formResult(outcome, exchange, 'Email address updated.');
      this.post({ type: 'result', result: this.result });
    }
  }
}
