import * as l10n from '@vscode/l10n';
import { TRANSPORT_LABELS, type CallOutcome } from '../api/outcome';
import type { KnownAddresses } from '../session/knownAddresses';
import { sameService, type Profile } from '../session/profile';
import type { Session } from '../session/session';
import type { UpdateEmail } from '../session/updateEmail';
import { inert, quoted } from '../views/foreignText';

/** The input schema's fields, as package.json declares them. There is no ticket among them, and no confirmation. */
interface Input {
  readonly profile?: string;
  readonly userName: string;
  readonly newEmailAddress: string;
  readonly verify?: boolean;
}

/** What the tool works with. */
export interface ToolServices {
  readonly session: Session;
  readonly updateEmail: UpdateEmail;
  readonly addresses: KnownAddresses;
  /** Whether the user trusts the folder, whose texts the model may have read its instructions from. */
  readonly isTrusted: () => boolean;
}

/** What the question would cut off, the user has not said yes to. */
const MOST_SHOWN = 300;

/** How many questions are remembered of which it is not known how they were answered. */
const MOST_ASKED = 50;

/**
 * UpdateUserEmail for a language model. Everything in the input is the model's word, which may be that of a document it
 * has read: the user is shown all of it before, and a protected profile is refused whatever the user has said, since
 * the question can be switched off for good.
 */
export class UpdateEmailTool {
  /** Where the user was told that a call would go, or why nowhere, by its input: that may change before the answer. */
  private readonly asked = new Map<string, Profile | string>();

  constructor(private readonly services: ToolServices) {}

  /** The question before the call, in lines of plain text. Nothing is sent for it, not even to learn an address. */
  question(given: unknown): string[] {
    const input = readInput(given);
    if (typeof input === 'string') {
      return refusedQuestion(input);
    }
    const profile = this.destination(input);
    this.remember(JSON.stringify(given), profile);
    if (typeof profile === 'string') {
      return refusedQuestion(profile);
    }
    const known = this.services.addresses.knownAddress(profile, input.userName);
    return [
      l10n.t('Profile: {0}', quoted(profile.name)),
      l10n.t('Server: {0}', inert(profile.baseUrl, 300)),
      l10n.t('User: {0}', quoted(input.userName)),
      ...(known === undefined ? [] : [l10n.t('Last known address: {0}', quoted(known))]),
      l10n.t('New address: {0}', quoted(input.newEmailAddress)),
    ];
  }

  /** Sends the update, or says why not. The text is for the model: no ticket is in it. */
  async run(given: unknown, signal: AbortSignal): Promise<string> {
    const input = readInput(given);
    if (typeof input === 'string') {
      return notSent(input);
    }
    const key = JSON.stringify(given);
    const asked = this.asked.get(key);
    this.asked.delete(key);
    const profile = typeof asked === 'string' ? asked : this.destination(input);
    if (typeof profile === 'string') {
      return notSent(profile);
    }
    if (
      typeof asked === 'object' &&
      !(asked.name === profile.name && sameService(asked.baseUrl, profile.baseUrl))
    ) {
      return notSent('Another profile or server was selected after the user was asked. Ask again.');
    }
    const { userName, newEmailAddress, verify = false } = input;
    const update = {
      profile: profile.name,
      userName,
      newEmailAddress,
      verify,
      ticket: { use: 'stored' },
    } as const;
    const outcome = await this.services.updateEmail.update(update, signal);
    return outcomeText(outcome, profile, input);
  }

  private remember(key: string, destination: Profile | string): void {
    this.asked.delete(key);
    this.asked.set(key, destination);
    for (const oldest of [...this.asked.keys()].slice(0, Math.max(0, this.asked.size - MOST_ASKED))) {
      this.asked.delete(oldest);
    }
  }

  /** The profile that the call goes to, or why it goes nowhere. */
  private destination({ profile: name }: Input): Profile | string {
    const { session, isTrusted } = this.services;
    if (!isTrusted()) {
      return l10n.t(
        'The workspace is not trusted. The user can trust it, or send the update from the infoRouter form.',
      );
    }
    const profile = session.profile(name);
    if ('kind' in profile) {
      return l10n.t(
        '{0} The user can add or select one with “infoRouter: Add Profile…” or “infoRouter: Select Profile…”.',
        inert(profile.message),
      );
    }
    return profile.protected
      ? l10n.t(
          '{0} is a protected production server, where only the user sends updates, from the infoRouter form.',
          quoted(profile.name),
        )
      : profile;
  }
}

const refusedQuestion = (why: string): string[] => [
  l10n.t('This will be refused: {0}', why),
  l10n.t('Nothing will be sent.'),
];

/** VS Code checks the input against the schema; another host may not. */
function readInput(given: unknown): Input | string {
  const { profile, userName, newEmailAddress, verify } = (
    typeof given === 'object' && given !== null ? given : {}
  ) as Record<string, unknown>;
  if (typeof userName !== 'string' || typeof newEmailAddress !== 'string') {
    return l10n.t('“userName” and “newEmailAddress” must be text.');
  }
  if (userName.length > MOST_SHOWN || newEmailAddress.length > MOST_SHOWN) {
    return l10n.t(
      '“userName” and “newEmailAddress” may have at most {0} characters here: the user has to see all of them.',
      MOST_SHOWN,
    );
  }
  if (profile !== undefined && typeof profile !== 'string') {
    return l10n.t('“profile” must be text.');
  }
  if (verify !== undefined && typeof verify !== 'boolean') {
    return l10n.t('“verify” must be true or false.');
  }
  return {
    userName,
    newEmailAddress,
    ...(profile !== undefined && { profile }),
    ...(verify !== undefined && { verify }),
  };
}

const notSent = (why: string): string => `Not updated, and nothing was sent. ${why}`;

function outcomeText(outcome: CallOutcome, profile: Profile, { userName, newEmailAddress }: Input): string {
  const { error, exchangeId, transport, httpStatus, durationMs, before, after, verified } = outcome;
  if (error !== undefined && exchangeId === '') {
    return notSent([inert(error.message, 500), error.remedy].filter(Boolean).join(' '));
  }
  const at = `${quoted(userName)} at ${quoted(profile.name)}`;
  const facts = [
    TRANSPORT_LABELS[transport],
    httpStatus !== undefined && `HTTP ${httpStatus}`,
    `${durationMs} ms`,
  ].filter(Boolean);
  return [
    error === undefined
      ? `Updated: the server accepted ${quoted(newEmailAddress)} as the email address of ${at}.`
      : `Not updated: ${inert(error.message, 500)} (${error.kind}) for ${at}. ${error.remedy ?? ''}`.trim(),
    before !== undefined && `Stored before: ${quoted(before)}.`,
    after !== undefined && `Stored afterwards: ${quoted(after)}.`,
    verified !== undefined && (verified ? 'Verified.' : 'What is stored is not what was sent.'),
    `(${facts.join(', ')})`,
  ]
    .filter(Boolean)
    .join(' ');
}
