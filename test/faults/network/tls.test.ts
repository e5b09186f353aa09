import assert from 'node:assert/strict';
import { once } from 'node:events';
import * as https from 'node:https';
import type { TlsOptions } from 'node:tls';
import { makeCertificate, type Certificate } from '../../certificates';
import type { RawServer } from '../../unit/adapters/rawServer';
import { authority } from './environment';
import {
  accepted,
  NAME,
  onLinuxOnly,
  proxy,
  refused,
  restore,
  server,
  setHttp,
  setProfiles,
  update,
  logged,
} from './network';

const SAN = ['DNS:localhost', `DNS:${NAME}`, 'IP:127.0.0.1', 'IP:127.0.0.2'];

/** The ways to a server: on each of them, another agent of another library makes the connection. */
const WAYS = {
  'on loopback': '127.0.0.1',
  'where VS Code puts its own agent': '127.0.0.2',
  'by way of a proxy': NAME,
} as const;

/** Certificates that must be refused, each with what is said of it and what to do. */
const BAD = {
  'is signed by itself': [/signed by itself/, /on a test server only, allow the untrusted certificate/],
  'has expired': [/certificate has expired/, /administrator.*check the clock/],
  'is not valid yet': [/not valid yet/, /check the clock/],
  'is for another host': [
    /is not for “(127\.0\.0\.[12]|inforouter\.test)”; it is for “dms\.example\.com”, “127\.0\.0\.9”/,
    /Use a name that is in the certificate/,
  ],
  'comes of an unknown authority': [
    /authority is not known here/,
    /http\.systemCertificates.*NODE_EXTRA_CA_CERTS/,
  ],
} as const;
type What = keyof typeof BAD;

function badCertificates(extra: Certificate): Record<What, Certificate> {
  const unknown = makeCertificate('Authority unknown', { authority: true });
  return {
    'is signed by itself': makeCertificate('self', { names: SAN }),
    'has expired': makeCertificate('old', { names: SAN, issuer: extra, days: [-3, -1] }),
    'is not valid yet': makeCertificate('new', { names: SAN, issuer: extra, days: [1, 2] }),
    'is for another host': makeCertificate('other', {
      names: ['DNS:dms.example.com', 'IP:127.0.0.9'],
      issuer: extra,
    }),
    'comes of an unknown authority': makeCertificate('unknown', { names: SAN, issuer: unknown }),
  };
}

/** What of this process could switch verification off for everybody; each resolves to the way back. */
const SWITCHES: Readonly<Record<string, () => unknown>> = {
  '“http.proxyStrictSSL” is off': async () => {
    await setHttp('proxyStrictSSL', false);
    return () => setHttp('proxyStrictSSL', undefined);
  },
  'NODE_TLS_REJECT_UNAUTHORIZED is 0': () => {
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    return () => delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
  },
  'another extension has switched the agent that all share': () => {
    const { options } = https.globalAgent;
    options.rejectUnauthorized = false;
    return () => delete options.rejectUnauthorized;
  },
};

/** Ends every connection, and comes back when the other side has taken note. */
async function hangUp({ sockets }: RawServer): Promise<void> {
  await Promise.all(sockets.filter(({ closed }) => !closed).map(socket => once(socket.end(), 'close')));
}

describe('A certificate', () => {
  let bad: Record<What, Certificate>;
  let good: { extra: Certificate; system: Certificate };
  before(onLinuxOnly);
  before(() => {
    const [extra, system] = [authority('extra'), authority('system')];
    bad = badCertificates(extra);
    good = {
      extra: makeCertificate('good', { names: SAN, issuer: extra }),
      system: makeCertificate('good', { names: SAN, issuer: system }),
    };
  });

  for (const [way, host] of Object.entries(WAYS)) {
    describe(way, () => {
      const servers = new Map<string, RawServer>();
      const at = (name: string): RawServer => servers.get(name) ?? assert.fail(name);
      before(async () => {
        const certificates: Record<string, TlsOptions> = {
          ...bad,
          ...good,
          'TLS 1.3': { ...good.extra, requestCert: true, minVersion: 'TLSv1.3' },
          'TLS 1.2': { ...good.extra, requestCert: true, maxVersion: 'TLSv1.2' },
        };
        for (const [name, tls] of Object.entries(certificates)) {
          servers.set(name, await server({ tls, host: host === NAME ? '127.0.0.1' : host }));
        }
        const profiles = [...servers].flatMap(([name, { port }]) => {
          const fields = { name, baseUrl: `https://${host}:${port}` };
          return [fields, { ...fields, name: `${name}, allowed`, allowUntrustedCertificate: true }];
        });
        await setProfiles(...profiles);
        if (host === NAME) {
          await setHttp('proxy', `http://${(await proxy()).address}`);
        }
      });
      after(restore);

      for (const [what, [message, remedy]] of Object.entries(BAD)) {
        it(`that ${what} is named, and taken for the one profile that allows it`, async () => {
          for (let round = 0; round < 2; round += 1) {
            await refused(what, at(what), 'tls', message, remedy);
            await accepted(`${what}, allowed`, at(what));
            await accepted(`${what}, allowed`, at(what));
          }
          await refused(what, at(what), 'tls', message, remedy);
        });
      }

      it('of an authority of the operating system is taken, unless “http.systemCertificates” is off', async () => {
        await setHttp('systemCertificates', false);
        await refused('system', at('system'), 'tls', /authority is not known/, /http\.systemCertificates/);
        await setHttp('systemCertificates', undefined);
        await accepted('system', at('system'));
      });

      it('of an authority in NODE_EXTRA_CA_CERTS is taken', async () => {
        await accepted('extra', at('extra'));
      });

      for (const [what, switchOff] of Object.entries(SWITCHES)) {
        it(`is verified all the same where ${what}`, async () => {
          const switchOn = (await switchOff()) as () => unknown;
          try {
            for (const name of ['is signed by itself', 'is for another host']) {
              // The profile that allows it first, so that a socket or a session is there that could be used again.
              await accepted(`${name}, allowed`, at(name));
              await refused(name, at(name), 'tls');
              await hangUp(at(name));
              await accepted(`${name}, allowed`, at(name));
              await refused(name, at(name), 'tls');
            }
          } finally {
            await switchOn();
          }
        });
      }

      it('of the client is asked for: neither VS Code nor this extension has one', async () => {
        for (const name of ['TLS 1.3', 'TLS 1.2']) {
          const remedy = /neither this extension nor VS Code sends one/;
          await refused(name, at(name), 'tls', /client certificate/, remedy);
        }
      });
    });
  }

  it('that was not verified is told of in the output', async () => {
    const { port } = await server({ tls: bad['has expired'] });
    const fields = { name: 'strict', baseUrl: `https://127.0.0.1:${port}` };
    await setProfiles(fields, { ...fields, name: 'lax', allowUntrustedCertificate: true });
    const [strict, lax] = [await update('strict'), await update('lax')];
    assert.deepEqual([strict.success, lax.success], [false, true]);
    const log = await logged('· lax ·');
    const endOf = (profile: string) => /^[✓✗] .*$/m.exec(log.slice(log.indexOf(`· ${profile} ·`)))?.[0];
    assert.match(endOf('lax') ?? '', /^✓ HTTP 200 OK · .* ms · TLS not verified · success$/);
    assert.doesNotMatch(endOf('strict') ?? '', /not verified/);
    await restore();
  });
});
