import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ColumnNames } from '../batch/csv';
import { callError, TRANSPORTS, type CallError, type Transport } from '../api/outcome';
import type { LoadTestUpdate } from '../loadTest/loadTest';
import { endpointOf, type Profile } from '../session/profile';
import { needsWord } from '../session/updateEmail';
import { GONE_EXCHANGE } from '../views/goneWords';
import { findExchange } from './askExchange';
import { askLoadTest } from './askLoadTest';
import { sourceOf } from './batchFiles';
import type { Command, Fields, Services } from './command';
import { errorText, notify } from '../views/notify';
import { A_FILE, fileArgument, fileOf, fileText, nameOf } from './files';
import { number } from '../views/language';

/** What `exportLoadTest` resolves to. */
export interface LoadTestExported {
  /** The test and its payload: paths, or the text of their Uris where they are not on this machine's disk. */
  readonly file?: string;
  readonly payload?: string;
  readonly updates: number;
  /** Why nothing was written. */
  readonly error?: CallError;
}

/** Where the updates come from. */
export type LoadTestSource =
  | { readonly csv: vscode.Uri; readonly columns?: ColumnNames }
  | { readonly exchangeId: string }
  | Pick<LoadTestUpdate, 'userName' | 'newEmailAddress'>;

/** What is to be exported, and where to. */
export interface LoadTestExport {
  readonly source: LoadTestSource;
  readonly file: vscode.Uri;
  readonly profile?: string;
  readonly transport?: Transport;
  readonly arrivalRate?: number;
  readonly durationSeconds?: number;
  readonly confirmed: boolean;
}

/** Writes the updates of a CSV, or a single one, as an Artillery test; the ticket is in none of its files. */
export function exportLoadTest(services: Services): Command<LoadTestExport, LoadTestExported> {
  return {
    parse(fields) {
      const profile = fields.optionalText('profile');
      const transport = fields.optionalOneOf('transport', TRANSPORTS);
      const arrivalRate = fields.optionalNumber('arrivalRate');
      const durationSeconds = fields.optionalNumber('durationSeconds');
      return {
        source: sourceFields(fields),
        file: fileArgument(fields.text('file')),
        ...(profile !== undefined && { profile }),
        ...(transport !== undefined && { transport }),
        ...(arrivalRate !== undefined && { arrivalRate }),
        ...(durationSeconds !== undefined && { durationSeconds }),
        confirmed: fields.optionalFlag('confirmed') ?? false,
      };
    },
    ask: entrance => askLoadTest(services, entrance),
    run: request => write(services, request),
    show({ error, payload, updates }, { file }) {
      if (error !== undefined) {
        notify('error', errorText(error));
      } else {
        const words =
          updates === 1
            ? l10n.t('Load test of 1 update written, its payload to {0}.', payload ?? '')
            : l10n.t('Load test of {0} updates written, its payload to {1}.', number(updates), payload ?? '');
        notify('information', words, [[l10n.t('Open'), 'vscode.open', file]]);
      }
    },
  };
}

function sourceFields(fields: Fields): LoadTestSource {
  const exchangeId = fields.optionalText('exchangeId');
  const userName = fields.optionalText('userName');
  const sources = [
    ...(fields.given('csv') ? [{ csv: fields.required('csv', A_FILE, fileOf) }] : []),
    ...(exchangeId === undefined ? [] : [{ exchangeId }]),
    ...(userName === undefined ? [] : [{ userName, newEmailAddress: fields.text('newEmailAddress') }]),
  ];
  const [source] = sources;
  if (source === undefined || sources.length > 1) {
    throw new TypeError(
      'inforouter.exportLoadTest: give one of “csv”, “exchangeId”, or “userName” with “newEmailAddress”.',
    );
  }
  return source;
}

