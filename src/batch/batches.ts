import * as l10n from '@vscode/l10n';
import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { messageOf } from '../api/messageOf';
import type { WireSink } from '../api/ports';
import { callError, TRANSPORT_LABELS, type CallError, type Transport } from '../api/outcome';
import { endpointOf, type Profile } from '../session/profile';
import type { Profiles } from '../session/profiles';
import type { Session } from '../session/session';
import { needsWord } from '../session/updateEmail';
import type { Csv } from './csv';
import { countsText } from './countsText';
import { resumeProblem, statusesOf } from './earlierRun';
import { FirstFailures, type BatchLog } from './firstFailures';
import type {
  BatchEntry,
  BatchServer,
  Journal,
  JournalHead,
  JournalRows,
  Journals,
  OpenBatchServer,
} from './ports';
import type { ReportFiles } from './reports';
import type { BatchProgress } from './progress';
import { runBatch } from './run';
import { Statuses } from './statuses';
import type { BatchCounts, BatchSummary } from './summary';
import type * as Tables from './tables';

/** Which CSV. */
export interface BatchSource {
  /** As text. */
  readonly uri: string;
  /** The file's name, for people. */
  readonly name: string;
  readonly csv: Csv;
}

/** What is to be done with it. */
export interface BatchRequest {
  readonly source: BatchSource;
  /** Left out, the selected one; on resume the one of the run. */
  readonly profile?: string | undefined;
  /** Left out, the profile's; on resume that of the run. */
  readonly transport?: Transport | undefined;
  readonly concurrency: number;
  /** On resume what the run began with. */
  readonly readBefore: boolean;
  readonly ratePerSecond?: number | undefined;
  /** Go on with a run of this CSV: what it left is sent, and nothing else. */
  readonly resume?: boolean | undefined;
  /** The id of the run that is to be gone on with, left out the last one; or the id that a new run gets. */
  readonly batchId?: string | undefined;
  /** The word of the user that a protected profile wants. */
  readonly confirmed?: boolean | undefined;
}

/** What the batches need from outside. */
export interface BatchOutside {
  readonly journals: Journals;
  readonly session: Pick<Session, 'profile'>;
  readonly profiles: Pick<Profiles, 'list'>;
  /** A way to the profile's server whose exchanges go to this sink alone. */
  readonly serverOf: (profile: Profile, sink: WireSink) => OpenBatchServer;
  /** Loads what reads and writes CSV. */
  readonly tables: () => typeof Tables;
  readonly log: BatchLog;
  /** How many batches are kept, as many as single exchanges. */
  readonly limit: () => number;
}

/** A run that may begin. */
interface Opened {
  readonly head: JournalHead;
  readonly journal: Journal;
  readonly rows?: JournalRows;
}

/** Updates the users of a CSV, and remembers every batch. */
export class Batches {
  private readonly changes = new EventEmitter<{ change: [] }>();
  private lastStart = 0;

  constructor(private readonly outside: BatchOutside) {}

  /**
   * Runs a batch to its end, or to where it has to stop, and writes its reports. What keeps it from beginning or from
   * going on is the summary's `error`.
   */
  async run(
    request: BatchRequest,
    reports: ReportFiles,
    signal?: AbortSignal,
    report?: (progress: BatchProgress) => void,
  ): Promise<BatchSummary> {
    const { source } = request;
    const earlier = request.resume === true ? await this.earlier(source, request.batchId) : undefined;
    const profile = this.profileFor(request.profile, earlier);
    if ('kind' in profile) {
      return this.notBegun(source, profile, earlier);
    }
    const problem =
      needsWord(profile, request.confirmed) ??
      (request.resume === true ? resumeProblem(earlier, profile, source.csv) : undefined);
    if (problem !== undefined) {
      return this.notBegun(source, problem, earlier);
    }
    const failures = new FirstFailures(this.outside.log);
    const server = this.outside.serverOf(profile, failures);
    try {
      const ticket = await server.ticket(signal);
      const begun =
        typeof ticket === 'string' ? await this.open(request, profile, earlier).catch(lockedError) : ticket;
      return 'kind' in begun
        ? await this.notBegun(source, begun, earlier)
        : await this.send(begun, request, server, failures, reports, signal, report);
    } finally {
      server.close();
    }
  }

  private async send(
    { head, journal, rows }: Opened,
    { source, concurrency, ratePerSecond }: BatchRequest,
    server: BatchServer,
    failures: FirstFailures,
    reports: ReportFiles,
    signal?: AbortSignal,
    report?: (progress: BatchProgress) => void,
  ): Promise<BatchSummary> {
    const { log, journals, tables } = this.outside;
    const statuses = statusesOf(head.total, rows);
    const title = l10n.t('Batch {0} · {1} · {2}', head.name, head.profile, TRANSPORT_LABELS[head.transport]);
    log.note(l10n.t('{0}: {1} of {2} rows are sent.', title, statuses.counts.notAttempted, head.total));
    this.changed();
    const end = await runBatch({
      rows: source.csv.rows,
      options: { transport: head.transport, concurrency, readBefore: head.readBefore, ratePerSecond },
      server,
      journal,
      statuses,
      before: index => rows?.before(index),
      signal,
      report,
      failed: (row, exchangeId) => failures.row(row, exchangeId),
    });
    const { counts, durationMs } = end;
    log.note(
      [
        l10n.t('{0}: {1}, in {2} s.', title, countsText(counts), (durationMs / 1000).toFixed(1)),
        ...(end.error ? [end.error.message] : []),
      ].join(' '),
    );
    const written = await tables().writeReports(source.csv, head, await journals.rows(head.id), reports);
    await this.forget(head.id, counts);
    this.changed();
    const error = end.error ?? written.error;
    return { ...counts, durationMs, ...written.paths, ...(error && { error }) };
  }

