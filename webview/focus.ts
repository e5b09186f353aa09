/**
 * The focus of the form, which never gets lost. A browser forgets which element of a page had it as soon as another frame
 * takes it, and all of VS Code around the form is another frame: whoever came back from a question would begin at the top.
 */

/** The element that has the focus or, while another frame has it, will have it again. */
let holder: HTMLElement | undefined;
/** The holder was given the focus by the form, and the user has typed nothing since. */
let given = false;

/** Begins to remember the focus, and gives it back with the page's; where there is none yet, to `first`. */
export function keepFocus(first: () => HTMLElement): void {
  document.addEventListener('focusin', ({ target }) => {
    holder = target instanceof HTMLElement ? target : undefined;
    given = false;
  });
  document.addEventListener('input', () => (given = false));
  window.addEventListener('focus', () => takeFocus(first));
}

/** Gives a focus that only the page has to the element that had it last, or else to `first`. */
export function takeFocus(first: () => HTMLElement): void {
  if (document.hasFocus() && document.activeElement === document.body) {
    give(holder?.checkVisibility() ? holder : first());
  }
}

/** Whether an element holds the focus, or will when the page has it again. */
export function holdsFocus(at: Element): boolean {
  return at.contains(document.hasFocus() ? document.activeElement : (holder ?? null));
}

/** Whether the user is at work in an element: they brought the focus of the page there, or have typed since it came. */
export function isUsed(at: Element): boolean {
  return document.hasFocus() && at.contains(document.activeElement) && !given;
}

/**
 * Gives a focus whose element has gone to `heir`: at once, or when the page has it again. While VS Code asks something, the
 * page would take the focus away from the question.
 */
export function passFocus(heir: HTMLElement): void {
  if (document.hasFocus()) {
    give(heir);
  } else {
    holder = heir;
  }
}

/** Shows or hides an element; a focus that would vanish with it goes to `heir`. */
export function setVisible(at: HTMLElement, visible: boolean, heir: HTMLElement): void {
  const orphaned = !visible && !at.hidden && holdsFocus(at);
  at.hidden = !visible;
  if (orphaned) {
    passFocus(heir);
  }
}

/** Scrolls nowhere: where the page gets the focus by a click, what is clicked must not move away. */
function give(at: HTMLElement): void {
  at.focus({ preventScroll: true });
  given = true;
}
