import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Profile } from '../session/profile';
import { unknownProfile, type Profiles } from '../session/profiles';
import type { Session } from '../session/session';
import { inert } from '../views/foreignText';
import { named } from '../views/profileWords';
import { notify, OPEN_PROFILE_SETTINGS } from '../views/notify';
import { ProfileEntrance } from '../views/profileEntrance';

/** The profile whose tree item a command was called on. */
export function clickedProfile(profiles: Profiles, entrance: unknown): Profile | undefined {
  return entrance instanceof ProfileEntrance ? profiles.find(entrance.profileName) : undefined;
}

/**
 * The profile that a command is about: the clicked one, else the selected one, else one that the user picks. In a
 * workspace that is not trusted the user always picks: a link in a document may have called, and nothing is sent then.
 * @returns `undefined` when there is none, which the user is told, or the question was dismissed.
 */
export async function askProfile(profiles: Profiles, entrance: unknown): Promise<Profile | undefined> {
  if (entrance instanceof ProfileEntrance) {
    const clicked = clickedProfile(profiles, entrance);
    if (clicked === undefined) {
      notify('warning', unknownProfile(entrance.profileName));
    }
    return clicked;
  }
  const selected = vscode.workspace.isTrusted ? profiles.selected : undefined;
  return selected ?? (await pickProfile(profiles, profiles.list()));
}

/** Where a call goes, for a progress message: the named profile, or the selected one. */
export function place(session: Session, name: string | undefined): string {
  const profile = session.profile(name);
  return 'kind' in profile ? `“${name ?? ''}”` : named(profile);
}

/** One of the candidates, picked by the user; where there is none, the user is told how to get one. */
export async function pickProfile(
  profiles: Profiles,
  candidates: readonly Profile[],
  title = l10n.t('Which infoRouter profile?'),
): Promise<Profile | undefined> {
  if (candidates.length === 0) {
    tellNoProfile(profiles);
    return undefined;
  }
  const items = candidates.map(profile => ({
    label: inert(profile.name),
    description: [
      profile.name === profiles.selected?.name && l10n.t('selected'),
      inert(profile.baseUrl),
      profile.protected && l10n.t('protected'),
    ]
      .filter(Boolean)
      .join(' · '),
    ...(profile.protected && { iconPath: new vscode.ThemeIcon('shield') }),
    profile,
  }));
  const options = {
    title,
    placeHolder: l10n.t('Type a name or an address'),
    matchOnDescription: true,
    ignoreFocusOut: true,
  };
  return (await vscode.window.showQuickPick(items, options))?.profile;
}

function tellNoProfile(profiles: Profiles): void {
  const problem = profiles.problems()[0];
  const words = [l10n.t('There is no infoRouter profile yet.'), problem].filter(Boolean).join(' ');
  notify('information', words, [
    ...(problem === undefined ? [] : [OPEN_PROFILE_SETTINGS]),
    [l10n.t('Add Profile…'), 'inforouter.addProfile'],
    [l10n.t('Start Local Sandbox'), 'inforouter.startSandbox'],
  ]);
}
