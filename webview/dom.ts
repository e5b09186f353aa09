import { shown } from '../src/views/foreignText';

type Attributes = Readonly<Record<string, string>>;

/** Builds an element. A string among `children` becomes text: markup in it is shown, never parsed. */
export function element<T extends keyof HTMLElementTagNameMap>(
  tag: T,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[T] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

/** A piece of the user's or the server's text, which can't turn the text around it the other way. */
export function foreignText(text: string, limit = 2000): HTMLElement {
  return element('bdi', {}, shown(text, limit));
}

/** A sentence of ours with `{0}` in it, and the foreign text that stands there. */
export function phrase(sentence: string, text: string): readonly (Node | string)[] {
  const [before = '', after = ''] = sentence.split('{0}');
  return [before, foreignText(text), after];
}

/** An action in the midst of text: looks like a link, is a button. */
export function linkButton(testId: string, label: string, onPress: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button', class: 'link', 'data-testid': testId }, label);
  made.addEventListener('click', onPress);
  return made;
}
