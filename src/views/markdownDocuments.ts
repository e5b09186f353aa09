import * as vscode from 'vscode';
import type { DocumentScheme } from './documentSchemes';

/** As many as anybody has open at once. */
const MOST = 20;

/** Read-only documents that live as long as the window, rendered by VS Code's own Markdown preview. */
export class MarkdownDocuments implements vscode.TextDocumentContentProvider {
  private readonly texts = new Map<string, string>();
  private count = 0;

  /** @param goneWords what stands in an editor whose document is no longer kept. */
  constructor(
    private readonly scheme: DocumentScheme,
    private readonly goneWords: string,
  ) {}

  async show(title: string, text: string): Promise<void> {
    const id = String(++this.count);
    this.texts.set(id, text);
    for (const old of [...this.texts.keys()].slice(0, -MOST)) {
      this.texts.delete(old);
    }
    const path = `/${pathPart(title)} (${id}).md`;
    const uri = vscode.Uri.from({ scheme: this.scheme, path, query: id });
    // Read before it is rendered, so that whoever has called finds it.
    await vscode.workspace.openTextDocument(uri);
    try {
      await vscode.commands.executeCommand('markdown.showPreview', uri);
    } catch {
      // The built-in Markdown extension can be switched off; the text reads well without it.
      await vscode.window.showTextDocument(uri, { preview: false });
    }
  }

  provideTextDocumentContent({ query }: vscode.Uri): string {
    return this.texts.get(query) ?? this.goneWords;
  }
}

/** A name as one part of a path. */
export const pathPart = (name: string): string => name.replace(/[/\\]/g, '_');
