import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { CALL_ERROR_KINDS } from '../../src/api/outcome';

const ROOT = path.resolve(__dirname, '../../..');
const text = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const json = (file: string): unknown => JSON.parse(text(file));

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
    readonly configuration: {
      readonly properties: Readonly<
        Record<
          string,
          {
            readonly enum?: readonly string[];
            readonly default: unknown;
            readonly items?: { readonly properties: object };
          }
        >
      >;
    };
  };
}

const { contributes } = json('package.json') as Manifest;
/** The words of package.json in English: a text that is translated stands there as `%key%`. */
const words = existsSync(path.join(ROOT, 'package.nls.json'))
  ? (json('package.nls.json') as Readonly<Record<string, string>>)
  : {};
const inEnglish = (title: string) => words[/^%(.+)%$/.exec(title)?.[1] ?? ''] ?? title;

const PAGES = [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md'],
  ...readdirSync(path.join(ROOT, 'docs')).flatMap(name => (name.endsWith('.md') ? [`docs/${name}`] : [])),
];

/** A page without its code, in which nothing is a link or a heading. */
const prose = (page: string) => text(page).replaceAll(/^```.*?^```$/gms, '');

/** Where links and pictures of a page lead, with the addresses that are defined at its end. */
const targets = (page: string) =>
  [
    ...prose(page)
      .replaceAll(/`[^`\n]*`/g, '')
      .matchAll(/\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)$/gm),
  ].map(([, link, defined]) => link ?? defined ?? '');

/** The anchors of a page's headings, as GitHub and VS Code's preview make them. */
const anchors = (page: string) =>
  [...prose(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

describe('The documentation', () => {
  for (const page of PAGES) {
    it(`leads from ${page} only to files and headings that are there`, () => {
      for (const target of targets(page).filter(each => !/^(?:https?|mailto):/.test(each))) {
        const [file = '', anchor] = target.split('#');
        const there = file === '' ? page : path.posix.join(path.posix.dirname(page), file);
        assert.ok(existsSync(path.join(ROOT, there)), target);
        assert.ok(anchor === undefined || anchors(there).includes(anchor), target);
      }
    });
  }

  it('leaves no page and no picture aside', () => {
    const reached = PAGES.flatMap(page =>
      targets(page).map(target =>
        path.posix.join(path.posix.dirname(page), target.replace(/#.*/, '') || path.basename(page)),
      ),
    );
    const pictures = readdirSync(path.join(ROOT, 'docs/images')).map(name => `docs/images/${name}`);
    for (const file of [...PAGES.filter(page => page.startsWith('docs/')), ...pictures]) {
      const elsewhere = reached.filter(each => each === file).length - targets(file).filter(self).length;
      assert.ok(elsewhere > 0, file);
    }
    function self(target: string) {
      return target.startsWith('#');
    }
  });

  it('says of every picture what is to be seen in it', () => {
    for (const page of PAGES) {
      for (const [, alternative = '', file] of prose(page).matchAll(/!\[([^\]]*)\]\(([^)]+)\)/g)) {
        assert.ok(alternative.length > 20, `${page}: ${file}`);
      }
    }
  });

  it('has each command with its title', () => {
    const rows = text('docs/commands.md').split('\n');
    for (const { command, title } of contributes.commands) {
      const row = rows.find(each => each.includes(`| \`${command}\` `));
      assert.equal(row?.split('|')[1]?.trim(), inEnglish(title).replace(/…$/, ''), command);
    }
    const documented = rows.flatMap(row => /^\| .+? \| `(inforouter\.\w+)` /.exec(row)?.[1] ?? []);
    assert.equal(documented.length, contributes.commands.length);
  });

  it('has each setting with its values, the default first, and each field of a profile', () => {
    const rows = text('docs/settings.md').split('\n');
    const row = (name: string) => rows.find(each => each.startsWith(`| \`${name}\` `)) ?? assert.fail(name);
    for (const [name, setting] of Object.entries(contributes.configuration.properties)) {
      const values = row(name).split('|')[2] ?? '';
      const [first = ''] =
        setting.enum ?? (typeof setting.default === 'number' ? [`${setting.default}`] : []);
      assert.ok(values.trim().startsWith(first === '' ? '' : `\`${first}\``), name);
      assert.ok(
        (setting.enum ?? []).every(value => values.includes(`\`${value}\``)),
        name,
      );
      Object.keys(setting.items?.properties ?? {}).forEach(row);
    }
  });

  it('has a chapter for each kind of failure', () => {
    const page = 'docs/troubleshooting.md';
    for (const kind of CALL_ERROR_KINDS) {
      const [, chapter = ''] = text(page).split(`### \`${kind}\`\n`);
      assert.ok((chapter.split(/^#/m)[0]?.trim().length ?? 0) > 100, kind);
    }
  });
});
