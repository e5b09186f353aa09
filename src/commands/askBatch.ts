import * as l10n from '@vscode/l10n';
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Preview } from '../batch/preview';
import type { BatchEntry } from '../batch/ports';
import type { BatchOptions } from '../batch/summary';
import type { Profile } from '../session/profile';
import { unknownProfile } from '../session/profiles';
import { inert, quoted } from '../views/foreignText';
import { GONE_BATCH } from '../views/goneWords';
import { named } from '../views/profileWords';
import { instant, number } from '../views/language';
import { askCsv, readChosen, type ChosenCsv } from './askCsv';
import { clickedProfile, askProfile } from './askProfile';
import { askProtected } from './askProtected';
import { BatchAgain, BatchEntrance } from '../views/batchEntrance';
import { toSource } from './batchFiles';
import { lookThrough } from './batchPreview';
import { askOptions } from './batchSteps';
import type { BatchCall } from './batchCall';
import type { Services } from './command';
import { notify } from '../views/notify';
import { nameOf } from './files';

/** A CSV, and where its run is to be gone on with: which, and by which profile. */
interface Begun {
  readonly chosen: ChosenCsv;
  readonly run?: { readonly entry: BatchEntry; readonly profile: Profile };
}

/** Everything that a person is asked before a batch: file, columns, whether to resume, profile, options, and the word. */
export async function askBatch(services: Services, entrance: unknown): Promise<BatchCall | undefined> {
  if (entrance instanceof BatchAgain) {
    return askAgain(services, entrance);
  }
  const begun = await askBegun(services, entrance);
  if (begun === undefined) {
    return undefined;
  }
  const { chosen, run } = begun;
  const entry = run?.entry;
  const profile = run?.profile ?? (await askProfile(services.profiles, entrance));
  const options = profile && (await askOptions(nameOf(chosen.file), profile, entry));
  return options && previewed(services, chosen, profile, options, entry);
}

/** The file, and whether the run that it was left in is to be gone on with. */
async function askBegun(services: Services, entrance: unknown): Promise<Begun | undefined> {
  const { batches, profiles } = services;
  if (entrance instanceof BatchEntrance) {
    return entryOf(services, entrance.batchId);
  }
  const chosen = await askCsv(services, entrance);
  const entry = chosen && (await batches.unfinished(toSource(chosen.file, chosen.csv)));
  if (chosen === undefined || entry === undefined) {
    return chosen && { chosen };
  }
  if (entry.running === true) {
    notify('warning', l10n.t('“{0}” is being sent already; wait for its end, or cancel it.', entry.name));
    return undefined;
  }
  const clicked = clickedProfile(profiles, entrance);
  const profile = batches.profileOf(entry, clicked && [clicked]);
  if (clicked !== undefined && profile === undefined) {
    // The user means another server: that is another run.
    return { chosen };
  }
  const resume = profile && {
    label: l10n.t('Resume'),
    description: inert(leftWords(entry), 200),
    run: { entry, profile },
  };
  const again = {
    label: l10n.t('Start Over'),
    description: l10n.t('sends every row again'),
    run: undefined,
  };
  const picked = await vscode.window.showQuickPick(resume === undefined ? [again] : [resume, again], {
    title: inert(l10n.t('A run of {0} at “{1}” was not finished', entry.name, entry.profile)),
    placeHolder: resume === undefined ? inert(noProfile(entry)) : l10n.t('Go on where it stopped?'),
    ignoreFocusOut: true,
  });
  return picked && { chosen, ...(picked.run && { run: picked.run }) };
}

const noProfile = ({ profile, endpoint }: BatchEntry): string =>
  l10n.t(
    '“{0}” is no longer a profile of {1}. To go on, choose the file from the menu of a profile of that server.',
    profile,
    endpoint,
  );

/** How far a run got: `5 of 8 rows are left, since 24/11/2026, 14:00:00`. */
function leftWords({ counts, total, startedAt }: BatchEntry): string {
  const since = instant(startedAt);
  if (counts === undefined) {
    return total === 1
      ? l10n.t('it ended in the middle of 1 row, begun {0}', since)
      : l10n.t('it ended in the middle of {0} rows, begun {1}', number(total), since);
  }
  const left = number(counts.notAttempted);
  return total === 1
    ? l10n.t('{0} of 1 row is left, begun {1}', left, since)
    : l10n.t('{0} of {1} rows are left, begun {2}', left, number(total), since);
}

/** What a batch of the history needs to go on: its file, unchanged, and a profile of its server. */
async function entryOf(services: Services, id: string): Promise<Begun | undefined> {
  const entry = await services.batches.find(id);
  if (entry === undefined) {
    notify('information', GONE_BATCH);
    return undefined;
  }
  const file = vscode.Uri.parse(entry.csv);
  const chosen = await readChosen(services, file, entry.columns);
  if (chosen !== undefined && chosen.csv.sha256 !== entry.sha256) {
    notify(
      'warning',
      l10n.t('“{0}” has changed since the run; only the same rows can be gone on with.', entry.name),
      [[l10n.t('Open File'), 'vscode.open', file]],
    );
    return undefined;
  }
  const profile = services.batches.profileOf(entry);
  if (profile === undefined) {
    notify('warning', noProfile(entry));
    return undefined;
  }
  return chosen && { chosen, run: { entry, profile } };
}

