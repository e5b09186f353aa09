import assert from 'node:assert/strict';
import { startSandbox, type Sandbox } from '../../../src/sandbox/server';
import { send } from './client';

describe('sandbox: hostile XML', () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await startSandbox();
  });
  after(() => sandbox.stop());

  const bomb = Array.from({ length: 9 }, (_, level) => {
    const references = `&e${level};`.repeat(10);
    return `<!ENTITY e${level + 1} "${references}">`;
  }).join('');
  const cases: Readonly<Record<string, string>> = {
    'elements nested a million deep': '<a>'.repeat(1_000_000),
    'elements nested and closed': '<a>'.repeat(100_000) + '</a>'.repeat(100_000),
    'a billion laughs': `<!DOCTYPE a [<!ENTITY e0 "ha">${bomb}]><a>&e9;</a>`,
    'an external entity': '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    'a hundred thousand attributes, one of them twice': `<a${attributes(100_000)} a1=""/>`,
    'many namespaces on each of many levels': `<a ${'xmlns:p="u" '.repeat(1000)}>`.repeat(150),
    'a start tag without end': `<a ${'x = '.repeat(500_000)}`,
    'nothing but opening brackets': '<'.repeat(4_000_000),
    'nothing but ampersands': `<a>${'&'.repeat(4_000_000)}</a>`,
    'a comment without end': `<a><!--${'-'.repeat(4_000_000)}`,
  };
  for (const [name, document] of Object.entries(cases)) {
    it(`answers ${name} with an empty 400, soon`, async function () {
      this.timeout(20_000);
      const started = performance.now();
      const { status, text } = await send(sandbox.endpoint, document, {
        'Content-Type': 'text/xml',
        SOAPAction: 'http://tempuri.org/GetUser',
      });
      assert.deepEqual([status, text], [400, '']);
      assert.ok(performance.now() - started < 10_000);
    });
  }
});

function attributes(count: number): string {
  return Array.from({ length: count }, (_, index) => ` a${index}=""`).join('');
}
