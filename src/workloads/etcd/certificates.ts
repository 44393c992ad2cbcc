import type { IAppHost } from '../../model/app-host';
import type { Site } from '../../model/site';
import { issueCertificate } from '../certificate';
import { CLIENT_CERTIFICATE, CLIENT_SERVICE, ETCD, MEMBER_CERTIFICATE } from './members';

/** Certificate of the members of a site, for every name under which they are dialled. */
export function issueMemberCertificate(host: IAppHost, site: Site): void {
  const { network } = host.fleet;
  issueCertificate(host, site, {
    name: MEMBER_CERTIFICATE,
    commonName: MEMBER_CERTIFICATE,
    // A member is a client of its peers, and of itself behind its JSON gateway.
    usages: ['server auth', 'client auth'],
    dnsNames: [
      network.podAddress(site, '*', ETCD, host.namespace),
      network.serviceAddress(ETCD, host.namespace),
      site.localAddress(`*.${ETCD}`, host.namespace),
      CLIENT_SERVICE,
      `${CLIENT_SERVICE}.${host.namespace}`,
      `${CLIENT_SERVICE}.${host.namespace}.svc`,
      site.localAddress(CLIENT_SERVICE, host.namespace),
      'localhost',
    ],
    loopback: true,
  });
}

/** Certificate of front ends and of the snapshots: it proves a client and can serve nothing. */
export function issueClientCertificate(host: IAppHost, site: Site): void {
  issueCertificate(host, site, {
    name: CLIENT_CERTIFICATE,
    commonName: CLIENT_CERTIFICATE,
    usages: ['client auth'],
    dnsNames: [],
  });
}
