import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { notify, errorText, SHOW_OUTPUT } from './notify';
import { CASES, fullTitle, PARITY } from '../contractTests/cases';
import type { ContractTests } from '../contractTests/contractTests';
import type { CaseFailure, ContractRequest, ContractSummary } from '../contractTests/result';
import { countWords, resultLine } from '../contractTests/words';
import { TRANSPORT_LABELS, TRANSPORTS } from '../api/outcome';
import type { Profile } from '../session/profile';
import type { Profiles } from '../session/profiles';
import { inert } from './foreignText';

interface Parts {
  readonly controller: vscode.TestController;
  readonly profiles: Profiles;
  readonly tests: Pick<ContractTests, 'run'>;
  /** Asks for the throwaway user and for whatever else is missing; `undefined` where the user dismissed it. */
  readonly ask: (profile: Profile, cases: readonly string[]) => Promise<ContractRequest | undefined>;
}

/** The cases of one profile that are to run, by their ids. */
interface Chosen {
  readonly profile: Profile;
  readonly items: ReadonlyMap<string, vscode.TestItem>;
}

/**
 * The contract tests in VS Code's Test Explorer: a node for each profile, below it one for each transport with its cases,
 * and the parity. Built when it is looked at; nothing is sent before somebody runs a test.
 */
export class ContractExplorer implements vscode.Disposable {
  private readonly controller: vscode.TestController;
  private readonly listening: { dispose(): void };
  private listed = false;

  constructor(private readonly parts: Parts) {
    this.controller = parts.controller;
    this.listening = parts.profiles.onDidChange(() => this.listed && this.list());
  }

  /** What stands below an item of the tree, or at its top. */
  resolve(item: vscode.TestItem | undefined): void {
    if (item === undefined) {
      this.list();
    } else {
      this.fill(item);
    }
  }

  /** A run that was asked for elsewhere, by a person, with all cases of one profile. */
  run(
    request: ContractRequest,
    signal?: AbortSignal,
    report?: (caseId: string) => void,
  ): Promise<ContractSummary> {
    this.list();
    const item = this.controller.items.get(request.profile ?? '');
    const chosen = item && this.choose([item], [])[0];
    // A profile that has gone meanwhile: the run itself says so.
    return item === undefined || chosen === undefined
      ? this.parts.tests.run(request, {}, signal)
      : this.inRun(new vscode.TestRunRequest([item]), run =>
          this.runChosen(run, chosen, request, signal, report),
        );
  }

  dispose(): void {
    this.listening.dispose();
  }

  private list(): void {
    this.listed = true;
    const { items } = this.controller;
    const profiles = this.parts.profiles.list();
    items.forEach(({ id }) => {
      if (!profiles.some(({ name }) => name === id)) {
        items.delete(id);
      }
    });
    for (const { name } of profiles) {
      if (items.get(name) === undefined) {
        // Without a description: VS Code reads that to a blind user, in the place of the name.
        const item = this.controller.createTestItem(name, inert(name));
        item.canResolveChildren = true;
        items.add(item);
      }
    }
  }

  /** The children of a profile's node. All others are made together with it. */
  private fill(item: vscode.TestItem): void {
    if (item.parent !== undefined || item.children.size > 0) {
      return;
    }
    const create = (id: string, label: string, children: vscode.TestItem[] = []) => {
      const made = this.controller.createTestItem(id, label);
      made.children.replace(children);
      // VS Code sorts by label, unless it is told otherwise; this is the order in which they run.
      made.sortText = String(++order).padStart(3, '0');
      return made;
    };
    let order = 0;
    item.children.replace([
      ...TRANSPORTS.map(transport => {
        const cases = CASES.filter(each => each.transport === transport);
        const leaves = cases.map(({ id, title }) => create(id, title));
        return create(transport, TRANSPORT_LABELS[transport], leaves);
      }),
      create(PARITY.id, PARITY.title),
    ]);
  }

  /** The leaves below these items, by profile. */
  private choose(items: readonly vscode.TestItem[], excluded: readonly vscode.TestItem[]): Chosen[] {
    const chosen = new Map<string, Map<string, vscode.TestItem>>();
    const visit = (item: vscode.TestItem): void => {
      if (isWithin(item, excluded)) {
        return;
      }
      this.fill(item);
      if (item.children.size > 0) {
        item.children.forEach(visit);
        return;
      }
      const { id: name } = rootOf(item);
      chosen.set(name, (chosen.get(name) ?? new Map<string, vscode.TestItem>()).set(item.id, item));
    };
    items.forEach(visit);
    return [...chosen].flatMap(([name, leaves]) => {
      const profile = this.parts.profiles.find(name);
      return profile === undefined ? [] : [{ profile, items: leaves }];
    });
  }

