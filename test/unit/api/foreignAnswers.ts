/**
 * Answers in infoRouter's place, written as those who give them do: asmx and ASP.NET of the .NET Framework 4.8, IIS 10 and
 * HTTP.sys, and what stands between. Each is told by the name of its row in `knownAnswers.ts`.
 */
export interface ForeignAnswer {
  readonly name: string;
  readonly status: number;
  readonly reason: string;
  readonly type?: string;
  readonly body: string;
}

const TEXT = 'text/plain; charset=utf-8';

/** What asmx writes for GET and POST: the exception with its type and its stack where details may be seen. */
const asmxText = (name: string, exception: string, message: string): ForeignAnswer => ({
  name,
  status: 500,
  reason: 'Internal Server Error',
  type: TEXT,
  body: `${exception}: ${message}\r\n   at System.Web.Services.Protocols.HttpServerProtocol.ReadParameters()\r\n   at System.Web.Services.Protocols.WebServiceHandler.CoreProcessRequest()\r\n`,
});

/** And where customErrors hides details from other machines: the message alone. */
const asmxMessage = (name: string, message: string): ForeignAnswer => ({
  name,
  status: 500,
  reason: 'Internal Server Error',
  type: TEXT,
  body: `${message}\r\n`,
});

const fault11 = (name: string, text: string): ForeignAnswer => ({
  name,
  status: 500,
  reason: 'Internal Server Error',
  type: 'text/xml; charset=utf-8',
  body: `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><soap:Body><soap:Fault><faultcode>soap:Client</faultcode><faultstring>${text}</faultstring><detail /></soap:Fault></soap:Body></soap:Envelope>`,
});

const fault12 = (name: string, text: string): ForeignAnswer => ({
  ...fault11(name, ''),
  type: 'application/soap+xml; charset=utf-8',
  body: `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope"><soap:Body><soap:Fault><soap:Code><soap:Value>soap:Sender</soap:Value></soap:Code><soap:Reason><soap:Text xml:lang="en">${text}</soap:Text></soap:Reason><soap:Detail /></soap:Fault></soap:Body></soap:Envelope>`,
});

/** ASP.NET's own error page: the title says what, the heading whose. */
const aspnet = (name: string, title: string, rest = '', status = 500): ForeignAnswer => ({
  name,
  status,
  reason: status === 404 ? 'Not Found' : 'Internal Server Error',
  body: `<!DOCTYPE html>\r\n<html>\r\n    <head>\r\n        <title>${title}</title>\r\n        <meta name="viewport" content="width=device-width" />\r\n        <style>\r\n         body {font-family:"Verdana";font-weight:normal;font-size: .7em;color:black;}\r\n        </style>\r\n    </head>\r\n    <body bgcolor="white">\r\n            <span><H1>Server Error in '/infoRouter' Application.<hr width=100% size=1 color=silver></H1>\r\n            <h2> <i>${title}</i> </h2></span>\r\n            <font face="Arial, Helvetica, Geneva, SunSans-Regular, sans-serif ">\r\n            <b> Description: </b>${rest}<br><br>\r\n            </font>\r\n    </body>\r\n</html>`,
});

/** The detailed page of IIS. */
const iis = (name: string, substatus: string, words: string, summary: string): ForeignAnswer => ({
  name,
  status: Number(substatus.split('.')[0]),
  reason: words,
  body: `<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd"> \n<html xmlns="http://www.w3.org/1999/xhtml"> \n<head> \n<title>IIS 10.0 Detailed Error - ${substatus} - ${words}</title> \n<style type="text/css"> \n<!-- \nbody{margin:0;font-size:.7em;font-family:Verdana,Arial,Helvetica,sans-serif;} \n--> \n</style> \n</head> \n<body> \n<div id="content"> \n<div class="content-container"> \n  <h3>HTTP Error ${substatus} - ${words}</h3> \n  <h4>${summary}</h4> \n</div> \n</div> \n</body> \n</html>`,
});

/** The page of HTTP.sys, which answers where no program listens. */
const httpSys = (
  name: string,
  status: number,
  title: string,
  heading: string,
  words: string,
): ForeignAnswer => ({
  name,
  status,
  reason: title,
  type: 'text/html; charset=us-ascii',
  body: `<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN""http://www.w3.org/TR/html4/strict.dtd">\r\n<HTML><HEAD><TITLE>${title}</TITLE>\r\n<META HTTP-EQUIV="Content-Type" Content="text/html; charset=us-ascii"></HEAD>\r\n<BODY><h2>${heading}</h2>\r\n<hr><p>${words}</p>\r\n</BODY></HTML>\r\n`,
});

