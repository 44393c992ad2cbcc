import type { KafkaListener } from '../../kinds/strimzi';
import type { IAppHost } from '../../model/app-host';
import { addTo } from '../../model/host';
import { PrerequisiteKind } from '../../model/prerequisite';
import type { Site } from '../../model/site';
import { acrossNodes, acrossZones } from '../pods';
import {
  BROKER_CERTIFICATE,
  CLIENT_PORT,
  ENTITY_OPERATOR_LABELS,
  FLEET_LISTENER,
  FLEET_PORT,
  clusterName,
  fleetBrokerService,
} from './names';
import { BROKER_METRICS } from './metrics';
import { FLEET_CA_PATH } from './node-pools';
import { podTemplate, restrictedTemplate } from './pod-template';
import { clientPeers, fleetPeers } from './policies';
import { KAFKA_VERSION, type KafkaSettings, LEAST_IN_SYNC, METADATA_VERSION, REPLICAS } from './settings';

const OPERATOR_VERSION = '1.2.0';
const OPERATOR_RESOURCES = { requests: { cpu: '50m', memory: '512Mi' }, limits: { memory: '512Mi' } };
const STOP_SECONDS = 30;

/** The cluster of a site: it knows nothing of the others. */
export function addCluster(host: IAppHost, site: Site, settings: KafkaSettings): void {
  addTo(host, site, {
    apiVersion: 'kafka.strimzi.io/v1',
    kind: 'Kafka',
    metadata: { name: clusterName(site), namespace: host.namespace },
    spec: {
      kafka: {
        version: KAFKA_VERSION,
        metadataVersion: METADATA_VERSION,
        rack: { topologyKey: 'topology.kubernetes.io/zone' },
        listeners: [clientListener(settings), fleetListener(host, site)],
        authorization: { type: 'simple' },
        config: brokerConfig(),
        metricsConfig: BROKER_METRICS,
        template: { podDisruptionBudget: { maxUnavailable: 1 } },
      },
      entityOperator: {
        topicOperator: { resources: OPERATOR_RESOURCES },
        userOperator: { resources: OPERATOR_RESOURCES },
        template: {
          pod: podTemplate(
            {
              terminationGracePeriodSeconds: STOP_SECONDS,
              topologySpreadConstraints: [
                ...acrossZones(ENTITY_OPERATOR_LABELS),
                ...acrossNodes(ENTITY_OPERATOR_LABELS),
              ],
            },
            { persistent: false },
          ),
          topicOperatorContainer: restrictedTemplate(),
          userOperatorContainer: restrictedTemplate(),
        },
      },
    },
  });
  host.require(site, {
    kind: PrerequisiteKind.OPERATOR,
    name: 'strimzi-kafka-operator',
    namespace: settings.operatorNamespace,
    version: OPERATOR_VERSION,
    why: `runs the brokers, their users and topics, and MirrorMaker; watches namespace ${host.namespace}, and may make ClusterRoleBindings, by which brokers read the zone of their node`,
  });
}

function clientListener(settings: KafkaSettings): KafkaListener {
  return {
    name: 'tls',
    port: CLIENT_PORT,
    type: 'internal',
    tls: true,
    ...byFleetCa(),
    networkPolicyPeers: clientPeers(settings),
  };
}

/** Advertises every broker by the name of its own Service, which all sites resolve. */
function fleetListener(host: IAppHost, site: Site): KafkaListener {
  const { authentication, configuration } = byFleetCa();
  return {
    name: FLEET_LISTENER,
    port: FLEET_PORT,
    type: 'cluster-ip',
    tls: true,
    authentication,
    configuration: {
      ...configuration,
      advertisedHostTemplate: host.fleet.network.serviceAddress(fleetBrokerService(site, '{nodeId}'), host.namespace),
      publishNotReadyAddresses: true,
    },
    networkPolicyPeers: fleetPeers(host, site),
  };
}

/**
 * Both sides prove themselves by the fleet CA. Authentication of type `tls` would trust the CA that Strimzi makes for the clients
 * of one cluster. Subjects are taken that are a common name and nothing else: those of Strimzi's own components, which are super
 * users, have an organization too, and nobody gets their rights by a certificate of the fleet.
 */
function byFleetCa(): Pick<KafkaListener, 'authentication' | 'configuration'> {
  return {
    authentication: {
      type: 'custom',
      sasl: false,
      listenerConfig: {
        'ssl.client.auth': 'required',
        'ssl.truststore.type': 'PEM',
        'ssl.truststore.location': `${FLEET_CA_PATH}/ca.crt`,
        'ssl.principal.mapping.rules': 'RULE:^CN=([A-Za-z0-9.-]+)$/CN=$1/',
      },
    },
    configuration: {
      brokerCertChainAndKey: { secretName: BROKER_CERTIFICATE, certificate: 'tls.crt', key: 'tls.key' },
    },
  };
}

/** What an acknowledged write survives inside of the site, and how soon a lost node is replaced there. */
function brokerConfig(): Record<string, number | boolean> {
  return {
    'default.replication.factor': REPLICAS,
    'min.insync.replicas': LEAST_IN_SYNC,
    'unclean.leader.election.enable': false,
    'auto.create.topics.enable': false,
    'offsets.topic.replication.factor': REPLICAS,
    'transaction.state.log.replication.factor': REPLICAS,
    'transaction.state.log.min.isr': LEAST_IN_SYNC,
    'replica.lag.time.max.ms': 30_000,
    'controller.quorum.election.timeout.ms': 1000,
    'controller.quorum.fetch.timeout.ms': 2000,
  };
}
