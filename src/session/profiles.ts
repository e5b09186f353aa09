import * as l10n from '@vscode/l10n';
import { EventEmitter } from 'node:events';
import { baseUrlProblem, nameProblem, toProfile, type Profile, type ProfileFields } from './profile';
import { namesOf, placeOf, readEntries } from './profileEntries';
import { mergeProfiles, type ConflictChoice } from './profileImport';
import type { ProfileSettings, Selection } from './ports';

/** The fields of a profile that an edit changes. */
export type ProfileChanges = Partial<Profile>;

/**
 * The profiles of the setting, the sandbox's, which lives in memory, and which of them is selected. Reading is free of
 * I/O; a change resolves when the setting is written and rejects in VS Code's words when it cannot be.
 */
export class Profiles {
  private sandbox: Profile | undefined;
  private sandboxSelected = false;
  private readonly changes = new EventEmitter<{ change: [] }>();

  constructor(
    private readonly settings: ProfileSettings,
    private readonly selection: Selection,
  ) {}

  list(): Profile[] {
    const stored = this.readAll().filter(entry => typeof entry !== 'string');
    return this.sandbox === undefined ? stored : [this.sandbox, ...stored];
  }

  /** The profiles that can be changed: all but the sandbox's. */
  editable(): Profile[] {
    return this.list().filter(profile => profile !== this.sandbox);
  }

  /** One sentence for each entry of the setting that cannot be used. */
  problems(): string[] {
    return this.readAll().flatMap((entry, at) =>
      typeof entry === 'string'
        ? [l10n.t('Entry {0} of “inforouter.profiles” is not used. {1}', at + 1, entry)]
        : [],
    );
  }

  find(name: string): Profile | undefined {
    return this.list().find(profile => profile.name === name);
  }

  get selected(): Profile | undefined {
    if (this.sandboxSelected) {
      return this.sandbox;
    }
    const name = this.selection.get();
    return name === undefined ? this.only : this.find(name);
  }

  /** In a folder that is opened for the first time: where there is one profile there is nothing to choose. */
  private get only(): Profile | undefined {
    const all = this.editable();
    return all.length === 1 && this.selection.get() === undefined ? all[0] : undefined;
  }

  /** Rejects on a name that is taken and on an address that is not plain http(s). The first profile is selected. */
  async add(fields: ProfileFields): Promise<Profile> {
    const profile = toProfile(fields);
    const { only } = this;
    // Judged on the entries of the moment of the write: another command may just have taken the name.
    await this.settings.change(entries => {
      refuse(nameProblem(fields.name, namesOf(entries)) ?? baseUrlProblem(fields.baseUrl));
      return [...entries, profile];
    });
    if (this.editable().length === 1) {
      await this.selection.set(profile.name);
    }
    await this.keepSelected(only);
    this.changed();
    return profile;
  }

  /** Replaces fields of a profile; whatever else the entry of the setting holds stays as it is. */
  async edit(name: string, changes: ProfileChanges): Promise<{ before: Profile; after: Profile }> {
    let before = this.stored(name);
    let after = before;
    await this.settings.change(entries => {
      before = this.stored(name);
      after = toProfile({ ...before, ...changes });
      const at = placeOf(entries, name);
      // The name it has is no question: entries made by hand may share it, and are not used.
      const taken = after.name === name ? [] : namesOf(entries.toSpliced(at, 1));
      refuse(nameProblem(after.name, taken) ?? baseUrlProblem(after.baseUrl));
      // A user name that was taken away must not stay behind.
      return entries.with(at, { ...(entries[at] as object), userName: undefined, ...after });
    });
    if (this.selection.get() === name) {
      await this.selection.set(after.name);
    }
    this.changed();
    return { before, after };
  }

  /** Adds profiles of a file, all in one write. */
  async importAll(
    imported: readonly Profile[],
    onConflict: ConflictChoice,
    untrustedAllowed: boolean,
  ): Promise<Omit<ReturnType<typeof mergeProfiles>, 'entries'>> {
    const merge = (entries: readonly unknown[]) =>
      mergeProfiles(entries, imported, onConflict, untrustedAllowed);
    // Merged with the entries of the moment of the write, as every change is.
    let merged = merge([]);
    const { only } = this;
    await this.settings.change(entries => (merged = merge(entries)).entries);
    await this.keepSelected(only);
    this.changed();
    return merged;
  }

  /** What was selected because there was no other stays selected when another comes. */
  private async keepSelected(only: Profile | undefined): Promise<void> {
    if (only !== undefined) {
      await this.selection.set(only.name);
    }
  }

  async remove(name: string): Promise<void> {
    await this.settings.change(entries => {
      this.stored(name);
      return entries.toSpliced(placeOf(entries, name), 1);
    });
    if (this.selection.get() === name) {
      // Nothing, and not “not chosen yet”: no other server takes the place of the one that was removed.
      await this.selection.set('');
    }
    this.changed();
  }

  async select(name: string): Promise<Profile> {
    const profile = this.find(name);
    if (profile === undefined) {
      throw new Error(unknownProfile(name));
    }
    // The sandbox lives no longer than the window, so that it is selected is not remembered beyond it either.
    this.sandboxSelected = profile === this.sandbox;
    if (!this.sandboxSelected) {
      await this.selection.set(name);
    }
    this.changed();
    return profile;
  }

  /** Adds and selects the sandbox's profile; `undefined` takes it away, and what was selected before is again. */
  setSandbox(profile: Profile | undefined): void {
    this.sandbox = profile;
    this.sandboxSelected = profile !== undefined;
    this.changed();
  }

  /** Tells that the profiles, the selection, or what is known of a ticket has changed. */
  changed(): void {
    this.changes.emit('change');
  }

  /** @returns what ends the listening. */
  onDidChange(listener: () => void): { dispose(): void } {
    this.changes.on('change', listener);
    return { dispose: () => this.changes.off('change', listener) };
  }

  /** Every name that is taken, those of unusable entries too. */
  names(): string[] {
    return namesOf(this.settings.read());
  }

  private stored(name: string): Profile {
    const profile = this.find(name);
    if (profile === undefined) {
      throw new Error(unknownProfile(name));
    }
    if (profile === this.sandbox) {
      throw new Error(l10n.t('The sandbox’s profile cannot be changed; stop the sandbox to remove it.'));
    }
    return profile;
  }

  private readAll(): (Profile | string)[] {
    return readEntries(this.settings.read());
  }
}

export const unknownProfile = (name: string): string =>
  l10n.t('There is no profile named “{0}”; add it, or choose another one.', name);

function refuse(problem: string | undefined): void {
  if (problem !== undefined) {
    throw new Error(problem);
  }
}
