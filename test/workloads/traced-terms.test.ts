import { ApiObject, Duration, JsonPatch, Size } from 'cdk8s';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import {
  Basis,
  EventualConsistencyDR,
  Fleet,
  type FleetApp,
  type IStatefulWorkload,
  Replication,
  Standby,
  StatefulWorkload,
  type StrongConsistencyDR,
} from 'cndr';
import { Synthesized } from 'cndr/testing';
import type { StatefulSet } from 'kubernetes-types/apps/v1';
import type { BoundTree } from '../../src/recovery/bound-tree';
import { refusals } from '../support/errors';
import { THREE, deploy, fleetProps, sites } from '../support/fleet';
import { eventual, strong } from './cassandra.support';
import { OPERATOR, cockroach } from './cockroachdb.support';
import { TWO, activePassive } from './custom.support';
import { mysql } from './mysql.support';
import { postgresql } from './postgresql.support';

const TOPICS = { use1: 'arn:aws:sns:us-east-1:111122223333:dr', usw2: 'arn:aws:sns:us-west-2:111122223333:dr' };
const ROLE = 'arn:aws:iam::111122223333:role/service-role/AWSBackupDefaultServiceRole';

const etcdIn = (app: FleetApp): StrongConsistencyDR =>
  deploy(app, {
    fleet: { traffic: undefined },
    dr: { workload: StatefulWorkload.etcd(), hostname: undefined, frontEnd: undefined },
  });

const eventualIn = (app: FleetApp, workload: IStatefulWorkload): EventualConsistencyDR =>
  new EventualConsistencyDR(app, 'orders', {
    fleet: new Fleet(app, 'prod', fleetProps({ traffic: undefined, sites: sites(TWO) })),
    workload,
    objectives: { rpo: Duration.minutes(5), rto: Duration.minutes(5) },
    waivers: [{ rule: 'BCK-05', reason: 'backups are not what is tested here', expires: '2999-12-31' }],
  });

const dynamoDb = () => StatefulWorkload.dynamoDb({ alarmTopics: TOPICS, backupRoleArn: ROLE });

const synthesized = (build: (app: FleetApp) => unknown) =>
  Synthesized.of((app) => {
    build(app);
  });

const ledger = StatefulWorkload.custom({
  image: 'registry.example.com/ledger:3.1.0',
  ports: [{ name: 'api', port: 7000 }],
  volumes: [{ name: 'data', mountPath: '/var/lib/ledger', size: Size.gibibytes(50) }],
  health: { path: '/ready' },
});

const snapshots = Object.fromEntries(
  THREE.map((site) => [site, { storageClass: 'fast', volumeSnapshotClass: 'fast-snapshots' }]),
);

const volSync = (standby: Standby) =>
  activePassive(ledger, {
    fleet: { sites: sites(TWO, snapshots) },
    dr: { standby, replication: Replication.volSync({ schedule: '*/10 * * * *' }) },
  });

/** The single numbers of everything that is promised, each derived one once. */
function derived(from: Synthesized, take: (plan: Record<string, unknown>) => unknown = (plan) => plan): BoundTree[] {
  const found = new Map<string, BoundTree>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('basis' in value && !('parts' in value)) {
      const term = value as BoundTree;
      if (term.basis === Basis.DERIVED && term.seconds !== undefined) found.set(term.name, term);
    } else {
      Object.values(value).forEach(visit);
    }
  };
  visit(take(from.plan.apps[0] as unknown as Record<string, unknown>));
  return [...found.values()];
}

const untraced = (terms: BoundTree[]) => terms.filter(({ fields = [] }) => fields.length === 0).map(({ name }) => name);

/** What each system promises, and which of it follows from the shape of the deployment alone. */
const SYSTEMS: [system: string, build: () => Synthesized, proofs: string[], inputs: string[]][] = [
  ['etcd', () => synthesized(etcdIn), ['acknowledged writes lost'], []],
  // CockroachDB is not told of round trips: the sites say them.
  ['CockroachDB', () => cockroach(), ['acknowledged writes lost'], ['round trip x 8']],
  [
    'CockroachDB by its operator',
    () => cockroach({ vehicle: OPERATOR }),
    ['acknowledged writes lost'],
    ['round trip x 8'],
  ],
  ['Cassandra, strong', () => strong(), ['acknowledged writes lost'], []],
  ['Cassandra, eventual', () => eventual(), [], []],
  ['DynamoDB', () => synthesized((app) => eventualIn(app, dynamoDb())), ['other Regions wait for the lost one'], []],
  [
    'Kafka',
    () => synthesized((app) => eventualIn(app, StatefulWorkload.kafka())),
    ['other sites wait for the lost one'],
    [],
  ],
  ['PostgreSQL', () => postgresql({}, { names: THREE }), ['acknowledged writes lost in a switchover'], []],
  ['MySQL', () => mysql({}, { names: THREE }), ['acknowledged writes lost in a switchover'], []],
  [
    'Valkey',
    () => activePassive(StatefulWorkload.valkey(), { fleet: { sites: sites(THREE) } }),
    ['lost by a hand-over'],
    [],
  ],
  ['volumes, hot', () => volSync(Standby.HOT), ['acknowledged writes lost by a switchover'], []],
  ['volumes, cold', () => volSync(Standby.COLD), ['acknowledged writes lost by a switchover'], []],
];

