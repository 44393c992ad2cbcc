import type { Container, PersistentVolumeClaim, Probe } from 'kubernetes-types/core/v1';
import type { IAppHost } from '../../model/app-host';
import { addTo } from '../../model/host';
import type { Site } from '../../model/site';
import { acrossZones, oneNodeEach, restrictedContainer, restrictedPod } from '../pods';
import { sizeQuantity } from '../resources';
import { requireStorageClass } from '../storage-class';
import { DATA_PATH, TLS_PATH } from './arguments';
import { CLIENT_PORT, ETCD, MEMBER_CERTIFICATE, METRICS_PORT, PEER_PORT, memberLabels } from './members';
import type { EtcdSettings } from './settings';

/** User of the members, and of the snapshots. Any: the image brings none of its own. */
export const ETCD_USER = 1000;

/** What the members of a site run with. */
export interface MemberProps {
  readonly settings: EtcdSettings;
  readonly args: string[];
  readonly readinessProbe: Probe;
}

/** The members of a site. */
export function addMembers(host: IAppHost, site: Site, props: MemberProps): void {
  const podLabels = memberLabels(host);
  addTo(host, site, {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: ETCD, namespace: host.namespace },
    spec: {
      serviceName: ETCD,
      replicas: host.placementIn(site).nodes,
      // In order, the second member would wait for the first to be ready, which it is with a quorum only.
      podManagementPolicy: 'Parallel',
      updateStrategy: { type: props.settings.automaticRollout ? 'RollingUpdate' : 'OnDelete' },
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      selector: { matchLabels: podLabels },
      template: {
        metadata: { labels: podLabels },
        spec: {
          automountServiceAccountToken: false,
          // etcd takes variables such as ETCD_CLIENT_PORT for settings of its own.
          enableServiceLinks: false,
          // Time to hand over the leadership, so that no election is needed.
          terminationGracePeriodSeconds: 60,
          securityContext: restrictedPod(ETCD_USER),
          affinity: oneNodeEach(podLabels),
          topologySpreadConstraints: acrossZones(podLabels),
          containers: [memberContainer(props)],
          volumes: [{ name: 'tls', secret: { secretName: MEMBER_CERTIFICATE, defaultMode: 0o440 } }],
        },
      },
      volumeClaimTemplates: [dataVolume(site, props.settings)],
    },
  });
  requireStorageClass(host, site, 'etcd');
}

function memberContainer({ settings, args, readinessProbe }: MemberProps): Container {
  // Answers from the member's own data: a member without a quorum is alive, and a restart would not give it one.
  const alive = { httpGet: { path: '/livez', port: METRICS_PORT }, timeoutSeconds: 5 };
  const memory = sizeQuantity(settings.memory);
  return {
    name: ETCD,
    image: settings.image,
    command: ['/usr/local/bin/etcd'],
    args,
    env: [{ name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
    ports: [
      { name: 'client', containerPort: CLIENT_PORT },
      { name: 'peer', containerPort: PEER_PORT },
      { name: 'metrics', containerPort: METRICS_PORT },
    ],
    // 10 minutes to read a large database after a crash.
    startupProbe: { ...alive, periodSeconds: 5, failureThreshold: 120 },
    readinessProbe,
    livenessProbe: { ...alive, periodSeconds: 10, failureThreshold: 6 },
    resources: { requests: { cpu: settings.cpu, memory }, limits: { memory } },
    securityContext: restrictedContainer(),
    volumeMounts: [
      { name: 'data', mountPath: DATA_PATH },
      { name: 'tls', mountPath: TLS_PATH, readOnly: true },
    ],
  };
}

function dataVolume(site: Site, { storage }: EtcdSettings): PersistentVolumeClaim {
  return {
    metadata: { name: 'data' },
    spec: {
      accessModes: ['ReadWriteOnce'],
      ...(site.storageClass === undefined ? {} : { storageClassName: site.storageClass }),
      resources: { requests: { storage: sizeQuantity(storage) } },
    },
  };
}
