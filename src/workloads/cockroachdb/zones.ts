import type { IAppHost } from '../../model/app-host';
import type { Site } from '../../model/site';
import { COCKROACHDB, GRPC_PORT } from './names';

/**
 * The nodes of one zone: a StatefulSet of their own, since a pod does not see the labels of its node, and the locality of a
 * node must be true for the replicas of a range to be spread.
 */
export interface ZoneNodes {
  readonly zone: string;
  readonly statefulSet: string;
  readonly pods: string[];
}

/** The nodes of a site, dealt out to its zones. */
export function zonesIn(host: IAppHost, site: Site): ZoneNodes[] {
  const { nodes } = host.placementIn(site);
  const zones = site.zones.map((zone, index) => {
    const statefulSet = `${COCKROACHDB}-${zone}`;
    const count = Math.floor(nodes / site.zones.length) + (index < nodes % site.zones.length ? 1 : 0);
    return { zone, statefulSet, pods: Array.from({ length: count }, (_, ordinal) => `${statefulSet}-${ordinal}`) };
  });
  return zones.filter(({ pods }) => pods.length > 0);
}

/** Name under which every site resolves a node. */
export function nodeAddress(host: IAppHost, site: Site, pod: string): string {
  return host.fleet.network.podAddress(site, pod, COCKROACHDB, host.namespace);
}

/** The first node of a site; undefined when it has none. */
export function firstPod(host: IAppHost, site: Site): string | undefined {
  return zonesIn(host, site).flatMap(({ pods }) => pods)[0];
}

/**
 * Where a node that starts for the first time asks for the cluster: the first node of each site. CockroachDB asks for three
 * to five addresses; more gain nothing, as a node stores the addresses of all others once it has joined.
 */
export function joinAddresses(host: IAppHost): string[] {
  return host.dataSites.flatMap((site) => {
    const pod = firstPod(host, site);
    return pod === undefined ? [] : [`${nodeAddress(host, site, pod)}:${GRPC_PORT}`];
  });
}
