import {
  answer,
  body,
  bytes,
  escaped,
  HTML,
  inBody,
  response,
  TEXT,
  XML,
  type Misbehaviour,
} from './misbehaviour';

const NOT_FOLLOWED = 'the ticket from going to where a redirect points';
const NAMED = 'the user from guessing what a failure means';
const FOREIGN = 'notAnInfoRouterResponse';

const redirect = (
  name: string,
  status: string,
  location: (situation: { here: string; elsewhere: string }) => string,
  says: RegExp,
  remedy: RegExp,
): Misbehaviour => ({
  name,
  act: body('', situation => [`Location: ${location(situation)}`], status),
  ends: 'httpError',
  says,
  remedy,
  protects: NOT_FOLLOWED,
});

const REDIRECTS: readonly Misbehaviour[] = [
  ...[
    '301 Moved Permanently',
    '302 Found',
    '303 See Other',
    '307 Temporary Redirect',
    '308 Permanent Redirect',
  ].map(status =>
    redirect(
      `redirect-elsewhere-${status.slice(0, 3)}`,
      status,
      ({ elsewhere }) => `${elsewhere}/srv.asmx`,
      new RegExp(`^HTTP ${status}: the server redirects to http://[^ ]+/srv.asmx \\(another server\\)`),
      /Change the base URL/,
    ),
  ),
  redirect(
    'redirect-to-a-login-page',
    '302 Found',
    () => '/login.aspx?ReturnUrl=%2fsrv.asmx',
    /redirects to \/login\.aspx\S+ \(another address of the same server\)/,
    /login page/,
  ),
  redirect(
    'redirect-to-https',
    '301 Moved Permanently',
    ({ here }) => `${here.replace('http:', 'https:')}/srv.asmx`,
    /\(the same server by https\)/,
    /begins with https:/,
  ),
  redirect(
    'redirect-to-a-single-sign-on',
    '302 Found',
    ({ elsewhere }) => `${elsewhere}/adfs/ls/?wa=wsignin1.0&wctx=${'x'.repeat(8000)}`,
    /^.{1,400}$/s,
    /single sign-on/,
  ),
  redirect('redirect-in-a-circle', '302 Found', () => '', /\(the same address\)/, /in a circle/),
  redirect('redirect-to-a-script', '302 Found', () => 'javascript:alert(1)', /another server/, /base URL/),
  redirect('redirect-to-nonsense', '302 Found', () => 'http://[', /redirects to http:\/\/\[/, /base URL/),
  redirect(
    'redirect-to-a-very-long-address',
    '302 Found',
    ({ elsewhere }) => `${elsewhere}/${'x'.repeat(8000)}`,
    /^.{1,400}$/s,
    /base URL/,
  ),
  {
    name: 'redirect-to-nowhere',
    act: body('', [], '302 Found'),
    ends: 'httpError',
    says: /^The server answered HTTP 302 Found\.$/,
    protects: NOT_FOLLOWED,
  },
  {
    name: 'refresh-elsewhere',
    act: body(
      '<html><head><meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/"></head></html>',
      ({ elsewhere }) => [HTML, `Refresh: 0;url=${elsewhere}`, `Content-Location: ${elsewhere}`],
    ),
    ends: FOREIGN,
    protects: NOT_FOLLOWED,
  },
];

const demand = (name: string, schemes: readonly string[], says: RegExp, remedy: RegExp): Misbehaviour => ({
  name,
  act: body(
    '<html><title>401 - Unauthorized</title></html>',
    [HTML, ...schemes.map(scheme => `WWW-Authenticate: ${scheme}`)],
    '401 Unauthorized',
  ),
  ends: 'httpError',
  says,
  remedy,
  protects: `${NAMED}; no credentials of the desktop are sent`,
});
const ANONYMOUS = /anonymous authentication/;

const DEMANDS: readonly Misbehaviour[] = [
  demand('wants-ntlm', ['NTLM'], /asks for a Windows account \(NTLM\)/, ANONYMOUS),
  demand('wants-negotiate-or-ntlm', ['Negotiate', 'NTLM'], /\(Negotiate, NTLM\)/, ANONYMOUS),
  demand('wants-negotiate-in-one-header', ['Negotiate, NTLM'], /\(Negotiate, NTLM\)/, ANONYMOUS),
  demand('wants-basic', ['Basic realm="x, y"'], /asks for a user of its own \(Basic\b/, ANONYMOUS),
  demand('wants-basic-only', ['Basic realm="a, Negotiate b"'], /\(Basic\), and not for a ticket/, ANONYMOUS),
  demand('wants-nothing-named', [], /^HTTP 401 Unauthorized: 401 - Unauthorized$/, /base URL/),
];

const failed = (
  status: string,
  says: RegExp,
  remedy: RegExp,
  content = '',
  headers: readonly string[] = [TEXT],
  name = `http-${status.slice(0, 3)}`,
): Misbehaviour => ({
  name,
  act: body(content, headers, status),
  ends: 'httpError',
  says,
  remedy,
  protects: NAMED,
});
const page = (title: string): string =>
  `<html><head><title>${title}</title></head><body>at X in Y</body></html>`;

const FAILURES: readonly Misbehaviour[] = [
  failed('304 Not Modified', /HTTP 304 Not Modified/, /base URL/),
  failed('400 Bad Request', /^The server answered HTTP 400 Bad Request\.$/, /base URL/),
  failed(
    '403 Forbidden',
    /Forbidden: 403 - Access is denied$/,
    /Ask for access/,
    page('403 - Access is denied'),
    [HTML],
  ),
  failed(
    '404 Not Found',
    /Not Found: IIS 10.0 Detailed Error$/,
    /no srv\.asmx/,
    page('IIS 10.0 Detailed Error'),
    [HTML],
  ),
  failed('405 Method Not Allowed', /405/, /another transport/),
  failed('407 Proxy Authentication Required', /407/, /http\.proxy/),
  failed('413 Payload Too Large', /413/, /shorter/),
  failed('414 URI Too Long', /414/, /POST or SOAP/),
  failed('415 Unsupported Media Type', /415/, /content type/),
  failed('429 Too Many Requests', /429/, /Wait before/),
  failed(
    '500 Internal Server Error',
    /Error: Missing parameter: x\.$/,
    /WSDL/,
    'Missing parameter: x.\r\n   at Y()',
  ),
  failed(
    '500 Internal Server Error',
    /Error: Runtime Error$/,
    /customErrors/,
    page('Runtime Error'),
    [HTML],
    'http-500-html',
  ),
  failed(
    '500 Internal Server Error',
    /Request format is unrecognized/,
    /web\.config/,
    page('Request format is unrecognized for URL unexpectedly ending in ‘/X’.'),
    [HTML],
    'http-500-transport-not-enabled',
  ),
  failed('502 Bad Gateway', /502/, /may have been done/),
  failed('503 Service Unavailable', /503/, /Try again later/, '', ['Retry-After: 0']),
  failed('504 Gateway Timeout', /504/, /may have been done/),
  failed('599 ', /HTTP 599\.$/, /base URL/),
  failed('999 Whatever: it is', /HTTP 999 Whatever: it is/, /base URL/),
  failed('500 X', /^.{1,300}$/s, /base URL/, 'x'.repeat(100_000), [TEXT], 'http-500-one-endless-line'),
  {
    name: 'login-page-with-http-200',
    act: body(
      ({ ticket }) =>
        `<html><title>Log in</title><input name="${escaped(ticket)}" value="${escaped(ticket)}" type="password">`,
      [HTML],
    ),
    ends: FOREIGN,
    says: /the HTML page “Log in”/,
    remedy: /exempted from the login/,
    protects: NAMED,
  },
  failed(
    '500 X',
    /500 X/,
    /customErrors/,
    `<title>${'<title '.repeat(2_000)}<title>Runtime Error`,
    [HTML],
    'http-500-marks-after-false-starts',
  ),
  failed(
    '500 X',
    /500 X/,
    /base URL/,
    `<html>${'<input '.repeat(300_000)}${'A potentially dangerous Request.'.repeat(100_000)}`,
    [HTML],
    'http-500-marks-that-never-end',
  ),
  failed('500 X', /500 X/, /base URL/, '<title'.repeat(2_000_000), [HTML], 'http-500-titles-without-end'),
  failed('500 X', /500 X/, /base URL/, `${'\n'.repeat(4_000_000)}late`, [TEXT], 'http-500-empty-lines'),
];

const words = (name: string, error: string, ends: Misbehaviour['ends'], code?: number): Misbehaviour => ({
  name,
  act: answer(`<r success="false" error="${error}"/>`),
  ends,
  ...(code !== undefined && { code }),
  protects: NAMED,
});
const fault = (
  name: string,
  content: string,
  says: RegExp,
  status = '500 Internal Server Error',
): Misbehaviour => ({
  name,
  act: body(({ transport }) => inBody(`<soap:Fault>${content}</soap:Fault>`, transport), [XML], status),
  ends: 'soapFault',
  says,
  protects: NAMED,
});

const ANSWERS: readonly Misbehaviour[] = [
  words('code-900', '[900] Authentication failed', 'authenticationFailed', 900),
  words('code-901', '[901] Session expired', 'sessionExpired', 901),
  words('code-902', '[902] No', 'apiError', 902),
  words('code-unknown', '[4711] Something new', 'apiError', 4711),
  words('code-beyond-numbers', `[${'9'.repeat(400)}] x`, 'apiError'),
  words('code-negative', '[-901] x', 'apiError'),
  words('code-elsewhere', 'x [901] y', 'apiError'),
  words('no-words', '', 'apiError'),
  words('user-not-found', 'User not found', 'userNotFound'),
  words('access-denied', 'ACCESS DENIED.', 'accessDenied'),
  words('system-error', 'SystemError: x', 'systemError'),
  { ...words('words-of-3-megabytes', 'x'.repeat(3_000_000), 'apiError'), says: /^x{2000}…$/ },
  {
    name: 'success-with-http-500',
    act: answer('<r success="true"/>', [XML], '500 Internal Server Error'),
    ends: 'success',
    protects: 'the order of judgement: the document counts, not the status',
  },
  {
    name: 'failure-with-http-404',
    act: answer('<r success="false" error="User not found"/>', [XML], '404 Not Found'),
    ends: 'userNotFound',
    protects: 'the order of judgement: the document counts, not the status',
  },
  {
    name: 'no-content',
    act: bytes('HTTP/1.1 204 No Content\r\n\r\n'),
    ends: FOREIGN,
    protects: NAMED,
  },
  {
    name: 'part-of-the-content',
    act: bytes(response('success="true"/>', [XML, 'Content-Range: bytes 3-18/19'], '206 Partial Content')),
    ends: FOREIGN,
    protects: NAMED,
  },
  fault('fault-1.1', '<faultcode>soap:Client</faultcode><faultstring>No.\r\n at X()</faultstring>', /^No\.$/),
  fault('fault-1.2', '<soap:Reason><soap:Text xml:lang="en">No.</soap:Text></soap:Reason>', /^No\.$/),
  fault('fault-with-http-200', '<faultstring>No.</faultstring>', /^No\.$/, '200 OK'),
  fault('fault-without-a-reason', '', /gives no reason/),
  fault('fault-of-a-megabyte', `<faultstring>${'x '.repeat(500_000)}</faultstring>`, /^[x ]{200}…$/),
  fault(
    'fault-that-holds-success',
    '<faultstring>No.</faultstring><detail><r success="true"/></detail>',
    /^No\.$/,
  ),
  {
    name: 'fault-without-prefix-or-content',
    act: body('<Envelope xmlns="http://www.w3.org/2003/05/soap-envelope"><Body><Fault/></Body></Envelope>'),
    ends: 'soapFault',
    protects: NAMED,
  },
];

/** HTTP statuses, redirects, demands for another sign-in, and infoRouter's own failures. */
export const STATUSES: readonly Misbehaviour[] = [...REDIRECTS, ...DEMANDS, ...FAILURES, ...ANSWERS];
