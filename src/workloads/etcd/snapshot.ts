import type { Container, PodSpec } from 'kubernetes-types/core/v1';
import type { IAppHost } from '../../model/app-host';
import type { ObjectStore, ProtectionPlan } from '../../model/backup';
import { addTo } from '../../model/host';
import { PrerequisiteKind } from '../../model/prerequisite';
import type { Site } from '../../model/site';
import type { BackupAgeFields } from '../../recovery/backup-age';
import { largestGapSeconds } from '../../recovery/cron';
import { fieldOf } from '../../recovery/emitted-field';
import { BackupMethod } from '../../rules/vocabulary';
import { dnsEgress, networkPolicy, podsWith, tcp } from '../network-policy';
import { componentLabels, restrictedContainer, restrictedPod } from '../pods';
import { storeRights } from '../store-rights';
import { CLIENT_CERTIFICATE, CLIENT_PORT, clientEnvironment, memberLabels } from './members';
import { type EtcdSettings, twiceTheDatabase } from './settings';
import { ETCD_USER } from './stateful-set';

/** CronJob that takes the snapshots. */
export const SNAPSHOT = 'etcd-snapshot';

const TLS_PATH = '/tls';
const SCRATCH_PATH = '/scratch';
const SNAPSHOT_FILE = `${SCRATCH_PATH}/snapshot.db`;

/**
 * Takes snapshots in a site, from its own members, into the store. Every data site does: one alone would stop all backups when
 * it is lost. They need no turns, as each site writes under its own prefix and each run a name of its own.
 */
export function addSnapshots(
  host: IAppHost,
  site: Site,
  settings: EtcdSettings,
  store: ObjectStore,
  plan: ProtectionPlan,
): void {
  const podLabels = componentLabels(host.name, SNAPSHOT);
  const gapSeconds = largestGapSeconds(plan.schedule);
  addTo(host, site, {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: SNAPSHOT, namespace: host.namespace },
    spec: {
      schedule: plan.schedule,
      timeZone: 'Etc/UTC',
      concurrencyPolicy: 'Forbid',
      // Rather late than never, until the next one is due.
      startingDeadlineSeconds: gapSeconds,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 3,
      jobTemplate: {
        spec: {
          backoffLimit: 2,
          activeDeadlineSeconds: plan.maxDuration.toSeconds(),
          template: { metadata: { labels: podLabels }, spec: snapshotPod(host, site, settings, store) },
        },
      },
    },
  });
  addTo(
    host,
    site,
    networkPolicy({
      name: SNAPSHOT,
      namespace: host.namespace,
      podLabels,
      ingress: [],
      egress: [
        { to: [podsWith(memberLabels(host))], ports: tcp(CLIENT_PORT) },
        { ports: tcp(storePort(store)) },
        dnsEgress(),
      ],
    }),
  );
  host.require(site, {
    kind: PrerequisiteKind.SECRET,
    name: store.credentialsSecret,
    namespace: host.namespace,
    keys: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
    why: `${SNAPSHOT} writes to s3://${store.bucket}/${store.prefix}/${site.name}: ${storeRights('s3:PutObject, s3:GetObject and s3:ListBucket there', store)}, and nothing that deletes; the lifecycle of the bucket removes what is older than ${plan.retention.toDays({ integral: false })} days`,
  });
  host.stateBackup({
    name: `${SNAPSHOT}-${site.name}`,
    site: site.name,
    method: BackupMethod.NATIVE,
    store: { ...host.fleet.backup?.facts, bucket: store.bucket, region: store.region },
    schedule: plan.schedule,
    intervalSeconds: gapSeconds,
    durationSeconds: plan.maxDuration.toSeconds(),
    ttlSeconds: plan.retention.toSeconds(),
  });
}

/** Where the CronJob says how old the newest snapshot becomes. */
export function snapshotFields({ schedule, maxDuration }: ProtectionPlan): BackupAgeFields {
  const deadline = '/spec/jobTemplate/spec/activeDeadlineSeconds';
  return {
    schedule: [fieldOf('CronJob', SNAPSHOT, '/spec/schedule', schedule)],
    duration: [fieldOf('CronJob', SNAPSHOT, deadline, maxDuration.toSeconds())],
  };
}

