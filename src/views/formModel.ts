import * as l10n from '@vscode/l10n';
import { encode } from '../api/encode';
import type { Exchange } from '../api/exchange';
import { explain } from '../api/explain';
import { messageText, shownBody, statusText } from '../api/exchangeText';
import { TRANSPORT_LABELS, type CallOutcome } from '../api/outcome';
import { maskSecrets } from '../api/redact';
import type { Draft } from '../session/draft';
import { DEFAULT_TRANSPORT, endpointOf, SANDBOX_PROFILE, type Profile } from '../session/profile';
import type { TicketToSend } from '../session/session';
import type { Verdict, Verification } from '../session/verdict';
import { offersFor } from './offers';
import { PREVIEW_FIELDS, type FormAction, type FormResult, type Previewed } from './protocol';
import { clock } from './language';

/** A form that nobody has typed into. */
export function freshDraft(profile: Profile | undefined): Draft {
  return {
    userName: profile?.userName ?? '',
    newEmailAddress: '',
    transport: profile?.transport ?? DEFAULT_TRANSPORT,
    ticket: 'stored',
    otherTicket: '',
    verify: false,
  };
}

/**
 * The draft when another profile is chosen: what was prefilled changes with it, what was typed stays, but for the ticket:
 * one that was typed for a call to one server is no other server’s business.
 */
export function draftForProfile(draft: Draft, before: Profile | undefined, now: Profile | undefined): Draft {
  const prefilled = draft.userName === (before?.userName ?? '');
  return {
    ...draft,
    userName: prefilled ? (now?.userName ?? '') : draft.userName,
    transport: now?.transport ?? draft.transport,
    ticket: 'stored',
    otherTicket: '',
  };
}

export function ticketToSend({ ticket, otherTicket }: Draft): TicketToSend {
  return ticket === 'other' ? { use: 'given', ticket: otherTicket } : { use: ticket };
}

/** As long as a ticket of infoRouter, a GUID, so that the previewed Content-Length is the one that will be sent. */
const STAND_IN = '00000000-0000-0000-0000-000000000000';

/** The request that Send would send, the ticket masked, or in words why it cannot be sent; nothing without a profile. */
export function preview(draft: Draft, profile: Profile | undefined): Previewed {
  if (profile === undefined) {
    return { text: '', problem: undefined, field: undefined };
  }
  const { userName, newEmailAddress } = draft;
  const ticket = { stored: STAND_IN, none: '', other: draft.otherTicket }[draft.ticket];
  const call = { operation: 'UpdateUserEmail', values: { ticket, userName, newEmailAddress } } as const;
  const endpoint = endpointOf(profile.baseUrl);
  const request = encode(draft.transport, endpoint, call, profile.soapTicketElement);
  if ('kind' in request) {
    const harmless = { ticket: '', userName: '', newEmailAddress: '' };
    const field = PREVIEW_FIELDS.find(each => {
      const alone = { ...call, values: { ...harmless, [each]: draft[each] } };
      return 'kind' in encode(draft.transport, endpoint, alone);
    });
    return { text: '', problem: request.message, field };
  }
  const { method, target, headers, body } = request;
  const message = { startLine: `${method} ${target} HTTP/1.1`, headers, body: Buffer.from(body) };
  const text = messageText(message, maskSecrets([ticket]), 'raw');
  return { text, problem: undefined, field: undefined };
}

/** The headline of an update that the server calls a success, and the next step, by what is stored. */
const VERDICT_WORDS: { readonly [V in Verdict]: { readonly headline: string; readonly remedy: string } } = {
  passed: {
    headline: l10n.t('Email address updated.'),
    remedy: l10n.t('Put the previous address back if this was only a test.'),
  },
  unchanged: {
    headline: l10n.t('Email address unchanged.'),
    remedy: l10n.t('Send another address to see one change.'),
  },
  failed: {
    headline: l10n.t('Not stored as it was sent.'),
    remedy: l10n.t(
      'Compare both addresses: the server may write it otherwise, or somebody else changed it meanwhile.',
    ),
  },
  unknown: {
    headline: l10n.t('Email address updated, as the server says.'),
    remedy: l10n.t('Load the current address to see what is stored.'),
  },
};

/** How an update ended, for the form. */
export function updateResult(
  profile: string,
  outcome: CallOutcome,
  exchange: Exchange | undefined,
  verification: Verification | undefined,
): FormResult {
  const { headline, remedy } = VERDICT_WORDS[verification?.verdict ?? 'passed'];
  const result = formResult(profile, outcome, exchange, headline);
  if (verification === undefined) {
    return result;
  }
  const { restorable, ...shown } = verification;
  return {
    ...result,
    // What a verified success means, its verification says.
    ...(outcome.success && { meaning: '', remedy }),
    verification: shown,
    offers: [...result.offers, ...(restorable ? ['restorePrevious' as const] : [])],
  };
}

/** The sandbox’s profile cannot be edited. */
const helps = (action: FormAction, profile: string): boolean =>
  action !== 'editProfile' || profile !== SANDBOX_PROFILE;

/** How a call to a profile, by name, ended, for the form; the exchange is absent where nothing was sent. */
export function formResult(
  profile: string,
  outcome: CallOutcome,
  exchange: Exchange | undefined,
  done: string,
): FormResult {
  const { success, error, exchangeId, durationMs, transport } = outcome;
  const response = exchange?.response;
  const mask = maskSecrets(exchange?.secrets ?? []);
  const facts =
    exchange === undefined
      ? [l10n.t('Nothing was sent')]
      : [statusText(exchange), `${durationMs} ms`, TRANSPORT_LABELS[transport], clock(exchange.startedAt)];
  return {
    success,
    ...(error && { kind: error.kind }),
    ...(error?.code !== undefined && { code: error.code }),
    headline: error?.message ?? done,
    ...explain(outcome),
    facts: mask([...facts, profile].filter(Boolean).join(' · ')),
    responseBody:
      response === undefined || response.body.length === 0 ? '' : shownBody(response, mask, 'raw'),
    exchangeId,
    offers: error === undefined ? [] : offersFor(error).filter(action => helps(action, profile)),
  };
}
