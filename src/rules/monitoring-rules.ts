import type { AppFacts } from './facts';
import { Severity } from './finding';
import type { Rule } from './rule';

const OBJECTIVES = ['rpo', 'rto'];

/** MON: that somebody hears of it when a promise is about to be broken. */
export const MONITORING_RULES: Rule<AppFacts>[] = [
  {
    id: 'MON-01',
    severity: Severity.ERROR,
    title: 'every alert on an age has a twin that fires when the series is missing',
    why: 'the age of something that never happened is no number: the alert is silent when nothing was ever backed up',
    source: 'keiretsu-labs/kubernetes-manifests#2754, #2896; Obmondo/KubeAid#275',
    check: silentAlerts,
  },
  {
    id: 'MON-02',
    severity: Severity.ERROR,
    title: 'the rpo and the rto objective are each watched by an alert',
    why: 'the objective is missed for weeks, and is found out in the disaster',
    source:
      'CNCF TAG-Storage, Cloud Native Disaster Recovery: monitoring; RamenDR/ramen, config/prometheus/alerts.yaml',
    check: unwatchedObjectives,
  },
];

function silentAlerts({ alerts }: AppFacts): string[] | undefined {
  const onAge = alerts.filter((alert) => alert.onAge);
  if (onAge.length === 0) return undefined;
  return onAge.flatMap(({ site, name, absentTwin }) => {
    if (alerts.some((other) => other.site === site && other.name === absentTwin)) return [];
    const twin = absentTwin ?? `${name}Absent`;
    const state =
      absentTwin === undefined ? 'has no twin' : `has the twin ${absentTwin}, which is not among the alerts`;
    return [
      `alert ${name} of site ${site} compares an age and ${state}, so that it is silent when the series is missing; add an alert ${twin} on absent() of the series in site ${site}`,
    ];
  });
}

function unwatchedObjectives({ name: app, sites, alerts }: AppFacts): string[] {
  const names = sites.map(({ name }) => name).join(', ');
  return OBJECTIVES.filter((objective) => !alerts.some((alert) => alert.objective === objective)).map(
    (objective) =>
      `0 of ${alerts.length} alerts of ${app} in ${names} watch the ${objective} objective; add one with objective "${objective}" that fires before it is missed`,
  );
}
