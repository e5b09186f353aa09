import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import type { Frame, Page } from 'playwright-core';
import { pages } from '../hostModules';

export const THEMES = ['light', 'dark', 'hc-black', 'hc-light'] as const;

/** What VS Code gives a webview of a theme: variables on its root, classes and attributes on its body. */
interface GivenTheme {
  readonly name: string;
  readonly style: string;
  readonly body: Readonly<Record<string, string>>;
}

/** Chooses each theme once, and takes what the form is given of it; `useTheme` then costs nothing. */
export async function takeThemes(page: Page, form: Frame): Promise<readonly GivenTheme[]> {
  const { chooseTheme, eventually } = await pages();
  const given: GivenTheme[] = [];
  const read = () =>
    form.evaluate<Omit<GivenTheme, 'name'>>(`({
      style: document.documentElement.style.cssText,
      body: Object.fromEntries([...document.body.attributes]
        .filter(({ name }) => /^(?:class|data-)/.test(name)).map(({ name, value }) => [name, value])),
    })`);
  for (const name of THEMES) {
    await chooseTheme(page, name);
    const theme = await eventually(`the form in ${name}`, async () => {
      const now = await read();
      return given.every(({ style }) => style !== now.style) ? now : undefined;
    });
    given.push({ name, ...theme });
  }
  return given;
}

/** Gives the form a theme that VS Code has given it before. The toolkit follows with the next frame. */
export const useTheme = (form: Frame, { style, body }: GivenTheme): Promise<void> =>
  form.evaluate(`(async () => {
    document.documentElement.style.cssText = ${JSON.stringify(style)};
    Object.entries(${JSON.stringify(body)}).forEach(([name, value]) => document.body.setAttribute(name, value));
    for (const frame of [1, 2, 3]) await new Promise(done => requestAnimationFrame(done));
  })()`);

/** What axe finds in a document, by rule and element; `rules` are those that are asked, all by default. */
export async function axe(form: Frame, rules?: readonly string[]): Promise<string[]> {
  if (!(await form.evaluate<boolean>(`typeof axe === 'object'`))) {
    await form.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
  }
  const options = { resultTypes: ['violations'], ...(rules && { runOnly: rules }) };
  const { violations } = await form.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(options)})`);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) => `${id}: ${target.join(' ')} ${failureSummary}`),
  );
}

/** Begins to write down what a screen reader is given to say: each text that comes into a live region. */
export const listen = (form: Frame): Promise<void> =>
  form.evaluate(`(() => {
    globalThis.said = [];
    globalThis.listening?.disconnect();
    globalThis.listening = new MutationObserver(changes => {
      const regionOf = ({ target }) => (target.closest ? target : target.parentElement)?.closest('[role=status], [role=alert]');
      for (const region of new Set(changes.map(regionOf))) {
        const words = region ? [...[...region.querySelectorAll('[aria-label]')].map(each => each.ariaLabel), region.innerText] : [];
        const text = words.filter(Boolean).join(' ').replace(/\\s+/g, ' ');
        if (text !== '') said.push(region.role + ': ' + text);
      }
    });
    listening.observe(document.body, { subtree: true, childList: true, characterData: true });
  })()`);

/** What was written down, in its order. */
export const heard = (form: Frame): Promise<string[]> => form.evaluate<string[]>('said');

/** Rules whose answer depends on the theme. */
export const COLOUR_RULES = ['color-contrast', 'link-in-text-block'] as const;

/**
 * What does not fit into the form's document: a page that scrolls sideways, elements beyond its edges, texts that are cut
 * off, and controls that lie over each other. In the page's own words, since there is no other way to measure.
 */
export const misfits = (form: Frame): Promise<string[]> => form.evaluate<string[]>(`(${measure})()`);

const measure = `() => {
  const found = [];
  const root = document.documentElement;
  const nameOf = node => node.dataset?.testid ?? node.className?.baseVal ?? (node.className || node.localName);
  if (root.scrollWidth > root.clientWidth) {
    found.push('the page scrolls sideways: ' + root.scrollWidth + ' > ' + root.clientWidth);
  }
  const isSeen = node => node.checkVisibility() && node.getBoundingClientRect().width > 1;
  const everything = from => [...from.querySelectorAll('*')]
    .filter(node => !node.matches('.unseen, script, vscode-option'))
    .flatMap(node => [node, ...(node.shadowRoot ? everything(node.shadowRoot) : [])]);
  const all = everything(document.body).filter(isSeen);
  for (const node of all) {
    const { left, right } = node.getBoundingClientRect();
    if (left < -0.5 || right > root.clientWidth + 0.5) {
      found.push(nameOf(node) + ' is beyond the edge: ' + left + ' to ' + right + ' of ' + root.clientWidth);
    }
    const scrolls = /auto|scroll/.test(getComputedStyle(node).overflow) || node.localName === 'input';
    if (!scrolls && node.localName !== 'svg' && node.clientWidth > 0 &&
        (node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight + 2)) {
      found.push(nameOf(node) + ' is cut off: ' + [node.scrollWidth, node.clientWidth, node.scrollHeight, node.clientHeight]);
    }
  }
  const pieces = all.filter(node => node.matches('vscode-button, vscode-dropdown, vscode-text-field, vscode-checkbox, button.link, summary, pre, .headline, .badge, .hint:not(:empty), bdi'));
  const boxes = pieces.map(node => [node, node.getBoundingClientRect()]);
  boxes.forEach(([one, a], at) => boxes.slice(at + 1).forEach(([other, b]) => {
    const over = Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
    if (over && !one.contains(other) && !other.contains(one)) {
      found.push(nameOf(one) + ' lies over ' + nameOf(other));
    }
  }));
  return found;
}`;

/** Pulls the edge of the side bar to where it is so many pixels wide. */
export async function setSideBarWidth(page: Page, width: number): Promise<void> {
  const box = await page.locator('[id="workbench.parts.sidebar"]').boundingBox();
  if (box === null) {
    throw new Error('There is no side bar.');
  }
  await page.mouse.move(box.x + box.width, box.y + 200);
  await page.mouse.down();
  await page.mouse.move(box.x + width, box.y + 200, { steps: 4 });
  await page.mouse.up();
}
