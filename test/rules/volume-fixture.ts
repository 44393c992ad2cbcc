import type { OutputObject } from '../../src/recovery/trace';
import type { AppEvidence } from '../../src/rules/evidence';
import { ReplicationMechanism } from '../../src/rules/vocabulary';
import { activePassiveFacts, appFacts } from './facts-fixture';
import { type Json, alerts, manifest, provided, schedule, statefulSet } from './output-fixture';
import { SITES } from './sites-fixture';

const TWO = SITES.slice(0, 2);
const COPY = 'data-workload-0-use2';
const MOVER = { moverSecurityContext: { runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000 } };

/** A StatefulSet on volumes that the storage brings from use1 to use2, by every way at once that rules know. */
export function volumeFacts(change: Partial<AppEvidence> = {}): AppEvidence {
  const sites = TWO.map(({ name }) => name);
  const base = appFacts();
  const own = <T extends { readonly site: string }>(facts: T[]): T[] =>
    facts.filter(({ site }) => sites.includes(site));
  return activePassiveFacts({
    sites: TWO,
    system: 'workload',
    volumeReplicationRefusal: undefined,
    peers: [{ site: 'use2', host: `volsync-${COPY}.orders.svc.clusterset.local`, port: 8000 }],
    serviceExports: [{ site: 'use2', namespace: 'orders', name: `volsync-${COPY}`, publishesNotReady: true }],
    certificates: [],
    healthChecks: own(base.healthChecks),
    backups: own(base.backups),
    drills: own(base.drills),
    alerts: own(base.alerts),
    capacities: own(base.capacities),
    replications: [
      {
        kind: 'csi-addons',
        mechanism: ReplicationMechanism.VOLUME,
        synchronous: true,
        units: ['data-workload-0'],
        consistentGroup: true,
      },
    ],
    activePassive: { activeSite: 'use1', standby: 'hot', trigger: 'manual', latched: true, fencing: 'NetworkFence' },
    nodes: [],
    output: volumeOutput(),
    prerequisites: sites.flatMap((site) => [
      ...provided(site),
      {
        site,
        kind: 'setting',
        name: 'GitOps leaves alone what runbooks change',
        why: 'or a sync undoes the failover: /spec/replicas of StatefulSet workload. In Argo CD: ignoreDifferences',
      },
      { site, kind: 'Secret', namespace: 'orders', name: 'restic-data', why: 'restic' },
      { site, kind: 'Secret', namespace: 'orders', name: 'volsync-key', keys: ['psk.txt'], why: 'movers' },
      { site, kind: 'Secret', namespace: 'orders', name: 'traffic-latch', why: 'runbooks' },
    ]),
    failoverOwned: sites.map((site) => ({
      site,
      group: 'apps',
      kind: 'StatefulSet',
      name: 'workload',
      jsonPointers: ['/spec/replicas'],
    })),
    runbooks: [
      { kind: 'failover', from: 'use1', to: 'use2', runsIn: 'use2', workflow: 'orders-failover-use1-to-use2' },
      { kind: 'failover', from: 'use2', to: 'use1', runsIn: 'use1', workflow: 'orders-failover-use2-to-use1' },
    ],
    ...change,
  });
}

function volumeOutput(): OutputObject[] {
  return [
    ...TWO.flatMap(({ name: site }, index) => [
      statefulSet(site, 'workload', index === 0 ? 1 : 0, {}),
      replicationClass(site),
      replication(site, index === 0 ? 'primary' : 'secondary'),
      alerts(site),
      schedule(site),
    ]),
    failover('use1', 'use2'),
    failover('use2', 'use1'),
    ...copyByVolSync(),
    ...hub(),
  ];
}

