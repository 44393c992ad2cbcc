import { SizeRoundingBehavior } from 'cdk8s';
import { isDnsLabel, isDnsName } from '../model/names';
import type { Pattern } from '../model/profile';
import { largestGapSeconds } from '../recovery/cron';
import { checkKnownTimes } from './check-known-times';
import { protectionPlan } from './protection';
import type { DisasterRecoveryProps } from './props';

/** Props that nothing could be rendered from: one message each. What can be rendered is judged by the rules. */
export function checkProps(id: string, pattern: Pattern, props: DisasterRecoveryProps): string[] {
  return [
    ...checkNames(id, props),
    ...checkNamespace(id, props),
    ...checkSiteNames(props),
    ...checkTraffic(props),
    ...checkSchedule(props),
    ...checkDurations(props),
    ...checkAvailability(props),
    ...checkKnownTimes(props),
    ...checkMisses(props),
    ...checkWriteRate(props),
    ...checkFit(pattern, props),
  ];
}

function checkNames(id: string, props: DisasterRecoveryProps): string[] {
  const names = { id, namespace: props.namespace ?? id };
  return Object.entries(names).flatMap(([prop, name]) =>
    isDnsLabel(name)
      ? []
      : [
          `${prop} "${name}" is no DNS label; use at most 63 of a-z, 0-9 and -, beginning and ending with a letter or digit`,
        ],
  );
}

/** Namespaces of the cluster and the platform: ours is shut by a NetworkPolicy, and all its pods must be restricted. */
function checkNamespace(id: string, { namespace = id, fleet }: DisasterRecoveryProps): string[] {
  const { certManagerNamespace, monitoringNamespace, gateway } = fleet.names;
  const taken = ['default', 'velero', certManagerNamespace, monitoringNamespace, gateway.namespace];
  if (!/^(kube|submariner|openshift)-/.test(namespace) && !taken.includes(namespace)) return [];
  return [
    `namespace "${namespace}" belongs to the cluster or the platform, and the application would shut it for everybody else; give the application a namespace of its own`,
  ];
}

function checkSiteNames({ sites, fleet }: DisasterRecoveryProps): string[] {
  const known = fleet.sites.map((site) => site.name);
  if (sites?.length === 0)
    return [`sites is empty; name sites of the fleet (${known.join(', ')}), or leave it out for all`];
  return (sites ?? []).flatMap((name, index, all) => {
    if (!known.includes(name))
      return [`sites names "${name}", which the fleet ${fleet.name} does not have; its sites are ${known.join(', ')}`];
    return all.indexOf(name) === index ? [] : [`sites names "${name}" twice; name every site once`];
  });
}

function checkTraffic({ hostname, frontEnd, fleet }: DisasterRecoveryProps): string[] {
  if (hostname === undefined) return [];
  return [
    ...(isDnsName(hostname)
      ? []
      : [`hostname "${hostname}" is no DNS name; labels of a-z, 0-9 and - are joined by dots`]),
    ...(frontEnd
      ? []
      : [`hostname is ${hostname}, but there is no frontEnd to answer for it; add one, or remove hostname`]),
    ...(fleet.traffic
      ? []
      : [
          `hostname is ${hostname}, but the fleet ${fleet.name} has no load balancer; give the fleet its traffic prop, or remove hostname`,
        ]),
  ];
}

function checkSchedule({ protection }: DisasterRecoveryProps): string[] {
  const { schedule, drill } = protectionPlan(protection);
  const schedules = { 'protection.schedule': schedule, ...(drill && { 'protection.drill.schedule': drill.schedule }) };
  return Object.entries(schedules).flatMap(([prop, cron]) => {
    try {
      largestGapSeconds(cron);
      return [];
    } catch (error) {
      return [`${prop}: ${(error as Error).message}`];
    }
  });
}

const LONGEST_DAYS = 3650;
const DAY = 86_400;

function checkDurations({ objectives, protection = {} }: DisasterRecoveryProps): string[] {
  const durations = {
    'objectives.rpo': objectives.rpo,
    'objectives.rto': objectives.rto,
    'protection.retention': protection.retention,
    'protection.maxDuration': protection.maxDuration,
    'protection.drill.maxDuration': protection.drill?.maxDuration,
  };
  return Object.entries(durations).flatMap(([prop, value]) => {
    const seconds = value?.toSeconds({ integral: false }) ?? 0;
    if (seconds > LONGEST_DAYS * DAY) {
      return [`${prop} is ${seconds} s; allowed are at most ${LONGEST_DAYS} days: give what is meant`];
    }
    // Jobs and backups are timed in whole seconds; objectives are compared only.
    if (prop.startsWith('objectives.') || value === undefined || (Number.isInteger(seconds) && seconds >= 1)) return [];
    return [`${prop} is ${seconds} s; allowed are whole seconds from 1: give what is meant`];
  });
}

/** Of more, nobody would say that there is a schedule. */
const MOST_MISSES = 10;

/** 100 Gbit/s, what the fastest nodes of the clouds send. */
const MOST_WRITES_MEBIBYTES = 12_000;

/** Once an hour: more often a site is not lost, but broken. */
const MOST_FAILURES = 8760;

function checkAvailability({ availability = {} }: DisasterRecoveryProps): string[] {
  const { siteAvailability = 1, siteFailuresPerYear = 0 } = availability;
  return [
    ...(siteAvailability > 0 && siteAvailability <= 1
      ? []
      : [
          `availability.siteAvailability is ${siteAvailability}; allowed are numbers above 0 up to 1, such as 0.9995 for 99.95 %: give the fraction of a year`,
        ]),
    ...(siteFailuresPerYear >= 0 && siteFailuresPerYear <= MOST_FAILURES
      ? []
      : [
          `availability.siteFailuresPerYear is ${siteFailuresPerYear}; allowed are numbers from 0 to ${MOST_FAILURES}, such as 0.5 for once in two years: give the losses of one site in a year`,
        ]),
  ];
}

function checkMisses({ objectives: { toleratedMisses = 0 } }: DisasterRecoveryProps): string[] {
  if (Number.isInteger(toleratedMisses) && toleratedMisses >= 0 && toleratedMisses <= MOST_MISSES) return [];
  return [
    `objectives.toleratedMisses is ${toleratedMisses}; allowed are whole numbers from 0 to ${MOST_MISSES}: give how many runs in a row may fail`,
  ];
}

function checkWriteRate({ writeRate }: DisasterRecoveryProps): string[] {
  const mebibytes = writeRate?.toMebibytes({ rounding: SizeRoundingBehavior.NONE });
  if (mebibytes === undefined || (mebibytes > 0 && mebibytes <= MOST_WRITES_MEBIBYTES)) return [];
  return [
    `writeRate is ${mebibytes} MiB in a second; allowed are more than 0 up to ${MOST_WRITES_MEBIBYTES}: give what clients write at most, or leave it out`,
  ];
}

function checkFit(pattern: Pattern, { workload }: DisasterRecoveryProps): string[] {
  const { system, refusals } = workload.profile;
  return refusals
    .filter((refusal) => refusal.pattern === pattern)
    .map((refusal) => `workload ${system} cannot be used with ${pattern}: ${refusal.reason}`);
}
