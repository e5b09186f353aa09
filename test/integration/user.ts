import * as vscode from 'vscode';

type Item = vscode.QuickPickItem;

/** Whoever sits at the window: answers what is asked there, and keeps what was asked, told and run. */
export class User {
  readonly told: string[] = [];
  readonly asked: string[] = [];
  /** Every command that the extension or a test has run, with its arguments. */
  readonly ran: (readonly [command: string, ...args: unknown[]])[] = [];
  /** Whether a modal question is answered with its button. */
  agrees = true;
  /** The button that is pressed on any notification that has it. */
  presses: string | undefined;
  /** What is chosen of a list; `undefined` dismisses it. */
  chooses: (items: readonly Item[]) => Item | undefined = ([first]) => first;
  private readonly window: Partial<typeof vscode.window>;
  private readonly commands: Partial<typeof vscode.commands>;

  constructor() {
    const { showInformationMessage, showWarningMessage, showErrorMessage, showQuickPick } = vscode.window;
    const { executeCommand } = vscode.commands;
    this.window = { showInformationMessage, showWarningMessage, showErrorMessage, showQuickPick };
    this.commands = { executeCommand };
    const show = (text: string, ...rest: unknown[]): Promise<unknown> => {
      const [options, button] = rest;
      const modal = typeof options === 'object' && options !== null && 'modal' in options;
      (modal ? this.asked : this.told).push(text);
      return Promise.resolve(modal ? this.agrees && button : rest.find(label => label === this.presses));
    };
    Object.assign(vscode.window, {
      showInformationMessage: show,
      showWarningMessage: show,
      showErrorMessage: show,
      showQuickPick: (items: readonly Item[], options?: vscode.QuickPickOptions) => {
        this.asked.push(options?.placeHolder ?? '');
        return Promise.resolve(this.chooses(items));
      },
    });
    Object.assign(vscode.commands, {
      executeCommand: (command: string, ...args: unknown[]) => {
        this.ran.push([command, ...args]);
        // It would open a browser.
        return command === 'inforouter.openDocumentation'
          ? Promise.resolve(undefined)
          : executeCommand(command, ...args);
      },
    });
  }

  leave(): void {
    Object.assign(vscode.window, this.window);
    Object.assign(vscode.commands, this.commands);
  }
}
