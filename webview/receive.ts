import type { ToForm } from '../src/views/protocol';
import { isUsed, takeFocus } from './focus';
import type { Field, Form } from './form';
import { post } from './host';
import type { Task } from './result';

/** A ticket is for the server that it was typed for: no profile that comes by itself takes it over. */
const OF_TICKET: readonly Field[] = ['ticket', 'otherTicket'];

/** What the form knows beyond its fields. */
export class Conversation {
  #running: Task | undefined;
  /** The profile that the fields were last filled for; `null` before the first `form`. */
  #selected: string | undefined | null = null;
  /** The user picked a profile and its draft has not arrived: what is typed meanwhile is newer than that draft. */
  #awaitsProfile = false;
  /** The profile that the form shows, and that a call goes to. */
  #profile = '';
  readonly #edited = new Set<Field>();

  constructor(private readonly form: Form) {}

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  pickProfile(name: string): void {
    this.#profile = name;
    this.#awaitsProfile = true;
    this.#edited.clear();
    // Before a call can go to the profile that was picked.
    this.form.fill({ ...this.form.draft(), ticket: 'stored', otherTicket: '' }, () => false);
    post({ type: 'selectProfile', name });
  }

  edit(field: Field): void {
    this.#edited.add(field);
    post({ type: 'draft', draft: this.form.draft() });
  }

  /** Starts a call with what the fields hold. The host answers with `running`, which would come too late. */
  start(task: Task): void {
    if (!this.isRunning) {
      this.#run(task);
      this.form.checkAll();
      post({ type: task, profile: this.#profile, draft: this.form.draft() });
    }
  }

  receive(message: ToForm): void {
    switch (message.type) {
      case 'form':
        this.#fill(message);
        break;
      case 'preview':
        this.form.showPreview(message.text, message.problem, message.field);
        break;
      case 'running':
        this.#run(message.what);
        break;
      case 'result':
        this.#run(undefined);
        this.form.result.showResult(message.result, message.again);
        break;
      case 'currentAddress':
        this.#run(undefined);
        this.form.result.showPrevious();
        this.form.loadAddress(message.userName, message.address, message.profile === this.#profile);
        break;
      case 'idle':
        this.#run(undefined);
        this.form.result.showPrevious();
        break;
      default:
        message satisfies never;
    }
  }

  #run(task: Task | undefined): void {
    if (task !== this.#running) {
      this.#running = task;
      this.form.setRunning(task);
    }
  }

  /**
   * The fields follow the host only where another profile came: for the same one, what stands in them is at least
   * as new as the host's draft, which is an echo of it.
   */
  #fill({ profiles, selected, draft, notices }: Extract<ToForm, { type: 'form' }>): void {
    this.#profile = selected ?? '';
    this.form.showProfiles(profiles, selected);
    this.form.showNotices(notices);
    if (selected === this.#selected) {
      return;
    }
    const mine = (field: Field) =>
      this.#awaitsProfile
        ? this.#edited.has(field)
        : !OF_TICKET.includes(field) && isUsed(this.form.control(field));
    const kept = this.form.fill(draft, mine);
    this.#selected = selected;
    this.#awaitsProfile = false;
    takeFocus(this.form.first);
    if (kept) {
      post({ type: 'draft', draft: this.form.draft() });
    }
  }
}
