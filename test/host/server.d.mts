export interface ServerOptions {
  /** Where the server keeps everything: user data, logs, installed extensions. Made when it isn't there. */
  dataDir: string;
  /** 0, the default, takes any free port. The browser's storage belongs to the port. */
  port?: number;
  /** User data, laid out as a desktop's (`User/settings.json`); `data` in the data folder by default. */
  userDataDir?: string | undefined;
  /** User settings, over those that keep a workbench quiet. */
  settings?: Record<string, unknown>;
  /** Ask for trust in folders, as a user's editor does; off by default. */
  workspaceTrust?: boolean;
  /**
   * VS Code's smoke test driver, on by default. Only with it are extensions under development and test modules
   * accepted; with it notifications show no toasts. Turn it off to see an installed extension as a user does.
   */
  driver?: boolean;
  /** Added to this process's environment; extension hosts have it too. */
  env?: NodeJS.ProcessEnv;
  /** More arguments for the server. */
  args?: string[];
}

export interface Server {
  readonly port: number;
  readonly url: string;
  readonly pid: number | undefined;
  readonly dataDir: string;
  readonly userDataDir: string;
  /** The extension hosts' folder for temporary files, removed by `stop`. */
  readonly tmpDir: string;
  readonly driver: boolean;
  /** What the server has printed so far, in pieces as they came. */
  readonly logs: readonly string[];
  /** The exit code, once it has ended. */
  readonly exited: Promise<number>;
  /** Ends the server and all its extension hosts; a second call does nothing. */
  readonly stop: () => Promise<void>;
}

export function startServer(options: ServerOptions): Promise<Server>;
export function addSettings(
  userDataDir: string,
  settings: Record<string, unknown>,
  defaults?: Record<string, unknown>,
): Promise<void>;
export function installExtension(dataDir: string, vsix: string): Promise<void>;
