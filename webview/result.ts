import type { FormResult, ShownVerification } from '../src/views/protocol';
import { codeBlock } from './codeBlock';
import { element, foreignText, linkButton } from './dom';
import { setVisible } from './focus';
import { post } from './host';
import { icon, type IconName } from './icons';
import { button } from './toolkit';
import { WORDS } from './words';

export type Task = keyof typeof WORDS.running;

export interface ResultPanel {
  readonly root: HTMLElement;
  showRunning(task: Task): void;
  /** `again` where it was announced before; nothing is then. */
  showResult(result: FormResult, again: boolean): void;
  /** Back to what stood there before the call that was given up or that reports elsewhere; nothing is announced. */
  showPrevious(): void;
}

/**
 * How the last call ended. The verdict goes into one of three places that are there from the start, as a live region
 * must be: good news and progress are read out when there is a pause, a failure at once, what is shown again never.
 */
export function resultPanel(): ResultPanel {
  const polite = element('div', { role: 'status' });
  const urgent = element('div', { role: 'alert' });
  const silent = element('div');
  const offers = element('div', { class: 'row offers', hidden: '' });
  const evidence = evidencePart();
  const root = element(
    'section',
    // It takes the focus of a button that a new call hides.
    { class: 'result', 'data-testid': 'result', 'aria-label': WORDS.result, tabindex: '-1' },
    polite,
    urgent,
    silent,
    offers,
    evidence.root,
  );
  let last: FormResult | undefined;

  function say(
    place: HTMLElement | undefined,
    state: string,
    kind: string | undefined,
    words: readonly Node[],
  ) {
    [polite, urgent, silent].forEach(each => each.replaceChildren(...(each === place ? words : [])));
    root.dataset['state'] = state;
    if (kind === undefined) {
      delete root.dataset['kind'];
    } else {
      root.dataset['kind'] = kind;
    }
  }

  function show(result: FormResult, place: HTMLElement): void {
    say(place, result.success ? 'success' : 'failure', result.kind, verdict(result));
    setVisible(offers, false, root);
    offers.replaceChildren(
      ...result.offers.map(action =>
        button(`offer-${action}`, WORDS.actions[action], () => post({ type: 'offer', action })),
      ),
    );
    offers.hidden = result.offers.length === 0;
    evidence.show(result);
  }

  say(undefined, 'idle', undefined, []);
  return {
    root,
    showRunning(task) {
      const words = element('p', { class: 'line' }, icon('loading'), WORDS.running[task]);
      say(polite, 'running', undefined, [words]);
      setVisible(offers, false, root);
      setVisible(evidence.root, false, root);
    },
    showResult(result, again) {
      last = result;
      if (again) {
        show(result, silent);
        return;
      }
      // A success that is not what is stored is no good news.
      const place = result.success && result.verification?.verdict !== 'failed' ? polite : urgent;
      show(result, place);
      // Below a long request it would be out of sight.
      (offers.hidden ? place : offers).scrollIntoView({ block: 'nearest' });
    },
    showPrevious() {
      if (last) {
        show(last, silent);
      } else {
        say(undefined, 'idle', undefined, []);
      }
    },
  };
}

/** The server's words, what they mean, and the next step. */
function verdict({
  success,
  kind,
  code,
  headline,
  meaning,
  remedy,
  verification,
}: FormResult): HTMLElement[] {
  const number = code === undefined || headline.startsWith(`[${code}]`) ? '' : `[${code}] `;
  const sign = !success
    ? icon(kind === 'cancelled' ? 'cancelled' : 'failure', WORDS.failed)
    : verification?.verdict === 'failed'
      ? icon('warning')
      : icon('success', WORDS.succeeded);
  const words = element('p', { 'data-testid': 'headline' }, number, foreignText(headline));
  const line = element('div', { class: 'headline line' }, sign, words);
  const step = element('span', { class: 'label' }, `${WORDS.nextStep} `);
  return [
    line,
    ...(meaning === '' ? [] : [element('p', { class: 'meaning', 'data-testid': 'meaning' }, meaning)]),
    ...(verification === undefined ? [] : [verificationPart(verification)]),
    element('p', { class: 'remedy', 'data-testid': 'remedy' }, step, foreignText(remedy)),
  ];
}

const VERDICT_ICONS: { readonly [V in ShownVerification['verdict']]: IconName } = {
  passed: 'success',
  unchanged: 'success',
  failed: 'warning',
  unknown: 'warning',
};

/** What is stored: the verdict in words and by a sign, then the address before and after. */
function verificationPart({ verdict: how, words, before, after }: ShownVerification): HTMLElement {
  const address = (label: string, text: string | undefined) =>
    element(
      'p',
      {},
      element('span', { class: 'label' }, label),
      ' ',
      text === undefined ? WORDS.notTold : text === '' ? WORDS.emptyStored : foreignText(text),
    );
  return element(
    'div',
    { class: 'verification', 'data-testid': 'verification', 'data-verdict': how },
    element(
      'div',
      { class: 'line' },
      icon(VERDICT_ICONS[how]),
      element('p', {}, element('strong', {}, WORDS.verdicts[how]), ' ', foreignText(words)),
    ),
    element(
      'div',
      { class: 'beforeAfter', 'data-testid': 'beforeAfter' },
      address(WORDS.before, before),
      address(WORDS.after, after),
    ),
  );
}

/** What the verdict rests on: status and time, the raw answer, and the way to the whole exchange. */
function evidencePart(): { readonly root: HTMLElement; show(result: FormResult): void } {
  let body = '';
  const facts = element('p', { class: 'note', 'data-testid': 'facts' });
  const response = codeBlock('responseXml', WORDS.response);
  const copied = element('span', { class: 'note', role: 'status' });
  const copy = button('copyResponse', WORDS.copy, () => {
    navigator.clipboard.writeText(body).then(
      () => (copied.textContent = WORDS.copied),
      () => (copied.textContent = WORDS.notCopied),
    );
  });
  const showSecrets = linkButton('showSecrets', WORDS.actions.showSecrets, () =>
    post({ type: 'offer', action: 'showSecrets' }),
  );
  const links = element(
    'div',
    { class: 'row' },
    copy,
    linkButton('showOutput', WORDS.actions.showOutput, () => post({ type: 'offer', action: 'showOutput' })),
    showSecrets,
    copied,
  );
  const root = element('div', { class: 'evidence', hidden: '' }, facts, response.root, links);
  return {
    root,
    show(result) {
      body = result.responseBody;
      facts.replaceChildren(foreignText(result.facts));
      response.show(body);
      response.root.hidden = copy.hidden = body === '';
      copied.textContent = '';
      showSecrets.hidden = result.exchangeId === '';
      root.hidden = false;
    },
  };
}
