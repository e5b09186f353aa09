import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { CallError, CallErrorKind, CallOutcome } from '../../src/api/outcome';
import type { CommandId, CommandResults } from '../../src/commands/command';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/server';
import type { RequestEntry } from '../../src/sandbox/requestLog';
import type { ProfileFields } from '../../src/session/profile';

/** This extension, as VS Code knows it. */
export function thisExtension(): vscode.Extension<unknown> {
  const extension = vscode.extensions.getExtension('inforouter-api-tester.inforouter-api-tester');
  assert.ok(extension);
  return extension;
}

type NameOf<Id> = Id extends `inforouter.${infer Name}` ? Name : never;

/** Calls a command as another extension does: by its id, with a plain object. */
export async function call<Name extends NameOf<CommandId>>(
  name: Name,
  argument: object = {},
): Promise<CommandResults[`inforouter.${Name}`]> {
  return vscode.commands.executeCommand<CommandResults[`inforouter.${Name}`]>(`inforouter.${name}`, argument);
}

/** Writes a user setting of this extension; `undefined` takes it away. */
export async function configure(key: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('inforouter').update(key, value, vscode.ConfigurationTarget.Global);
}

/** The entries of `inforouter.profiles` as they stand in the user's settings. */
export function storedProfiles(): readonly unknown[] {
  const inspected = vscode.workspace.getConfiguration('inforouter').inspect<readonly unknown[]>('profiles');
  return inspected?.globalValue ?? [];
}

const cleanups: (() => unknown)[] = [];

/**
 * Removes what a test file has left: servers, profiles and settings. The tickets stay in their store, of profiles whose
 * names no other file uses: each write of the settings takes VS Code a good part of a second, and so would each removal.
 */
export async function cleanUp(): Promise<void> {
  for (const cleanup of cleanups.splice(0)) {
    await cleanup();
  }
  await call('stopSandbox');
  const settings = vscode.workspace.getConfiguration('inforouter');
  for (const key of ['profiles', 'ticketStore', 'output.format', 'request.timeoutSeconds', 'history.limit']) {
    if (settings.inspect(key)?.globalValue !== undefined) {
      await configure(key, undefined);
    }
  }
}

/** Listens on any free port and closes it, with its connections, when the test file ends. */
export async function listenOn(server: Server, host: string): Promise<number> {
  const sockets = new Set<{ destroy(): void }>();
  server.on('connection', socket => sockets.add(socket));
  server.listen(0, host);
  await once(server, 'listening');
  cleanups.push(() => {
    sockets.forEach(socket => socket.destroy());
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** A local infoRouter, apart from the one that `startSandbox` starts, and what was asked of it. */
export interface InfoRouter extends Sandbox {
  /** Every call that was answered. */
  readonly log: readonly RequestEntry[];
}

export async function startInfoRouter(options: SandboxOptions = {}): Promise<InfoRouter> {
  const log: RequestEntry[] = [];
  const sandbox = await startSandbox({ ...options, onRequest: entry => log.push(entry) });
  cleanups.push(() => sandbox.stop());
  return Object.assign(sandbox, { log });
}

let profiles = 0;

/** Adds a profile under a name that no other test uses, signed in if a user is given. Resolves to the name. */
export async function addProfile(
  baseUrl: string,
  { user, ...fields }: Partial<ProfileFields> & { readonly user?: string } = {},
): Promise<string> {
  profiles += 1;
  const { name } = await call('addProfile', { name: `Profile ${profiles}`, baseUrl, ...fields });
  if (user !== undefined) {
    const outcome = await call('signIn', { profile: name, userName: user, password: user });
    assert.equal(outcome.success, true, outcome.error?.message);
  }
  return name;
}

/** Whether the profile has a ticket that it would send. */
export async function signedIn(profile: string): Promise<boolean> {
  return (await call('selectProfile', { profile })).signedIn;
}

/** The failure of a call that must have failed, and in this way. */
export function failure(outcome: CallOutcome, kind: CallErrorKind): CallError {
  assert.equal(outcome.success, false);
  assert.ok(outcome.error);
  assert.equal(outcome.error.kind, kind, outcome.error.message);
  return outcome.error;
}

/** A failure that must have come before anything was sent. */
export function refusal(outcome: CallOutcome, kind: CallErrorKind): CallError {
  assert.equal(outcome.exchangeId, '');
  assert.equal(outcome.durationMs, 0);
  return failure(outcome, kind);
}

/** A command that the contract says resolves to nothing. */
export async function resolvesToNothing(called: Promise<unknown>): Promise<void> {
  assert.equal(await called, undefined);
}

/** Asks again and again until there is an answer; fails after five seconds. */
export async function eventually<T>(
  what: string,
  probe: () => T | undefined | Promise<T | undefined>,
): Promise<T> {
  const end = Date.now() + 5000;
  while (Date.now() < end) {
    const found = await probe();
    if (found !== undefined) {
      return found;
    }
    await delay(50);
  }
  assert.fail(`Within five seconds there was no ${what}.`);
}
