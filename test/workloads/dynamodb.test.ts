import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Duration } from 'cdk8s';
import type { App } from 'cdktf';
import {
  Cloud,
  type DynamoDbProps,
  EventualConsistencyDR,
  type EventualConsistencyDRProps,
  Fleet,
  type FleetProps,
  Site,
  StatefulWorkload,
  StrongConsistencyDR,
  type StrongConsistencyDRProps,
} from 'cndr';
import { Synthesized } from 'cndr/testing';
import { checkOutput } from '../support/conformance';
import { refusals } from '../support/errors';
import { SITE_PROPS, fleetProps, sites } from '../support/fleet';

const TOPICS = {
  use1: 'arn:aws:sns:us-east-1:111122223333:dr',
  usw2: 'arn:aws:sns:us-west-2:111122223333:dr',
};
const ROLE = 'arn:aws:iam::111122223333:role/service-role/AWSBackupDefaultServiceRole';
const TWO = ['use1', 'usw2'];

function eventual(
  app: App,
  props: DynamoDbProps = {},
  dr: Partial<EventualConsistencyDRProps> = {},
  fleet: Partial<FleetProps> = {},
): void {
  new EventualConsistencyDR(app, 'carts', {
    fleet: new Fleet(app, 'prod', fleetProps({ sites: sites(TWO), ...fleet })),
    workload: StatefulWorkload.dynamoDb({ alarmTopics: TOPICS, backupRoleArn: ROLE, ...props }),
    frontEnd: { image: 'registry.example.com/carts:1.0.0' },
    hostname: 'carts.example.com',
    objectives: { rpo: Duration.minutes(3), rto: Duration.minutes(3) },
    ...dr,
  });
}

function strong(
  app: App,
  props: DynamoDbProps = {},
  dr: Partial<StrongConsistencyDRProps> = {},
  names = Object.keys(SITE_PROPS).slice(0, 3),
): void {
  new StrongConsistencyDR(app, 'carts', {
    fleet: new Fleet(app, 'prod', fleetProps({ sites: sites(names) })),
    workload: StatefulWorkload.dynamoDb({ backupRoleArn: ROLE, ...props }),
    frontEnd: { image: 'registry.example.com/carts:1.0.0' },
    hostname: 'carts.example.com',
    objectives: { rpo: Duration.seconds(0), rto: Duration.minutes(5) },
    ...dr,
  });
}

const output = Synthesized.of((app) => eventual(app));
const tableOf = (synthesized: Synthesized) => synthesized.resources('carts', 'aws_dynamodb_table').table!;

