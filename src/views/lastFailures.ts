import * as l10n from '@vscode/l10n';
import { EventEmitter } from 'node:events';
import type { Exchange } from '../api/exchange';
import { explain } from '../api/explain';
import type { CallError } from '../api/outcome';
import type { WireSink } from '../api/ports';
import { profileKey, type Profile } from '../session/profile';
import { inert } from './foreignText';
import { clock } from './language';

interface Failure {
  readonly operation: Exchange['operation'];
  readonly error: CallError;
  readonly at: Date;
}

/** Per profile, how its latest call failed; one that succeeds takes that back. For the window's lifetime. */
export class LastFailures implements WireSink {
  private readonly failures = new Map<string, Failure>();
  private readonly changes = new EventEmitter<{ change: [profile: string] }>();

  record({ profile, endpoint, operation, outcome: { error }, startedAt }: Exchange): void {
    // Whoever has cancelled a call has learnt nothing of the server.
    if (error?.kind === 'cancelled') {
      return;
    }
    const key = profileKey({ name: profile, baseUrl: endpoint });
    const had = this.failures.delete(key);
    if (error !== undefined) {
      this.failures.set(key, { operation, error, at: startedAt });
    }
    if (had || error !== undefined) {
      this.changes.emit('change', profile);
    }
  }

  /** Lines for a tooltip, in the words of form and notification; none where the latest call succeeded. */
  lines(profile: Pick<Profile, 'name' | 'baseUrl'>): string[] {
    const failure = this.failures.get(profileKey(profile));
    if (failure === undefined) {
      return [];
    }
    const { operation, error, at } = failure;
    const { meaning, remedy } = explain({ error });
    const message = inert(error.message, 200);
    return [l10n.t('Last call, {0} at {1}: {2}', operation, clock(at), message), meaning, remedy];
  }

  /** @returns what ends the listening. */
  onDidChange(listener: (profile: string) => void): { dispose(): void } {
    this.changes.on('change', listener);
    return { dispose: () => this.changes.off('change', listener) };
  }
}