const page = (name: string, status: number, title: string, body: string): ForeignAnswer => ({
  name,
  status,
  reason: 'As It Is',
  body: `<!DOCTYPE html><html lang="en"><head><title>${title}</title></head><body>${body}</body></html>`,
});

const FILTERED = 'The request filtering module is configured to deny';

export const FOREIGN_ANSWERS: readonly ForeignAnswer[] = [
  asmxText(
    'asmx-missing-parameter',
    'System.InvalidOperationException',
    'Missing parameter: NewEmailAddress.',
  ),
  asmxMessage('asmx-missing-parameter', 'Missing parameter: NewEmailAddress.'),
  asmxText(
    'asmx-unknown-operation',
    'System.InvalidOperationException',
    'UpdateUserEmail Web Service method name is not valid.',
  ),
  asmxMessage('asmx-unknown-operation', 'UpdateUserEmail Web Service method name is not valid.'),
  asmxText(
    'asmx-dangerous-value',
    'System.Web.HttpRequestValidationException (0x80004005)',
    'A potentially dangerous Request.Form value was detected from the client (NewEmailAddress="<x>@example.com").',
  ),
  aspnet(
    'asmx-dangerous-value',
    'A potentially dangerous Request.QueryString value was detected from the client (NewEmailAddress="&lt;x&gt;@example.com").',
    'ASP.NET has detected data in the request that is potentially dangerous because it might include HTML markup or script.',
  ),
  aspnet(
    'asmx-transport-not-enabled',
    'Request format is unrecognized for URL unexpectedly ending in &#39;/UpdateUserEmail&#39;.',
    'An unhandled exception occurred during the execution of the current web request.',
  ),
  asmxText(
    'asmx-transport-not-enabled',
    'System.InvalidOperationException',
    'Request format is invalid: text/xml.',
  ),
  fault11(
    'asmx-unknown-action',
    'Server did not recognize the value of HTTP Header SOAPAction: http://tempuri.org/UpdateUserEmail.',
  ),
  fault12(
    'asmx-no-action',
    'System.Web.Services.Protocols.SoapException: Unable to handle request without a valid action parameter. Please supply a valid soap action.\n   at System.Web.Services.Protocols.Soap12ServerProtocolHelper.RouteRequest()',
  ),
  fault11(
    'asmx-soap-version',
    'System.Web.Services.Protocols.SoapException: Possible SOAP version mismatch: Envelope namespace http://www.w3.org/2003/05/soap-envelope was unexpected. Expecting http://schemas.xmlsoap.org/soap/envelope/.',
  ),
  fault11(
    'asmx-unreadable-envelope',
    'System.Web.Services.Protocols.SoapException: Server was unable to read request. ---&gt; System.InvalidOperationException: There is an error in XML document (1, 300).',
  ),
  fault12(
    'asmx-exception',
    'System.Web.Services.Protocols.SoapException: Server was unable to process request. ---&gt; System.NullReferenceException: Object reference not set to an instance of an object.',
  ),

  aspnet(
    'aspnet-not-found',
    'The resource cannot be found.',
    'HTTP 404. The resource you are looking for (or one of its dependencies) could have been removed.',
    404,
  ),
  aspnet('aspnet-too-large', 'Maximum request length exceeded.'),
  aspnet(
    'aspnet-address-too-long',
    'The length of the query string for this request exceeds the configured maxQueryStringLength value.',
    '',
    400,
  ),
  aspnet(
    'aspnet-address-too-long',
    'The length of the URL for this request exceeds the configured maxUrlLength value.',
    '',
    400,
  ),
  aspnet('aspnet-broken', 'Configuration Error', 'Unrecognized attribute ‘x’.'),
  aspnet('aspnet-broken', 'Parser Error', 'Could not create type ‘InfoRouter.srv’.'),
  aspnet('aspnet-broken', "Could not load file or assembly 'InfoRouter' or one of its dependencies."),
  aspnet(
    'aspnet-hidden-error',
    'Runtime Error',
    'An application error occurred on the server. The current custom error settings for this application prevent the details of the application error from being viewed remotely (for security reasons).',
  ),
  aspnet(
    'aspnet-error',
    'Object reference not set to an instance of an object.',
    'An unhandled exception occurred.',
  ),

  iis(
    'iis-query-too-long',
    '404.15',
    'Not Found',
    `${FILTERED} a request where the query string is too long.`,
  ),
  iis('iis-query-too-long', '404.14', 'Not Found', `${FILTERED} a URL that is too long.`),
  iis(
    'iis-content-too-long',
    '404.13',
    'Not Found',
    `${FILTERED} a request that exceeds the request content length.`,
  ),
  iis(
    'iis-request-filtered',
    '404.11',
    'Not Found',
    `${FILTERED} a request that contains a double escape sequence.`,
  ),
  iis('iis-request-filtered', '404.18', 'Not Found', `${FILTERED} a query string sequence.`),
  iis('iis-request-filtered', '404.7', 'Not Found', `${FILTERED} the file extension.`),
  iis(
    'iis-no-handler',
    '404.3',
    'Not Found',
    'The page you are requesting cannot be served because of the extension configuration.',
  ),
  iis(
    'iis-no-handler',
    '404.17',
    'Not Found',
    'The requested content appears to be script and will not be served by the static file handler.',
  ),
  iis(
    'iis-no-handler',
    '500.21',
    'Internal Server Error',
    'Handler "WebServiceHandlerFactory-Integrated" has a bad module "ManagedPipelineHandler" in its module list.',
  ),
  iis(
    'iis-https-only',
    '403.4',
    'Forbidden',
    'The page you are trying to access is secured with Secure Sockets Layer (SSL).',
  ),
  iis(
    'iis-client-certificate',
    '403.7',
    'Forbidden',
    'The page you are attempting to access requires your browser to have a client certificate that the Web server recognizes.',
  ),
  iis(
    'iis-address-refused',
    '403.6',
    'Forbidden',
    'The IP address from which you are browsing is not permitted to access the requested Web site.',
  ),
  iis(
    'iis-directory',
    '403.14',
    'Forbidden',
    'The Web server is configured to not list the contents of this directory.',
  ),
  iis(
    'iis-configuration',
    '500.19',
    'Internal Server Error',
    'The requested page cannot be accessed because the related configuration data for the page is invalid.',
  ),
  {
    ...iis('iis-process-failure', '502.5', '', ''),
    body: '<!DOCTYPE html><html><head><meta charset="utf-8" /><title>502.5 ANCM Out-Of-Process Startup Failure</title></head><body><h2> HTTP Error 502.5 - ANCM Out-Of-Process Startup Failure </h2><h3> Common causes of this issue: </h3></body></html>',
  },
  httpSys(
    'iis-unavailable',
    503,
    'Service Unavailable',
    'Service Unavailable',
    'HTTP Error 503. The service is unavailable.',
  ),
  httpSys(
    'iis-host-name',
    400,
    'Not Found',
    'Bad Request - Invalid Hostname',
    'HTTP Error 400. The request hostname is invalid.',
  ),
  httpSys(
    'iis-invalid-address',
    400,
    'Bad Request',
    'Bad Request - Invalid URL',
    'HTTP Error 400. The request URL is invalid.',
  ),

  page(
    'squid',
    503,
    'ERROR: The requested URL could not be retrieved',
    '<div id="titles"><h1>ERROR</h1><h2>The requested URL could not be retrieved</h2></div><p>Connection to 10.0.0.1 failed.</p><p>Generated Tue, 24 Nov 2026 10:00:00 GMT by proxy1 (squid/5.7)</p>',
  ),
  page(
    'web-filter',
    403,
    'Web Filter Violation',
    '<h1>FortiGuard Intrusion Prevention - Access Blocked</h1>',
  ),
  page(
    'web-filter',
    200,
    'Internet Security by Zscaler',
    '<p>Sorry, you don’t have permission to visit this site.</p>',
  ),
  page(
    'web-application-firewall',
    200,
    'Request Rejected',
    'The requested URL was rejected. Please consult with your administrator.<br><br>Your support ID is: 4711',
  ),
  page(
    'web-application-firewall',
    403,
    'Attention Required! | Cloudflare',
    '<h1>Sorry, you have been blocked</h1>',
  ),

  page(
    'single-sign-on-page',
    200,
    'Working...',
    '<form method="POST" name="hiddenform" action="https://sts.example.com/adfs/ls/"><input type="hidden" name="SAMLRequest" value="PHNhbWxwOk" /><noscript><input type="submit" value="Submit" /></noscript></form>',
  ),
  page(
    'single-sign-on-page',
    200,
    'Sign in to your account',
    '<form action="https://login.microsoftonline.com/common/login" method="post"><input type="password" name="passwd" /></form>',
  ),
  page(
    'login-page',
    200,
    'infoRouter - Login',
    '<form method="post" action="./login.aspx?ReturnUrl=%2finfoRouter%2fsrv.asmx"><input name="txtUser" type="text" /><input name="txtPassword" type="password" id="txtPassword" /></form>',
  ),
];
