import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { CallErrorKind, CallOutcome } from '../../../src/api/outcome';
import type { ProfileFields } from '../../../src/session/profile';
import { loggedOutput } from '../../integration/editorFiles';
import { call, cleanUp, configure, failure } from '../../integration/support';
import { ok, startRawServer, type RawServer, type RawServerOptions } from '../../unit/adapters/rawServer';
import { startProxy, type Proxy } from './proxy';

/** A name that nothing but the proxies of these tests knows. */
export const NAME = 'inforouter.test';
export const TICKET = 'c0ffee00-1234-4567-89ab-cdef01234567';

const closing: (() => unknown)[] = [];
const changed = new Set<string>();

/** Writes one of VS Code's own network settings, `http.…`; it stands until `restore`. */
export async function setHttp(key: string, value: unknown): Promise<void> {
  changed.add(key);
  await vscode.workspace.getConfiguration('http').update(key, value, vscode.ConfigurationTarget.Global);
}

/** Writes the profiles of a test as they stand in the settings: one write for all of them. */
export const setProfiles = (...profiles: ProfileFields[]): Promise<void> => configure('profiles', profiles);

/** Does something when the tests that it serves have ended. */
export const atEnd = (step: () => unknown): void => void closing.push(step);

/** The log of the output channel, once it holds the text; the panel is closed again, which would draw each call. */
export async function logged(text: string): Promise<string> {
  const log = await loggedOutput(text);
  await vscode.commands.executeCommand('workbench.action.closePanel');
  return log;
}

/** Takes VS Code's network settings back. Every write goes by way of the window, so only those that were changed. */
export async function resetHttp(): Promise<void> {
  for (const key of changed) {
    await setHttp(key, undefined);
  }
  changed.clear();
}

/** Takes back what was set and started, at the end of a test file. */
export async function restore(): Promise<void> {
  await resetHttp();
  for (const step of closing.splice(0).reverse()) {
    await step();
  }
  await setProfiles();
  await cleanUp();
}

/** A server that answers every call with success, and keeps the very bytes of what it was sent. */
export async function server(options?: RawServerOptions): Promise<RawServer> {
  const started = await startRawServer(({ socket }) => socket.write(ok()), options);
  atEnd(() => started.close());
  return started;
}

export async function proxy(options?: Parameters<typeof startProxy>[0]): Promise<Proxy> {
  const started = await startProxy(options);
  atEnd(() => started.stop());
  return started;
}

/** One update by the profile. The ticket is given, so that none has to be kept. */
export const update = (profile: string, more: object = {}): Promise<CallOutcome> =>
  call('updateUserEmail', {
    profile,
    userName: 'jdoe',
    newEmailAddress: 'j@example.com',
    ticket: TICKET,
    ...more,
  });

/** An update that must succeed, in one request that the server sees. */
export async function accepted(profile: string, raw: RawServer): Promise<CallOutcome> {
  const before = raw.requests.length;
  const outcome = await update(profile);
  assert.equal(outcome.success, true, outcome.error?.message);
  assert.equal(raw.requests.length, before + 1, 'the request came once');
  return outcome;
}

/** An update that must fail, in the given words, and without a request that the server sees. */
export async function refused(
  profile: string,
  raw: RawServer | undefined,
  kind: CallErrorKind,
  message = /./,
  remedy = /./,
): Promise<CallOutcome> {
  const before = raw?.requests.length;
  const outcome = await update(profile);
  const error = failure(outcome, kind);
  assert.match(error.message, message);
  assert.match(error.remedy ?? '', remedy);
  assert.equal(raw?.requests.length, before, 'nothing was sent');
  return outcome;
}

/** Ends a test file elsewhere than on Linux. */
export function onLinuxOnly(this: Mocha.Context): void {
  if (process.platform !== 'linux') {
    console.log(
      '    skipped: only Linux listens on all of 127.0.0.0/8 and takes authorities from SSL_CERT_FILE',
    );
    this.skip();
  }
}