/** The preview, and the question that it is for. */
async function previewed(
  services: Services,
  chosen: ChosenCsv,
  profile: Profile,
  options: BatchOptions,
  entry: BatchEntry | undefined,
): Promise<BatchCall | undefined> {
  const title = l10n.t('Looking through {0}', nameOf(chosen.file));
  const settings = { location: vscode.ProgressLocation.Notification, title: inert(title), cancellable: true };
  const request = { source: toSource(chosen.file, chosen.csv), profile, options, entry, dryRun: false };
  const preview = await vscode.window.withProgress(settings, async (progress, token) => {
    const aborting = new AbortController();
    const listening = token.onCancellationRequested(() => aborting.abort());
    let shown = 0;
    try {
      return await lookThrough(services, request, aborting.signal, (asked, of) => {
        const message =
          of === 1
            ? l10n.t('{0} of 1 user asked for', number(asked))
            : l10n.t('{0} of {1} users asked for', number(asked), number(of));
        progress.report({ message, increment: ((asked - shown) * 100) / of });
        shown = asked;
      });
    } finally {
      listening.dispose();
    }
  });
  const batch = callOf(chosen, profile, options, entry);
  return (await confirmed(profile, chosen, preview)) ? batch : undefined;
}

const callOf = (
  { file, csv }: ChosenCsv,
  profile: Profile,
  options: BatchOptions,
  entry: BatchEntry | undefined,
): BatchCall => ({
  file,
  source: toSource(file, csv),
  profile: profile.name,
  ...options,
  resume: entry !== undefined,
  batchId: entry?.id ?? randomUUID(),
  dryRun: false,
  confirmed: profile.protected,
});

/** The question below the preview, and the second one of a protected server. */
async function confirmed(profile: Profile, { file }: ChosenCsv, { expected }: Preview): Promise<boolean> {
  const { change, notAsked } = expected;
  const count = new Set([...change, ...notAsked].map(({ userName }) => userName.toLowerCase())).size;
  const update =
    count > 0
      ? count === 1
        ? l10n.t('Update 1 user at {0}', named(profile))
        : l10n.t('Update {0} users at {1}', number(count), named(profile))
      : l10n.t('Run it all the same at {0}: no address is expected to change', named(profile));
  const picked = await vscode.window.showQuickPick([inert(update), l10n.t('Cancel')], {
    title: inert(nameOf(file)),
    placeHolder: l10n.t('Nothing has been changed yet. Look through the preview, then decide.'),
    // The preview is to be read meanwhile.
    ignoreFocusOut: true,
  });
  return picked === inert(update) && confirmProtectedBatch(profile, file, count);
}

/** Asks once more where the server is a production server. */
export const confirmProtectedBatch = (profile: Profile, file: vscode.Uri, count: number): Promise<boolean> =>
  askProtected(profile, l10n.t('Update'), () =>
    count === 1
      ? l10n.t('Give 1 user of it the email addresses of {0}?', quoted(nameOf(file)))
      : l10n.t('Give {0} users of it the email addresses of {1}?', number(count), quoted(nameOf(file))),
  );

/** After a notification’s button: signs in where that is needed, and goes on. The preview was seen before. */
async function askAgain(services: Services, again: BatchAgain): Promise<BatchCall | undefined> {
  const { profileName, file, csv, options, resume, batchId } = again;
  const { batches, profiles } = services;
  const entry = resume ? await batches.find(batchId) : undefined;
  const profile = entry
    ? batches.profileOf({ endpoint: entry.endpoint, profile: profileName })
    : profiles.find(profileName);
  if (profile === undefined) {
    notify('warning', entry ? noProfile(entry) : unknownProfile(profileName));
    return undefined;
  }
  // One that was renamed has taken its ticket along.
  if (again.signIn && profile.name === profileName && !(await services.signIn(profile.name))) {
    return undefined;
  }
  const chosen = await readChosen(services, file, csv.names);
  if (chosen === undefined) {
    return undefined;
  }
  if ((resume && entry === undefined) || csv.sha256 !== chosen.csv.sha256) {
    notify(
      'warning',
      l10n.t('Nothing is left to be done of “{0}”, or it has changed meanwhile.', nameOf(file)),
    );
    return undefined;
  }
  const left = entry ? (await batches.counts(entry)).notAttempted : chosen.csv.rows.length;
  // Where nothing is left the reports alone are written.
  return left === 0 || (await confirmProtectedBatch(profile, file, left))
    ? callOf(chosen, profile, options, entry)
    : undefined;
}
