import type { IAppHost } from '../../model/app-host';
import type { Site } from '../../model/site';
import { issueCertificate } from '../certificate';
import { CLIENT_CERTIFICATE, clusterName, peerAddresses, serverCertificate, writeService } from './names';

/** The certificates of a site: of its servers, for the group, other sites and clients alike, and of its front ends. */
export function issueCertificates(host: IAppHost, site: Site): void {
  issueCertificate(host, site, {
    name: serverCertificate(site),
    commonName: clusterName(site),
    // The nodes dial each other, and other sites, with it too.
    usages: ['server auth', 'client auth'],
    dnsNames: serverNames(host, site),
  });
  issueCertificate(host, site, {
    name: CLIENT_CERTIFICATE,
    commonName: 'mysql-client',
    usages: ['client auth'],
    dnsNames: [],
  });
}

/** HAProxy hands connections on as they are: what clients see behind its name is the certificate of a node. */
export function serverNames(host: IAppHost, site: Site): string[] {
  const { namespace } = host;
  const [proxy, nodes] = [writeService(site), `${clusterName(site)}-pxc`];
  return [
    ...[proxy, nodes, `*.${nodes}`].flatMap((name) => [
      name,
      `${name}.${namespace}`,
      `${name}.${namespace}.svc`,
      site.localAddress(name, namespace),
    ]),
    ...peerAddresses(host, site),
  ];
}
