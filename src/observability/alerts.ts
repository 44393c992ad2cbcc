import { Duration } from 'cdk8s';
import { durationText } from '../kinds/duration';
import type { AlertRule } from '../kinds/monitoring';
import type { Alert } from '../model/alert';
import type { IAppHost } from '../model/app-host';
import { addTo } from '../model/host';
import type { Site } from '../model/site';
import type { AlertFact } from '../rules/facts';
import { requirePrometheus } from './prometheus';

/** How often Prometheus evaluates the alerts: part of the time until somebody is called. */
const EVALUATION_INTERVAL = Duration.seconds(30);

/** An alert with the name of its twin. */
interface NamedAlert extends Alert {
  readonly twin?: string;
}

/**
 * Writes the alerts into every site of the application, the witness included, unless they name their sites: they have to
 * be evaluated outside of the site that is lost, and of three sites the witness is as likely to be the one that is left.
 *
 * @returns the alerts as the rules see them, one for each site
 */
export function renderAlerts(host: IAppHost, alerts: Alert[]): AlertFact[] {
  const all = withTwins(alerts);
  const problems = [...checkAlerts(all), ...checkSites(host, alerts)];
  problems.forEach((problem) => {
    host.refuse(problem);
  });
  if (problems.length > 0) return [];
  return host.sites.flatMap((site) => {
    const here = all.filter(({ sites }) => sites?.includes(site.name) ?? true);
    if (here.length > 0) {
      requirePrometheus(host, site);
      addRules(host, site, here);
    }
    return here.map(({ name, onAge = false, twin, objective }) => ({
      site: site.name,
      name,
      onAge,
      absentTwin: twin,
      objective,
    }));
  });
}

/**
 * Each alert with an `absentSeries`, followed by the alert that fires when that series is missing. Alerts on the same series
 * in the same sites share one, named after the first.
 */
function withTwins(alerts: Alert[]): NamedAlert[] {
  const twins = new Map<string, string>();
  return alerts.flatMap((alert) => {
    if (alert.absentSeries === undefined) return [alert];
    const missingFor = alert.absentFor ?? alert.holdsFor;
    const key = JSON.stringify([alert.absentSeries, missingFor.toMilliseconds(), alert.sites]);
    const shared = twins.get(key);
    if (shared !== undefined) return [{ ...alert, twin: shared }];
    const twin = `${alert.name}Absent`;
    twins.set(key, twin);
    return [
      { ...alert, twin },
      {
        name: twin,
        expr: `absent(${alert.absentSeries})`,
        holdsFor: missingFor,
        severity: alert.severity,
        summary: `${alert.name} cannot fire: its series is missing, since what makes it never ran or is not scraped`,
        objective: alert.objective,
        sites: alert.sites,
      },
    ];
  });
}

function checkAlerts(alerts: NamedAlert[]): string[] {
  const names = alerts.map(({ name }) => name);
  const repeated = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
  return [
    ...repeated.map(
      (name) =>
        `${names.filter((other) => other === name).length} alerts are called "${name}"; give every alert of the application its own name`,
    ),
    ...names
      .filter((name) => !/^[A-Z][A-Za-z0-9]*$/.test(name))
      .map((name) => `alert name "${name}" is not CamelCase; use letters and digits only, a capital first`),
    ...alerts
      .filter(({ onAge, twin }) => onAge && twin === undefined)
      .map(
        ({ name }) =>
          `alert "${name}" compares an age and has no absentSeries; name the series, since an age of something that never was fires nothing`,
      ),
  ];
}

function checkSites(host: IAppHost, alerts: Alert[]): string[] {
  const known = host.sites.map(({ name }) => name);
  return alerts.flatMap(({ name, sites }) =>
    (sites ?? [])
      .filter((site) => !known.includes(site))
      .map(
        (site) =>
          `alert "${name}" is for site "${site}", which is none of the application; its sites are ${known.join(', ')}`,
      ),
  );
}

function addRules(host: IAppHost, site: Site, alerts: NamedAlert[]): void {
  addTo(host, site, {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: `${host.name}-alerts`, namespace: host.namespace },
    spec: {
      groups: [...groupedByObjective(alerts)].map(([objective, members]) => ({
        name: `${host.name}.${objective}`,
        interval: durationText(EVALUATION_INTERVAL),
        rules: members.map((alert) => rule(host, site, alert)),
      })),
    },
  });
}

/** Groups run beside each other: a slow expression delays only alerts on the same objective. */
function groupedByObjective(alerts: NamedAlert[]): Map<string, NamedAlert[]> {
  const groups = new Map<string, NamedAlert[]>();
  for (const alert of alerts) {
    const objective = alert.objective ?? 'health';
    groups.set(objective, [...(groups.get(objective) ?? []), alert]);
  }
  return groups;
}

function rule(host: IAppHost, site: Site, alert: NamedAlert): AlertRule {
  return {
    alert: alert.name,
    expr: alert.expr,
    for: durationText(alert.holdsFor),
    labels: {
      severity: alert.severity,
      dr_app: host.name,
      // The site that sees it. Alerts of several sites about one thing stay apart, and can be grouped by the others.
      dr_site: site.name,
      ...(alert.objective !== undefined && { dr_objective: alert.objective }),
    },
    annotations: { summary: alert.summary },
  };
}
