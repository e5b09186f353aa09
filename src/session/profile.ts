import * as l10n from '@vscode/l10n';
import { isTicketElement, TICKET_ELEMENTS, type TicketElement } from '../api/operations';
import { isTransport, TRANSPORTS, type Transport } from '../api/outcome';

/** A connection to one infoRouter server, as it stands in the setting `inforouter.profiles`: no secret in it. */
export interface Profile {
  readonly name: string;
  /** Plain http(s); may carry a path. `/srv.asmx` is appended where it is not there. */
  readonly baseUrl: string;
  readonly transport: Transport;
  readonly userName?: string;
  /** A production server: an update asks first. */
  readonly protected: boolean;
  readonly allowUntrustedCertificate: boolean;
  /** How the server spells the ticket in SOAP, where its WSDL says otherwise than those of the recorded service. */
  readonly soapTicketElement?: TicketElement;
}

/** The fields of a profile that a user gives; what is left out takes its default. */
export type ProfileFields = Partial<Profile> & Pick<Profile, 'name' | 'baseUrl'>;

export const DEFAULT_TRANSPORT: Transport = 'post';

/** The local sandbox's profile: it lives in memory, and its name is taken. */
export const SANDBOX_PROFILE = 'Sandbox';

export const MAX_NAME_LENGTH = 100;

/** What is wrong with a profile's name, in a sentence for an input box; `undefined` where nothing is. */
export function nameProblem(name: string, taken: readonly string[]): string | undefined {
  if (name.trim() === '') {
    return l10n.t('Give the profile a name.');
  }
  if (name !== name.trim()) {
    return l10n.t('Remove the space at the beginning or end of the name.');
  }
  if (name.length > MAX_NAME_LENGTH || !/^[^\p{Cc}\p{Cs}]*$/u.test(name)) {
    return l10n.t('Use at most {0} characters, none of them a control character.', MAX_NAME_LENGTH);
  }
  // Regardless of case: the name is the keychain's account, and Windows' Credential Manager ignores case.
  const same = (other: string) => other.toLowerCase() === name.toLowerCase();
  if (same(SANDBOX_PROFILE)) {
    return l10n.t('“{0}” is the name of the local sandbox; choose another one.', SANDBOX_PROFILE);
  }
  return taken.some(same)
    ? l10n.t('A profile named “{0}” exists already; choose another name.', name)
    : undefined;
}

const EXAMPLE = 'https://dms.example.com/infoRouter';

/** What is wrong with a base URL, in a sentence for an input box; `undefined` where nothing is. */
export function baseUrlProblem(baseUrl: string): string | undefined {
  const text = baseUrl.trim();
  if (text === '') {
    return l10n.t("Give the server's address, for example {0}.", EXAMPLE);
  }
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return l10n.t('This is not an address; give one with http:// or https://, for example {0}.', EXAMPLE);
  }
  if ((url.protocol !== 'http:' && url.protocol !== 'https:') || !/^https?:\/\//i.test(text)) {
    return l10n.t('The address must begin with http:// or https://, for example {0}.', EXAMPLE);
  }
  if (url.username !== '' || url.password !== '' || /^https?:\/\/[^/?#]*@/i.test(text)) {
    return l10n.t('Remove the user name and password from the address; sign in instead.');
  }
  if (/[?#]/.test(text)) {
    return l10n.t('Remove the part of the address that begins with “?” or “#”.');
  }
  return undefined;
}

/**
 * The address of the web service: the base URL with `/srv.asmx` where it is not there already. A path never begins with
 * two slashes: VS Code's proxy support takes what follows them for the host, and the ticket would go there.
 */
export function endpointOf(baseUrl: string): URL {
  if (lately?.baseUrl !== baseUrl) {
    const url = new URL(baseUrl.trim());
    const path = url.pathname.replace(/\/+$/, '').replace(/^\/+/, '/');
    url.pathname = /\/srv\.asmx$/i.test(path) ? path : `${path}/srv.asmx`;
    lately = { baseUrl, url };
  }
  return lately.url;
}

/** The last one: the calls of a batch all ask for the same. */
let lately: { readonly baseUrl: string; readonly url: URL } | undefined;

/** Whether two base URLs name the same web service, so that a ticket of the one may be sent to the other. */
export function sameService(a: string, b: string): boolean {
  try {
    return endpointOf(a).href === endpointOf(b).href;
  } catch {
    return false;
  }
}

/** A whole profile from the given fields. */
export function toProfile({ name, baseUrl, userName, ...rest }: ProfileFields): Profile {
  return {
    name,
    baseUrl: baseUrl.trim(),
    transport: rest.transport ?? DEFAULT_TRANSPORT,
    ...(userName !== undefined && userName !== '' && { userName }),
    protected: rest.protected ?? false,
    allowUntrustedCertificate: rest.allowUntrustedCertificate ?? false,
    ...(rest.soapTicketElement !== undefined && { soapTicketElement: rest.soapTicketElement }),
  };
}

/**
 * Reads one entry of the setting, which anybody may have edited by hand.
 * @returns the profile, or in a sentence what is wrong with the entry.
 */
export function readProfile(entry: unknown, taken: readonly string[]): Profile | string {
  if (typeof entry !== 'object' || entry === null) {
    return l10n.t('It is not an object.');
  }
  const { name, baseUrl, transport, userName, ...rest } = entry as Record<string, unknown>;
  const flags = [rest['protected'], rest['allowUntrustedCertificate']];
  if (typeof name !== 'string' || typeof baseUrl !== 'string') {
    return l10n.t('It needs a “name” and a “baseUrl”.');
  }
  if (transport !== undefined && !isTransport(transport)) {
    return l10n.t('Its “transport” is not one of {0}.', TRANSPORTS.join(', '));
  }
  if (rest['soapTicketElement'] !== undefined && !isTicketElement(rest['soapTicketElement'])) {
    return l10n.t('Its “soapTicketElement” is not one of {0}.', TICKET_ELEMENTS.join(', '));
  }
  if (userName !== undefined && typeof userName !== 'string') {
    return l10n.t('Its “userName” is not text.');
  }
  if (!flags.every(flag => flag === undefined || typeof flag === 'boolean')) {
    return l10n.t('Its “protected” and “allowUntrustedCertificate” must be true or false.');
  }
  return nameProblem(name, taken) ?? baseUrlProblem(baseUrl) ?? toProfile(entry as ProfileFields);
}

/**
 * What is kept of a profile is kept under this: another that is given its name later, at another address, is another
 * server, and nothing that was known of the first holds there.
 */
export const profileKey = ({ name, baseUrl }: Pick<Profile, 'name' | 'baseUrl'>): string =>
  `${name} ${endpointOf(baseUrl).href}`;
