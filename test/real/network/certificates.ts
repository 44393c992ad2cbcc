import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { ManifestObject } from 'cndr/testing';

/** What cert-manager reads of a Certificate, as far as it is emitted. */
interface CertificateSpec {
  readonly secretName: string;
  readonly commonName: string;
  readonly usages: string[];
  readonly dnsNames?: string[];
  readonly ipAddresses?: string[];
}

/** Usages of cert-manager in the words of openssl. */
const KEY_USAGES: Record<string, string> = {
  'digital signature': 'digitalSignature',
  'key encipherment': 'keyEncipherment',
};
const EXTENDED_KEY_USAGES: Record<string, string> = { 'server auth': 'serverAuth', 'client auth': 'clientAuth' };
const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/** In the place of cert-manager: a fleet CA, and for each Certificate the Secret, as a folder, with exactly what it asks for. */
export class CertificateAuthority {
  constructor(private readonly folder: string) {
    fs.mkdirSync(folder, { recursive: true });
    const files = ['-keyout', this.file('ca.key'), '-out', this.file('ca.crt')];
    openssl('req', '-x509', ...NEW_KEY, '-subj', '/CN=fleet-ca', '-days', '1', ...files);
  }

  /** Issues a certificate; returns the folder with `tls.crt`, `tls.key` and `ca.crt`. */
  public issue(site: string, certificate: ManifestObject): string {
    const spec = certificate.spec as CertificateSpec;
    const secret = this.secret(site, spec.secretName);
    fs.mkdirSync(secret, { recursive: true });
    const [key, request, extensions] = ['tls.key', 'tls.csr', 'extensions'].map((name) => path.join(secret, name));
    fs.writeFileSync(extensions!, extensionsOf(spec));
    openssl('req', '-new', ...NEW_KEY, '-subj', `/CN=${spec.commonName}`, '-keyout', key!, '-out', request!);
    const authority = ['-CA', this.file('ca.crt'), '-CAkey', this.file('ca.key'), '-CAcreateserial'];
    const leaf = ['-extfile', extensions!, '-days', '1', '-out', path.join(secret, 'tls.crt')];
    openssl('x509', '-req', '-in', request!, ...authority, ...leaf);
    fs.copyFileSync(this.file('ca.crt'), path.join(secret, 'ca.crt'));
    return secret;
  }

  /** Folder of a Secret of a site. */
  public secret(site: string, name: string): string {
    return path.join(this.folder, site, name);
  }

  private file(name: string): string {
    return path.join(this.folder, name);
  }
}

function extensionsOf({ usages, dnsNames = [], ipAddresses = [] }: CertificateSpec): string {
  const names = [...dnsNames.map((name) => `DNS:${name}`), ...ipAddresses.map((address) => `IP:${address}`)];
  const pick = (table: Record<string, string>) => usages.flatMap((usage) => table[usage] ?? []).join(',');
  const unknown = usages.filter((usage) => !(usage in KEY_USAGES) && !(usage in EXTENDED_KEY_USAGES));
  if (unknown.length > 0) throw new Error(`usages without a translation: ${unknown.join(', ')}`);
  return [
    'basicConstraints=critical,CA:FALSE',
    `keyUsage=critical,${pick(KEY_USAGES)}`,
    `extendedKeyUsage=${pick(EXTENDED_KEY_USAGES)}`,
    ...(names.length > 0 ? [`subjectAltName=${names.join(',')}`] : []),
    '',
  ].join('\n');
}

function openssl(...args: string[]): void {
  execFileSync('openssl', args, { stdio: 'pipe' });
}