  /** The last run of this CSV, if it has left rows, or was killed. */
  async unfinished(source: BatchSource): Promise<BatchEntry | undefined> {
    const last = await this.earlier(source);
    return last !== undefined && last.counts?.notAttempted !== 0 ? last : undefined;
  }

  /** The run of this CSV, with this content, that has the id, or else is the last one. */
  async earlier({ uri, csv }: BatchSource, id?: string): Promise<BatchEntry | undefined> {
    return (await this.list()).find(
      entry => entry.csv === uri && entry.sha256 === csv.sha256 && (id === undefined || entry.id === id),
    );
  }

  /** The profile that a run is gone on with by: its own, or, since that may have been renamed, the one of the same server. */
  profileOf(
    { profile, endpoint }: Pick<BatchEntry, 'profile' | 'endpoint'>,
    among: readonly Profile[] = this.outside.profiles.list(),
  ): Profile | undefined {
    const there = among.filter(({ baseUrl }) => endpointOf(baseUrl).href === endpoint);
    // Among several it would be a guess who is signed in there.
    return there.find(({ name }) => name === profile) ?? (there.length === 1 ? there[0] : undefined);
  }

  /** The profile of that name; without one that of the run, or the selected one. */
  profileFor(name: string | undefined, earlier: BatchEntry | undefined): Profile | CallError {
    const own = earlier && (this.profileOf(earlier)?.name ?? earlier.profile);
    return this.outside.session.profile(name ?? own);
  }

  /** Where its rows stand, also where it was killed or is being sent. */
  async counts({ id, total, counts }: BatchEntry): Promise<BatchCounts> {
    return counts ?? statusesOf(total, await this.rows(id)).counts;
  }

  /** The newest first. */
  list(): Promise<readonly BatchEntry[]> {
    return this.outside.journals.list();
  }

  async find(id: string): Promise<BatchEntry | undefined> {
    return (await this.list()).find(entry => entry.id === id);
  }

  rows(id: string): Promise<JournalRows> {
    return this.outside.journals.rows(id);
  }

  async remove(ids: readonly string[]): Promise<void> {
    await this.outside.journals.remove(ids);
    this.changed();
  }

  /** @returns what ends the listening. */
  onDidChange(listener: () => void): { dispose(): void } {
    this.changes.on('change', listener);
    return { dispose: () => this.changes.off('change', listener) };
  }

  private changed(): void {
    this.changes.emit('change');
  }

  private async notBegun(
    { csv }: BatchSource,
    error: CallError,
    earlier: BatchEntry | undefined,
  ): Promise<BatchSummary> {
    const none = () => new Statuses(csv.rows.length).counts;
    // Of a journal that has gone meanwhile nothing is known.
    const counts = earlier === undefined ? none() : await this.counts(earlier).catch(none);
    return { ...counts, durationMs: 0, error };
  }

  private async open(
    { source, transport, readBefore, batchId }: BatchRequest,
    profile: Profile,
    earlier: BatchEntry | undefined,
  ): Promise<Opened> {
    const { journals } = this.outside;
    if (earlier !== undefined) {
      // Locked before it is read: another window may be about to finish it.
      const journal = await journals.append(earlier.id);
      return { head: earlier, journal, rows: await journals.rows(earlier.id) };
    }
    // The reports are named by it: two runs at once must not replace those of each other.
    this.lastStart = Math.max(Date.now(), this.lastStart + 1);
    const head = {
      id: batchId ?? randomUUID(),
      csv: source.uri,
      sha256: source.csv.sha256,
      name: source.name,
      columns: source.csv.names,
      profile: profile.name,
      endpoint: endpointOf(profile.baseUrl).href,
      transport: transport ?? profile.transport,
      readBefore,
      startedAt: new Date(this.lastStart),
      total: source.csv.rows.length,
    };
    return { head, journal: await journals.create(head) };
  }

  /** Removes the oldest beyond the limit, but not this one where something is left to be done. */
  private async forget(id: string, { notAttempted }: BatchCounts): Promise<void> {
    const entries = await this.outside.journals.list();
    const beyond = entries.slice(this.outside.limit()).map(entry => entry.id);
    await this.outside.journals.remove(beyond.filter(each => each !== id || notAttempted === 0));
  }
}

const lockedError = (error: unknown): CallError => ({
  ...callError('invalidInput', l10n.t('The journal cannot be opened: {0}', messageOf(error))),
  remedy: l10n.t('Wait for the other window, or see to it that the disk can be written to.'),
});
