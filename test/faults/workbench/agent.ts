import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type * as vscode from 'vscode';
import type { CommandResults } from '../../../src/commands/command';
import { pages, ROOT } from '../../hostModules';

/** The extension that runs in the extension host what `Agent.run` sends. It is loaded beside the one under test. */
export const AGENT = path.join(ROOT, 'test/faults/workbench/agent');

type Answer = { readonly id?: number; readonly result?: unknown; readonly error?: string };
type NameOf<Id> = Id extends `inforouter.${infer Name}` ? Name : never;

/** The hand of a test in one extension host; it dies with it. */
export class Agent {
  private readonly waiting = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (error: Error) => void }
  >();
  private last = 0;

  constructor(
    /** The process of the extension host. */
    readonly pid: number,
    private readonly socket: Socket,
  ) {
    socket.on('close', () => {
      for (const { reject } of this.waiting.values()) {
        reject(new ExtensionHostGone());
      }
    });
  }

  /**
   * Runs a function in the extension host. Only its source goes there, so it may use nothing but its arguments.
   * @throws {ExtensionHostGone} when the host ends before it has answered, and Error with what the function threw
   */
  run<Argument, Result>(
    action: (api: typeof vscode, argument: Argument) => Result,
    argument: Argument,
  ): Promise<Awaited<Result>> {
    this.last += 1;
    const id = this.last;
    return new Promise<unknown>((resolve, reject) => {
      if (this.socket.closed) {
        reject(new ExtensionHostGone());
        return;
      }
      this.waiting.set(id, { resolve, reject });
      this.socket.write(line({ id, source: String(action), argument }));
    }) as Promise<Awaited<Result>>;
  }

  /** Calls a command of the extension under test as another extension does: with a plain object. */
  call<Name extends NameOf<keyof CommandResults>>(
    name: Name,
    argument: object = {},
  ): Promise<CommandResults[`inforouter.${Name}`]> {
    return this.run(
      (api, call) =>
        api.commands.executeCommand<CommandResults[`inforouter.${Name}`]>(call.command, call.argument),
      { command: `inforouter.${name}`, argument },
    );
  }

  receive({ id = 0, result, error }: Answer): void {
    const { resolve, reject } = this.waiting.get(id) ?? {};
    this.waiting.delete(id);
    if (error === undefined) {
      resolve?.(result);
    } else {
      reject?.(new Error(error));
    }
  }
}

/** Node's readline takes two characters for ends of lines that JSON leaves as they are. */
const line = (message: unknown): string =>
  `${JSON.stringify(message).replace(/[\u2028\u2029]/g, end => `\\u${end.charCodeAt(0).toString(16)}`)}\n`;

/** The extension host ended, by whatever hand, before it answered. */
export class ExtensionHostGone extends Error {}

/** Where agents report. */
export interface Agents {
  /** What the server has to be started with. */
  readonly env: NodeJS.ProcessEnv;
  /** The next extension host that comes up, or that has come up already and was not asked for. */
  next(timeoutMs?: number): Promise<Agent>;
  close(): void;
}

export async function listenForAgents(): Promise<Agents> {
  const arrived: Agent[] = [];
  const server = createServer(socket => {
    let agent: Agent | undefined;
    socket.on('error', () => undefined);
    createInterface({ input: socket }).on('line', text => {
      const message = JSON.parse(text) as Answer & { readonly pid: number };
      if (agent !== undefined) {
        agent.receive(message);
        return;
      }
      agent = new Agent(message.pid, socket);
      arrived.push(agent);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    env: { INFOROUTER_TEST_PORT: String(port) },
    async next(timeoutMs = 60_000) {
      const { eventually } = await pages();
      return eventually('an extension host', () => arrived.shift(), timeoutMs);
    },
    close: () => server.close(),
  };
}
