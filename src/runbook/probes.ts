import { Duration } from 'cdk8s';
import { durationText } from '../kinds/duration';
import { type Alert, AlertSeverity } from '../model/alert';
import { alertFields, groupFields } from '../model/alert-fields';
import type { IAppHost } from '../model/app-host';
import { addTo } from '../model/host';
import { PrerequisiteKind } from '../model/prerequisite';
import type { Site } from '../model/site';
import { Basis, Bound } from '../recovery/bound';
import { type EmittedField, fieldOf } from '../recovery/emitted-field';

/** Exporter of the platform, in the namespace of Prometheus. */
const EXPORTER = 'blackbox-exporter';
const EXPORTER_PORT = 9115;
const MODULE = 'http_2xx';

const INTERVAL = Duration.seconds(15);
const TIMEOUT = Duration.seconds(10);
/** Twice the interval of evaluation: it has to fail three times in a row. */
const HOLDS_FOR = Duration.seconds(60);
/** Interval of the groups of alerts, which is written beside them. */
const EVALUATION = Duration.seconds(30);
/** Default of Alertmanager's configuration: how long it waits for more of the same group. */
const GROUP_WAIT = Duration.seconds(30);

/** Has the Prometheus of each passive site ask for the public health path of every other one. */
export function addProbes(host: IAppHost, healthUrls: Record<string, string>): void {
  for (const watcher of host.passiveSites) {
    const watched = host.dataSites.filter(({ name }) => name !== watcher.name && healthUrls[name] !== undefined);
    if (watched.length > 0) requireExporter(host, watcher);
    for (const site of watched) {
      addTo(host, watcher, {
        apiVersion: 'monitoring.coreos.com/v1',
        kind: 'Probe',
        metadata: { name: probeName(site), namespace: host.namespace },
        spec: {
          jobName: jobOf(host, site),
          interval: durationText(INTERVAL),
          scrapeTimeout: durationText(TIMEOUT),
          module: MODULE,
          prober: { url: `${EXPORTER}.${host.fleet.names.monitoringNamespace}:${EXPORTER_PORT}` },
          targets: { staticConfig: { static: [healthUrls[site.name] ?? ''] } },
        },
      });
    }
  }
}

function requireExporter(host: IAppHost, site: Site): void {
  const { monitoringNamespace } = host.fleet.names;
  host.require(site, {
    kind: PrerequisiteKind.SERVICE,
    name: EXPORTER,
    namespace: monitoringNamespace,
    why: `asks from ${site.name} for the public health paths of the other sites: blackbox exporter on port ${EXPORTER_PORT} with module ${MODULE}, over the internet as clients come; Prometheus selects Probe objects of namespace ${host.namespace}`,
  });
}

/** Calls for a decision. The site that is lost cannot tell, so only the others evaluate it. */
export function activeSiteDown(host: IAppHost, active: Site): Alert {
  const series = `probe_success{job="${jobOf(host, active)}"}`;
  return {
    name: 'ActiveSiteDown',
    expr: `max(${series}) == 0`,
    holdsFor: HOLDS_FOR,
    severity: AlertSeverity.CRITICAL,
    summary: `${active.name} does not serve ${host.name} any more, as seen from outside of it: see whether the site is lost, and run the failover`,
    objective: 'rto',
    absentSeries: series,
    sites: host.passiveSites.map(({ name }) => name),
  };
}

/** From the health path failing to somebody being called. */
export function alertDetection(host: IAppHost, active: Site): Bound {
  const derived = (name: string, seconds: number, source: string, fields: EmittedField[]) =>
    Bound.term({ name, seconds, basis: Basis.DERIVED, source, fields });
  const probe = (path: string, value: Duration) => fieldOf('Probe', probeName(active), path, durationText(value));
  const alert = activeSiteDown(host, active);
  return Bound.sum('somebody is called', [
    derived(
      'probe interval + timeout',
      INTERVAL.toSeconds() + TIMEOUT.toSeconds(),
      `Probe ${probeName(active)}: interval ${durationText(INTERVAL)}, scrapeTimeout ${durationText(TIMEOUT)}`,
      [probe('/spec/interval', INTERVAL), probe('/spec/scrapeTimeout', TIMEOUT)],
    ),
    derived(
      'rules are evaluated',
      EVALUATION.toSeconds(),
      `PrometheusRule ${host.name}-alerts: interval ${durationText(EVALUATION)}`,
      groupFields(host, alert, 'interval', durationText(EVALUATION)),
    ),
    derived(
      'alert holds',
      HOLDS_FOR.toSeconds(),
      `PrometheusRule ${host.name}-alerts, ${alert.name}: for ${durationText(HOLDS_FOR)}`,
      alertFields(host, alert, 'for', durationText(alert.holdsFor)),
    ),
    Bound.term({
      name: 'Alertmanager waits for the group',
      seconds: GROUP_WAIT.toSeconds(),
      basis: Basis.ASSUMED,
      source:
        'group_wait of the route in Alertmanager, default 30s (Prometheus documentation, Alertmanager configuration)',
    }),
  ]);
}

function probeName(site: Site): string {
  return `site-${site.name}`;
}

function jobOf(host: IAppHost, site: Site): string {
  return `${host.name}-site-${site.name}`;
}
