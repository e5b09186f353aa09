import * as l10n from '@vscode/l10n';
import type { Explanation } from './meanings';

/** An answer in infoRouter's place that is known by what stands in it, whoever gave it. */
export interface KnownAnswer extends Explanation {
  /** What tests call it. */
  readonly name: string;
  /** Searched in the beginning of the text. It repeats nothing without a bound, so that no text makes it slow. */
  readonly marks: RegExp;
}

/** The page of IIS about an error with this substatus; Microsoft's table of them is “The HTTP status code in IIS”. */
const iis = (...substatuses: readonly string[]): RegExp =>
  new RegExp(`(?:HTTP Error|Detailed Error -) (?:${substatuses.join('|').replaceAll('.', '\\.')})(?![\\d.])`);

/** What asmx says of a transport that its web.config does not enable. */
export const NOT_ENABLED = /Request format is (?:unrecognized|invalid)/i;

/** asmx itself: plain text for GET and POST, a fault in SOAP, with or without the exception's type before it. */
const ASMX: readonly KnownAnswer[] = [
  {
    name: 'asmx-missing-parameter',
    marks: /Missing parameter: /,
    meaning: l10n.t('The server knows the operation, but one of its parameters was not in the request.'),
    remedy: l10n.t(
      'Compare the request with the server’s WSDL (add ?WSDL to the address): there the operation has a parameter that is not sent, or spells one otherwise.',
    ),
  },
  {
    name: 'asmx-unknown-operation',
    marks: /Web Service method name is not valid/,
    meaning: l10n.t('A web service answers at this address, but it has no operation of this name.'),
    remedy: l10n.t(
      'Open the address of srv.asmx in a browser and look for the operation: another service, or an infoRouter that is too old, does not list it.',
    ),
  },
  {
    name: 'asmx-dangerous-value',
    marks: /A potentially dangerous Request\.[A-Za-z]{1,20} value was detected/,
    meaning: l10n.t('ASP.NET took a value for markup and stopped the call before infoRouter saw it.'),
    remedy: l10n.t(
      'Choose SOAP, whose values ASP.NET does not judge, or send the value without characters such as < and &#.',
    ),
  },
  {
    name: 'asmx-transport-not-enabled',
    marks: NOT_ENABLED,
    meaning: l10n.t('The server’s web service takes no calls by this transport.'),
    remedy: l10n.t(
      'Choose another transport, or enable this one (HttpGet, HttpPost, HttpSoap) under webServices/protocols in the server’s web.config.',
    ),
  },
  {
    name: 'asmx-unknown-action',
    marks: /did not recognize the value of HTTP Header/,
    meaning: l10n.t('The server has no operation for the SOAPAction that was sent.'),
    remedy: l10n.t(
      'Compare the SOAPAction with the one in the server’s WSDL: another namespace, or an infoRouter that is too old, has no such operation.',
    ),
  },
  {
    name: 'asmx-no-action',
    marks: /Unable to handle request without a valid action parameter/,
    meaning: l10n.t('The server found no SOAP action in the request.'),
    remedy: l10n.t(
      'Choose the other version of SOAP, or look for a proxy on the way that takes SOAPAction or the action of Content-Type away.',
    ),
  },
  {
    name: 'asmx-soap-version',
    marks: /SOAP version mismatch/,
    meaning: l10n.t('The server takes another version of SOAP than the one that was sent.'),
    remedy: l10n.t('Choose SOAP 1.1 in the place of SOAP 1.2, or the other way round.'),
  },
  {
    name: 'asmx-unreadable-envelope',
    marks: /Server was unable to read request/,
    meaning: l10n.t('The server could not read the envelope: something in it is not what its WSDL says.'),
    remedy: l10n.t(
      'Compare the elements of the envelope with those of the server’s WSDL, and look at odd characters in values.',
    ),
  },
  {
    name: 'asmx-exception',
    marks: /Server was unable to process request/,
    meaning: l10n.t('The server took the call, and infoRouter’s code broke off with an exception.'),
    remedy: l10n.t('Look for the exception in the server’s own log; the update may have been done in part.'),
  },
];