async function write(services: Services, request: LoadTestExport): Promise<LoadTestExported> {
  const { file } = request;
  const refuse = (error: CallError): LoadTestExported => ({ updates: 0, error });
  const target = await targetOf(services, request);
  if ('kind' in target) {
    return refuse(target);
  }
  const { profile, updates, transport } = target;
  const unconfirmed = needsWord(profile, request.confirmed);
  if (unconfirmed !== undefined) {
    return refuse(unconfirmed);
  }
  const loadTests = services.loadTests();
  const payloadFile = await payloadBeside(file, loadTests.isPayload);
  const endpoint = endpointOf(profile.baseUrl);
  const files = loadTests.writeLoadTest({
    profile: profile.name,
    endpoint,
    transport,
    ticketElement: profile.soapTicketElement,
    allowUntrustedCertificate: profile.allowUntrustedCertificate,
    timeoutSeconds: services.timeoutSeconds(),
    updates,
    arrivalRate: request.arrivalRate ?? loadTests.DEFAULT_ARRIVAL_RATE,
    durationSeconds: request.durationSeconds,
    scriptName: nameOf(file),
    payloadName: nameOf(payloadFile),
  });
  if ('kind' in files) {
    return refuse(files);
  }
  // A shorter text than four characters is no secret that could be told from others.
  const tickets = [...services.vault.knownTickets].filter(({ length }) => length > 3);
  if (tickets.some(ticket => files.payload.includes(ticket) || files.script.includes(ticket))) {
    return refuse(
      callError('invalidInput', l10n.t('One of the values holds a ticket, and none is written to a file.')),
    );
  }
  await vscode.workspace.fs.writeFile(payloadFile, Buffer.from(files.payload));
  await vscode.workspace.fs.writeFile(file, Buffer.from(files.script));
  return { file: fileText(file), payload: fileText(payloadFile), updates: updates.length };
}

/** Which updates go where. Rejects where the CSV cannot be read. */
async function targetOf(
  services: Services,
  { source, ...request }: LoadTestExport,
): Promise<
  CallError | { readonly profile: Profile; readonly transport: Transport; updates: readonly LoadTestUpdate[] }
> {
  if ('exchangeId' in source) {
    const record = await findExchange(services, source.exchangeId);
    if (record?.operation !== 'UpdateUserEmail') {
      return callError(
        'invalidInput',
        record === undefined
          ? GONE_EXCHANGE
          : l10n.t('Only an UpdateUserEmail can be exported as a load test.'),
      );
    }
    // The same is asked of an exchange that is sent again: whole, nothing masked, and where its profile still leads.
    const profile = services.resend.target(record);
    const { userName = '', newEmailAddress = '' } = record.values;
    return 'kind' in profile
      ? profile
      : {
          profile,
          transport: request.transport ?? record.transport,
          updates: [{ userName, newEmailAddress }],
        };
  }
  const profile = services.session.profile(request.profile);
  return 'kind' in profile
    ? profile
    : {
        profile,
        transport: request.transport ?? profile.transport,
        updates: 'csv' in source ? (await sourceOf(services, source.csv, source.columns)).csv.rows : [source],
      };
}

/**
 * Where the payload goes: beside the test, by its name. Not over a file that is no payload: the CSV that the updates come
 * from may have that name.
 */
async function payloadBeside(
  file: vscode.Uri,
  isPayload: (start: Uint8Array) => boolean,
): Promise<vscode.Uri> {
  const name = nameOf(file).replace(/\.(?:ya?ml|json)$/i, '');
  for (const extension of ['.csv', '.payload.csv']) {
    const payload = vscode.Uri.joinPath(file, '..', `${name}${extension}`);
    const there = await vscode.workspace.fs.readFile(payload).then(
      bytes => bytes,
      () => undefined,
    );
    if (there === undefined || isPayload(there)) {
      return payload;
    }
  }
  throw new Error(
    l10n.t('{0}.csv and {0}.payload.csv are there already, and are no payloads; choose another name.', name),
  );
}