describe('an eventually consistent table', () => {
  test('has a replica in the Region of every site, and cannot be deleted by an apply', () => {
    expect(tableOf(output)).toMatchObject({
      name: 'carts',
      hash_key: 'pk',
      billing_mode: 'PAY_PER_REQUEST',
      stream_enabled: true,
      stream_view_type: 'NEW_AND_OLD_IMAGES',
      deletion_protection_enabled: true,
      provider: 'aws.dynamodb-us-east-1',
      replica: [{ region_name: 'us-west-2', point_in_time_recovery: true, deletion_protection_enabled: true }],
      lifecycle: { prevent_destroy: true },
    });
    expect(JSON.stringify(tableOf(output))).not.toContain('consistency_mode');
  });

  test('calls when replication is slow, or silent, in each direction', () => {
    const alarms = output.resources('carts', 'aws_cloudwatch_metric_alarm');
    expect(Object.keys(alarms).sort()).toEqual(['lag-use1-to-usw2', 'lag-usw2-to-use1']);
    expect(alarms['lag-use1-to-usw2']).toMatchObject({
      provider: 'aws.dynamodb-us-east-1',
      dimensions: { TableName: 'carts', ReceivingRegion: 'us-west-2' },
      threshold: 10_000,
      treat_missing_data: 'breaching',
      alarm_actions: [TOPICS.use1],
    });
  });

  test('may lose what the alarm lets pass, and the two minutes until it calls', () => {
    expect(output.plan.apps[0]?.rpo).toMatchObject({ boundSeconds: 130, verdict: 'estimated', met: true });
  });

  test('has no recovery point when the alarms reach nobody', () => {
    expect(refusals((app) => eventual(app, { alarmTopics: { use1: TOPICS.use1 } })).join('\n')).toMatch(
      /rpo objective 180 s cannot be promised.*reach nobody in usw2: set alarmTopics/,
    );
  });

  test('needs no other alarm on what may be lost, such as one on its backups', () => {
    const waivers = [{ rule: 'BCK-02', reason: 'carts can be filled anew', expires: '2999-12-31' }];
    const accepted = Synthesized.of((app) => eventual(app, {}, { waivers }, { backup: undefined }));
    expect(accepted.plan.apps[0]?.rpo).toMatchObject({ boundSeconds: 130 });

    const silent = refusals((app) => eventual(app, { alarmTopics: {} }, { waivers }, { backup: undefined }));
    expect(silent.join()).toContain('watch the rpo objective');
  });

  test('is asked by pods of which a drained node takes one at a time', () => {
    expect(output.object('use1', 'PodDisruptionBudget', 'data-health').spec).toMatchObject({ maxUnavailable: 1 });
  });

  test('serves on in a site that is cut off, and the plan says how conflicts end', () => {
    const [plan] = output.plan.apps;
    const cut = plan?.faults.find(({ fault, sites: hit }) => fault === 'site cut off' && hit[0] === 'use1');
    expect(cut).toMatchObject({ servedBy: TWO, dataLost: false });
    expect(cut?.onHeal).toContain('last writer wins');
    expect(plan?.workload.notGuaranteed).toContainEqual(expect.stringContaining('lose one of the writes'));
  });
});

describe('a strongly consistent table', () => {
  const three = Synthesized.of((app) => strong(app));

  test('has three replicas in STRONG mode, and no lag to watch', () => {
    expect(tableOf(three).replica).toEqual([
      expect.objectContaining({ region_name: 'us-east-2', consistency_mode: 'STRONG' }),
      expect.objectContaining({ region_name: 'us-west-2', consistency_mode: 'STRONG' }),
    ]);
    expect(three.resources('carts', 'aws_cloudwatch_metric_alarm')).toEqual({});
    expect(three.plan.apps[0]?.rpo).toMatchObject({ boundSeconds: 0, verdict: 'guaranteed' });
  });

  test('takes a witness for the third, which holds no data and serves nobody', () => {
    const witness = Synthesized.of((app) => strong(app, {}, { witnessSite: 'usw2' }));
    expect(tableOf(witness)).toMatchObject({
      replica: [expect.objectContaining({ region_name: 'us-east-2', consistency_mode: 'STRONG' })],
      global_table_witness: { region_name: 'us-west-2' },
    });
    expect(witness.allObjects('usw2').map(({ kind }) => kind)).not.toContain('Deployment');
  });

  test.each([
    ['four sites', ['use1', 'use2', 'usw2', 'cac1'], /exactly 3 Regions.*4 sites/],
    ['Regions of two sets', ['use1', 'use2', 'euw1'], /within one set of Regions.*us-east-1, us-east-2 and eu-west-1/],
  ])('cannot be made over %s', (_, names, message) => {
    expect(refusals((app) => strong(app, {}, {}, names)).join('\n')).toMatch(message);
  });
});

describe('backups', () => {
  test('are copied out of the Regions of the data every hour, and kept as long as was asked for', () => {
    const plan = output.resources('carts', 'aws_backup_plan')['backup-plan-usw2'] as {
      rule: Record<string, unknown>[];
    };
    expect(plan.rule[0]).toMatchObject({
      schedule: 'cron(0 * ? * * *)',
      lifecycle: { delete_after: 30 },
      copy_action: [{ lifecycle: { delete_after: 30 } }],
    });
    expect(output.resources('carts', 'aws_backup_selection')['backup-selection-usw2']).toMatchObject({
      resources: ['arn:aws:dynamodb:us-west-2:111122223333:table/carts'],
    });
    expect(output.resources('carts', 'aws_backup_vault')['backup-copies']).toMatchObject({
      provider: 'aws.dynamodb-eu-central-1',
    });
  });

  test('need a role that AWS Backup assumes', () => {
    expect(refusals((app) => eventual(app, { backupRoleArn: undefined })).join('\n')).toContain(
      'DynamoDB backupRoleArn is not set',
    );
  });
});

