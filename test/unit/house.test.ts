import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { CONTEXT_KEYS } from '../../src/views/contextKeys';

const ROOT = path.resolve(__dirname, '../../..');
const RECORDINGS = path.join(ROOT, 'test/wire/recordings');
/** Where the recordings come from, in a checkout that has them beside it. */
const RECORDED = path.join(ROOT, '../shared/wire');

interface MenuItem {
  readonly command: string;
  readonly when?: string;
  readonly group?: string;
}
interface Manifest {
  readonly [field: string]: unknown;
  readonly main: string;
  readonly icon: string;
  readonly galleryBanner: { readonly color: string };
  readonly categories: readonly string[];
  readonly keywords: readonly string[];
  readonly engines: { readonly vscode: string };
  readonly extensionKind: readonly string[];
  readonly activationEvents: readonly string[];
  readonly capabilities: {
    readonly untrustedWorkspaces?: { readonly supported: unknown };
    readonly virtualWorkspaces?: unknown;
  };
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category: string;
      readonly icon?: string;
    }[];
    readonly walkthroughs: readonly {
      readonly id: string;
      readonly when?: string;
      readonly steps: readonly {
        readonly id: string;
        readonly description: string;
        readonly media: { readonly markdown?: string; readonly svg?: string; readonly altText?: string };
        readonly completionEvents: readonly string[];
      }[];
    }[];
    readonly viewsWelcome: readonly { readonly view: string; readonly contents: string }[];
    readonly configuration: {
      readonly properties: Readonly<
        Record<string, { scope: string; default: unknown; minimum?: number; enum?: unknown[] }>
      >;
    };
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly viewsContainers: { readonly activitybar: readonly { readonly id: string }[] };
  };
}

const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as Manifest;
const { contributes } = manifest;
const texts = JSON.parse(readFileSync(path.join(ROOT, 'package.nls.json'), 'utf8')) as Record<string, string>;
/** The English text behind a key such as `%command.signIn%`. */
const english = (key: string): string => texts[key.slice(1, -1)] ?? key;
const views = Object.values(contributes.views).flatMap(each => each.map(({ id }) => id));
const commands = contributes.commands.map(({ command }) => command);

/** The settings of the public contract: the values they may take, the default first, or the default alone. */
const SETTINGS: Readonly<Record<string, { readonly values: readonly unknown[]; readonly minimum?: number }>> =
  {
    'inforouter.profiles': { values: [[]] },
    'inforouter.ticketStore': { values: ['auto', 'keychain', 'secretStorage'] },
    'inforouter.output.format': { values: ['raw', 'pretty'] },
    'inforouter.request.timeoutSeconds': { values: [30], minimum: 1 },
    'inforouter.request.maxResponseMegabytes': { values: [16] },
    'inforouter.history.limit': { values: [200] },
  };

/** Commands whose entrance asks a person something, besides what a profile that is not selected needs. */
const ASKING =
  /\.(?:updateUserEmail|updateUserEmailsFromCsv|restorePreviousEmail|compareTransports|runContractTests|exportLoadTest|(?:add|edit|remove|select)Profile|(?:ex|im)portProfiles|signIn|signInAndRepeat|setTicket|setSandboxFault|\w+Exchanges?\w*|\w+Batch|clearHistory)$/;

