import { OPERATIONS, type World } from './operations';
import type { SandboxUser } from './users';
import { escapeMarkup } from './xmlWriter';

/** The page that a browser gets at the service's address: the operations, the users with passwords, the faults. */
export function helpPage(address: string, world: World): string {
  const { fault, latencyMs } = world.faults();
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>infoRouter sandbox</title>
<style>
body { font-family: sans-serif; margin: 2em; }
table { border-collapse: collapse; margin-bottom: 2em; }
th, td { border: 1px solid #999; padding: 0.3em 0.8em; text-align: left; }
</style>
</head>
<body>
<h1>infoRouter sandbox</h1>
<p>A local infoRouter that lives in memory: what is changed here is forgotten when it stops.
Its web service is at ${code(address)}, described by <a href="/srv.asmx?WSDL">its WSDL</a>.</p>
<h2>Operations</h2>
${table(
  ['Operation', 'Parameters', 'GET and POST', 'SOAP action'],
  OPERATIONS.map(({ name, parameters }) => [
    code(name),
    parameters.length === 0 ? 'none' : parameters.map(code).join(', '),
    code(`/srv.asmx/${name}`),
    code(`http://tempuri.org/${name}`),
  ]),
)}
<h2>Users</h2>
${table(['User name', 'Password', 'Name', 'Email', 'Rights'], world.users.list().map(userRow))}
<h2>Faults</h2>
${table(
  ['Switch', 'Now'],
  [
    ['Fault', code(fault)],
    ['Latency', `${latencyMs} ms`],
  ],
)}
</body>
</html>
`;
}

function userRow(user: SandboxUser): string[] {
  const rights = user.ticketsRefused
    ? 'built-in administrator: AuthenticateUser answers [902]'
    : user.disabled
      ? 'disabled: cannot sign in'
      : user.administrator
        ? 'administrator: may change any address'
        : 'may change the own address';
  return [
    code(user.userName),
    user.ticketsRefused ? 'any' : code(user.password),
    escapeMarkup(`${user.firstName} ${user.lastName}`),
    code(user.email),
    rights,
  ];
}

/** A cell that holds text as it is; other cells are HTML already. */
function code(text: string): string {
  return `<code>${escapeMarkup(text)}</code>`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (tag: 'th' | 'td', cells: readonly string[]): string =>
    `<tr>${cells.map(cell => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;
  return `<table>\n${[row('th', head), ...rows.map(cells => row('td', cells))].join('\n')}\n</table>`;
}
