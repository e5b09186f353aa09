import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { UpdateEmailTool } from './updateEmailTool';

export const TOOL_NAME = 'inforouter_update_user_email';

/**
 * Offers the tool to language models; an editor that was built without them is none the worse.
 * @param load resolves when what is known of addresses has been read.
 */
export function registerUpdateEmailTool(load: () => Promise<UpdateEmailTool>): vscode.Disposable {
  const lm = vscode.lm as Partial<typeof vscode.lm> | undefined;
  if (lm?.registerTool === undefined) {
    return new vscode.Disposable(() => undefined);
  }
  return lm.registerTool<unknown>(TOOL_NAME, {
    async prepareInvocation({ input }) {
      const tool = await load();
      return {
        invocationMessage: l10n.t('Updating an email address on infoRouter'),
        confirmationMessages: {
          title: l10n.t('Update a user’s email address on infoRouter?'),
          // As text, and never as Markdown: every name in it is foreign.
          message: new vscode.MarkdownString().appendText(tool.question(input).join('\n')),
        },
      };
    },
    async invoke({ input }, token) {
      const aborting = new AbortController();
      const listening = token.onCancellationRequested(() => aborting.abort());
      try {
        if (token.isCancellationRequested) {
          throw new vscode.CancellationError();
        }
        const tool = await load();
        const text = await tool.run(input, aborting.signal);
        return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
      } finally {
        listening.dispose();
      }
    },
  });
}
