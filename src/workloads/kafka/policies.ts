import type { NetworkPolicyEgressRule, NetworkPolicyPeer } from 'kubernetes-types/networking/v1';
import type { IAppHost } from '../../model/app-host';
import { addTo } from '../../model/host';
import type { Site } from '../../model/site';
import { addresses, dnsEgress, networkPolicy, podsOfNamespace, podsWith, tcp } from '../network-policy';
import {
  CLIENT_PORT,
  ENTITY_OPERATOR_LABELS,
  FLEET_PORT,
  KAFKA_LABELS,
  METRICS_PORT,
  MIRROR_LABELS,
  otherSites,
} from './names';
import type { KafkaSettings } from './settings';

/** KRaft between nodes. */
const CONTROLLER_PORT = 9090;
/** Replication between brokers, and the operators' access to them. */
const REPLICATION_PORT = 9091;
/** Agent beside each node, asked by the operator whether a restart is safe. */
const AGENT_PORT = 8443;
/** REST of MirrorMaker's workers, for each other and for the operator. */
const REST_PORT = 8083;
const OWN_NAMESPACE = { podSelector: {} };

/** Who may dial the listener of the site's clients: a certificate says the rest. */
export function clientPeers({ clientNamespaces }: KafkaSettings): NetworkPolicyPeer[] {
  return [OWN_NAMESPACE, ...clientNamespaces.map(podsOfNamespace)];
}

/** Where packets of the other sites come from. */
export function fleetPeers(host: IAppHost, site: Site): NetworkPolicyPeer[] {
  const cidrs = otherSites(host, site).flatMap((other) => host.fleet.network.sourceCidrs(other));
  return addresses([...new Set(cidrs)]);
}

/** What the pods that Strimzi makes may reach, and who may reach them. Strimzi's own policies say nothing of the way out. */
export function addPolicies(host: IAppHost, site: Site, settings: KafkaSettings): void {
  const own = podsWith(KAFKA_LABELS);
  const operator = podsOfNamespace(settings.operatorNamespace);
  const monitoring = podsOfNamespace(host.fleet.names.monitoringNamespace);
  const { namespace } = host;
  addTo(
    host,
    site,
    networkPolicy({
      name: 'kafka',
      namespace,
      podLabels: KAFKA_LABELS,
      ingress: [
        { from: [own, operator], ports: tcp(CONTROLLER_PORT) },
        { from: [own, podsWith(ENTITY_OPERATOR_LABELS), operator], ports: tcp(REPLICATION_PORT) },
        { from: [operator], ports: tcp(AGENT_PORT) },
        { from: clientPeers(settings), ports: tcp(CLIENT_PORT) },
        { from: fleetPeers(host, site), ports: tcp(FLEET_PORT) },
        { from: [monitoring], ports: tcp(METRICS_PORT) },
      ],
      egress: [{ to: [own], ports: tcp(CONTROLLER_PORT, REPLICATION_PORT) }, dnsEgress(), apiServerEgress()],
    }),
  );
  addTo(
    host,
    site,
    networkPolicy({
      name: 'kafka-entity-operator',
      namespace,
      podLabels: ENTITY_OPERATOR_LABELS,
      ingress: [],
      egress: [{ to: [own], ports: tcp(REPLICATION_PORT) }, dnsEgress(), apiServerEgress()],
    }),
  );
  addTo(
    host,
    site,
    networkPolicy({
      name: 'kafka-mirror',
      namespace,
      podLabels: MIRROR_LABELS,
      ingress: [
        { from: [podsWith(MIRROR_LABELS), operator], ports: tcp(REST_PORT) },
        { from: [monitoring], ports: tcp(METRICS_PORT) },
      ],
      egress: [
        { to: [podsWith(MIRROR_LABELS)], ports: tcp(REST_PORT) },
        { to: [own], ports: tcp(CLIENT_PORT) },
        { to: remoteServices(host, site), ports: tcp(FLEET_PORT) },
        dnsEgress(),
        apiServerEgress(),
      ],
    }),
  );
}

/** Exported Services with an address of their own are dialled by it: one of the other cluster, or of Globalnet. */
function remoteServices(host: IAppHost, site: Site): NetworkPolicyPeer[] {
  const cidrs = otherSites(host, site).flatMap((other) => [
    other.serviceCidr,
    ...host.fleet.network.sourceCidrs(other),
  ]);
  return addresses([...new Set(cidrs)]);
}

/** Certificates and the zone of a node are read from the API server; it has no address to name, but two ports. */
function apiServerEgress(): NetworkPolicyEgressRule {
  return { ports: tcp(443, 6443) };
}
