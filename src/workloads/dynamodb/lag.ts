import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { CloudAlarm } from '../../model/alert';
import type { IAppHost } from '../../model/app-host';
import type { Site } from '../../model/site';
import { Basis, Bound } from '../../recovery/bound';
import { Effort } from '../../recovery/term';
import { type EmittedField, resourceField } from '../../recovery/emitted-field';
import type { DynamoDbSettings } from './settings';
import type { Regions } from './table';

/** CloudWatch has one value of the metric a minute; two of them call, since one late item alone is no fault. */
const PERIOD_SECONDS = 60;
const PERIODS = 2;
const LEAST_LAG_SECONDS = 5;

/**
 * Alarms on the replication from each site to each other one. The health check of every site writes all the time, so that a
 * minute without a value is a replication that stands still: missing data is an alarm too.
 */
export function addLagAlarms(host: IAppHost, settings: DynamoDbSettings, regions: Regions): void {
  for (const [site, other] of directions(host)) addAlarm(host, settings, regions, site, other);
}

/** The alarms that call somebody. */
export function lagAlarms(host: IAppHost, { alarmTopics }: DynamoDbSettings): CloudAlarm[] {
  return directions(host)
    .filter(([site]) => alarmTopics[site.name] !== undefined)
    .map(([site, other]) => ({ site: site.name, name: alarmName(host, site, other), objective: 'rpo' }));
}

function directions({ dataSites }: IAppHost): [Site, Site][] {
  return dataSites.flatMap((site) =>
    dataSites.filter((other) => other !== site).map((other): [Site, Site] => [site, other]),
  );
}

function alarmName({ name }: IAppHost, site: Site, other: Site): string {
  return `${name}-lag-${site.name}-to-${other.name}`;
}

function constructId(site: Site, other: Site): string {
  return `lag-${site.name}-to-${other.name}`;
}

function addAlarm(host: IAppHost, settings: DynamoDbSettings, regions: Regions, site: Site, other: Site): void {
  const { table, maxReplicationLag, alarmTopics } = settings;
  const topic = alarmTopics[site.name];
  new CloudwatchMetricAlarm(host.stack, constructId(site, other), {
    provider: regions.in(site.region),
    alarmName: alarmName(host, site, other),
    alarmDescription: `writes to ${table} in ${site.name} reach ${other.name} too late: a loss of ${site.name} now costs more than was promised`,
    namespace: 'AWS/DynamoDB',
    metricName: 'ReplicationLatency',
    dimensions: { TableName: table, ReceivingRegion: other.region },
    statistic: 'Maximum',
    period: PERIOD_SECONDS,
    evaluationPeriods: PERIODS,
    datapointsToAlarm: PERIODS,
    comparisonOperator: 'GreaterThanThreshold',
    threshold: maxReplicationLag.toMilliseconds(),
    treatMissingData: 'breaching',
    ...(topic === undefined ? {} : { alarmActions: [topic], okActions: [topic] }),
  });
}

/** Acknowledged writes that the other Regions do not have: what the alarm lets pass, and the time until it calls. */
export function replicationLag(host: IAppHost, { maxReplicationLag, alarmTopics }: DynamoDbSettings): Bound {
  const name = 'acknowledged writes that only the lost site had';
  const silent = host.dataSites.filter((site) => alarmTopics[site.name] === undefined).map((site) => site.name);
  if (silent.length > 0) {
    return Bound.unbounded(
      name,
      `DynamoDB promises no time for its replication, and the alarms on it reach nobody in ${silent.join(', ')}: set alarmTopics`,
    );
  }
  const seconds = maxReplicationLag.toSeconds({ integral: false });
  return Bound.sum(name, [
    Bound.term({
      name: 'lag that raises no alarm',
      seconds,
      basis: Basis.ASSUMED,
      source: `aws_cloudwatch_metric_alarm on ReplicationLatency: threshold ${seconds * 1000} ms; DynamoDB states no limit, the alarm says when it is passed, and while it lasts the RPO is void: it holds only if nobody ignores that`,
      fields: alarmFields(host, 'threshold', maxReplicationLag.toMilliseconds()),
      lever: {
        change: `set maxReplicationLag to ${LEAST_LAG_SECONDS} s (now ${seconds} s)`,
        seconds: LEAST_LAG_SECONDS,
        effort: Effort.SETTING,
      },
    }),
    Bound.term({
      name: 'alarm period x periods',
      seconds: PERIOD_SECONDS * PERIODS,
      basis: Basis.DERIVED,
      source: `aws_cloudwatch_metric_alarm: period ${PERIOD_SECONDS}, evaluation_periods ${PERIODS}: so long a lag may grow unseen`,
      fields: [...alarmFields(host, 'period', PERIOD_SECONDS), ...alarmFields(host, 'evaluation_periods', PERIODS)],
    }),
  ]);
}

/** Whichever site is lost, one of its alarms is about the writes that another one lacks. */
function alarmFields(host: IAppHost, name: string, value: number): EmittedField[] {
  return directions(host).map(([site, other]) =>
    resourceField(`aws_cloudwatch_metric_alarm ${constructId(site, other)}`, `/${name}`, value),
  );
}
