import type { AlertRule, PrometheusRule } from '../../../src/kinds/monitoring';
import { differs } from './quorum';
import type { Output } from '../output';
import { podsIn } from './workload-pods';
import { type Selector, selectorsIn } from './promql';
import { type AppSpec, namespaceOf, sitesOf, type SiteSpec } from '../spec';

/** Metrics that exist, by what writes them: etcd 3.6, CockroachDB 26.2, kube-state-metrics, cert-manager, Velero, Submariner. */
const METRICS: Record<string, string[]> = {
  etcd: [
    ...['etcd_server_has_leader', 'etcd_network_active_peers', 'etcd_server_leader_changes_seen_total'],
    ...['etcd_network_peer_round_trip_time_seconds_bucket', 'etcd_disk_wal_fsync_duration_seconds_bucket'],
    ...['etcd_mvcc_db_total_size_in_bytes', 'etcd_server_quota_backend_bytes'],
  ],
  cockroachDb: [
    ...['ranges_unavailable', 'ranges_underreplicated', 'kv_replica_circuit_breaker_num_tripped_replicas'],
    ...['liveness_livenodes', 'clock_offset_meannanos', 'capacity', 'capacity_available'],
    ...['seconds_until_license_expiry', 'schedules_BACKUP_last_completed_time', 'schedules_BACKUP_failed'],
    ...['schedules_BACKUP_protected_age_sec'],
  ],
  'kube-state-metrics': [
    ...['kube_statefulset_status_replicas_ready', 'kube_statefulset_replicas', 'kube_job_status_active'],
    ...['kube_cronjob_status_last_successful_time'],
  ],
  'cert-manager': ['certmanager_certificate_expiration_timestamp_seconds'],
  velero: [
    ...['velero_backup_last_successful_timestamp', 'velero_backup_failure_total', 'velero_backup_warning_total'],
    ...['velero_backup_partial_failure_total', 'velero_backup_validation_failure_total'],
    ...['velero_backup_location_status_gauge'],
  ],
  submariner: ['submariner_requested_connections', 'submariner_gateways', 'submariner_connection_latency_seconds'],
};

/** Every alert reads metrics that somebody in its site writes, about objects that are there. */
export function alerts(output: Output): string[] {
  return output.spec.apps.flatMap((app) =>
    sitesOf(output.spec, app).flatMap((site) => {
      const rules = rulesIn(output, app, site);
      const names = rules.map(({ alert }) => alert);
      return [
        ...(rules.length === 0 ? [`${site.name} has no alerts`] : []),
        ...differs(`names of alerts in ${site.name}`, new Set(names).size, names.length),
        ...rules.flatMap((rule) =>
          judged(output, app, site, rule).map((why) => `alert ${rule.alert} in ${site.name}: ${why}`),
        ),
      ];
    }),
  );
}

function rulesIn(output: Output, app: AppSpec, site: SiteSpec): AlertRule[] {
  return output
    .ofKind<PrometheusRule>(site.name, 'PrometheusRule.monitoring.coreos.com', namespaceOf(app))
    .flatMap(({ spec }) => spec.groups.flatMap(({ rules }) => rules));
}

const GO_DURATION = /^(\d+h)?(\d+m)?(\d+s)?(\d+ms)?$/;

function judged(output: Output, app: AppSpec, site: SiteSpec, { expr, for: holds, labels }: AlertRule): string[] {
  let selectors: Selector[];
  try {
    selectors = selectorsIn(expr);
  } catch (error) {
    return [(error as Error).message];
  }
  return [
    ...(selectors.length === 0 ? ['it reads no metric'] : []),
    ...(holds !== '' && GO_DURATION.test(holds) ? [] : [`it holds for "${holds}"`]),
    ...(/\b(NaN|undefined|Infinity)\b/.test(expr) ? [`it compares with nothing: ${expr}`] : []),
    ...differs('its labels', [labels['dr_app'], labels['dr_site']], [app.id, site.name]),
    ...selectors.flatMap((selector) => written(output, app, site, selector)),
  ];
}

/** Who may write metrics about an application. */
function writersOf(output: Output, app: AppSpec): string[] {
  const { network, backup } = output.spec.fleet;
  return [
    ...[app.workload.kind, 'kube-state-metrics', 'cert-manager'],
    ...(network.kind === 'submariner' ? ['submariner'] : []),
    ...(backup ? ['velero'] : []),
  ];
}

function written(output: Output, app: AppSpec, site: SiteSpec, { metric, labels }: Selector): string[] {
  const writers = writersOf(output, app);
  const writer = writers.find((each) => METRICS[each]?.includes(metric));
  if (writer === undefined) return [`nobody of ${writers.join(' ')} writes ${metric}`];
  const namespace = namespaceOf(app);
  const there = (kind: string, in_: string | undefined, name: string): string[] =>
    output.find(site.name, kind, in_, name) ? [] : [`there is no ${kind} ${name}`];
  return Object.entries(labels).flatMap(([label, value]) => {
    if (label === 'namespace' || label === 'exported_namespace') {
      return value === '' ? [] : differs(`its ${label}`, value, namespace);
    }
    if (label === 'statefulset') return there('StatefulSet.apps', namespace, value);
    if (label === 'cronjob') return there('CronJob.batch', namespace, value);
    if (label === 'job_name') return someName(output, app, site, 'Job.batch', value);
    if (label === 'pod') return somePod(output, app, site, value);
    if (label === 'schedule') return anywhere(output, app, value);
    if (label === 'backup_location_name') {
      return there('BackupStorageLocation.velero.io', output.spec.fleet.backup?.namespace ?? 'velero', value);
    }
    if (label === 'remote_cluster') {
      const names = sitesOf(output.spec, app).map(({ name }) => name);
      return differs('sites of its tunnels', value.split('|'), names);
    }
    return label === 'status' ? [] : [`it matches the label ${label}`];
  });
}

function somePod(output: Output, app: AppSpec, site: SiteSpec, pattern: string): string[] {
  const pods = podsIn(output, site.name, namespaceOf(app));
  const names = pods.flatMap((each) => each.names);
  // The pods of an operator get their names from it.
  const operated = pods.some(({ owner }) => owner.startsWith('CrdbCluster'));
  // An alert that is the same in all sites is harmless in one without pods.
  const witness = app.witnessSite === site.name && app.workload.kind === 'cockroachDb';
  return operated || witness || names.some((name) => new RegExp(`^(?:${pattern})$`).test(name))
    ? []
    : [`no pod is called like ${pattern}`];
}

function someName(output: Output, app: AppSpec, site: SiteSpec, kind: string, pattern: string): string[] {
  const names = output
    .ofKind<{ metadata: { name: string } }>(site.name, kind, namespaceOf(app))
    .map(({ metadata }) => metadata.name);
  return names.some((name) => new RegExp(`^(?:${pattern})$`).test(name))
    ? []
    : [`no ${kind} is called like ${pattern}`];
}

/** A Schedule of any site of the application: its backups are seen in all of them. */
function anywhere(output: Output, app: AppSpec, name: string): string[] {
  const namespace = output.spec.fleet.backup?.namespace ?? 'velero';
  const found = sitesOf(output.spec, app).some((site) => output.find(site.name, 'Schedule.velero.io', namespace, name));
  return found ? [] : [`there is no Schedule ${name}`];
}
