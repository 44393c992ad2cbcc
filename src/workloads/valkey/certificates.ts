import type { IAppHost } from '../../model/app-host';
import type { Site } from '../../model/site';
import { issueCertificate } from '../certificate';
import { CLIENT_CERTIFICATE, CLIENT_SERVICE, SERVER_CERTIFICATE, VALKEY } from './names';

/** Certificate of the servers of a site, for every name under which they are dialled, and one that proves clients. */
export function issueCertificates(host: IAppHost, site: Site): void {
  issueCertificate(host, site, {
    name: SERVER_CERTIFICATE,
    commonName: SERVER_CERTIFICATE,
    usages: ['server auth', 'client auth'],
    dnsNames: [
      host.fleet.network.podAddress(site, '*', VALKEY, host.namespace),
      site.localAddress(`*.${VALKEY}`, host.namespace),
      CLIENT_SERVICE,
      `${CLIENT_SERVICE}.${host.namespace}`,
      `${CLIENT_SERVICE}.${host.namespace}.svc`,
      site.localAddress(CLIENT_SERVICE, host.namespace),
      'localhost',
    ],
    loopback: true,
  });
  issueCertificate(host, site, {
    name: CLIENT_CERTIFICATE,
    commonName: CLIENT_CERTIFICATE,
    usages: ['client auth'],
    dnsNames: [],
  });
}
