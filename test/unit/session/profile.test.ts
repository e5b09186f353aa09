import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  baseUrlProblem,
  endpointOf,
  nameProblem,
  readProfile,
  sameService,
  toProfile,
} from '../../../src/session/profile';

const TAKEN = ['Production', 'Tëst', 'ΣΊΣΥΦΟΣ'];
const EMPTY = /^Give the profile a name\.$/;
const SPACE = /space at the beginning or end/;
const CHARACTERS = /at most 100 characters, none of them a control character/;
const SANDBOX = /name of the local sandbox/;
const EXISTS = /exists already/;

const NAMES: readonly (readonly [name: string, problem: RegExp | undefined])[] = [
  ['Test', undefined],
  ['t', undefined],
  ['Test server 2', undefined],
  ['Ünïcödé 漢字 🚀', undefined],
  ['a/b\\c:d*e?f"g<h>i|j', undefined],
  ['__proto__', undefined],
  ['x'.repeat(100), undefined],
  ['Productions', undefined],
  ['My Sandbox', undefined],
  ['', EMPTY],
  [' ', EMPTY],
  ['\t\n', EMPTY],
  ['\u00a0', EMPTY],
  [' Test', SPACE],
  ['Test ', SPACE],
  ['Test\n', SPACE],
  ['\u00a0Test', SPACE],
  ['\ufeffTest', SPACE],
  ['x'.repeat(101), CHARACTERS],
  ['a\u0000b', CHARACTERS],
  ['a\nb', CHARACTERS],
  ['a\tb', CHARACTERS],
  ['a\u007fb', CHARACTERS],
  ['a\u0085b', CHARACTERS],
  ['a\ud83db', CHARACTERS],
  ['a\ude80b', CHARACTERS],
  ['Sandbox', SANDBOX],
  ['sandbox', SANDBOX],
  ['SANDBOX', SANDBOX],
  ['Production', EXISTS],
  ['production', EXISTS],
  ['PRODUCTION', EXISTS],
  ['tËST', EXISTS],
];

const NOTHING = /^Give the server's address/;
const NO_ADDRESS = /^This is not an address/;
const SCHEME = /must begin with http:\/\/ or https:\/\//;
const USER_INFO = /^Remove the user name and password/;
const QUERY = /begins with “\?” or “#”/;

const URLS: readonly (readonly [baseUrl: string, problem: RegExp | undefined])[] = [
  ['http://dms', undefined],
  ['https://dms.example.com', undefined],
  ['https://dms.example.com/', undefined],
  ['https://dms.example.com/infoRouter', undefined],
  ['https://dms.example.com/infoRouter/', undefined],
  ['https://dms.example.com/infoRouter/srv.asmx', undefined],
  ['https://dms.example.com:8443/a/b/c', undefined],
  ['HTTPS://DMS.EXAMPLE.COM', undefined],
  ['  https://dms.example.com  ', undefined],
  ['http://127.0.0.1:8080', undefined],
  ['http://[::1]:8080/infoRouter', undefined],
  ['http://münchen.example/größe', undefined],
  ['https://dms.example.com/a%20b', undefined],
  ['https://dms.example.com/a@b', undefined],
  ['https://dms.example.com/a:b', undefined],
  ['', NOTHING],
  ['   ', NOTHING],
  ['dms', NO_ADDRESS],
  ['dms.example.com', NO_ADDRESS],
  ['/infoRouter', NO_ADDRESS],
  ['//dms.example.com', NO_ADDRESS],
  ['http://', NO_ADDRESS],
  ['https://?', NO_ADDRESS],
  ['http://a b', NO_ADDRESS],
  ['http://dms:65536', NO_ADDRESS],
  ['http://dms:port', NO_ADDRESS],
  ['http://[::1', NO_ADDRESS],
  ['http://999.1.1.1', NO_ADDRESS],
  ['dms:8080', SCHEME],
  ['localhost:8080/infoRouter', SCHEME],
  ['http:dms.example.com', SCHEME],
  ['https:/dms.example.com', SCHEME],
  ['http:\\\\dms', SCHEME],
  ['ftp://dms.example.com', SCHEME],
  ['file:///etc/passwd', SCHEME],
  ['ws://dms.example.com', SCHEME],
  ['vscode://dms', SCHEME],
  ['javascript:alert(1)', SCHEME],
  ['data:text/xml,<a/>', SCHEME],
  ['http://jdoe@dms', USER_INFO],
  ['http://jdoe:pw@dms', USER_INFO],
  ['http://:pw@dms', USER_INFO],
  ['http://@dms', USER_INFO],
  ['http://:@dms', USER_INFO],
  ['http:///jdoe:pw@dms', USER_INFO],
  ['https://dms.example.com@evil.example', USER_INFO],
  ['https://dms.example.com\\@evil.example', USER_INFO],
  ['http://dms?', QUERY],
  ['http://dms?a=b', QUERY],
  ['http://dms/infoRouter?WSDL', QUERY],
  ['http://dms#', QUERY],
  ['http://dms/#top', QUERY],
  ['http://dms/srv.asmx?op=UpdateUserEmail#x', QUERY],
];

