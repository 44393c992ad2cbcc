import { createHash } from 'node:crypto';
import type { Container, EnvVar, PersistentVolumeClaim } from 'kubernetes-types/core/v1';
import type { IAppHost } from '../../model/app-host';
import { addTo } from '../../model/host';
import { PrerequisiteKind } from '../../model/prerequisite';
import type { Site } from '../../model/site';
import { acrossZones, oneNodeEach, restrictedContainer, restrictedPod } from '../pods';
import { sizeQuantity } from '../resources';
import { requireStorageClass } from '../storage-class';
import {
  CONFIG_PATH,
  METRICS_PORT,
  PORT,
  SERVER_CERTIFICATE,
  SITE_CONFIG,
  TLS_PATH,
  TOOL_MOUNTS,
  VALKEY,
  VALKEY_USER,
  cliEnvironment,
  leaderAddress,
  otherSites,
  valkeyLabels,
} from './names';
import { RUN_PATH, files } from './scripts';
import type { ValkeySettings } from './settings';

const START_PERIOD_SECONDS = 5;

/** The servers of a site. They are the same whatever the site's role is, so that a failover restarts nothing. */
export function addServers(host: IAppHost, site: Site, settings: ValkeySettings): void {
  const { namespace } = host;
  const labels = valkeyLabels(host);
  const data = files(settings);
  addTo(host, site, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: VALKEY, namespace }, data });
  addTo(host, site, {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: VALKEY, namespace },
    spec: {
      serviceName: VALKEY,
      replicas: settings.replicas,
      // In order, no replica would start while the leader is held back, or loads.
      podManagementPolicy: 'Parallel',
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, annotations: { 'cndr/valkey-config': digest(data) } },
        spec: {
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          // Replicas get the last writes before the server ends: its shutdown-timeout is 10 s.
          terminationGracePeriodSeconds: 60,
          securityContext: restrictedPod(VALKEY_USER),
          affinity: oneNodeEach(labels),
          topologySpreadConstraints: acrossZones(labels),
          containers: [server(host, site, settings), reloader(settings), exporter(settings)],
          volumes: [
            { name: 'conf', configMap: { name: VALKEY } },
            { name: 'tls', secret: { secretName: SERVER_CERTIFICATE, defaultMode: 0o440 } },
            // Holds the password.
            { name: 'run', emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } },
          ],
        },
      },
      volumeClaimTemplates: [dataVolume(site, settings)],
    },
  });
  requireStorageClass(host, site, VALKEY);
  host.require(site, {
    kind: PrerequisiteKind.SECRET,
    name: settings.passwordSecret,
    namespace,
    keys: ['password'],
    why: 'password of the default user and of replicas; the same in every site, as each may replicate from each',
  });
}

function server(host: IAppHost, site: Site, settings: ValkeySettings): Container {
  const memory = sizeQuantity(settings.memory);
  const ping = ['sh', '-c', `timeout 3 sh ${CONFIG_PATH}/cli.sh PING`];
  return {
    name: VALKEY,
    image: settings.image,
    command: ['sh', `${CONFIG_PATH}/start.sh`],
    env: serverEnvironment(host, site, settings),
    ports: [{ name: VALKEY, containerPort: PORT }],
    // While it loads its data it answers with an error.
    startupProbe: {
      exec: { command: ping },
      periodSeconds: START_PERIOD_SECONDS,
      timeoutSeconds: 5,
      failureThreshold: Math.ceil(settings.startTimeout.toSeconds({ integral: false }) / START_PERIOD_SECONDS),
    },
    readinessProbe: {
      exec: { command: ['sh', `${CONFIG_PATH}/ready.sh`] },
      periodSeconds: 5,
      timeoutSeconds: 5,
      failureThreshold: 2,
    },
    livenessProbe: { tcpSocket: { port: VALKEY }, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
    resources: { requests: { cpu: settings.cpu, memory }, limits: { memory } },
    securityContext: restrictedContainer(),
    volumeMounts: [...TOOL_MOUNTS, { name: 'data', mountPath: '/data' }, { name: 'run', mountPath: RUN_PATH }],
  };
}

function serverEnvironment(host: IAppHost, site: Site, settings: ValkeySettings): EnvVar[] {
  const { network } = host.fleet;
  const ofSite = (key: string) => ({ name: key, valueFrom: { configMapKeyRef: { name: SITE_CONFIG, key } } });
  return [
    { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    { name: 'ANNOUNCE', value: network.podAddress(site, '$(POD_NAME)', VALKEY, host.namespace) },
    ofSite('SITE_ROLE'),
    ofSite('UPSTREAM'),
    { name: 'SITE_LEADER', value: leaderAddress(host, site) },
    {
      name: 'OTHER_LEADERS',
      value: otherSites(host, site)
        .map((other) => leaderAddress(host, other))
        .join(' '),
    },
    { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: settings.passwordSecret, key: 'password' } } },
    ...cliEnvironment(settings),
  ];
}

function reloader(settings: ValkeySettings): Container {
  return {
    name: 'reload',
    image: settings.image,
    command: ['sh', `${CONFIG_PATH}/reload.sh`],
    env: cliEnvironment(settings),
    resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '32Mi' } },
    securityContext: restrictedContainer(),
    volumeMounts: TOOL_MOUNTS,
  };
}

function exporter({ exporterImage, passwordSecret }: ValkeySettings): Container {
  return {
    name: 'metrics',
    image: exporterImage,
    env: [
      { name: 'REDIS_ADDR', value: `rediss://localhost:${PORT}` },
      { name: 'REDIS_PASSWORD', valueFrom: { secretKeyRef: { name: passwordSecret, key: 'password' } } },
      { name: 'REDIS_EXPORTER_TLS_CA_CERT_FILE', value: `${TLS_PATH}/ca.crt` },
      { name: 'REDIS_EXPORTER_TLS_CLIENT_CERT_FILE', value: `${TLS_PATH}/tls.crt` },
      { name: 'REDIS_EXPORTER_TLS_CLIENT_KEY_FILE', value: `${TLS_PATH}/tls.key` },
    ],
    ports: [{ name: 'metrics', containerPort: METRICS_PORT }],
    resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '64Mi' } },
    securityContext: restrictedContainer(),
    volumeMounts: [{ name: 'tls', mountPath: TLS_PATH, readOnly: true }],
  };
}

function dataVolume(site: Site, { storage }: ValkeySettings): PersistentVolumeClaim {
  return {
    metadata: { name: 'data' },
    spec: {
      accessModes: ['ReadWriteOnce'],
      ...(site.storageClass === undefined ? {} : { storageClassName: site.storageClass }),
      resources: { requests: { storage: sizeQuantity(storage) } },
    },
  };
}

/** Changes with the files, which the server reads at its start only. */
function digest(data: Record<string, string>): string {
  return createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, 16);
}
