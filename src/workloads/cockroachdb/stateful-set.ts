import type { Affinity, Container, PodSpec } from 'kubernetes-types/core/v1';
import type { IAppHost } from '../../model/app-host';
import { addTo } from '../../model/host';
import { PrerequisiteKind } from '../../model/prerequisite';
import type { Site } from '../../model/site';
import { counted } from '../../rules/wording';
import { oneNodeEach, restrictedContainer, restrictedPod } from '../pods';
import { requireStorageClass } from '../storage-class';
import { certificateVolume } from './certificates';
import { COCKROACHDB, COCKROACH_USER, GRPC_PORT, HTTP_PORT, NODE_CERTIFICATE, SQL_PORT, nodeLabels } from './names';
import { dataVolume, nodeContainer } from './node-container';
import { RELOAD_SCRIPT } from './scripts';
import type { CockroachDbSettings } from './settings';
import { TERMINATION_GRACE_SECONDS, sharedFlags } from './timing';
import { type ZoneNodes, joinAddresses, nodeAddress, zonesIn } from './zones';

const DATA_PATH = '/cockroach/cockroach-data';
const NODE_CERTS_PATH = '/cockroach/cockroach-certs';
/** How often the nodes read their certificates again, which are renewed 30 days before their end. */
const RELOAD_SECONDS = 3600;
const ZONE_LABEL = 'topology.kubernetes.io/zone';

/** The nodes of a site: a StatefulSet in each zone. */
export function addNodes(host: IAppHost, site: Site, settings: CockroachDbSettings): void {
  for (const zone of zonesIn(host, site)) {
    addZone(host, site, zone, settings);
    host.require(site, {
      kind: PrerequisiteKind.NODE_LABEL,
      name: `${ZONE_LABEL}=${zone.zone}`,
      why: `${counted(zone.pods.length, 'node')} of CockroachDB run in this zone, each on a machine of its own`,
    });
  }
  requireStorageClass(host, site, 'CockroachDB');
}

function addZone(host: IAppHost, site: Site, zone: ZoneNodes, settings: CockroachDbSettings): void {
  // Besides the labels of all nodes, which the affinity and the budget count, one by which each StatefulSet knows its own.
  const podLabels = { ...nodeLabels(host), 'app.kubernetes.io/component': zone.statefulSet };
  addTo(host, site, {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: zone.statefulSet, namespace: host.namespace },
    spec: {
      serviceName: COCKROACHDB,
      replicas: zone.pods.length,
      // In order, the second node would wait for the first to be ready, which it is with a quorum only.
      podManagementPolicy: 'Parallel',
      // The disruption budget does not hold for rollouts: all zones, and all sites, would restart a node at once.
      updateStrategy: { type: settings.automaticRollout ? 'RollingUpdate' : 'OnDelete' },
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      selector: { matchLabels: podLabels },
      template: { metadata: { labels: podLabels }, spec: podSpec(host, site, zone, settings) },
      volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: dataVolume(site, settings) }],
    },
  });
}

function podSpec(host: IAppHost, site: Site, zone: ZoneNodes, settings: CockroachDbSettings): PodSpec {
  return {
    serviceAccountName: COCKROACHDB,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: TERMINATION_GRACE_SECONDS,
    // The reloader signals the node.
    shareProcessNamespace: true,
    securityContext: restrictedPod(COCKROACH_USER),
    affinity: inZone(zone.zone, oneNodeEach(nodeLabels(host))),
    containers: [cockroach(host, site, zone, settings), reloader(settings)],
    volumes: [certificateVolume(NODE_CERTIFICATE, 'node'), { name: 'tmp', emptyDir: {} }],
  };
}

/** In the zone that the node says it is in, whatever else the affinity asks for. */
function inZone(zone: string, affinity: Affinity): Affinity {
  return {
    ...affinity,
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: ZONE_LABEL, operator: 'In', values: [zone] }] }],
      },
    },
  };
}

function cockroach(host: IAppHost, site: Site, { zone }: ZoneNodes, settings: CockroachDbSettings): Container {
  const common = nodeContainer(host, settings);
  const address = nodeAddress(host, site, '$(POD_NAME)');
  return {
    ...common,
    image: settings.image,
    command: ['/cockroach/cockroach'],
    args: [
      'start',
      `--certs-dir=${NODE_CERTS_PATH}`,
      `--store=${DATA_PATH}`,
      // The first tier decides what is a region to SQL, and both over which replicas of a range are spread.
      `--locality=region=${site.region},zone=${zone}`,
      `--listen-addr=:${GRPC_PORT}`,
      `--advertise-addr=${address}:${GRPC_PORT}`,
      `--sql-addr=:${SQL_PORT}`,
      `--advertise-sql-addr=${address}:${SQL_PORT}`,
      `--http-addr=:${HTTP_PORT}`,
      `--join=${joinAddresses(host).join(',')}`,
      ...sharedFlags(),
      '--log=sinks: {stderr: {filter: INFO}}',
    ],
    env: [
      { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      { name: 'HOME', value: '/tmp' },
      ...(common.env ?? []),
    ],
    ports: [
      { name: 'grpc', containerPort: GRPC_PORT },
      { name: 'sql', containerPort: SQL_PORT },
      { name: 'http', containerPort: HTTP_PORT },
    ],
    securityContext: restrictedContainer(),
    volumeMounts: [
      { name: 'data', mountPath: DATA_PATH },
      { name: 'certs', mountPath: NODE_CERTS_PATH, readOnly: true },
      { name: 'tmp', mountPath: '/tmp' },
    ],
  };
}

function reloader({ image }: CockroachDbSettings): Container {
  return {
    name: 'certificate-reloader',
    image,
    command: ['/bin/bash', '-c', RELOAD_SCRIPT, 'certificate-reloader', String(RELOAD_SECONDS)],
    resources: { requests: { cpu: '1m', memory: '32Mi' }, limits: { memory: '32Mi' } },
    securityContext: restrictedContainer(),
  };
}
