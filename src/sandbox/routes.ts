import { helpPage } from './helpPage';
import { answerHttp } from './httpBinding';
import type { World } from './operations';
import { errorPage, xmlReply, type Reply } from './reply';
import type { SandboxRequest } from './request';
import { answerSoap } from './soapBinding';
import { wsdl } from './wsdl';

/** The service's page, in any case as IIS has it, and the name of the operation behind it. */
const SERVICE_PAGE = /^\/srv\.asmx(?:\/(?<operation>.*))?$/is;

/** Answers any request. The help page is the default document of the site, so that its bare address opens it. */
export function route(request: SandboxRequest, endpoint: string, world: World): Reply {
  if (request.tooLarge) {
    return errorPage(413, 'System.Web.HttpException', 'Maximum request length exceeded.');
  }
  const isDefaultDocument = request.path === '/' && request.method === 'GET';
  const page = SERVICE_PAGE.exec(isDefaultDocument ? '/srv.asmx' : request.path);
  if (!page) {
    return errorPage(404, 'System.Web.HttpException', 'The resource cannot be found.');
  }
  if (request.method !== 'GET' && request.method !== 'POST') {
    return errorPage(405, 'System.Web.HttpException', 'The HTTP method is not allowed.');
  }
  const operation = page.groups?.['operation'];
  if (operation !== undefined) {
    return answerHttp(operation, request, world);
  }
  if (request.method === 'POST') {
    return answerSoap(request, world);
  }
  if (/^wsdl(?:[&=]|$)/i.test(request.query)) {
    return xmlReply(wsdl(endpoint, world.faults().fault));
  }
  return { ...xmlReply(helpPage(endpoint, world)), contentType: 'text/html; charset=utf-8' };
}

/** Whether the request calls the web service. Faults strike those only: the help page that shows them stays. */
export function isCall({ method, path }: SandboxRequest): boolean {
  const page = SERVICE_PAGE.exec(path);
  return page !== null && (method === 'POST' || page.groups?.['operation'] !== undefined);
}