describe('the health of a site', () => {
  const script = output.object('use1', 'Deployment', 'data-health');
  const { command } = (
    script as unknown as {
      spec: { template: { spec: { containers: { readinessProbe: { exec: { command: string[] } } }[] } } };
    }
  ).spec.template.spec.containers[0]!.readinessProbe.exec;

  test.each([
    ['writes and reads', 'exit 0', 0],
    ['cannot write', '[ "$2" != put-item ]', 1],
    ['cannot read', '[ "$2" != get-item ]', 1],
  ])('is that of a client that %s', (_, stub, status) => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cndr-'));
    fs.writeFileSync(path.join(folder, 'aws'), `#!/bin/sh\necho "$@" >>${folder}/calls\n${stub}\n`, { mode: 0o755 });
    const [shell = '', ...args] = command;
    const run = spawnSync(shell, args, { env: { PATH: `${folder}:/usr/bin:/bin` } });
    expect(run.status === 0).toBe(status === 0);
    expect(fs.readFileSync(path.join(folder, 'calls'), 'utf8')).toContain('{"pk":{"S":"cndr-health-use1"}}');
    fs.rmSync(folder, { recursive: true });
  });

  test('pods are known to AWS by one ServiceAccount, the front end too', () => {
    for (const name of ['data-health', 'front-end']) {
      expect(output.object('usw2', 'Deployment', name)).toMatchObject({
        spec: { template: { spec: { serviceAccountName: 'dynamodb' } } },
      });
    }
  });
});

describe('input that DynamoDB does not take', () => {
  test.each<[string, DynamoDbProps, RegExp]>([
    ['a short name', { table: 'ab' }, /table is "ab"; allowed are 3 to 255/],
    ['one attribute for both keys', { sortKey: 'pk' }, /partitionKey and sortKey are both "pk"/],
    ['a topic of another Region', { alarmTopics: { ...TOPICS, use1: TOPICS.usw2 } }, /SNS topic in us-east-1/],
    [
      'a topic of no site',
      { alarmTopics: { ...TOPICS, mars: TOPICS.use1 } },
      /names site "mars"; allowed are use1, usw2/,
    ],
    ['a lag of nothing', { maxReplicationLag: Duration.seconds(0) }, /maxReplicationLag is 0 s; allowed are 1 to/],
    ['an endpoint that is no address', { endpointCidrs: ['dynamodb'] }, /endpointCidrs has "dynamodb"/],
  ])('%s', (_, props, message) => {
    expect(refusals((app) => eventual(app, props)).join('\n')).toMatch(message);
  });

  test('a site outside of AWS', () => {
    const onPremises = Site.of('fra', {
      ...SITE_PROPS.euw1!,
      cloud: Cloud.ON_PREMISES,
      region: 'frankfurt',
      zones: ['room-1'],
      rttMillis: {},
    });
    expect(
      refusals((app) => {
        new EventualConsistencyDR(app, 'carts', {
          fleet: new Fleet(app, 'prod', fleetProps({ sites: [...sites(['use1']), onPremises], traffic: undefined })),
          workload: StatefulWorkload.dynamoDb({ backupRoleArn: ROLE }),
          objectives: { rpo: Duration.minutes(3), rto: Duration.minutes(3) },
        });
      }).join('\n'),
    ).toMatch(/site fra is in frankfurt/);
  });

  test('one active site, since every replica takes writes', () => {
    expect(StatefulWorkload.dynamoDb().profile.refusals.map(({ pattern }) => pattern)).toEqual(['ActivePassiveDR']);
  });
});

test('an API server accepts it', () => {
  expect(checkOutput(output)).toEqual([]);
});