function snapshotPod(host: IAppHost, site: Site, settings: EtcdSettings, store: ObjectStore): PodSpec {
  const scratch = twiceTheDatabase(settings).asString();
  return {
    // A new pod for each attempt: a file that a failed one left behind is never uploaded.
    restartPolicy: 'Never',
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: restrictedPod(ETCD_USER),
    initContainers: [
      // A member that is cut off gives a stale snapshot without an error. Through the Service only members with a quorum are
      // dialled, and this read waits until the member has caught up. Not `endpoint health`, which also fails while the quota
      // is exceeded: that is when a snapshot is needed most.
      etcdTool(host, site, settings, 'check', ['/usr/local/bin/etcdctl', 'get', '--consistency=l', 'health']),
      etcdTool(host, site, settings, 'save', ['/usr/local/bin/etcdctl', 'snapshot', 'save', SNAPSHOT_FILE]),
      // Checks the hash as well; what cannot be restored is not uploaded, and the alert on the age fires.
      etcdTool(host, site, settings, 'restore-test', [
        '/usr/local/bin/etcdutl',
        'snapshot',
        'restore',
        SNAPSHOT_FILE,
        `--data-dir=${SCRATCH_PATH}/restored`,
      ]),
    ],
    containers: [uploadContainer(site, settings, store, scratch)],
    volumes: [
      { name: 'scratch', emptyDir: { sizeLimit: scratch } },
      { name: 'tls', secret: { secretName: CLIENT_CERTIFICATE, defaultMode: 0o440 } },
    ],
  };
}

function etcdTool(host: IAppHost, site: Site, settings: EtcdSettings, name: string, command: string[]): Container {
  return {
    name,
    image: settings.image,
    command,
    env: clientEnvironment(host, site, TLS_PATH),
    resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '512Mi' } },
    securityContext: restrictedContainer(),
    volumeMounts: [
      { name: 'scratch', mountPath: SCRATCH_PATH },
      { name: 'tls', mountPath: TLS_PATH, readOnly: true },
    ],
  };
}

function uploadContainer(site: Site, settings: EtcdSettings, store: ObjectStore, scratch: string): Container {
  const credential = (name: string) => ({
    name,
    valueFrom: { secretKeyRef: { name: store.credentialsSecret, key: name } },
  });
  return {
    name: 'upload',
    image: settings.uploadImage,
    command: ['sh', '-ec'],
    args: [`rclone copyto --immutable ${SNAPSHOT_FILE} "dr:$TARGET/$(date -u +%Y%m%dT%H%M%SZ).db"`],
    env: [
      { name: 'TARGET', value: `${store.bucket}/${store.prefix}/${site.name}` },
      // The remote `dr` comes from the environment alone: rclone looks for no file, and writes none.
      { name: 'RCLONE_CONFIG', value: '/dev/null' },
      { name: 'RCLONE_CONFIG_DR_TYPE', value: 's3' },
      { name: 'RCLONE_CONFIG_DR_PROVIDER', value: store.endpoint === undefined ? 'AWS' : 'Other' },
      { name: 'RCLONE_CONFIG_DR_REGION', value: store.region },
      ...(store.endpoint === undefined ? [] : [{ name: 'RCLONE_CONFIG_DR_ENDPOINT', value: store.endpoint }]),
      { name: 'RCLONE_CONFIG_DR_ENV_AUTH', value: 'true' },
      // Or it would ask for the right to make buckets.
      { name: 'RCLONE_CONFIG_DR_NO_CHECK_BUCKET', value: 'true' },
      { name: 'HOME', value: SCRATCH_PATH },
      credential('AWS_ACCESS_KEY_ID'),
      credential('AWS_SECRET_ACCESS_KEY'),
    ],
    resources: {
      requests: { cpu: '100m', memory: '256Mi', 'ephemeral-storage': scratch },
      limits: { memory: '256Mi' },
    },
    securityContext: restrictedContainer(),
    volumeMounts: [{ name: 'scratch', mountPath: SCRATCH_PATH }],
  };
}

/** Port of the store: that of its endpoint, or that of HTTPS. */
function storePort({ endpoint }: ObjectStore): number {
  return Number(/^https:\/\/[^/:]+:(\d+)/.exec(endpoint ?? '')?.[1] ?? 443);
}