describe.each(SYSTEMS)('%s', (_, build, proofs, inputs) => {
  const from = build();

  test('every time that is derived is traced to a field of a file, but for what the user states', () => {
    const times = derived(from).filter(({ seconds = 0 }) => seconds > 0);
    expect(times.length).toBeGreaterThan(0);
    expect(untraced(times)).toEqual(inputs);
    const fields = times.flatMap((term) => term.fields ?? []);
    expect(fields.filter(({ file }) => file === undefined)).toEqual([]);
  });

  test('nothing is lost, and nothing waits, only where the shape of the deployment proves it', () => {
    const promised = derived(from, ({ rpo, rto, activePassive: roles }) => [rpo, rto, roles]);
    expect(untraced(promised.filter(({ seconds }) => seconds === 0))).toEqual(proofs);
  });
});

interface PrometheusRule {
  readonly spec: { readonly groups: { name: string; rules: { alert: string }[] }[] };
}

type Application = StrongConsistencyDR | EventualConsistencyDR;

/** The one object of a kind and name in a site. */
function objectOf(dr: Application, site: string, kind: string, name: string): ApiObject {
  const constructs = dr.chart(site).node.findAll();
  return constructs
    .filter((each) => ApiObject.isApiObject(each))
    .find((each) => each.kind === kind && each.name === name)!;
}

describe('what is changed behind the back of the bounds', () => {
  test('an override of the election timeout of etcd fails synthesis, since failovers take longer than promised', () => {
    const changed = refusals((app) => {
      const set = objectOf(etcdIn(app), 'use2', 'StatefulSet', 'etcd');
      const { spec } = set.toJson() as StatefulSet;
      const index = spec!.template.spec!.containers[0]!.args!.findIndex((each) =>
        each.startsWith('--election-timeout='),
      );
      set.addJsonPatch(JsonPatch.replace(`/spec/template/spec/containers/0/args/${index}`, '--election-timeout=9000'));
    });
    expect(changed).not.toEqual([]);
    for (const message of changed) expect(message).toMatch(/^TRM-01: .*StatefulSet etcd.*use2\/orders\.k8s\.yaml has/);
    expect(changed.join('\n')).toContain('--election-timeout=1000');
  });

  test('an alert that is given more time fails synthesis, since the lag grows for longer than promised', () => {
    const [message, ...others] = refusals((app) => {
      const dr = eventualIn(app, StatefulWorkload.kafka());
      const rules = objectOf(dr, 'usw2', 'PrometheusRule', 'orders-alerts');
      const { groups } = (rules.toJson() as PrometheusRule).spec;
      const group = groups.findIndex(({ name }) => name === 'orders.rpo');
      const rule = groups[group]!.rules.findIndex(({ alert }) => alert === 'KafkaMirrorSilent');
      rules.addJsonPatch(JsonPatch.replace(`/spec/groups/${group}/rules/${rule}/for`, '10m'));
    });
    expect(others).toEqual([]);
    expect(message).toMatch(/^TRM-01: .*KafkaMirrorSilent.*: 30s, and usw2\/orders\.k8s\.yaml has 10m;/);
  });

  test('an override of the period of a CloudWatch alarm of DynamoDB fails synthesis', () => {
    const messages = refusals((app) => {
      const resources = eventualIn(app, dynamoDb()).node.findAll();
      const alarms = resources.filter((each) => each instanceof CloudwatchMetricAlarm);
      alarms.find(({ node }) => node.id === 'lag-use1-to-usw2')!.addOverride('period', 300);
    });
    expect(messages).toEqual([
      expect.stringMatching(
        /^TRM-01: .*aws_cloudwatch_metric_alarm lag-use1-to-usw2.*: 60, and .*cdk\.tf\.json has 300;/,
      ),
    ]);
  });

  test('an alarm of the user beside them is no business of the bounds', () => {
    const from = synthesized((app) => {
      const dr = eventualIn(app, dynamoDb());
      new CloudwatchMetricAlarm(dr, 'mine', {
        alarmName: 'mine',
        comparisonOperator: 'GreaterThanThreshold',
        evaluationPeriods: 7,
      });
    });
    expect(from.plan.apps[0]!.rpo.boundSeconds).toBe(130);
  });
});
