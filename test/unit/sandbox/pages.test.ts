import assert from 'node:assert/strict';
import { startSandbox, type Sandbox } from '../../../src/sandbox/server';
import { send } from './client';

describe('sandbox: pages', () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await startSandbox({
      users: [
        {
          id: 1,
          userName: '<script>alert("x")</script>',
          password: '&"<b>',
          firstName: '<i>',
          lastName: '</table>',
          email: '"><img src=x>',
          domain: '',
        },
      ],
    });
  });
  after(() => sandbox.stop());

  it('helps with operations, users and passwords, everything escaped', async () => {
    const { status, contentType, text } = await send(sandbox.endpoint);
    assert.deepEqual([status, contentType], [200, 'text/html; charset=utf-8']);
    for (const name of [
      'AuthenticateUser',
      'isValidTicket',
      'LogOut',
      'ServerInfo',
      'GetUser',
      'UpdateUserEmail',
    ]) {
      assert.ok(text.includes(`<code>/srv.asmx/${name}</code>`), name);
    }
    assert.ok(text.includes('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;'));
    assert.ok(text.includes('&amp;&quot;&lt;b&gt;'));
    assert.ok(!/<script|<img|<b>|<i>/.test(text));
  });

  it('is found at the bare address too, in any case, and nothing else is', async () => {
    const help = (await send(sandbox.endpoint)).text;
    for (const page of ['/', '/SRV.ASMX', '/srv.asmx?op=GetUser']) {
      assert.equal((await send(sandbox.baseUrl + page)).text, help, page);
    }
    for (const page of ['/?WSDL', '/srv.asmx?wsdl', '/Srv.asmx?Wsdl']) {
      assert.match((await send(sandbox.baseUrl + page)).text, /<wsdl:definitions/, page);
    }
    for (const page of ['/srv', '/srv.asmx2', '/a/srv.asmx', '/%', '//']) {
      const { status, contentType } = await send(sandbox.baseUrl + page);
      assert.deepEqual([status, contentType], [404, 'text/html'], page);
    }
  });

  it('takes GET and POST only', async () => {
    for (const [page, method] of [
      ['/srv.asmx', 'PUT'],
      ['/srv.asmx/GetUser', 'DELETE'],
      ['/srv.asmx/GetUser', 'HEAD'],
      ['/srv.asmx', 'OPTIONS'],
    ] as const) {
      const response = await fetch(sandbox.baseUrl + page, { method });
      assert.deepEqual([response.status, response.headers.get('Allow')], [405, 'GET, POST'], method);
    }
  });
});
