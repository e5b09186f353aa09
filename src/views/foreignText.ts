/**
 * What the user, a server or a settings file wrote, made fit to stand beside words of ours. Only what is shown is
 * changed: what is sent, kept and recorded stays as it is.
 */

/**
 * Characters that turn the direction of text. They reach beyond the text that they stand in: U+2069 closes even the
 * isolate that a `<bdi>` opens, and U+202E behind it turns whatever follows.
 */
const TURNS = /\p{Bidi_Control}/gu;

/** The first `limit` UTF-16 units of a text, never half a character, and how many more there are. */
export function clip(text: string, limit: number): readonly [head: string, left: number] {
  if (text.length <= limit) {
    return [text, 0];
  }
  const head = text.slice(0, limit).replace(/[\uD800-\uDBFF]$/, '');
  return [head, text.length - head.length];
}

/** The text with a replacement character in the place of each that turns directions, and with `…` if it is cut. */
export function shown(text: string, limit: number): string {
  const [head, left] = clip(text, limit);
  return `${head.replace(TURNS, '\uFFFD')}${left === 0 ? '' : '…'}`;
}

/**
 * A text in one line that nothing of VS Code's own syntax comes alive in. Its notifications and input boxes make links
 * of `[words](command:…)`, which run any command when they are clicked; its lists and its status bar make icons of
 * `$(name)`. There is no way to escape the former, so a space without width parts the characters.
 */
export function inert(text: string, limit = 1000): string {
  return shown(text, limit)
    .replace(/\s+/g, ' ')
    .replace(/\p{Cc}/gu, '\uFFFD')
    .replace(/[\]$](?=\()/g, '$&\u200B');
}

/** The same in quotation marks. Short enough that no value can hide another, or the question around it. */
export const quoted = (text: string, limit = 300): string => `“${inert(text, limit)}”`;
