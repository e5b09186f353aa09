import * as vscode from 'vscode';
import { inert } from '../views/foreignText';

type Move = 'next' | 'back' | 'dismissed';

/** One question of a multi-step input. What it is answered with, it keeps itself. */
export type Step = (place: { title: string; step: number; totalSteps: number }) => Promise<Move>;

/**
 * Asks the questions one after another, with a back button from the second on.
 * @returns false when the user dismissed one of them.
 */
export async function askSteps(title: string, steps: readonly Step[]): Promise<boolean> {
  let at = 0;
  while (at < steps.length) {
    const move = await steps[at]?.({ title: inert(title), step: at + 1, totalSteps: steps.length });
    if (move === 'dismissed') {
      return false;
    }
    at += move === 'back' ? -1 : 1;
  }
  return true;
}

interface TextQuestion {
  /** Asked anew when the question is shown: an earlier answer may stand in it. */
  readonly prompt: () => string;
  readonly placeholder?: string;
  /** What stands in the box at first; asked anew when the user comes back to the question. */
  readonly value: () => string;
  readonly save: (value: string) => void;
  /** A sentence that keeps the value from being accepted. */
  readonly problem?: (value: string) => string | undefined;
  /** A sentence about a value that looks wrong but is accepted: this tool tests an API. */
  readonly hint?: (value: string) => string | undefined;
  readonly password?: boolean;
}

/** A line of text. */
export function textStep(question: TextQuestion): Step {
  return place => {
    const input = vscode.window.createInputBox();
    Object.assign(input, place);
    input.prompt = inert(question.prompt());
    input.placeholder = question.placeholder;
    input.password = question.password ?? false;
    input.value = question.value();
    const judge = () => {
      const problem = question.problem?.(input.value);
      const hint = problem === undefined ? question.hint?.(input.value) : undefined;
      input.validationMessage =
        (problem && inert(problem)) ??
        (hint && { message: hint, severity: vscode.InputBoxValidationSeverity.Warning });
      return problem === undefined;
    };
    // An empty box is not yet wrong: what is wrong is said while typing, or on Enter.
    if (input.value !== '') {
      judge();
    }
    return show(input, place.step, accept => {
      input.onDidChangeValue(judge);
      input.onDidAccept(() => {
        if (judge()) {
          question.save(input.value);
          accept();
        }
      });
    });
  };
}

export interface Choice<T> extends vscode.QuickPickItem {
  readonly value: T;
}

interface ChoiceQuestion<T> {
  readonly placeholder: string;
  readonly choices: () => readonly Choice<T>[] | Promise<readonly Choice<T>[]>;
  readonly current?: () => T | undefined;
  readonly save: (value: T) => void;
}

/** One of several. */
export function choiceStep<T>(question: ChoiceQuestion<T>): Step {
  return async place => {
    const pick = vscode.window.createQuickPick<Choice<T>>();
    Object.assign(pick, place);
    pick.placeholder = question.placeholder;
    pick.matchOnDescription = true;
    pick.items = await question.choices();
    const current = question.current?.();
    pick.activeItems = pick.items.filter(item => item.value === current);
    return show(pick, place.step, accept => {
      pick.onDidAccept(() => {
        const item = pick.selectedItems[0];
        if (item !== undefined) {
          question.save(item.value);
          accept();
        }
      });
    });
  };
}

/** Shows an input until it is accepted, left by the back button, or dismissed. */
function show(
  input: vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem>,
  step: number,
  onAccept: (accept: () => void) => void,
): Promise<Move> {
  return new Promise<Move>(resolve => {
    // A switch to a browser or a mail to copy something from must not lose what was typed.
    input.ignoreFocusOut = true;
    input.buttons = step > 1 ? [vscode.QuickInputButtons.Back] : [];
    input.onDidTriggerButton(() => resolve('back'));
    input.onDidHide(() => resolve('dismissed'));
    onAccept(() => resolve('next'));
    input.show();
  }).finally(() => input.dispose());
}
