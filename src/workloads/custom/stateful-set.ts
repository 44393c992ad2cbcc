import type { Container, PersistentVolumeClaim, PodSpec } from 'kubernetes-types/core/v1';
import type { IAppHost } from '../../model/app-host';
import { addTo } from '../../model/host';
import { PrerequisiteKind } from '../../model/prerequisite';
import { SiteRole } from '../../model/roles';
import type { Site } from '../../model/site';
import { acrossZones, oneNodeEach, restrictedContainer, restrictedPod } from '../pods';
import { type ReadyAnswer, readyAnswer } from '../ready-answer';
import { sizeQuantity } from '../resources';
import { requireStorageClass } from '../storage-class';
import { answerName, podLabels } from './names';
import { ANSWER_PORT, probes } from './probes';
import type { CustomSettings } from './settings';

/** The pods of a site: all of them where it is active, none where it holds a copy. */
export function addPods(host: IAppHost, site: Site, settings: CustomSettings): void {
  const { name, namespace } = { name: settings.name, namespace: host.namespace };
  const labels = podLabels(host, settings);
  const answer = settings.health.command && readyAnswer(answerName(settings), ANSWER_PORT);
  if (answer) {
    addTo(host, site, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: answerName(settings), namespace },
      data: answer.data,
    });
  }
  addTo(host, site, {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name, namespace },
    spec: {
      serviceName: name,
      replicas: host.roleOf(site) === SiteRole.ACTIVE ? settings.replicas : 0,
      // In order, a failover would wait for one start after the other.
      podManagementPolicy: 'Parallel',
      // The volumes outlive the pods: scaled to nothing is what a passive site is.
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: podSpec(settings, labels, answer) },
      volumeClaimTemplates: settings.volumes.map((volume) => claim(site, labels, volume)),
    },
  });
  host.stateFailoverOwned({
    site: site.name,
    group: 'apps',
    kind: 'StatefulSet',
    name,
    jsonPointers: ['/spec/replicas'],
  });
  requireStorageClass(host, site, settings.system);
  for (const secret of settings.environmentSecrets) {
    host.require(site, {
      kind: PrerequisiteKind.SECRET,
      name: secret,
      namespace,
      why: `environment of ${name}; the same in every site, as the copied data was written with it`,
    });
  }
}

function podSpec(settings: CustomSettings, labels: Record<string, string>, answer: ReadyAnswer | undefined): PodSpec {
  return {
    automountServiceAccountToken: false,
    // Variables such as WORKLOAD_PORT would be taken for settings.
    enableServiceLinks: false,
    terminationGracePeriodSeconds: settings.stopTimeout.toSeconds({ integral: false }),
    securityContext: restrictedPod(settings.user),
    affinity: oneNodeEach(labels),
    topologySpreadConstraints: acrossZones(labels),
    containers: [container(settings), ...(answer ? [answer.container] : [])],
    volumes: [
      ...settings.scratchPaths.map((_, index) => ({ name: scratchName(index), emptyDir: {} })),
      ...(answer?.volumes ?? []),
    ],
  };
}

function container(settings: CustomSettings): Container {
  const { environment, environmentSecrets, volumes, scratchPaths } = settings;
  const memory = sizeQuantity(settings.memory);
  return {
    name: settings.name,
    image: settings.image,
    ...(settings.command && { command: settings.command }),
    ...(settings.args && { args: settings.args }),
    env: Object.entries(environment).map(([name, value]) => ({ name, value })),
    ...(environmentSecrets.length > 0 && { envFrom: environmentSecrets.map((name) => ({ secretRef: { name } })) }),
    ports: settings.ports.map(({ name, port }) => ({ name, containerPort: port })),
    ...probes(settings),
    resources: { requests: { cpu: settings.cpu, memory }, limits: { memory } },
    securityContext: restrictedContainer(),
    volumeMounts: [
      ...volumes.map(({ name, mountPath }) => ({ name, mountPath })),
      ...scratchPaths.map((mountPath, index) => ({ name: scratchName(index), mountPath })),
    ],
  };
}

function claim(
  site: Site,
  labels: Record<string, string>,
  volume: CustomSettings['volumes'][number],
): PersistentVolumeClaim {
  return {
    metadata: { name: volume.name, labels },
    spec: {
      accessModes: ['ReadWriteOnce'],
      ...(site.storageClass === undefined ? {} : { storageClassName: site.storageClass }),
      resources: { requests: { storage: sizeQuantity(volume.size) } },
    },
  };
}

function scratchName(index: number): string {
  return `scratch-${index}`;
}
