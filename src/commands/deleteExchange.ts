import * as vscode from 'vscode';
import { clickedIds, pickExchange } from './askExchange';
import type { Command, Services } from './command';
import { NOTHING, type Nothing } from './output';

/** Deletes exchanges from the history: of several selected ones all. Groups ask, since they hold more than one sees. */
export function deleteExchange(services: Services): Command<readonly string[], undefined> {
  return {
    parse: fields => [fields.text('exchangeId')],
    async ask(entrance) {
      const ids = clickedIds(entrance);
      if (ids.length === 0) {
        const picked = await pickExchange(services, 'Delete which exchange from the history?');
        return picked && [picked.id];
      }
      const question = `Delete ${ids.length} exchanges from the history?`;
      return ids.length === 1 || (await confirmed(question)) ? ids : undefined;
    },
    async run(ids) {
      await services.history.remove(ids);
      return undefined;
    },
  };
}

export function clearHistory({ history }: Services): Command<Nothing, undefined> {
  return {
    parse: () => NOTHING,
    ask: async () => ((await confirmed('Delete every exchange from the history?')) ? NOTHING : undefined),
    async run() {
      await history.clear();
      return undefined;
    },
  };
}

async function confirmed(question: string): Promise<boolean> {
  const yes = 'Delete';
  const options = { modal: true, detail: 'It cannot be undone. Nothing changes on any server.' };
  return (await vscode.window.showWarningMessage(question, options, yes)) === yes;
}
