import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { UpdateEmailTool, type ToolServices } from './updateEmailTool';

export const TOOL_NAME = 'inforouter_update_user_email';

/**
 * Offers the tool to language models; an editor that was built without them is none the worse.
 * @param ready resolves when what is known of addresses has been read.
 */
export function registerUpdateEmailTool(
  services: ToolServices,
  ready: () => Promise<void>,
): vscode.Disposable {
  const lm = vscode.lm as Partial<typeof vscode.lm> | undefined;
  if (lm?.registerTool === undefined) {
    return new vscode.Disposable(() => undefined);
  }
  const tool = new UpdateEmailTool(services);
  return lm.registerTool<unknown>(TOOL_NAME, {
    async prepareInvocation({ input }) {
      await ready();
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
        const text = await tool.run(input, aborting.signal);
        return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
      } finally {
        listening.dispose();
      }
    },
  });
}