/** ASP.NET's error pages, with the exception in them or, for callers of other machines, without. */
const ASPNET: readonly KnownAnswer[] = [
  {
    name: 'aspnet-not-found',
    marks: />\s{0,20}The resource cannot be found/,
    meaning: l10n.t('ASP.NET runs at this address, but has nothing at this path.'),
    remedy: l10n.t(
      'Check the path of the base URL: infoRouter is installed under another one, such as /infoRouter.',
    ),
  },
  {
    name: 'aspnet-too-large',
    marks: /Maximum request length exceeded/,
    meaning: l10n.t('The request is larger than ASP.NET lets through.'),
    remedy: l10n.t('Send shorter values, or raise httpRuntime/maxRequestLength in the server’s web.config.'),
  },
  {
    name: 'aspnet-address-too-long',
    marks: /length of the (?:URL|query string) for this request exceeds the configured/,
    meaning: l10n.t('The values make the address of the GET longer than ASP.NET lets through.'),
    remedy: l10n.t(
      'Choose POST or SOAP, or raise httpRuntime/maxQueryStringLength in the server’s web.config.',
    ),
  },
  {
    name: 'aspnet-broken',
    marks:
      /<title>\s{0,20}(?:(?:Configuration|Parser|Compilation) Error|Could not load (?:file or assembly|type))/,
    meaning: l10n.t('infoRouter’s web application does not start: a file or a setting of it is broken.'),
    remedy: l10n.t(
      'Show this page to the server’s administrator, who has to repair the installation: no call can work before.',
    ),
  },
  {
    name: 'aspnet-hidden-error',
    marks: /<title>\s{0,20}Runtime Error|current custom error settings for this application prevent/,
    meaning: l10n.t('The web application failed, and its settings hide the reason from other machines.'),
    remedy: l10n.t(
      'Have the server’s administrator look into the Windows event log, or set customErrors to Off in web.config for a while.',
    ),
  },
  {
    name: 'aspnet-error',
    marks: /Server Error in '[^'<>]{0,200}' Application/,
    meaning: l10n.t('The web application failed with an exception, which the page names.'),
    remedy: l10n.t(
      'Read the exception in the raw response, and look for it in the Windows event log of the server.',
    ),
  },
];

/** IIS and HTTP.sys, which answer before ASP.NET is asked. */
const IIS: readonly KnownAnswer[] = [
  {
    name: 'iis-query-too-long',
    marks: iis('404.14', '404.15'),
    meaning: l10n.t(
      'IIS refuses the address of the GET because it is too long; it says “not found” for that.',
    ),
    remedy: l10n.t(
      'Choose POST or SOAP, or raise requestFiltering/requestLimits (maxQueryString, maxUrl) in the server’s web.config.',
    ),
  },
  {
    name: 'iis-content-too-long',
    marks: iis('404.13', '413.1'),
    meaning: l10n.t('IIS refuses the body of the request because it is too long.'),
    remedy: l10n.t(
      'Send shorter values, or raise requestFiltering/requestLimits (maxAllowedContentLength) in the server’s web.config.',
    ),
  },
  {
    name: 'iis-request-filtered',
    marks: iis('404.5', '404.6', '404.7', '404.8', '404.10', '404.11', '404.12', '404.18', '404.19'),
    meaning: l10n.t('A rule of IIS’s request filtering refuses the request; it says “not found” for that.'),
    remedy: l10n.t(
      'Choose SOAP, whose address holds no values, or have the rule for srv.asmx changed under requestFiltering in web.config.',
    ),
  },
  {
    name: 'iis-no-handler',
    marks: iis('404.2', '404.3', '404.4', '404.17', '500.21'),
    meaning: l10n.t(
      'IIS does not know what to do with .asmx: ASP.NET is not installed or not enabled there.',
    ),
    remedy: l10n.t(
      'Have the server’s administrator enable ASP.NET 4 in the Windows features and for infoRouter’s site.',
    ),
  },
  {
    name: 'iis-https-only',
    marks: iis('403.4', '403.5'),
    meaning: l10n.t('IIS takes calls to this address by https only.'),
    remedy: l10n.t('Change the profile’s address so that it begins with https: and has the port of https.'),
  },
  {
    name: 'iis-client-certificate',
    marks: iis('403.7', '403.13', '403.16', '403.17'),
    meaning: l10n.t('IIS wants a client certificate, and this tool sends none.'),
    remedy: l10n.t(
      'Use an address of the server that wants no client certificate, or have srv.asmx exempted (SSL Settings in IIS).',
    ),
  },
  {
    name: 'iis-address-refused',
    marks: iis('403.6', '403.8', '403.501', '403.502', '403.503'),
    meaning: l10n.t('IIS refuses calls from this machine’s address.'),
    remedy: l10n.t('Have this machine’s address allowed under “IP Address and Domain Restrictions” in IIS.'),
  },
  {
    name: 'iis-directory',
    marks: iis('403.14'),
    meaning: l10n.t(
      'The address is a folder of the web server: srv.asmx, or infoRouter, is not installed there.',
    ),
    remedy: l10n.t(
      'Check the path of the base URL, and that the folder on the server is an application of IIS.',
    ),
  },
  {
    name: 'iis-configuration',
    marks: iis('500.19'),
    meaning: l10n.t('IIS cannot read the web.config of infoRouter, so nothing runs at this address.'),
    remedy: l10n.t(
      'Show the raw response to the server’s administrator: it names the file, the line and what is wrong there.',
    ),
  },
  {
    name: 'iis-process-failure',
    marks: iis('502.5', '500.30', '500.31', '500.32', '500.37'),
    meaning: l10n.t('IIS could not start the process of the web application behind this address.'),
    remedy: l10n.t(
      'Check the base URL, since infoRouter’s web service needs no such process; else see the Windows event log of the server.',
    ),
  },
  {
    name: 'iis-unavailable',
    marks: /HTTP Error 503\. The service is unavailable/,
    meaning: l10n.t('The application pool of infoRouter is stopped, or cannot take more calls.'),
    remedy: l10n.t(
      'Have the server’s administrator start the application pool in IIS, and see in the Windows event log why it stopped.',
    ),
  },
  {
    name: 'iis-host-name',
    marks: /Bad Request - Invalid Hostname|The request hostname is invalid/,
    meaning: l10n.t('The web server has no site for this host name.'),
    remedy: l10n.t(
      'Use the host name that infoRouter’s site is bound to in IIS; an IP address or an alias may not be.',
    ),
  },
  {
    name: 'iis-invalid-address',
    marks: /Bad Request - Invalid URL|HTTP Error 400\. The request URL is invalid/,
    meaning: l10n.t('The web server’s kernel refused the address of the request before any program saw it.'),
    remedy: l10n.t(
      'Choose POST or SOAP, so that no value stands in the address, and check the path of the base URL.',
    ),
  },
];

