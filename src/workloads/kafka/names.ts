import type { IAppHost } from '../../model/app-host';
import type { Site } from '../../model/site';

/** Port of the listener for clients of the same site. */
export const CLIENT_PORT = 9093;
/** Port of the listener that the other sites mirror from. */
export const FLEET_PORT = 9094;
/** Name of that listener; Strimzi names Services after it. */
export const FLEET_LISTENER = 'fleet';
/** Port of the metrics of whatever Strimzi runs, and its name. */
export const METRICS_PORT = 9404;
export const METRICS_PORT_NAME = 'tcp-prometheus';

/** Certificate of the brokers of a site. */
export const BROKER_CERTIFICATE = 'kafka-broker-tls';
/** Certificate of front ends. */
export const CLIENT_CERTIFICATE = 'kafka-client-tls';
/** Certificate by which the health check proves itself. */
export const HEALTH_CERTIFICATE = 'kafka-health-tls';
/** Certificate by which MirrorMaker proves itself, to its own site and to the others. */
export const MIRROR_CERTIFICATE = 'kafka-mirror-tls';

/** Topic that the health check of every site writes to, all the time. It is mirrored, so that a mirror is never idle. */
export const HEALTH_TOPIC = 'cndr-health';

/** Pools of nodes. */
export const BROKER_POOL = 'broker';
export const CONTROLLER_POOL = 'controller';
/** Controllers hold a quorum of the site: one may be lost. */
export const CONTROLLERS = 3;
/** Ids of brokers begin here; below are the controllers. They are in the names of Services, so Strimzi must not choose them. */
export const FIRST_BROKER = 10;

/** Strimzi sets these; there is one cluster in the namespace. */
export const KAFKA_LABELS = { 'strimzi.io/component-type': 'kafka' };
export const BROKER_LABELS = { ...KAFKA_LABELS, 'strimzi.io/broker-role': 'true' };
export const ENTITY_OPERATOR_LABELS = { 'strimzi.io/component-type': 'entity-operator' };
export const MIRROR_LABELS = { 'strimzi.io/component-type': 'kafka-mirror-maker-2' };

/** The cluster of a site. The name of the site is in it, since its Services become known in all sites. */
export function clusterName(site: Site): string {
  return `kafka-${site.name}`;
}

/** MirrorMaker of a site, which copies the other sites into it; also its group and the prefix of its topics. */
export function mirrorName(site: Site): string {
  return `mm2-${site.name}`;
}

/** By it Strimzi knows what belongs to a cluster. */
export function clusterLabel(site: Site): Record<string, string> {
  return { 'strimzi.io/cluster': clusterName(site) };
}

/** Ids of the brokers of a site, the same in every site. */
export function brokerIds(brokers: number): number[] {
  return Array.from({ length: brokers }, (_, index) => FIRST_BROKER + index);
}

/** Service in front of all brokers of a site, for clients in the site. */
export function bootstrapService(site: Site): string {
  return `${clusterName(site)}-kafka-bootstrap`;
}

/** Headless Service of the nodes of a site. */
export function nodesService(site: Site): string {
  return `${clusterName(site)}-kafka-brokers`;
}

/** Pod of a broker. */
export function brokerPod(site: Site, id: number): string {
  return `${clusterName(site)}-${BROKER_POOL}-${id}`;
}

/** Services that other sites dial: ListenersUtils.backwardsCompatibleBootstrapServiceName and -PerBrokerServiceName of Strimzi. */
export function fleetBootstrapService(site: Site): string {
  return `${clusterName(site)}-kafka-${FLEET_LISTENER}-bootstrap`;
}

export function fleetBrokerService(site: Site, id: number | string): string {
  return `${clusterName(site)}-${BROKER_POOL}-${FLEET_LISTENER}-${id}`;
}

/** All Services of a site that other sites dial. */
export function fleetServices(site: Site, brokers: number): string[] {
  return [fleetBootstrapService(site), ...brokerIds(brokers).map((id) => fleetBrokerService(site, id))];
}

/** Where clients of a site begin. */
export function bootstrapAddress(host: IAppHost, site: Site): string {
  return `${site.localAddress(bootstrapService(site), host.namespace)}:${CLIENT_PORT}`;
}

/** Where the other sites begin. */
export function fleetAddress(host: IAppHost, site: Site): string {
  return `${host.fleet.network.serviceAddress(fleetBootstrapService(site), host.namespace)}:${FLEET_PORT}`;
}

/** Users of Kafka are the common names of their certificates. The application is in them: the CA is that of the whole fleet. */
export function clientUser(host: IAppHost): string {
  return `${host.name}-client`;
}

export function healthUser(host: IAppHost): string {
  return `${host.name}-health`;
}

export function mirrorUser(host: IAppHost, site: Site): string {
  return `${host.name}-mirror-${site.name}`;
}

/** The other data sites. */
export function otherSites(host: IAppHost, site: Site): Site[] {
  return host.dataSites.filter((other) => other !== site);
}
