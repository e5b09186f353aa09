import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import type { Exchange } from '../api/exchange';
import type { WireSink } from '../api/ports';
import { redact } from '../api/redact';
import { notify } from './notify';
import { ProfileEntrance } from './profileEntrance';
import { profileKey } from '../session/profile';
import type { Profiles } from '../session/profiles';

const GET_WARNED = 'warnedOfGet';

/**
 * Tells the user what a call has laid open, whatever started it: a ticket in an address, once and never again, and a
 * certificate that nobody verified, once for each profile in each window.
 */
export class ExposureWarnings implements WireSink {
  private readonly untrusted = new Set<string>();

  /** @param memory outlives the window; it holds that the warning was given, and nothing of the call. */
  constructor(
    private readonly memory: vscode.Memento,
    private readonly profiles: Profiles,
  ) {}

  record(exchange: Exchange): void {
    if (exchange.transport === 'get' && hasSecret(exchange.request.startLine)) {
      this.warnOfGet();
    }
    this.warnOfUntrusted(exchange.profile);
  }

  private warnOfGet(): void {
    if (this.memory.get(GET_WARNED) !== true) {
      void this.memory.update(GET_WARNED, true);
      notify(
        'warning',
        l10n.t(
          'HTTP GET puts the ticket in the address, where proxies and the server’s log keep it. POST and SOAP do not.',
        ),
      );
    }
  }

  private warnOfUntrusted(name: string): void {
    const profile = this.profiles.find(name);
    const unverified = profile?.allowUntrustedCertificate === true && /^https:/i.test(profile.baseUrl);
    if (unverified && !this.untrusted.has(profileKey(profile))) {
      this.untrusted.add(profileKey(profile));
      notify(
        'warning',
        l10n.t(
          'The TLS certificate of “{0}” is not verified: anybody in between can read the ticket and the password.',
          name,
        ),
        [[l10n.t('Edit Profile…'), 'inforouter.editProfile', new ProfileEntrance(name)]],
      );
    }
  }
}

/** Whether a secret stands where its name belongs: an empty ticket lays nothing open. */
const hasSecret = (startLine: string): boolean => redact(startLine, []) !== startLine;
