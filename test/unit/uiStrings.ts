import { readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** A text in the code that reads like one for people. */
export interface Literal {
  /** From the root of the repository, with slashes. */
  readonly file: string;
  readonly line: number;
  /** `${}` stands for what is put in. */
  readonly text: string;
}

/** The TypeScript of a folder and those below it, by its paths from the root. */
export function sources(root: string, ...folders: readonly string[]): string[] {
  return folders.flatMap(folder =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .map(file => path.posix.join(folder, file.replaceAll('\\', '/')))
      .filter(file => file.endsWith('.ts') && !file.endsWith('.d.ts'))
      .sort(),
  );
}

const PROGRAMMING_ERRORS = ['TypeError', 'ArgumentError', 'RangeError'];

/**
 * Every literal that reads like a text, has two words or is one word with a capital, and does not go through `l10n.t`. Names
 * that are compared, keys and types are no texts, and those who program read programming errors in English.
 */
export function unlocalised(file: string, code: string): Literal[] {
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true);
  const found: Literal[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isLiteralTypeNode(node)) {
      return;
    }
    if (ts.isCallExpression(node) && node.expression.getText() === 'l10n.t') {
      const [first, ...rest] = node.arguments;
      const args = first && ts.isObjectLiteralExpression(first) ? [] : rest;
      args.forEach(visit);
      return;
    }
    if (
      ts.isNewExpression(node) &&
      PROGRAMMING_ERRORS.includes(node.expression.getText()) &&
      node.arguments !== undefined
    ) {
      return;
    }
    const text = textOf(node);
    if (text !== undefined && isText(text) && !isName(node)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push({ file, line: line + 1, text });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** What `@vscode/l10n-dev` exports of a file, which takes a minute for all of them: each text of an `l10n.t` by its key. */
export function exported(
  file: string,
  code: string,
): Record<string, string | { readonly message: string; readonly comment: readonly string[] }> {
  const found: ReturnType<typeof exported> = {};
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === 'l10n.t') {
      const [first] = node.arguments;
      const { message, comment } = first === undefined ? {} : partsOf(first);
      if (message === undefined) {
        throw new Error(`${file}: ${node.getText()} has no text that could be exported.`);
      }
      found[comment === undefined ? message : `${message}/${comment}`] =
        comment === undefined ? message : { message, comment: [comment] };
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function partsOf(node: ts.Expression): {
  readonly message?: string | undefined;
  readonly comment?: string | undefined;
} {
  if (!ts.isObjectLiteralExpression(node)) {
    return ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) ? { message: node.text } : {};
  }
  const property = (name: string) => {
    const found = node.properties.find(each => each.name?.getText() === name);
    return found !== undefined && ts.isPropertyAssignment(found) ? textOf(found.initializer) : undefined;
  };
  return { message: property('message'), comment: property('comment') };
}

function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
    return node.text;
  }
  return ts.isTemplateExpression(node)
    ? node.head.text + node.templateSpans.map(span => `\${}${span.literal.text}`).join('')
    : undefined;
}

function isText(text: string): boolean {
  const words = text.replaceAll('${}', ' ').match(/\p{L}{2,}/gu) ?? [];
  const spaced = /\p{L}[^\p{L}]*\s|\s[^\p{L}]*\p{L}/u.test(text.replaceAll('${}', 'x'));
  return (words.length > 0 && spaced) || /^\p{Lu}\p{Ll}+[….:]?$/u.test(text);
}

/** Whether a literal is compared with something, or names something. */
function isName({ parent }: ts.Node): boolean {
  return (
    ts.isElementAccessExpression(parent) ||
    ts.isCaseClause(parent) ||
    (ts.isBinaryExpression(parent) && /^[!=]==$/.test(parent.operatorToken.getText()))
  );
}
