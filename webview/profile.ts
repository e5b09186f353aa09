import type { FormAction, ProfileOption } from '../src/views/protocol';
import { element, foreignText, linkButton } from './dom';
import { setVisible } from './focus';
import { post } from './host';
import { button, dropdown, setChoices } from './toolkit';
import { WORDS } from './words';

export interface ProfilePart {
  readonly root: HTMLElement;
  show(profiles: readonly ProfileOption[], selected: string | undefined): void;
}

const act = (action: FormAction) => () => post({ type: 'action', action });

/** Which server, what is special about it, who is signed in there. `onPick` is told of a choice made by the user. */
export function profilePart(onPick: (name: string) => void): ProfilePart {
  const label = element('span', { class: 'label', id: 'profile-label' }, WORDS.profile);
  const list = dropdown('profile', label, () => {
    if (list.value !== '') {
      onPick(list.value);
    }
  });
  list.setAttribute('aria-describedby', 'profile-about');
  const badges = element('div', { class: 'badges' });
  const server = element('p', { class: 'note', 'data-testid': 'baseUrl' });
  const status = element('p', { class: 'note', 'data-testid': 'profileStatus' });
  const about = element('div', { id: 'profile-about' }, badges, server, status);
  const check = linkButton('checkConnection', WORDS.actions.checkConnection, act('checkConnection'));

  return {
    root: element('div', { class: 'field' }, label, list, about, check),
    show(profiles, selected) {
      const current = profiles.find(({ name }) => name === selected);
      const choices = profiles.map(each => ({
        value: each.name,
        label: each.protected ? WORDS.protectedOption.replace('{0}', () => each.name) : each.name,
      }));
      setChoices(
        list,
        current ? choices : [{ value: '', label: WORDS.chooseProfile }, ...choices],
        current?.name ?? '',
      );
      badges.replaceChildren(...(current ? badgesOf(current) : []));
      server.replaceChildren(...(current ? [foreignText(current.baseUrl)] : []));
      status.replaceChildren(...(current ? [foreignText(current.status)] : []));
      setVisible(check, current !== undefined, list);
    },
  };
}

function badgesOf(profile: ProfileOption): HTMLElement[] {
  const badge = (name: string, label: string, why: string) =>
    element('span', { class: 'badge', 'data-testid': name, title: why }, label);
  return [
    ...(profile.protected ? [badge('protectedBadge', WORDS.protected, WORDS.protectedWhy)] : []),
    ...(profile.untrusted ? [badge('untrustedBadge', WORDS.untrusted, WORDS.untrustedWhy)] : []),
  ];
}

/** What stands there before the first profile does. */
export function welcome(): { readonly root: HTMLElement; readonly first: HTMLElement } {
  const first = button('addProfile', WORDS.actions.addProfile, act('addProfile'), 'primary');
  const root = element(
    'section',
    { class: 'welcome', 'data-testid': 'welcome', hidden: '' },
    element('p', {}, WORDS.welcome),
    element('p', {}, WORDS.welcomeNext),
    first,
    button('startSandbox', WORDS.actions.startSandbox, act('startSandbox')),
    linkButton('openWalkthrough', WORDS.welcomeGuide, act('openWalkthrough')),
  );
  return { root, first };
}
