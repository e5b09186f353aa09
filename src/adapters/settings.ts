import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { BodyFormat } from '../api/exchangeText';
import { messageOf } from '../api/messageOf';
import type { ProfileSettings, RequestLimits } from '../session/ports';

const SECTION = 'inforouter';
const get = <T>(key: string, fallback: T): T =>
  vscode.workspace.getConfiguration(SECTION).get<T>(key) ?? fallback;

/** A number of the settings; a value that is none, or too small, gives the nearest that makes sense. */
function atLeast(minimum: number, key: string, fallback: number): number {
  const value: unknown = get<unknown>(key, fallback);
  return typeof value === 'number' && Number.isFinite(value) ? Math.max(minimum, value) : fallback;
}

/** Timers of Node hold at most this many milliseconds; a longer one would fire at once. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

export function requestLimits(): RequestLimits {
  return {
    timeoutMs: Math.min(MAX_TIMEOUT_MS, atLeast(1, 'request.timeoutSeconds', 30) * 1000),
    maxResponseBytes: atLeast(0.001, 'request.maxResponseMegabytes', 16) * 1024 * 1024,
  };
}

/** How many exchanges are kept; 0 for none. */
export const historyLimit = (): number => Math.floor(atLeast(0, 'history.limit', 200));

export const outputFormat = (): BodyFormat =>
  get<unknown>('output.format', 'raw') === 'pretty' ? 'pretty' : 'raw';

export type TicketStoreSetting = 'auto' | 'keychain' | 'secretStorage';

export function ticketStoreSetting(): TicketStoreSetting {
  const value = get<unknown>('ticketStore', 'auto');
  return value === 'keychain' || value === 'secretStorage' ? value : 'auto';
}

/**
 * The setting `inforouter.profiles`. Writes run one after another, each on the entries of its own moment: two commands
 * at once would otherwise each write the list that they read, and the later would undo the earlier.
 */
export class VsCodeProfileSettings implements ProfileSettings {
  private last: Promise<unknown> = Promise.resolve();

  read(): readonly unknown[] {
    const entries = get<unknown>('profiles', []);
    return Array.isArray(entries) ? entries : [];
  }

  change(change: (entries: readonly unknown[]) => readonly unknown[]): Promise<void> {
    const write = this.last.then(() => {
      if (!Array.isArray(get<unknown>('profiles', []))) {
        throw new Error(
          l10n.t('“inforouter.profiles” in the settings is not a list. Repair it there, then try again.'),
        );
      }
      return this.write(change(this.read()));
    });
    this.last = write.catch(() => undefined);
    return write;
  }

  private async write(entries: readonly unknown[]): Promise<void> {
    try {
      await vscode.workspace
        .getConfiguration(SECTION)
        .update('profiles', entries, vscode.ConfigurationTarget.Global);
    } catch (error) {
      // VS Code's own words say what is wrong with the file; what to do with this extension's change is ours to say.
      const words = messageOf(error);
      throw new Error(
        l10n.t('{0} The profiles are unchanged; save or repair the settings file, then try again.', words),
        {
          cause: error,
        },
      );
    }
  }
}