  /** What a person has asked for in the Test Explorer. */
  async runAsked(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    this.list();
    const roots = [...this.controller.items].map(([, item]) => item);
    const runs: { readonly chosen: Chosen; readonly request: ContractRequest }[] = [];
    // Everything is asked first: what runs then needs nobody.
    for (const chosen of this.choose(request.include ?? roots, request.exclude ?? [])) {
      const cases = [...chosen.items.keys()];
      const asked = token.isCancellationRequested ? undefined : await this.parts.ask(chosen.profile, cases);
      if (asked !== undefined) {
        runs.push({ chosen, request: { ...asked, cases } });
      }
    }
    if (runs.length > 0) {
      await this.inRun(request, async run => {
        for (const { chosen, request: asked } of runs) {
          const { error } = await this.runChosen(run, chosen, asked);
          if (error !== undefined && error.kind !== 'cancelled') {
            notify('error', errorText(error), [SHOW_OUTPUT]);
          }
        }
      });
    }
  }

  private async inRun<T>(
    request: vscode.TestRunRequest,
    work: (run: vscode.TestRun) => Promise<T>,
  ): Promise<T> {
    const run = this.controller.createTestRun(request);
    try {
      return await work(run);
    } finally {
      run.end();
    }
  }

  private async runChosen(
    run: vscode.TestRun,
    { profile, items }: Chosen,
    request: ContractRequest,
    signal?: AbortSignal,
    report?: (caseId: string) => void,
  ): Promise<ContractSummary> {
    const stopping = new AbortController();
    const stop = () => stopping.abort();
    if (run.token.isCancellationRequested || signal?.aborted === true) {
      stop();
    }
    const listening = run.token.onCancellationRequested(stop);
    signal?.addEventListener('abort', stop, { once: true });
    const say = (text: string, item?: vscode.TestItem) =>
      run.appendOutput(`${inert(text, 4000)}\r\n`, undefined, item);
    items.forEach(item => run.enqueued(item));
    say(
      l10n.t(
        'The contract of UpdateUserEmail at “{0}” ({1}), with “{2}”',
        profile.name,
        profile.baseUrl,
        request.userName,
      ),
    );
    try {
      const summary = await this.parts.tests.run(
        request,
        {
          started: id => {
            report?.(id);
            withItem(items, id, item => run.started(item));
          },
          ended: (id, result) =>
            withItem(items, id, item => {
              say(resultLine(id, result), item);
              switch (result.verdict) {
                case 'passed':
                  run.passed(item, result.durationMs);
                  break;
                case 'failed':
                  run.failed(item, messagesOf(id, result), result.durationMs);
                  break;
                case 'skipped':
                  run.skipped(item);
              }
            }),
          told: text => say(text),
        },
        stopping.signal,
      );
      say(countWords(summary));
      if (summary.error !== undefined) {
        say(errorText(summary.error));
      }
      return summary;
    } finally {
      listening.dispose();
      signal?.removeEventListener('abort', stop);
    }
  }
}

const rootOf = (item: vscode.TestItem): vscode.TestItem =>
  item.parent === undefined ? item : rootOf(item.parent);

const isWithin = (item: vscode.TestItem, excluded: readonly vscode.TestItem[]): boolean =>
  excluded.includes(item) || (item.parent !== undefined && isWithin(item.parent, excluded));

function withItem(
  items: ReadonlyMap<string, vscode.TestItem>,
  id: string,
  use: (item: vscode.TestItem) => void,
): void {
  const item = items.get(id);
  if (item !== undefined) {
    use(item);
  }
}

/**
 * What came against what was to come, and the way to the exchange. Two messages: of one that can be compared VS Code shows
 * the comparison and nothing else. In the other nothing is foreign: VS Code makes links of addresses, however escaped.
 */
function messagesOf(
  id: string,
  { message, expected, received, exchangeId }: CaseFailure,
): vscode.TestMessage[] {
  const diff = vscode.TestMessage.diff(inert(message, 4000), expected, received);
  if (exchangeId === undefined) {
    return [diff];
  }
  const link = new vscode.MarkdownString();
  link.isTrusted = { enabledCommands: ['inforouter.openExchange'] };
  const argument = encodeURIComponent(JSON.stringify([exchangeId]));
  link.appendMarkdown(`[${l10n.t('Open the Exchange')}](command:inforouter.openExchange?${argument})\n\n`);
  link.appendText(fullTitle(id));
  return [diff, new vscode.TestMessage(link)];
}