function copyByVolSync(): OutputObject[] {
  return [
    manifest('use1', 'volsync.backube/v1alpha1', 'ReplicationSource', COPY, {
      spec: {
        sourcePVC: 'data-workload-0',
        rsyncTLS: { keySecret: 'volsync-key', address: `volsync-${COPY}.orders.svc.clusterset.local`, ...MOVER },
      },
    }),
    manifest('use1', 'volsync.backube/v1alpha1', 'ReplicationSource', 'data-restic', {
      spec: { sourcePVC: 'data-workload-0', restic: { repository: 'restic-data' } },
    }),
    manifest('use2', 'volsync.backube/v1alpha1', 'ReplicationDestination', COPY, {
      spec: { rsyncTLS: { keySecret: 'volsync-key', capacity: '20Gi', accessModes: ['ReadWriteOnce'], ...MOVER } },
    }),
    manifest('use2', 'v1', 'Service', `volsync-${COPY}`, {
      spec: { selector: { mover: COPY }, ports: [{ port: 8000 }] },
    }),
    manifest('use2', 'multicluster.x-k8s.io/v1alpha1', 'ServiceExport', `volsync-${COPY}`),
  ];
}

function replication(site: string, replicationState: string): OutputObject {
  return manifest(site, 'replication.storage.openshift.io/v1alpha1', 'VolumeReplication', 'data-workload-0', {
    spec: {
      volumeReplicationClass: 'orders-10m',
      replicationState,
      dataSource: { kind: 'PersistentVolumeClaim', name: 'data-workload-0' },
    },
  });
}

function replicationClass(site: string): OutputObject {
  return manifest(site, 'replication.storage.openshift.io/v1alpha1', 'VolumeReplicationClass', 'orders-10m', {
    metadata: {
      namespace: undefined,
      labels: { 'cndr/dr-policy': 'orders-10m', 'ramendr.openshift.io/storageid': site },
    },
    spec: { provisioner: 'rook-ceph.rbd.csi.ceph.com', parameters: { schedulingInterval: '10m' } },
  });
}

function hub(): OutputObject[] {
  const disabled = { 'cluster.open-cluster-management.io/experimental-scheduling-disable': 'true' };
  return [
    manifest('hub', 'ramendr.openshift.io/v1alpha1', 'DRPolicy', 'orders-10m', {
      spec: {
        drClusters: ['use1', 'use2'],
        schedulingInterval: '10m',
        replicationClassSelector: { matchLabels: { 'cndr/dr-policy': 'orders-10m' } },
      },
    }),
    manifest('hub', 'cluster.open-cluster-management.io/v1beta1', 'Placement', 'orders', {
      metadata: { annotations: disabled },
    }),
    manifest('hub', 'ramendr.openshift.io/v1alpha1', 'DRPlacementControl', 'orders', {
      spec: { placementRef: { kind: 'Placement', name: 'orders' } },
    }),
  ];
}

/** Steps in order: a look at the copy, the latch, the fence, the lost site if it still answers, and the promotion. */
function failover(from: string, to: string): OutputObject {
  const cidr = SITES.find(({ name }) => name === from)?.nodeCidr ?? '';
  const remote = {
    volumes: [{ name: 'kubeconfig', secret: { secretName: `runbook-${from}`, optional: true } }],
    script: { image: 'tools:1', source: 'kubectl scale --replicas=0', env: [{ name: 'KUBECONFIG', value: '/k' }] },
  };
  const step = (name: string, source: string, more: Json = {}) => ({
    name,
    script: { image: 'tools:1', source, ...more },
  });
  const latch = 'aws s3api put-object --bucket orders-latch --key latches/orders --region eu-central-1';
  const fence = `{"kind":"NetworkFence","spec":{"cidrs":["${cidr}"],"fenceState":"Fenced"}}`;
  const call = (name: string) => [{ name, template: name }];
  return manifest(to, 'argoproj.io/v1alpha1', 'WorkflowTemplate', `orders-failover-${from}-to-${to}`, {
    spec: {
      entrypoint: 'main',
      templates: [
        { name: 'main', steps: [call('check-copy'), call('approve'), call('change')] },
        {
          name: 'change',
          steps: [
            call('close-latch'),
            call('fence'),
            [{ name: 'stop', template: 'stop', continueOn: { failed: true } }],
            call('promote'),
          ],
        },
        { name: 'approve', suspend: {} },
        step('check-copy', 'kubectl get volumereplication'),
        step('close-latch', latch, { envFrom: [{ secretRef: { name: 'traffic-latch' } }] }),
        step('fence', fence),
        { name: 'stop', ...remote },
        step('promote', 'kubectl patch volumereplication; kubectl get backups.velero.io'),
      ],
    },
  });
}
