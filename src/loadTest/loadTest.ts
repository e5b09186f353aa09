import * as l10n from '@vscode/l10n';
import type { TicketElement } from '../api/operations';
import { callError, type CallError, type Transport } from '../api/outcome';
import { PAYLOAD_HEADER, payloadOf } from './payload';
import { uncarried } from './requestTemplate';
import { scriptOf } from './script';

/** One update, that a virtual user sends. */
export interface LoadTestUpdate {
  readonly userName: string;
  readonly newEmailAddress: string;
  /** The row of the CSV that it stands in. */
  readonly number?: number;
}

/** A load test that is to be written. */
export interface LoadTest {
  /** Of the profile. */
  readonly profile: string;
  readonly endpoint: URL;
  readonly transport: Transport;
  readonly ticketElement?: TicketElement | undefined;
  readonly allowUntrustedCertificate: boolean;
  readonly timeoutSeconds: number;
  readonly updates: readonly LoadTestUpdate[];
  /** Virtual users that begin in a second; each sends one update. */
  readonly arrivalRate: number;
  /** How long they go on coming, from the first update again after the last; left out, each update is sent once. */
  readonly durationSeconds?: number | undefined;
  /** The names of the two files; they lie in one folder. */
  readonly scriptName: string;
  readonly payloadName: string;
}

/** The texts of the two files. */
export interface LoadTestFiles {
  readonly script: string;
  readonly payload: string;
}

/** Whether a file is a payload of ours, by how it begins: such a one may be written anew. */
export const isPayload = (bytes: Uint8Array): boolean =>
  new TextDecoder().decode(bytes.subarray(0, PAYLOAD_HEADER.length)) === PAYLOAD_HEADER;

/** Few enough that nobody is surprised who runs an exported test as it is. */
export const DEFAULT_ARRIVAL_RATE = 5;

/** Writes an Artillery test, or says which of the updates its transport cannot carry, or what else cannot be. */
export function writeLoadTest(test: LoadTest): LoadTestFiles | CallError {
  const problem = problemOf(test);
  return problem ?? { script: scriptOf(test), payload: payloadOf(test.transport, test.updates) };
}

function problemOf({ updates, transport, endpoint, payloadName, ...phase }: LoadTest): CallError | undefined {
  const refuse = (message: string) => callError('invalidInput', message);
  const { arrivalRate, durationSeconds = 1 } = phase;
  if (!(arrivalRate > 0 && durationSeconds > 0) || !Number.isFinite(arrivalRate * durationSeconds)) {
    return refuse(l10n.t('Virtual users per second and seconds have to be numbers above 0.'));
  }
  if (payloadName.includes('{{')) {
    return refuse(l10n.t('Artillery takes “{{” in the name of a file for a template; choose another name.'));
  }
  if (updates.length === 0) {
    return refuse(l10n.t('There is no row below the header, so there is nothing to send.'));
  }
  for (const update of updates) {
    const error = uncarried(transport, endpoint, update);
    if (error !== undefined) {
      return update.number === undefined
        ? error
        : { ...error, message: l10n.t('Row {0}: {1}', update.number, error.message) };
    }
  }
  return undefined;
}