/** Everything that may stand at the top of the repository, or may come to stand there. */
const TOP_LEVEL = [
  ...['src', 'webview', 'media', 'test', 'docs', 'l10n', '.ci', '.vscode', '.github'],
  ...[
    'package.json',
    'package-lock.json',
    'package.nls.json',
    ...['de', 'fr', 'tr'].map(each => `package.nls.${each}.json`),
    'tsconfig.json',
    'esbuild.js',
  ],
  ...['eslint.config.mjs', '.prettierrc.json', '.prettierignore', '.editorconfig', '.npmrc', '.nvmrc'],
  ...['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'LICENSE', 'SECURITY.md', 'THIRD-PARTY-NOTICES.md'],
  ...['.git', '.gitignore', '.gitattributes', '.vscodeignore'],
];

describe('package.json', () => {
  it('asks for the VS Code whose types the code is compiled with', () => {
    assert.equal(manifest.engines.vscode, `^${manifest.devDependencies['@types/vscode']}`);
  });

  it('tells the marketplaces what they show, and nothing that is not so', () => {
    for (const field of ['displayName', 'description', 'publisher', 'license', 'pricing', 'qna']) {
      assert.ok(manifest[field] !== undefined, field);
    }
    assert.match(manifest.galleryBanner.color, /^#[0-9a-f]{6}$/);
    assert.ok(['Testing', 'Other'].every(category => manifest.categories.includes(category)));
    // The marketplace of VS Code takes 30, of which vsce adds some of its own.
    assert.ok(manifest.keywords.length > 5 && manifest.keywords.length <= 20);
    const icon = readFileSync(path.join(ROOT, manifest.icon));
    assert.equal(icon.subarray(1, 4).toString(), 'PNG');
    assert.deepEqual([icon.readUInt32BE(16), icon.readUInt32BE(20)], [256, 256]);
    // Who publishes it names them (CONTRIBUTING); until then an address would be invented, and a badge untrue.
    if (manifest['repository'] === undefined) {
      for (const field of ['bugs', 'homepage', 'badges', 'sponsor']) {
        assert.equal(manifest[field], undefined, field);
      }
    }
  });

  it('pins every package for development', () => {
    for (const [name, version] of Object.entries(manifest.devDependencies)) {
      assert.match(version, /^\d+\.\d+\.\d+$/, name);
    }
  });

  it('runs where the user is, in any workspace, and is woken by nothing but the end of the start', () => {
    assert.deepEqual(manifest.extensionKind, ['ui', 'workspace']);
    assert.deepEqual(manifest.activationEvents, ['onStartupFinished']);
    assert.equal(manifest.capabilities.untrustedWorkspaces?.supported, 'limited');
    assert.equal(manifest.capabilities.virtualWorkspaces, true);
  });

  it('declares no setting but those of the contract, and every one whose feature is there', () => {
    const wanted = Object.keys(SETTINGS).filter(
      name => name !== 'inforouter.history.limit' || views.includes('inforouter.history'),
    );
    assert.deepEqual(Object.keys(contributes.configuration.properties).sort(), wanted.sort());
  });

  for (const [name, setting] of Object.entries(contributes.configuration.properties)) {
    it(`lets no workspace change ${name}, and gives it the contract’s default and values`, () => {
      const { values = [], minimum } = SETTINGS[name] ?? {};
      assert.equal(setting.scope, 'application');
      assert.deepEqual(setting.default, values[0]);
      assert.equal(setting.minimum, minimum);
      assert.deepEqual(setting.enum, values.length > 1 ? values : undefined);
    });
  }

  it('names its commands alike, each once', () => {
    assert.equal(new Set(commands).size, commands.length);
    for (const { command, title, category } of contributes.commands) {
      assert.match(command, /^inforouter\.[a-z][A-Za-z]+$/);
      assert.equal(category, 'infoRouter', command);
      assert.ok(title !== '' && !title.startsWith('infoRouter'), command);
    }
  });

  it('hides from the palette what cannot work, and nothing before the extension has looked', () => {
    // No older than the window: until the extension has started, there is none of it.
    const bornHere = [
      'inforouter.sandboxRunning',
      'inforouter.hasExchanges',
      'inforouter.exchangeSelected',
      'inforouter.updateRefused',
      'inforouter.hasVerifiedUpdates',
    ];
    for (const { command, when = '' } of contributes.menus['commandPalette'] ?? []) {
      assert.ok(when !== '', command);
      for (const term of when.split(' && ')) {
        const waits = !term.startsWith('!') && !bornHere.includes(term);
        assert.ok(!waits, `${command}: until activation sets it, “${term}” hides the command`);
      }
    }
  });

  it('hides from a view’s title what it hides from the palette', () => {
    const inTitles = contributes.menus['view/title'] ?? [];
    for (const { command, when = '' } of contributes.menus['commandPalette'] ?? []) {
      for (const title of inTitles.filter(each => each.command === command)) {
        const terms = (title.when ?? '').split(' && ');
        assert.ok(
          when.split(' && ').every(term => terms.includes(term)),
          `${command}: ${title.when ?? ''}`,
        );
      }
    }
  });

  it('asks in its conditions only for keys that are set', () => {
    const set = new Set(CONTEXT_KEYS.map(key => `inforouter.${key}`));
    const conditions = [
      ...Object.values(contributes.menus)
        .flat()
        .map(({ when = '' }) => when),
      ...contributes.walkthroughs.flatMap(({ when = '', steps }) => [
        when,
        ...steps.flatMap(({ completionEvents }) =>
          completionEvents.flatMap(event => /^onContext:(.+)$/.exec(event)?.[1] ?? []),
        ),
      ]),
    ];
    for (const condition of conditions) {
      for (const term of condition.split(/ && | \|\| /)) {
        const [, key] = /^!?(inforouter\.\w+)$/.exec(term) ?? [];
        assert.ok(key === undefined || set.has(key), condition);
      }
    }
  });

  it('gives an icon to what stands in a toolbar, and … to the title of what asks', () => {
    const inToolbars = Object.values(contributes.menus)
      .flat()
      .filter(({ group = '' }) => /^(navigation|inline)/.test(group));
    for (const { command } of inToolbars) {
      const icon = contributes.commands.find(each => each.command === command)?.icon;
      assert.match(icon ?? '', /^\$\([a-z-]+\)$/, command);
    }
    for (const { command, title } of contributes.commands) {
      const asks = ASKING.test(command);
      assert.equal(english(title).endsWith('…'), asks, `${command}: ${english(title)}`);
    }
  });

  it('leads through the first minutes by its own commands, and lets nothing pop up', () => {
    const [walkthrough, ...more] = contributes.walkthroughs;
    assert.ok(walkthrough && more.length === 0);
    // VS Code opens the walkthrough of an extension that was just installed where its condition holds already.
    assert.equal(walkthrough.when, 'inforouter.opened');
    for (const { id, media, completionEvents } of walkthrough.steps) {
      assert.ok(completionEvents.length > 0, id);
      assert.ok(media.markdown !== undefined || (media.svg !== undefined && media.altText), id);
    }
    const linking = [
      ...walkthrough.steps.map(({ description }) => english(description)),
      ...contributes.viewsWelcome.map(({ contents }) => english(contents)),
    ];
    for (const text of linking) {
      const linked = [...text.matchAll(/\]\(command:([\w.]+)/g)].map(([, command = '']) => command);
      assert.ok(linked.length > 0, text);
      const own = [...commands, ...views.map(view => `${view}.focus`), 'workbench.action.openSettings'];
      assert.deepEqual(
        linked.filter(command => !own.includes(command)),
        [],
      );
    }
  });

  it('has pictures that follow the theme', () => {
    const folder = path.join(ROOT, 'media/walkthrough');
    const used = JSON.stringify(contributes.walkthroughs);
    for (const file of readdirSync(folder)) {
      assert.ok(used.includes(`media/walkthrough/${file}`), file);
      const text = readFileSync(path.join(folder, file), 'utf8');
      if (file.endsWith('.svg')) {
        assert.doesNotMatch(text, /(?:fill|stroke)="#|rgb\(|<script|<image/, file);
        assert.match(text, /var\(--vscode-foreground\)/, file);
      }
    }
  });

  it('puts only its own commands into menus, and only its own views into their conditions', () => {
    for (const [menu, items] of Object.entries(contributes.menus)) {
      for (const { command, when = '' } of items) {
        assert.ok(commands.includes(command), `${menu}: ${command}`);
        for (const [, view] of when.matchAll(/\bview == ([\w.]+)/g)) {
          assert.ok(view !== undefined && views.includes(view), `${menu}: ${when}`);
        }
      }
    }
  });

  it('shows its views in its own container', () => {
    assert.deepEqual(
      contributes.viewsContainers.activitybar.map(({ id }) => id),
      ['inforouter'],
    );
    assert.deepEqual(Object.keys(contributes.views), ['inforouter']);
    for (const view of ['inforouter.updateEmail', 'inforouter.profiles']) {
      assert.ok(views.includes(view), view);
    }
  });

  it('names no file that is not there', () => {
    const files = JSON.stringify(contributes).matchAll(/"(?:\.\/)?((?:media|l10n|docs)\/[^"]+)"/g);
    const named = [...[...files].map(([, file = '']) => file), manifest.icon];
    assert.ok(named.length > 0);
    const scripts = Object.values(manifest.scripts).flatMap(script => [
      ...script.matchAll(/\bnode ((?:test\/)?[\w./-]+\.m?js)/g),
    ]);
    const run = scripts.map(([, file = '']) => file).filter(file => !file.startsWith('dist/'));
    assert.ok(run.length > 0);
    for (const file of [...named, ...run]) {
      assert.ok(existsSync(path.join(ROOT, file)), file);
    }
  });
});

describe('the repository', () => {
  it('has nothing unexpected at its top', () => {
    const ignored = readFileSync(path.join(ROOT, '.gitignore'), 'utf8')
      .split('\n')
      .map(line => line.replace(/\/$/, ''))
      .filter(line => line !== '' && !line.includes('*'));
    const unexpected = readdirSync(ROOT).filter(
      name => !TOP_LEVEL.includes(name) && !ignored.includes(name) && !name.endsWith('.vsix'),
    );
    assert.deepEqual(unexpected, []);
  });

  it('mentions every picture and grammar of media/ somewhere', () => {
    const mentions = ['package.json', 'README.md', 'docs/architecture.md', 'src/views/formHtml.ts']
      .filter(file => existsSync(path.join(ROOT, file)))
      .map(file => readFileSync(path.join(ROOT, file), 'utf8'))
      .join('\n');
    for (const file of readdirSync(path.join(ROOT, 'media'))) {
      assert.ok(mentions.includes(file), `media/${file} is used nowhere`);
    }
  });

  it('has a request and a response for every recorded exchange', () => {
    const files = readdirSync(RECORDINGS);
    assert.ok(files.length > 0);
    for (const file of files) {
      assert.match(file, /^[a-z0-9-]+\.(?:request|response)\.http$/);
      const partner = file.replace(/(request|response)(?=\.http$)/, kind =>
        kind === 'request' ? 'response' : 'request',
      );
      assert.ok(files.includes(partner), `${file} has no ${partner}`);
    }
  });

  if (existsSync(RECORDED)) {
    it('holds the recordings byte for byte as they were handed over', () => {
      const handedOver = readdirSync(RECORDED).sort();
      assert.deepEqual(readdirSync(RECORDINGS).sort(), handedOver);
      for (const file of handedOver) {
        const [here, there] = [RECORDINGS, RECORDED].map(folder => readFileSync(path.join(folder, file)));
        assert.ok(here && there && here.equals(there), file);
      }
    });
  }
});
