import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate and its key, in PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface CertificateOptions {
  /** As OpenSSL writes them: `DNS:dms.test`, `IP:127.0.0.1`. */
  readonly names?: readonly string[];
  /** Who vouches for it; without one it is signed by itself. */
  readonly issuer?: Certificate;
  /** Whether it may vouch for others. */
  readonly authority?: boolean;
  /** Days from now; negative for days ago. From yesterday until tomorrow if not given. */
  readonly days?: readonly [from: number, until: number];
}

/** `openssl ca` is the one of its commands that makes an expired certificate in every version that is in use. */
const CONFIGURATION = `
[ca]
default_ca = ours
[ours]
database = index
new_certs_dir = .
rand_serial = yes
unique_subject = no
default_md = sha256
policy = any
copy_extensions = copy
[any]
commonName = supplied
[authority]
basicConstraints = critical,CA:true
[req]
distinguished_name = any
`;

/** Makes a certificate with a key of its own, by openssl, which has to be installed. */
export function makeCertificate(subject: string, options: CertificateOptions = {}): Certificate {
  const { names = [], issuer, authority = false, days = [-1, 1] } = options;
  const folder = mkdtempSync(join(tmpdir(), 'inforouter-tls-'));
  const file = (name: string) => join(folder, name);
  const openssl = (words: string, ...rest: string[]) =>
    execFileSync('openssl', [...words.split(' '), ...rest], { cwd: folder, stdio: 'pipe' });
  try {
    writeFileSync(file('openssl.cnf'), CONFIGURATION);
    writeFileSync(file('index'), '');
    openssl(
      'req -new -config openssl.cnf -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout key.pem -out request.pem',
      ...['-subj', `/CN=${subject}`],
      ...(names.length === 0 ? [] : ['-addext', `subjectAltName=${names.join(',')}`]),
    );
    if (issuer !== undefined) {
      writeFileSync(file('issuer.pem'), issuer.cert);
      writeFileSync(file('issuerKey.pem'), issuer.key);
    }
    const [from, until] = days.map(openSslDate);
    openssl(
      'ca -batch -config openssl.cnf -notext -in request.pem -out cert.pem',
      ...['-startdate', from ?? '', '-enddate', until ?? ''],
      ...(authority ? ['-extensions', 'authority'] : []),
      ...(issuer === undefined
        ? ['-selfsign', '-keyfile', 'key.pem']
        : ['-cert', 'issuer.pem', '-keyfile', 'issuerKey.pem']),
    );
    return { cert: readFileSync(file('cert.pem'), 'utf8'), key: readFileSync(file('key.pem'), 'utf8') };
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw missing ? new Error('openssl is missing: install the package openssl.', { cause: error }) : error;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** `20261124120000Z`, the day that is so many days from now. */
function openSslDate(days: number): string {
  const date = new Date(Date.now() + days * 24 * 60 * 60 * 1000);
  return `${date.toISOString().replace(/\D/g, '').slice(0, 14)}Z`;
}
