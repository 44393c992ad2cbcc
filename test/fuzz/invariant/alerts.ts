import type { AlertRule, Probe, PrometheusRule } from '../../../src/kinds/monitoring';
import { differs } from './quorum';
import { unwritten } from './metrics';
import type { Output } from '../output';
import { podsIn } from './workload-pods';
import { type Selector, selectorsIn } from './promql';
import { type AppSpec, namespaceOf, sitesOf, type SiteSpec } from '../spec';

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

function written(output: Output, app: AppSpec, site: SiteSpec, { metric, labels }: Selector): string[] {
  const nobody = unwritten(output, app, metric);
  if (nobody.length > 0) return nobody;
  const namespace = namespaceOf(app);
  const there = (kind: string, in_: string | undefined, name: string): string[] =>
    output.find(site.name, kind, in_, name) ? [] : [`there is no ${kind} ${name}`];
  return Object.entries(labels).flatMap(([label, value]) => {
    if (label === 'namespace' || label === 'exported_namespace') {
      return value === '' ? [] : differs(`its ${label}`, value, namespace);
    }
    if (label === 'statefulset' && !value.includes('.+')) return there('StatefulSet.apps', namespace, value);
    if (label === 'deployment') return there('Deployment.apps', namespace, value);
    if (label === 'job') return probed(output, app, site, value);
    // Ramen makes its VolumeReplicationGroup itself.
    if (label === 'obj_name' && app.replication?.kind === 'ramen') return [];
    if (label === 'obj_name') return there(COPIED[metric.split('_')[1] ?? ''] ?? '', namespace, value);
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
    return OWN_LABELS.includes(label) ? [] : [`it matches the label ${label}`];
  });
}

/** Kinds that kube-state-metrics makes metrics of, by their names in these. */
const COPIED: Record<string, string> = {
  volumereplication: 'VolumeReplication.replication.storage.openshift.io',
  volumegroupreplication: 'VolumeGroupReplication.replication.storage.openshift.io',
};

/** Labels that engines give their metrics, or operators the names of their objects. */
const OWN_LABELS = [
  ...['status', 'role', 'method', 'quantile', 'topic', 'source', 'connector', 'slave_ip', 'application_name'],
  ...['message_type', 'pool_name', 'persistentvolumeclaim', 'statefulset', 'obj_namespace'],
];

/** A Probe of the same site asks. */
function probed(output: Output, app: AppSpec, site: SiteSpec, job: string): string[] {
  const probes = output.ofKind<Probe>(site.name, 'Probe.monitoring.coreos.com', namespaceOf(app));
  return probes.some(({ spec }) => spec.jobName === job) ? [] : [`no Probe has the job ${job}`];
}

/** Engines whose pods get their names from an operator. */
const OPERATED = ['cassandra', 'kafka', 'postgresql'];

function somePod(output: Output, app: AppSpec, site: SiteSpec, pattern: string): string[] {
  const pods = podsIn(output, site.name, namespaceOf(app));
  const names = pods.flatMap((each) => each.names);
  // The pods of an operator get their names from it.
  const operated = OPERATED.includes(app.workload.kind) || pods.some(({ owner }) => owner.startsWith('CrdbCluster'));
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
