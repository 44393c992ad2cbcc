import type { IAppHost } from '../../model/app-host';
import type { Site } from '../../model/site';
import type { ConnectionVariable } from '../../model/workload';
import { componentLabels } from '../pods';

/** StatefulSet, and the headless Service that names its pods in all sites. */
export const ETCD = 'etcd';
/** Service of the ready members of one site. */
export const CLIENT_SERVICE = 'etcd-client';
/** Certificate of the members: they are servers, and clients of each other. */
export const MEMBER_CERTIFICATE = 'etcd-tls';
/** Certificate of clients. */
export const CLIENT_CERTIFICATE = 'etcd-client-tls';

export const CLIENT_PORT = 2379;
export const PEER_PORT = 2380;
/** Metrics and health over plain HTTP, as kubelet has no client certificate. */
export const METRICS_PORT = 2381;

/** One etcd process, and the address that the others dial. */
export interface Member {
  /** Unique in the fleet. */
  readonly name: string;
  /** Name under which every site resolves its pod. */
  readonly host: string;
}

/** Labels of the members' pods. */
export function memberLabels(host: IAppHost): Record<string, string> {
  return componentLabels(host.name, ETCD);
}

/** The members in a site. */
export function membersIn(host: IAppHost, site: Site): Member[] {
  return Array.from({ length: host.placementIn(site).nodes }, (_, index) => `${ETCD}-${index}`).map((pod) => ({
    name: `${site.name}-${pod}`,
    host: host.fleet.network.podAddress(site, pod, ETCD, host.namespace),
  }));
}

/** The environment of `etcdctl` and of front ends, for members of the same site. */
export function clientEnvironment(host: IAppHost, site: Site, tlsPath: string): ConnectionVariable[] {
  return [
    { name: 'ETCDCTL_ENDPOINTS', value: `https://${site.localAddress(CLIENT_SERVICE, host.namespace)}:${CLIENT_PORT}` },
    { name: 'ETCDCTL_CACERT', value: `${tlsPath}/ca.crt` },
    { name: 'ETCDCTL_CERT', value: `${tlsPath}/tls.crt` },
    { name: 'ETCDCTL_KEY', value: `${tlsPath}/tls.key` },
  ];
}
