import type { IAppHost } from '../../model/app-host';
import { addTo } from '../../model/host';
import type { Site } from '../../model/site';
import { dnsEgress, networkPolicy, tcp } from '../network-policy';
import { restrictedContainer, restrictedPod } from '../pods';
import { BACKUP_AGE, TOOLS_USER, backupSchedule, ownLabels } from './names';
import type { CassandraSettings } from './settings';

/** How often the newest backup is looked at, in seconds. */
const PERIOD_SECONDS = 600;
/** Without a good answer for so long, the newest backup is too old: one run may fail, and pods take a while to start. */
export const SILENCE_SECONDS = 3 * PERIOD_SECONDS;
/** Where API servers listen behind their Service: policies see the address after it was translated. */
const API_SERVER_PORTS = [443, 6443];

/**
 * Looks for a backup of the site that is complete and began no longer ago than LIMIT seconds; fails when there is none. By the
 * names that the schedule gives: a purge also lists the backups of other sites as if they were of this one.
 */
export const BACKUP_AGE_SCRIPT = `set -eu
oldest=$(date -u -d "@$(($(date +%s) - LIMIT))" +%Y-%m-%dT%H:%M:%SZ)
backups=$(kubectl get medusabackups.medusa.k8ssandra.io --namespace="$NAMESPACE" \\
  --output=jsonpath='{range .items[?(@.status.status=="SUCCESS")]}{.metadata.name}{" "}{.status.startTime}{"\\n"}{end}')
newest=$(printf '%s\\n' "$backups" | sed -n "s/^$SCHEDULE-[0-9]* //p" | sort | tail -n 1)
if [ -z "$newest" ]; then
  echo "no backup of $SCHEDULE is complete" >&2
  exit 1
fi
if [ "$(printf '%s\\n%s\\n' "$oldest" "$newest" | sort | head -n 1)" != "$oldest" ]; then
  echo "the newest backup of $SCHEDULE began at $newest, before $oldest" >&2
  exit 1
fi
echo "the newest backup of $SCHEDULE began at $newest"
`;

/**
 * Says by succeeding that the newest backup of a site is new enough: no metric does, as the operator counts no backups and
 * kube-state-metrics knows no custom resources unless it is told.
 */
export function addBackupAge(host: IAppHost, site: Site, settings: CassandraSettings, limitSeconds: number): void {
  const { namespace } = host;
  const podLabels = ownLabels(host, BACKUP_AGE);
  addAccess(host, site);
  addTo(host, site, {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: BACKUP_AGE, namespace },
    spec: {
      schedule: `*/${PERIOD_SECONDS / 60} * * * *`,
      concurrencyPolicy: 'Replace',
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 1,
      jobTemplate: {
        spec: {
          backoffLimit: 0,
          activeDeadlineSeconds: 120,
          template: {
            metadata: { labels: podLabels },
            spec: {
              restartPolicy: 'Never',
              serviceAccountName: BACKUP_AGE,
              enableServiceLinks: false,
              securityContext: restrictedPod(TOOLS_USER),
              containers: [
                {
                  name: 'age',
                  image: settings.toolsImage,
                  command: ['sh', '-c', BACKUP_AGE_SCRIPT],
                  env: [
                    { name: 'HOME', value: '/tmp' },
                    { name: 'LIMIT', value: String(Math.ceil(limitSeconds)) },
                    { name: 'NAMESPACE', value: namespace },
                    { name: 'SCHEDULE', value: backupSchedule(site) },
                  ],
                  resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '128Mi' } },
                  securityContext: restrictedContainer(),
                  volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
                },
              ],
              volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '16Mi' } }],
            },
          },
        },
      },
    },
  });
  addTo(
    host,
    site,
    networkPolicy({
      name: BACKUP_AGE,
      namespace,
      podLabels,
      ingress: [],
      egress: [{ ports: tcp(...API_SERVER_PORTS) }, dnsEgress()],
    }),
  );
}

function addAccess(host: IAppHost, site: Site): void {
  const metadata = { name: BACKUP_AGE, namespace: host.namespace };
  const apiGroup = 'rbac.authorization.k8s.io';
  addTo(host, site, { apiVersion: 'v1', kind: 'ServiceAccount', metadata });
  addTo(host, site, {
    apiVersion: `${apiGroup}/v1`,
    kind: 'Role',
    metadata,
    rules: [{ apiGroups: ['medusa.k8ssandra.io'], resources: ['medusabackups'], verbs: ['get', 'list'] }],
  });
  addTo(host, site, {
    apiVersion: `${apiGroup}/v1`,
    kind: 'RoleBinding',
    metadata,
    roleRef: { apiGroup, kind: 'Role', name: BACKUP_AGE },
    subjects: [{ kind: 'ServiceAccount', name: BACKUP_AGE, namespace: host.namespace }],
  });
}
