import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../hostModules';
import { exported, sources, unlocalised } from './uiStrings';

type Bundle = Readonly<
  Record<string, string | { readonly message: string; readonly comment: readonly string[] }>
>;

const LANGUAGES = ['de', 'fr', 'tr'] as const;
/** The type is the caller's word, as with any file that is read. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
const json = <T>(file: string) => JSON.parse(readFileSync(path.join(ROOT, file), 'utf8')) as T;
const english = json<Bundle>('l10n/bundle.l10n.json');
const contributed = json<Readonly<Record<string, string>>>('package.nls.json');
const messageOf = (text: Bundle[string]) => (typeof text === 'string' ? text : text.message);
const placeholders = (text: string) => [...new Set(text.match(/\{\d\}/g) ?? [])].sort();
const commands = (text: string) => [...text.matchAll(/\]\((command:[^)]+)\)/g)].map(([, link]) => link);

/** Rooms and files that speak English whatever the language, and why. */
const ENGLISH: readonly (readonly [place: RegExp, why: string])[] = [
  [/^src\/sandbox\//, 'a server: what it says goes over the wire, or into a terminal'],
  [
    /^src\/contractTests\/(arguments|cli|junit)\.ts$/,
    'a program of the terminal, and a file for other programs',
  ],
  [/^src\/reports\//, 'a file for other programs'],
  [/^src\/history\/(har|snippets)\.ts$/, 'a file, and programs'],
  [/^src\/loadTest\/(script|requestTemplate)\.ts$/, 'a file for another program'],
  [/^src\/api\/encode\/(envelope|request|soap1[12])\.ts$/, 'the wire'],
  [/^src\/api\/exchangeText\.ts$/, 'the log, which has a grammar'],
  [/^src\/adapters\/(keychain\w*|secretService)\.ts$/, 'reasons; `storeFailure.ts` has the words for people'],
];

/** Single texts of other files that stay as they are, and why. */
const EXCEPTIONS: Readonly<Record<string, readonly string[]>> = {
  'what stands on the wire': [
    '${} ${} HTTP/1.1',
    'HTTP/${} ${} ${}',
    'HTTP GET',
    'HTTP POST',
    'SOAP 1.1',
    'SOAP 1.2',
    'HTTP ${} ${}',
    'Host',
    'Connection',
    'Location',
    'Fault',
    'Body',
    'User',
    'Email',
  ],
  'words of infoRouter that are looked for': [
    'user not found',
    'access denied',
    '[900] Authentication failed',
    '[901] Session expired or Invalid ticket',
    'User not found',
    'Access denied',
  ],
  'columns and names in reports': ['Status', 'Message', '${} (row ${})', '${} at ${}', 'not attempted'],
  'what a call of a command must be given, for whoever programs it': [
    'true or false',
    'a number',
    'one of ${}',
    'an absolute path or a Uri',
    '“${}” is neither an absolute path nor a Uri.',
    'a whole number from 1 to ${}',
    'a number above 0',
  ],
  'errors that no person meets': ['${} has no target, so it does not get here.', 'The exchange is over.'],
  'what a language model is told': [
    'Another profile or server was selected after the user was asked. Ask again.',
    'Not updated, and nothing was sent. ${}',
    'Updated: the server accepted ${} as the email address of ${}.',
    'Not updated: ${} (${}) for ${}. ${}',
    'Stored before: ${}.',
    'Stored afterwards: ${}.',
    'Verified.',
    'What is stored is not what was sent.',
  ],
  'ids, and names of things': [
    'server (or the proxy in between)',
    'Sandbox',
    'profile ${}',
    'batch ${}',
    'batch running',
    'batch unfinished',
    'day ${} of ${}',
    'signedOut expired',
    'infoRouter: ${}',
    'row offers',
    'hint problem',
    'headline line',
    'icon ${}',
    'Mac',
    '“name”: ',
    '“baseUrl”: ',
    'failed (${})',
  ],
};
const excepted = new Set(Object.values(EXCEPTIONS).flat());
/** Regular expressions, HTML, file names and units: nothing that could be said in another language. */
const isMachine = (text: string) =>
  /^[\s(]*\$\{\} ms\)?$|^HTTP \$\{\}$|^\/\$\{\} (\(\$\{\}\)|\$\{\})\.md$|^<!DOCTYPE|^default-src|^\(\?:|^ \$\(\w+\)$|^\$\{\}xml\n|\]\(command:/.test(
    text,
  );

/** Words that are the same in another language, so that nobody takes them for forgotten ones. */
const SAME: { readonly [L in (typeof LANGUAGES)[number]]: readonly string[] } = {
  de: ['Server: {0}', 'Transport', 'Ticket', '{0} min'],
  fr: ['Transport', 'Ticket', 'ticket', 'Message', 'proxy', 'Documentation', '{0} min'],
  tr: [],
};

describe('the texts of package.json', () => {
  const manifest = readFileSync(path.join(ROOT, 'package.json'), 'utf8');
  const used = [...manifest.matchAll(/"%([\w.]+)%"/g)].map(([, key = '']) => key);

  it('stand in package.nls.json, each once, and nothing else does', () => {
    assert.deepEqual([...used].sort(), Object.keys(contributed).sort());
  });

  it('leave none behind: whatever VS Code shows of them is a key', () => {
    const shown =
      /^(title|name|displayName|description|markdownDescription|altText|contents|userDescription)$/;
    const left: string[] = [];
    const visit = (value: unknown, key: string, within: string): void => {
      if (typeof value === 'string') {
        const isShown = shown.test(key) || within === 'enumDescriptions' || within === 'aliases';
        // Names of SOAP and of the product are the same everywhere; the schema is read by language models alone.
        if (isShown && !/^%.+%$/.test(value) && !/^(infoRouter|SOAP 1\.[12])$/.test(value)) {
          left.push(`${key}: ${value}`);
        }
      } else if (typeof value === 'object' && value !== null) {
        for (const [name, child] of Object.entries(value)) {
          if (name !== 'inputSchema') {
            visit(child, Array.isArray(value) ? key : name, Array.isArray(value) ? key : name);
          }
        }
      }
    };
    const { contributes, displayName, description, capabilities } = JSON.parse(manifest) as Record<
      string,
      unknown
    >;
    visit({ contributes, displayName, description, capabilities }, '', '');
    assert.deepEqual(
      left.filter(each => !/^name: inforouter_/.test(each)),
      [],
    );
  });

  for (const language of LANGUAGES) {
    it(`are all there in ${language}, with the same links, and translated`, () => {
      const translated = json<Record<string, string>>(`package.nls.${language}.json`);
      assert.deepEqual(Object.keys(translated), Object.keys(contributed));
      for (const [key, text] of Object.entries(contributed)) {
        const other = translated[key] ?? '';
        assert.deepEqual(commands(other), commands(text), key);
        assert.ok(key === 'displayName' || other !== text || SAME[language].includes(text), key);
        assert.equal(other.endsWith('…'), text.endsWith('…'), key);
      }
    });
  }
});

describe('the texts of the code', () => {
  const files = sources(ROOT, 'src', 'webview');
  const codeOf = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

  it('are all in the English bundle, and nothing else is; `npm run l10n` writes it', () => {
    const found = Object.assign({}, ...files.map(file => exported(file, codeOf(file)))) as Bundle;
    assert.deepEqual(Object.keys(english).sort(), Object.keys(found).sort());
    assert.deepEqual({ ...english }, found);
  });

  it('leave none out: what reads like a text goes through l10n.t, or is English for a reason', () => {
    const left = files
      .filter(file => !ENGLISH.some(([place]) => place.test(file)))
      .flatMap(file => unlocalised(file, codeOf(file)))
      .filter(({ text }) => !excepted.has(text) && !isMachine(text) && !/^[A-Z]\w+[A-Z]\w*$/.test(text))
      .map(({ file, line, text }) => `${file}:${line}: ${text}`);
    assert.deepEqual(left, []);
  });

  it('are noticed where one is written plainly, and a stale exception is too', () => {
    const code =
      "const a = f('Nobody is there.', `${n} rows`, 'Cancel'); g(l10n.t('It is {0}.', 'said otherwise'));";
    assert.deepEqual(
      unlocalised('x.ts', code).map(({ text }) => text),
      ['Nobody is there.', '${} rows', 'Cancel', 'said otherwise'],
    );
    const all = new Set(files.flatMap(file => unlocalised(file, codeOf(file))).map(({ text }) => text));
    assert.deepEqual(
      [...excepted].filter(text => !all.has(text)),
      [],
    );
    for (const [place] of ENGLISH) {
      assert.ok(
        files.some(file => place.test(file)),
        String(place),
      );
    }
  });

  it('are whole: none begins or ends with a space, and none is put together from pieces', () => {
    for (const text of Object.values(english).map(messageOf)) {
      assert.equal(text, text.trim());
    }
    // `l10n.t` beside a `+`, or right behind a word in a template.
    const glued = files.filter(file =>
      /l10n\.t\([^)]*\) \+ |\+ l10n\.t\(|\p{L} \$\{l10n\.t\(/u.test(codeOf(file)),
    );
    assert.deepEqual(glued, []);
  });

  for (const language of LANGUAGES) {
    const translated = json<Bundle>(`l10n/bundle.l10n.${language}.json`);

    it(`are all there in ${language}, and no others, with the same placeholders and comments`, () => {
      assert.deepEqual(Object.keys(translated), Object.keys(english));
      for (const [key, text] of Object.entries(english)) {
        const other = translated[key];
        assert.ok(other !== undefined && typeof other === typeof text, key);
        assert.deepEqual(placeholders(messageOf(other)), placeholders(messageOf(text)), key);
        assert.ok(messageOf(other) !== '' && messageOf(other).trim() === messageOf(other), key);
        // Markdown and “…”, by which one knows what asks.
        assert.equal(messageOf(other).split('**').length, messageOf(text).split('**').length, key);
        assert.equal(messageOf(other).endsWith('…'), messageOf(text).endsWith('…'), key);
      }
    });

    it(`are translated into ${language}, but for words that are the same`, () => {
      const same = Object.entries(english)
        .filter(([key, text]) => messageOf(translated[key] ?? '') === messageOf(text))
        .map(([, text]) => messageOf(text))
        // Nothing in them but signs and names.
        .filter(text => /\p{Ll}{3,}/u.test(text.replace(/infoRouter|\{\d\}/g, '')));
      assert.deepEqual(
        [...new Set(same)].filter(text => !SAME[language].includes(text)),
        [],
      );
    });

    it(`have one meaning each in ${language}: two labels of the form are never the same`, () => {
      const labels = [...codeOf('src/views/formWords.ts').matchAll(/l10n\.t\(\s*'([^']+)'/g)].map(
        ([, key = '']) => key,
      );
      assert.ok(labels.length > 60);
      const byText = new Map<string, string>();
      for (const key of new Set(labels)) {
        const text = messageOf(translated[key] ?? '').toLowerCase();
        assert.equal(byText.get(text) ?? key, key, `“${text}” stands for two texts`);
        byText.set(text, key);
      }
    });
  }

  it('have two keys where one English text has two meanings', () => {
    const plain = new Map(Object.entries(english).map(([key, text]) => [key, messageOf(text)]));
    for (const [key, text] of Object.entries(english)) {
      const own = typeof text === 'string' ? key : `${text.message}/${text.comment.join('')}`;
      assert.equal(key, own, 'a comment is part of the key');
    }
    const twice = [...plain].filter(([key, text]) => key !== text && plain.has(text));
    // A text that is used with a comment must not be used without one as well: nobody could tell which is meant.
    assert.deepEqual(
      twice.map(([, text]) => text),
      [],
    );
  });

  it('have a bundle for each language, and a language for each bundle', () => {
    const names = readdirSync(path.join(ROOT, 'l10n')).sort();
    assert.deepEqual(names, [
      'bundle.l10n.de.json',
      'bundle.l10n.fr.json',
      'bundle.l10n.json',
      'bundle.l10n.tr.json',
    ]);
    const shipped = readFileSync(path.join(ROOT, '.vscodeignore'), 'utf8');
    assert.match(shipped, /^!l10n\/\*\.json$/m);
    assert.match(shipped, /^!package\.nls\*\.json$/m);
    assert.match(shipped, /^!dist\/l10n\.js$/m);
  });
});