describe('profile: the name', () => {
  for (const [name, problem] of NAMES) {
    it(`${JSON.stringify(name).slice(0, 40)} ${problem === undefined ? 'is good' : 'is refused'}`, () => {
      const found = nameProblem(name, TAKEN);
      if (problem === undefined) {
        assert.equal(found, undefined);
      } else {
        assert.match(found ?? '', problem);
      }
    });
  }
});

describe('profile: the base URL', () => {
  for (const [baseUrl, problem] of URLS) {
    it(`${JSON.stringify(baseUrl)} ${problem === undefined ? 'is good' : 'is refused'}`, () => {
      const found = baseUrlProblem(baseUrl);
      if (problem === undefined) {
        assert.equal(found, undefined);
        assert.doesNotThrow(() => endpointOf(baseUrl));
      } else {
        assert.match(found ?? '', problem);
      }
    });
  }

  it('takes no text whose address would carry user info, a query or a fragment', () => {
    const texts = fc.oneof(
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc
        .tuple(fc.constantFrom('http://', 'https://', 'HTTP:\\\\', ''), fc.string({ maxLength: 20 }))
        .map(parts => parts.join('')),
    );
    fc.assert(
      fc.property(texts, text => {
        if (baseUrlProblem(text) === undefined) {
          const url = endpointOf(text);
          assert.match(url.protocol, /^https?:$/);
          assert.deepEqual([url.username, url.password, url.search, url.hash], ['', '', '', '']);
          assert.match(url.pathname, /\/srv\.asmx$/i);
        }
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});

describe('profile: the address of the web service', () => {
  const ENDPOINTS: readonly (readonly [baseUrl: string, endpoint: string])[] = [
    ['http://dms', 'http://dms/srv.asmx'],
    ['http://dms/', 'http://dms/srv.asmx'],
    ['http://dms//', 'http://dms/srv.asmx'],
    // Two slashes at the start of a path would name another host, to which the ticket would go.
    ['http://dms//elsewhere.test/x', 'http://dms/elsewhere.test/x/srv.asmx'],
    ['http://dms/\\\\elsewhere.test', 'http://dms/elsewhere.test/srv.asmx'],
    ['http://dms/infoRouter', 'http://dms/infoRouter/srv.asmx'],
    ['http://dms/infoRouter/', 'http://dms/infoRouter/srv.asmx'],
    ['http://dms/srv.asmx', 'http://dms/srv.asmx'],
    ['http://dms/srv.asmx/', 'http://dms/srv.asmx'],
    ['http://dms/infoRouter/SRV.ASMX', 'http://dms/infoRouter/SRV.ASMX'],
    ['http://dms/mysrv.asmx', 'http://dms/mysrv.asmx/srv.asmx'],
    ['http://dms/srv.asmx.old', 'http://dms/srv.asmx.old/srv.asmx'],
    [' https://DMS:443/x ', 'https://dms/x/srv.asmx'],
    ['http://[::1]:80', 'http://[::1]/srv.asmx'],
    ['http://dms/größe', 'http://dms/gr%C3%B6%C3%9Fe/srv.asmx'],
  ];
  for (const [baseUrl, endpoint] of ENDPOINTS) {
    it(`of ${baseUrl} is ${endpoint}`, () => assert.equal(endpointOf(baseUrl).href, endpoint));
  }

  const PAIRS: readonly (readonly [a: string, b: string, same: boolean])[] = [
    ['http://dms', 'http://dms', true],
    ['http://dms', 'HTTP://DMS/', true],
    ['http://dms', 'http://dms:80/srv.asmx', true],
    ['https://dms/x', 'https://dms:443/x/srv.asmx', true],
    ['http://dms', 'https://dms', false],
    ['http://dms', 'http://dms:8080', false],
    ['http://dms', 'http://dms.example.com', false],
    ['http://dms/a', 'http://dms/b', false],
    ['http://dms', 'http://dms/infoRouter', false],
    ['not an address', 'not an address', false],
    ['', '', false],
  ];
  for (const [a, b, same] of PAIRS) {
    it(`of “${a}” and “${b}” is ${same ? 'the same' : 'not the same'}`, () => {
      assert.equal(sameService(a, b), same);
      assert.equal(sameService(b, a), same);
    });
  }
});

describe('profile: an entry of the setting', () => {
  const good = { name: 'Test', baseUrl: 'http://dms' };
  const whole = {
    ...good,
    transport: 'soap12',
    userName: 'jdoe',
    protected: true,
    allowUntrustedCertificate: true,
    soapTicketElement: 'authenticationTicket',
  };

  it('takes its defaults', () => {
    assert.deepEqual(readProfile(good, []), {
      ...good,
      transport: 'post',
      protected: false,
      allowUntrustedCertificate: false,
    });
  });

  it('is read whole, and without what does not belong there', () => {
    assert.deepEqual(readProfile({ ...whole, ticket: 'secret', comment: 'mine' }, []), whole);
  });

  it('has its address trimmed and an empty user name left out', () => {
    const read = readProfile({ ...good, baseUrl: ' http://dms ', userName: '' }, []);
    assert.deepEqual(
      read,
      toProfile({ name: 'Test', baseUrl: 'http://dms' }),
      'an empty user name is no user name',
    );
    assert.ok(typeof read !== 'string' && !('userName' in read));
  });

  const BROKEN: readonly (readonly [entry: unknown, problem: RegExp])[] = [
    [undefined, /not an object/],
    [null, /not an object/],
    ['http://dms', /not an object/],
    [7, /not an object/],
    [{}, /needs a “name” and a “baseUrl”/],
    [[], /needs a “name” and a “baseUrl”/],
    [{ name: 'Test' }, /needs a “name” and a “baseUrl”/],
    [{ baseUrl: 'http://dms' }, /needs a “name” and a “baseUrl”/],
    [{ ...good, name: 7 }, /needs a “name” and a “baseUrl”/],
    [{ ...good, baseUrl: null }, /needs a “name” and a “baseUrl”/],
    [{ ...good, transport: 'soap' }, /not one of get, post, soap11, soap12/],
    [{ ...good, transport: 'POST' }, /not one of get, post, soap11, soap12/],
    [{ ...good, transport: null }, /not one of get, post, soap11, soap12/],
    [{ ...good, userName: 7 }, /“userName” is not text/],
    [{ ...good, protected: 'yes' }, /must be true or false/],
    [{ ...good, allowUntrustedCertificate: 1 }, /must be true or false/],
    [{ ...good, soapTicketElement: 'ticket' }, /not one of AuthenticationTicket, authenticationTicket/],
    [{ ...good, soapTicketElement: null }, /not one of AuthenticationTicket, authenticationTicket/],
    [{ ...good, name: 'Sandbox' }, SANDBOX],
    [{ ...good, name: ' ' }, EMPTY],
    [{ ...good, name: 'PRODUCTION' }, EXISTS],
    [{ ...good, baseUrl: 'dms' }, NO_ADDRESS],
    [{ ...good, baseUrl: 'http://a:b@dms' }, USER_INFO],
  ];
  for (const [entry, problem] of BROKEN) {
    it(`${entry === undefined ? 'undefined' : JSON.stringify(entry)} is not used, and why is said`, () => {
      const read = readProfile(entry, TAKEN);
      assert.ok(typeof read === 'string');
      assert.match(read, problem);
    });
  }

  it('never throws, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), entry => {
        const read = readProfile(entry, []);
        assert.ok(typeof read === 'string' || endpointOf(read.baseUrl));
      }),
      { seed: 2, numRuns: 1000 },
    );
  });
});
