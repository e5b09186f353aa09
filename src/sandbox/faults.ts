import { errorPage, type Reply } from './reply';

/**
 * What goes wrong on purpose: every call is answered with HTTP 500, every ticket counts as expired (and is good again
 * afterwards), or the connection is reset once the request has been read and before anything is done.
 *
 * The others are how a server may differ from the recorded one: GET or POST is not enabled in its web.config, or its SOAP
 * and its WSDL spell the ticket's element with a small letter.
 */
export const FAULTS = [
  'none',
  'http500',
  'expiredTickets',
  'connectionReset',
  'getDisabled',
  'postDisabled',
  'lowerCaseTicketElement',
] as const;
export type SandboxFault = (typeof FAULTS)[number];

/** The switches as they stand. */
export interface SandboxFaults {
  readonly fault: SandboxFault;
  /** Milliseconds between doing what a call asks and answering it. */
  readonly latencyMs: number;
}

export const NO_FAULTS: SandboxFaults = { fault: 'none', latencyMs: 0 };

/** The longest delay that a timer of Node takes. */
export const MAX_LATENCY_MS = 2 ** 31 - 1;

/** What a fault makes of a call, or `undefined` where the call goes its way. */
export function failureOf(fault: SandboxFault): Reply | 'reset' | undefined {
  switch (fault) {
    case 'http500':
      return errorPage(500, 'System.Web.HttpUnhandledException', 'An error occurred on purpose.');
    case 'connectionReset':
      return 'reset';
    case 'none':
    case 'expiredTickets':
    case 'getDisabled':
    case 'postDisabled':
    case 'lowerCaseTicketElement':
      return undefined;
  }
}

/** Whether the server takes calls by this HTTP method. */
export function enables(fault: SandboxFault, verb: 'Get' | 'Post'): boolean {
  return fault !== (verb === 'Get' ? 'getDisabled' : 'postDisabled');
}

/** How the server spells a parameter in SOAP and in its WSDL. */
export function spelled(fault: SandboxFault, parameter: string): string {
  return fault === 'lowerCaseTicketElement' && parameter === 'AuthenticationTicket'
    ? 'authenticationTicket'
    : parameter;
}
