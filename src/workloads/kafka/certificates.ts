import type { IAppHost } from '../../model/app-host';
import type { Site } from '../../model/site';
import { issueCertificate } from '../certificate';
import {
  BROKER_CERTIFICATE,
  CLIENT_CERTIFICATE,
  FLEET_PORT,
  HEALTH_CERTIFICATE,
  MIRROR_CERTIFICATE,
  bootstrapService,
  brokerIds,
  brokerPod,
  clientUser,
  clusterName,
  fleetServices,
  healthUser,
  mirrorUser,
  nodesService,
} from './names';

/**
 * The certificates of a site, all of the fleet CA. Those that Strimzi makes itself are of a CA of each cluster: MirrorMaker would
 * need a Secret of every other site, copied again at each renewal.
 */
export function issueCertificates(host: IAppHost, site: Site, brokers: number): void {
  issueCertificate(host, site, {
    name: BROKER_CERTIFICATE,
    commonName: clusterName(site),
    usages: ['server auth'],
    dnsNames: brokerNames(host, site, brokers),
  });
  const users = [
    { name: CLIENT_CERTIFICATE, commonName: clientUser(host) },
    { name: HEALTH_CERTIFICATE, commonName: healthUser(host) },
    { name: MIRROR_CERTIFICATE, commonName: mirrorUser(host, site) },
  ];
  for (const user of users) issueCertificate(host, site, { ...user, usages: ['client auth'], dnsNames: [] });
}

/** Makes the brokers known to the other sites. MirrorMaker asks one where the leaders are, and dials each by its own name. */
export function exportBrokers(host: IAppHost, site: Site, brokers: number): void {
  for (const service of fleetServices(site, brokers)) {
    host.fleet.network.exportService(host, site, service);
    host.statePeer({
      site: site.name,
      host: host.fleet.network.serviceAddress(service, host.namespace),
      port: FLEET_PORT,
      certificate: BROKER_CERTIFICATE,
    });
  }
}

/** Every name under which a broker is dialled: in its site by Service and by pod, from other sites by Service. */
function brokerNames(host: IAppHost, site: Site, brokers: number): string[] {
  const { namespace, fleet } = host;
  const pods = brokerIds(brokers).map((id) => `${brokerPod(site, id)}.${nodesService(site)}`);
  const inSite = [bootstrapService(site), ...pods];
  return [
    ...inSite.flatMap((name) => [
      name,
      `${name}.${namespace}`,
      `${name}.${namespace}.svc`,
      site.localAddress(name, namespace),
    ]),
    ...fleetServices(site, brokers).map((service) => fleet.network.serviceAddress(service, namespace)),
  ];
}
