import * as vscode from 'vscode';
import { FAULTS, type SandboxFault } from '../sandbox/faults';
import type { SandboxStarted } from '../session/localSandbox';
import type { Command, Services } from './command';
import { notify } from './notify';
import { NOTHING, type Nothing } from './output';

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
    show: ({ baseUrl }) =>
      notify('information', `The sandbox listens on ${baseUrl}; you are signed in there as admin.`, [
        ['Update User Email…', 'inforouter.updateUserEmail'],
        ['Open Its Help Page', 'vscode.open', vscode.Uri.parse(`${baseUrl}/srv.asmx`)],
      ]),
    progress: () => 'Starting the local infoRouter…',
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
  none: 'Answer as a healthy server does',
  http500: 'Answer every call with HTTP 500',
  expiredTickets: 'Answer [901] to every ticket',
  connectionReset: 'Reset the connection after each request',
  getDisabled: 'Take no calls by HTTP GET',
  postDisabled: 'Take no calls by HTTP POST',
  lowerCaseTicketElement: 'Spell the ticket “authenticationTicket” in SOAP and WSDL',
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
        notify('information', 'The sandbox is not running.', [
          ['Start Local Sandbox', 'inforouter.startSandbox'],
        ]);
        return undefined;
      }
      const faults = FAULTS.map(fault => ({ label: FAULT_WORDS[fault], fault, latencyMs: 0 }));
      const slow = {
        label: `Answer after ${SLOW_MS / 1000} seconds`,
        fault: 'none',
        latencyMs: SLOW_MS,
      } as const;
      return vscode.window.showQuickPick([...faults, slow], {
        placeHolder: 'How should the sandbox behave?',
      });
    },
    async run({ fault, latencyMs }) {
      const running = await sandbox.running();
      if (running === undefined) {
        throw new Error('The sandbox is not running; start it first.');
      }
      running.setFault(fault);
      running.setLatency(latencyMs);
      return undefined;
    },
  };
}