/** Whoever stands in between: proxies, filters and firewalls, in pages that often come with HTTP 200. */
const BETWEEN: readonly KnownAnswer[] = [
  {
    name: 'squid',
    marks: /The requested URL could not be retrieved|\(squid[/)]/,
    meaning: l10n.t('A Squid proxy answered in the server’s place: it cannot or must not reach the server.'),
    remedy: l10n.t(
      'Read its reason in the raw response and ask whoever runs the proxy, or name the host in “http.noProxy” if it is reached without one.',
    ),
  },
  {
    name: 'web-filter',
    marks:
      /FortiGuard|FortiGate|Web Page Blocked|Zscaler|Forcepoint|Blue ?Coat|policy_denied|McAfee Web Gateway|Skyhigh Secure Web Gateway/,
    meaning: l10n.t('A web filter of your network blocked the call and answered in the server’s place.'),
    remedy: l10n.t(
      'Ask whoever runs the filter to let this server through, or reach it from a network without one.',
    ),
  },
  {
    name: 'web-application-firewall',
    marks:
      /The requested URL was rejected\. Please consult with your administrator|Incapsula incident ID|Mod_?Security|Attention Required! \| Cloudflare|Sucuri WebSite Firewall/i,
    meaning: l10n.t(
      'A firewall in front of infoRouter took the call for an attack and answered in its place.',
    ),
    remedy: l10n.t(
      'Give the id that the raw response names to whoever runs the firewall, who has to exempt srv.asmx.',
    ),
  },
];

/** Pages that want a person to sign in, where a web service was asked. */
const LOGINS: readonly KnownAnswer[] = [
  {
    name: 'single-sign-on-page',
    marks:
      /name=["']?(?:SAML(?:Request|Response)|wresult)\b|[?&;]wa=wsignin1\.0|\/adfs\/(?:ls|oauth2)\b|login\.microsoftonline\.com|\/oauth2?\/(?:v\d{1,2}(?:\.\d{1,2})?\/)?authorize\b/i,
    meaning: l10n.t(
      'A single sign-on (ADFS, SAML, OpenID Connect) stands before infoRouter and wants a browser.',
    ),
    remedy: l10n.t(
      'Have srv.asmx exempted from the single sign-on, or use an address of the server that does not go by it.',
    ),
  },
  {
    name: 'login-page',
    marks: /<input[^<>]{0,500}\btype\s{0,3}=\s{0,3}["']?password\b/i,
    meaning: l10n.t(
      'A page came that asks for user and password: a login stands before the web service, or this is another page.',
    ),
    remedy: l10n.t(
      'Check the path of the base URL; if it is right, have srv.asmx exempted from the login, since infoRouter checks the ticket itself.',
    ),
  },
];

/** In the order in which they are looked for. Logins come last: an error page may have a form for one. */
export const KNOWN_ANSWERS: readonly KnownAnswer[] = [...ASMX, ...IIS, ...BETWEEN, ...ASPNET, ...LOGINS];

/** How much of a text is searched: a page is as long as the server likes. */
export const SEARCHED_LENGTH = 65_536;

/** What is known of an answer that is not infoRouter's, by its text. */
export function knownAnswer(text: string): KnownAnswer | undefined {
  const searched = text.slice(0, SEARCHED_LENGTH);
  return KNOWN_ANSWERS.find(({ marks }) => marks.test(searched));
}
