import * as vscode from 'vscode';
import type { Preview } from '../batch/preview';
import type { BatchEntry } from '../batch/ports';
import type { BatchOptions } from '../batch/summary';
import type { Profile } from '../session/profile';
import { inert, quoted } from '../views/foreignText';
import { named } from '../views/profileWords';
import { counted } from '../views/rowNumbers';
import { askCsv, readChosen, type ChosenCsv } from './askCsv';
import { clickedProfile, askProfile } from './askProfile';
import { askProtected } from './askProtected';
import { BatchAgain, BatchEntrance } from './batchEntrance';
import { toSource } from './batchFiles';
import { lookThrough } from './batchPreview';
import { askOptions } from './batchSteps';
import type { BatchCall } from './batchCall';
import type { Services } from './command';
import { notify } from './notify';
import { ProfileEntrance } from './profileEntrance';
import { nameOf } from './files';

/** A batch that is to be gone on with, and the run that it goes on with. */
interface Begun {
  readonly chosen: ChosenCsv;
  readonly entry: BatchEntry | undefined;
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
  const { chosen, entry } = begun;
  const profile = await askProfile(
    services.profiles,
    entry === undefined ? entrance : new ProfileEntrance(entry.profile),
  );
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
    return chosen && { chosen, entry: undefined };
  }
  if (entry.running === true) {
    notify('warning', `“${entry.name}” is being sent already; wait for its end, or cancel it.`);
    return undefined;
  }
  const clicked = clickedProfile(profiles, entrance);
  if (profiles.find(entry.profile) === undefined || (clicked && clicked.name !== entry.profile)) {
    // The profile is gone, or the user means another server: that is another run.
    return { chosen, entry: undefined };
  }
  const resume = { label: 'Resume', description: inert(leftWords(entry), 200), entry };
  const again = { label: 'Start Over', description: 'sends every row again', entry: undefined };
  const picked = await vscode.window.showQuickPick([resume, again], {
    title: inert(`A run of ${entry.name} at “${entry.profile}” was not finished`),
    placeHolder: 'Go on where it stopped?',
    ignoreFocusOut: true,
  });
  return picked && { chosen, entry: picked.entry };
}

/** How far a run got: `5 of 8 rows are left, since 24/11/2026, 14:00:00`. */
function leftWords({ counts, total, startedAt }: BatchEntry): string {
  const since = `begun ${startedAt.toLocaleString()}`;
  return counts === undefined
    ? `it ended in the middle of ${counted(total, 'row')}, ${since}`
    : `${counts.notAttempted.toLocaleString('en')} of ${counted(total, 'row')} are left, ${since}`;
}

/** What a batch of the history needs to go on: its file, unchanged. */
async function entryOf(services: Services, id: string): Promise<Begun | undefined> {
  const entry = await services.batches.find(id);
  if (entry === undefined) {
    notify('information', 'This batch is no longer in the history.');
    return undefined;
  }
  const file = vscode.Uri.parse(entry.csv);
  const chosen = await readChosen(services, file, entry.columns);
  if (chosen !== undefined && chosen.csv.sha256 !== entry.sha256) {
    notify('warning', `“${entry.name}” has changed since the run; only the same rows can be gone on with.`, [
      ['Open File', 'vscode.open', file],
    ]);
    return undefined;
  }
  return chosen && { chosen, entry };
}

/** The preview, and the question that it is for. */
async function previewed(
  services: Services,
  chosen: ChosenCsv,
  profile: Profile,
  options: BatchOptions,
  entry: BatchEntry | undefined,
): Promise<BatchCall | undefined> {
  const title = `Looking through ${nameOf(chosen.file)}`;
  const settings = { location: vscode.ProgressLocation.Notification, title: inert(title), cancellable: true };
  const request = { source: toSource(chosen.file, chosen.csv), profile, options, entry, dryRun: false };
  const preview = await vscode.window.withProgress(settings, async (progress, token) => {
    const aborting = new AbortController();
    const listening = token.onCancellationRequested(() => aborting.abort());
    let shown = 0;
    try {
      return await lookThrough(services, request, aborting.signal, (asked, of) => {
        const message = `${asked.toLocaleString('en')} of ${counted(of, 'user')} asked for`;
        progress.report({ message, increment: ((asked - shown) * 100) / of });
        shown = asked;
      });
    } finally {
      listening.dispose();
    }
  });
  const batch = callOf(chosen, profile, options, entry !== undefined);
  return (await confirmed(profile, chosen, preview)) ? batch : undefined;
}

const callOf = (
  { file, csv }: ChosenCsv,
  profile: Profile,
  options: BatchOptions,
  resume: boolean,
): BatchCall => ({
  file,
  source: toSource(file, csv),
  profile: profile.name,
  ...options,
  resume,
  dryRun: false,
  confirmed: profile.protected,
});

/** The question below the preview, and the second one of a protected server. */
async function confirmed(profile: Profile, { file }: ChosenCsv, { expected }: Preview): Promise<boolean> {
  const { change, notAsked } = expected;
  const count = new Set([...change, ...notAsked].map(({ userName }) => userName.toLowerCase())).size;
  const update =
    count > 0
      ? `Update ${counted(count, 'user')} at ${named(profile)}`
      : `Run it all the same at ${named(profile)}: no address is expected to change`;
  const picked = await vscode.window.showQuickPick([inert(update), 'Cancel'], {
    title: inert(nameOf(file)),
    placeHolder: 'Nothing has been changed yet. Look through the preview, then decide.',
    // The preview is to be read meanwhile.
    ignoreFocusOut: true,
  });
  return picked === inert(update) && confirmProtectedBatch(profile, file, count);
}

/** Asks once more where the server is a production server. */
export const confirmProtectedBatch = (profile: Profile, file: vscode.Uri, count: number): Promise<boolean> =>
  askProtected(
    profile,
    'Update',
    () => `Give ${counted(count, 'user')} of it the email addresses of ${quoted(nameOf(file))}?`,
  );

/** After a notification’s button: signs in where that is needed, and goes on. The preview was seen before. */
async function askAgain(services: Services, again: BatchAgain): Promise<BatchCall | undefined> {
  const { profileName, file, csv, options, resume } = again;
  const { names, sha256 } = csv;
  const profile = services.session.profile(profileName);
  if ('kind' in profile) {
    notify('warning', profile.message);
    return undefined;
  }
  if (again.signIn && !(await services.signIn(profile.name))) {
    return undefined;
  }
  const chosen = await readChosen(services, file, names);
  if (chosen === undefined) {
    return undefined;
  }
  const entry = resume ? await services.batches.unfinished(toSource(file, chosen.csv)) : undefined;
  if ((resume && entry === undefined) || sha256 !== chosen.csv.sha256) {
    notify('warning', `Nothing is left to be done of “${nameOf(file)}”, or it has changed meanwhile.`);
    return undefined;
  }
  const left = entry?.counts?.notAttempted ?? chosen.csv.rows.length;
  return (await confirmProtectedBatch(profile, file, left))
    ? callOf(chosen, profile, options, resume)
    : undefined;
}
