import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { FAULTS, type SandboxFault } from '../sandbox/faults';
import type { SandboxStarted } from '../session/localSandbox';
import type { Command, Services } from './command';
import { notify } from '../views/notify';
import { ProfileEntrance } from '../views/profileEntrance';
import { NOTHING, type Nothing } from './plain';

interface Start {
  readonly port?: number;
}

export function startSandbox({ sandbox }: Services): Command<Start, SandboxStarted> {
  return {
    parse(fields) {
      const port = fields.optionalNumber('port');
      return port === undefined ? {} : { port };
    },
    ask: () => Promise.resolve({}),
    run: ({ port }) => sandbox.start(port),
    show: ({ baseUrl, profile }) =>
      notify(
        'information',
        l10n.t('The sandbox listens on {0}; you are signed in there as admin.', baseUrl),
        [
          [l10n.t('Update User Email…'), 'inforouter.updateUserEmail', new ProfileEntrance(profile)],
          [l10n.t('Open Its Help Page'), 'vscode.open', vscode.Uri.parse(`${baseUrl}/srv.asmx`)],
        ],
      ),
    progress: () => l10n.t('Starting the local infoRouter…'),
  };
}

export function stopSandbox({ sandbox }: Services): Command<Nothing, undefined> {
  return {
    parse: () => NOTHING,
    ask: () => Promise.resolve(NOTHING),
    async run() {
      await sandbox.stop();
      return undefined;
    },
  };
}

interface Faults {
  readonly fault: SandboxFault;
  readonly latencyMs: number;
}

const FAULT_WORDS: { readonly [F in SandboxFault]: string } = {
  none: l10n.t('Answer as a healthy server does'),
  http500: l10n.t('Answer every call with HTTP 500'),
  expiredTickets: l10n.t('Answer [901] to every ticket'),
  connectionReset: l10n.t('Reset the connection after each request'),
  getDisabled: l10n.t('Take no calls by HTTP GET'),
  postDisabled: l10n.t('Take no calls by HTTP POST'),
  lowerCaseTicketElement: l10n.t('Spell the ticket “authenticationTicket” in SOAP and WSDL'),
};
const SLOW_MS = 5000;

export function setSandboxFault({ sandbox }: Services): Command<Faults, undefined> {
  return {
    parse: fields => ({
      fault: fields.optionalOneOf('fault', FAULTS) ?? 'none',
      latencyMs: fields.optionalNumber('latencyMs') ?? 0,
    }),
    async ask() {
      if (sandbox.running() === undefined) {
        notify('information', l10n.t('The sandbox is not running.'), [
          [l10n.t('Start Local Sandbox'), 'inforouter.startSandbox'],
        ]);
        return undefined;
      }
      const faults = FAULTS.map(fault => ({ label: FAULT_WORDS[fault], fault, latencyMs: 0 }));
      const slow = {
        label: l10n.t('Answer after {0} seconds', SLOW_MS / 1000),
        fault: 'none',
        latencyMs: SLOW_MS,
      } as const;
      return vscode.window.showQuickPick([...faults, slow], {
        placeHolder: l10n.t('How should the sandbox behave?'),
      });
    },
    async run({ fault, latencyMs }) {
      const running = await sandbox.running();
      if (running === undefined) {
        throw new Error(l10n.t('The sandbox is not running; start it first.'));
      }
      running.setFault(fault);
      running.setLatency(latencyMs);
      return undefined;
    },
  };
}
