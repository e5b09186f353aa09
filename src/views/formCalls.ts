import type { ExchangeLog } from '../adapters/exchangeLog';
import { notSent } from '../api/call';
import { DESCRIPTION, type Exchange } from '../api/exchange';
import type { OperationName } from '../api/operations';
import type { CallOutcome } from '../api/outcome';
import type { Draft } from '../session/draft';
import type { Profile } from '../session/profile';
import type { Profiles } from '../session/profiles';
import { wantsSignIn } from '../session/refusedUpdate';
import type { TicketToSend } from '../session/session';
import type { EmailUpdate, UpdateEmail } from '../session/updateEmail';
import { verificationOf } from '../session/verification';
import { formResult, ticketToSend, updateResult } from './formModel';
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
    signal: AbortSignal,
  ) => Promise<boolean>;
  readonly signIn: (profile: string) => Promise<boolean>;
}

/** A call that was made, to be made once more as it was. */
interface Made {
  readonly profile: string;
  readonly again: () => Promise<void>;
}

type Loaded = Extract<ToForm, { type: 'currentAddress' }>;

/** The calls of the form, one at a time, and how the last one ended: a form that was hidden comes back to both. */
export class FormCalls {
  private result: FormResult | undefined;
  /** A form was there when the result came, and has told it. */
  private told = false;
  /** The call that the result is of. */
  private last: Made | undefined;
  /** A stored address that came while no form was there to take it. */
  private missed: Loaded | undefined;
  private running: { readonly what: FormTask; readonly aborting: AbortController } | undefined;

  constructor(
    private readonly services: CallServices,
    /** @returns whether there was a form to take it. */
    private readonly post: (message: ToForm) => boolean,
  ) {}

  /** The profile of the call that the result is of: another may be selected by now. */
  get profile(): string | undefined {
    return this.last?.profile;
  }

  /** The exchange that the result shows; empty where there is none. */
  get exchangeId(): string {
    return this.result?.exchangeId ?? '';
  }

  /** The operation that the result is about. */
  get operation(): OperationName {
    const operation = this.services.exchanges.find(this.exchangeId)?.operation;
    return operation === undefined || operation === DESCRIPTION ? 'UpdateUserEmail' : operation;
  }

  /** Tells a form that has just been built how the last call ended, what came while there was none, and what runs. */
  restore(): void {
    const { result, missed, running } = this;
    if (result !== undefined) {
      this.show(result, this.told);
    }
    if (missed !== undefined) {
      this.deliver(missed);
    }
    if (running !== undefined) {
      this.post({ type: 'running', what: running.what });
    }
  }

  cancel(): void {
    this.running?.aborting.abort();
  }

  async send(profile: string, draft: Draft): Promise<void> {
    const { userName, newEmailAddress, transport, verify } = draft;
    await this.update({ profile, userName, newEmailAddress, transport, verify, ticket: ticketToSend(draft) });
  }

  /** Puts back what the update whose result is shown has replaced; that result gives way to this one’s. */
  async restorePrevious(): Promise<void> {
    const update = this.services.updateEmail.restoration(this.exchangeId);
    if ('kind' in update) {
      this.show(formResult(this.profile ?? '', notSent('post', update), undefined, ''));
    } else {
      await this.update(update);
    }
  }

  async loadCurrent(profile: string, draft: Draft): Promise<void> {
    const { userName, transport } = draft;
    const request = { profile, userName, transport, ticket: ticketToSend(draft) };
    const again = () => this.loadCurrent(profile, draft);
    await this.run('loadCurrent', { ...request, again }, async signal => {
      const { outcome, address } = await this.services.updateEmail.current(request, signal);
      if (address === undefined) {
        return formResult(profile, outcome, this.exchangeOf(outcome), '');
      }
      this.deliver({ type: 'currentAddress', profile, userName, address });
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
      await last.again();
    }
  }

  private async update(update: EmailUpdate): Promise<void> {
    const { updateEmail, profiles, confirm } = this.services;
    const { profile: name = '', ticket } = update;
    const again = () => this.update(update);
    await this.run('send', { profile: name, ticket, again }, async signal => {
      const profile = profiles.find(name);
      if (profile !== undefined && !(await confirm(profile, update, signal))) {
        return undefined;
      }
      const outcome = await updateEmail.update({ ...update, confirmed: profile?.protected ?? false }, signal);
      return updateResult(name, outcome, this.exchangeOf(outcome), verificationOf(outcome, update));
    });
  }

  private exchangeOf({ exchangeId }: CallOutcome): Exchange | undefined {
    return this.services.exchanges.find(exchangeId);
  }

  private show(result: FormResult, again = false): void {
    this.result = result;
    this.told = this.post({ type: 'result', result, again }) || again;
  }

  private deliver(loaded: Loaded): void {
    this.missed = this.post(loaded) ? undefined : loaded;
  }

  /** A call that ends without a result leaves the form as it was. */
  private async run(
    what: FormTask,
    made: Made & { readonly ticket: TicketToSend },
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
      this.last = made;
      const again = wantsSignIn(result.kind, made.ticket) ? (['signInAndRepeat'] as const) : [];
      this.show({ ...result, offers: [...again, ...result.offers] });
    }
  }
}
