import { SaxesParser, type SaxesTagNS } from 'saxes';

/** Encodings that a server may have meant; whoever looks for a success in bytes has to try them all. */
const ENCODINGS = ['utf-8', 'iso-8859-1', 'windows-1254', 'utf-16le', 'utf-16be'];

/**
 * Whether a body says that the call succeeded: in some encoding it is one well-formed document without a document type
 * whose answer element has `success` = true. Read from the events of a strict parser alone, without any code of `src`.
 */
export function saysSuccess(body: Uint8Array): boolean {
  return ENCODINGS.some(encoding => documentSaysSuccess(new TextDecoder(encoding).decode(body)));
}

/** The path of local names to the answer: the root, or in an envelope the one element within two within the body. */
function documentSaysSuccess(text: string): boolean {
  if (!text.includes('success')) {
    return false;
  }
  const parser = new SaxesParser({ xmlns: true });
  /** The open elements, each with the number of its children so far. */
  const open: { local: string; children: number }[] = [];
  const seen = { broken: false, fault: false, inEnvelope: false, alone: true };
  const answers: string[] = [];
  const visit = ({ local, attributes }: SaxesTagNS): void => {
    const parent = open.at(-1);
    const place = open.map(each => each.local).join('/');
    if (parent !== undefined) {
      parent.children++;
    }
    if (open.length === 0) {
      seen.inEnvelope = local === 'Envelope';
      seen.fault ||= local === 'Fault';
    }
    seen.fault ||= place === 'Envelope/Body' && local === 'Fault';
    const depth = seen.inEnvelope ? 4 : 0;
    if (open.length === depth && (depth === 0 || place.startsWith('Envelope/Body/'))) {
      answers.push(attributes['success']?.value ?? '');
    }
    open.push({ local, children: 0 });
  };
  parser.on('error', () => (seen.broken = true));
  parser.on('doctype', () => (seen.broken = true));
  parser.on('opentag', visit);
  parser.on('closetag', () => {
    const closed = open.pop();
    // Within the body there is one response, with one result, with one answer.
    const withinBody = open[1]?.local === 'Body' || (open.length === 1 && closed?.local === 'Body');
    seen.alone &&= !seen.inEnvelope || open.length > 3 || !withinBody || closed?.children === 1;
  });
  try {
    parser.write(text).close();
  } catch {
    return false;
  }
  const { broken, fault, alone } = seen;
  return !broken && !fault && alone && answers.length === 1 && answers[0]?.toLowerCase() === 'true';
}
