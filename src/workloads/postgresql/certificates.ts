import type { IAppHost } from '../../model/app-host';
import type { Site } from '../../model/site';
import { issueCertificate } from '../certificate';
import {
  CLIENT_CERTIFICATE,
  REPLICATION_CERTIFICATE,
  SERVER_CERTIFICATE,
  clusterName,
  peerAddress,
  peerService,
} from './names';

/** Has instances read a renewed Secret again; without it they present the old certificate until it is past. */
const RELOAD = { 'cnpg.io/reload': '' };
/** Role of CloudNativePG that follows the log; it is proved by this common name. */
export const REPLICATION_USER = 'streaming_replica';

/** The certificates of a site: of its servers, of what follows them, and of its front ends. */
export function issueCertificates(host: IAppHost, site: Site, user: string): void {
  issueCertificate(host, site, {
    name: SERVER_CERTIFICATE,
    commonName: clusterName(site),
    usages: ['server auth'],
    dnsNames: serverNames(host, site),
    secretLabels: RELOAD,
  });
  issueCertificate(host, site, {
    name: REPLICATION_CERTIFICATE,
    commonName: REPLICATION_USER,
    usages: ['client auth'],
    dnsNames: [],
    secretLabels: RELOAD,
  });
  issueCertificate(host, site, {
    name: CLIENT_CERTIFICATE,
    commonName: user,
    usages: ['client auth'],
    dnsNames: [],
  });
}

/** All names of the Services of CloudNativePG in the cluster, and the one that other sites dial. */
function serverNames(host: IAppHost, site: Site): string[] {
  const { namespace } = host;
  const services = [...['rw', 'r', 'ro'].map((kind) => `${clusterName(site)}-${kind}`), peerService(site)];
  return [
    ...services.flatMap((service) => [
      service,
      `${service}.${namespace}`,
      `${service}.${namespace}.svc`,
      site.localAddress(service, namespace),
    ]),
    peerAddress(host, site),
  ];
}
