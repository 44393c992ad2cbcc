import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Duration } from 'cdk8s';
import { EventualConsistencyDR, Fleet, StatefulWorkload } from 'cndr';
import { Synthesized } from 'cndr/testing';
import { parse } from 'yaml';
import { fleetProps, sites } from '../support/fleet';

const output = Synthesized.of((tree) => {
  new EventualConsistencyDR(tree, 'orders', {
    fleet: new Fleet(tree, 'prod', fleetProps({ sites: sites(['use1', 'usw2']) })),
    workload: StatefulWorkload.kafka(),
    frontEnd: { image: 'registry.example.com/orders:1.0.0' },
    hostname: 'orders.example.com',
    objectives: { rpo: Duration.minutes(3), rto: Duration.minutes(3) },
    waivers: [
      {
        rule: 'BCK-05',
        reason: 'records are only of interest for some days, and every site has all of them',
        expires: '2999-12-31',
      },
    ],
  });
});

describe('the health check', () => {
  const { command } = (
    output.object('use1', 'Deployment', 'data-health') as unknown as {
      spec: { template: { spec: { containers: { readinessProbe: { exec: { command: string[] } } }[] } } };
    }
  ).spec.template.spec.containers[0]!.readinessProbe.exec;

  const WELL = 'case "$*" in *" -P "*) cat >/dev/null;; *) echo use1;; esac';
  const NO_WRITE = 'case "$*" in *" -P "*) cat >/dev/null; exit 1;; *) echo use1;; esac';
  const NO_READ = 'case "$*" in *" -P "*) cat >/dev/null;; *) exit 1;; esac';
  const NOTHING_READ = 'case "$*" in *" -P "*) cat >/dev/null;; *) exit 0;; esac';

  test.each([
    ['a record is written and read', WELL, true],
    ['writes are not acknowledged', NO_WRITE, false],
    ['nothing can be read', NO_READ, false],
    ['what was acknowledged is not there', NOTHING_READ, false],
  ])('of a site in which %s', (_, stub, healthy) => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cndr-'));
    fs.writeFileSync(path.join(folder, 'kcat'), `#!/bin/sh\necho "$@" >>${folder}/calls\n${stub}\n`, { mode: 0o755 });
    const [shell = '', ...args] = command;
    const run = spawnSync(shell, args, { env: { PATH: `${folder}:/usr/bin:/bin` } });
    expect(run.status === 0).toBe(healthy);
    const [written = ''] = fs.readFileSync(path.join(folder, 'calls'), 'utf8').split('\n');
    expect(written).toContain('-b kafka-use1-kafka-bootstrap.orders.svc.cluster.local:9093 -t cndr-health');
    expect(written).toContain('acks=all');
    fs.rmSync(folder, { recursive: true });
  });
});

describe('alerts', () => {
  const { groups } = (
    output.object('usw2', 'PrometheusRule', 'orders-alerts') as unknown as {
      spec: { groups: { rules: { alert: string; expr: string }[] }[] };
    }
  ).spec;
  const rules = groups.flatMap((group) => group.rules).filter(({ alert }) => alert.startsWith('Kafka'));
  const expression = (name: string) => rules.find(({ alert }) => alert === name)!.expr;

  /** Beans as the JMX exporter prints them, of Kafka 4.3, and the series that alerts are on. */
  const BEANS: [string, string, string][] = [
    ['broker.yaml', 'kafka.server<type=ReplicaManager, name=UnderReplicatedPartitions><>Value', ''],
    ['broker.yaml', 'kafka.server<type=ReplicaManager, name=UnderMinIsrPartitionCount><>Value', ''],
    ['broker.yaml', 'kafka.controller<type=KafkaController, name=ActiveControllerCount><>Value', ''],
    ['broker.yaml', 'kafka.controller<type=KafkaController, name=OfflinePartitionsCount><>Value', ''],
    ['broker.yaml', 'kafka.log<type=LogManager, name=OfflineLogDirectoryCount><>Value', ''],
    [
      'mirror.yaml',
      'kafka.connect.mirror<type=MirrorSourceConnector, source=use1, target=usw2, topic=use1.cndr-health, partition=0><>record-count',
      'source=use1 target=usw2 topic=use1.cndr-health partition=0',
    ],
    [
      'mirror.yaml',
      'kafka.connect.mirror<type=MirrorSourceConnector, source=use1, target=usw2, topic=use1.orders, partition=7><>replication-latency-ms-max',
      'source=use1 target=usw2 topic=use1.orders partition=7',
    ],
    [
      'mirror.yaml',
      'kafka.connect<type=connector-task-metrics, connector=use1->usw2.MirrorSourceConnector, task=0><>status: failed',
      'connector=use1->usw2.MirrorSourceConnector task=0 status=failed',
    ],
  ];

  interface Rule {
    readonly pattern: string;
    readonly name: string;
    readonly labels?: Record<string, string>;
  }

  const config = output.object('usw2', 'ConfigMap', 'kafka-metrics') as unknown as { data: Record<string, string> };

  /** What the JMX exporter makes of a bean: the first rule whose pattern is found in it. */
  function series(key: string, bean: string): { name: string; labels: string } {
    const found = (parse(config.data[key]!) as { rules: Rule[] }).rules
      .map((rule) => ({ rule, match: new RegExp(rule.pattern).exec(bean) }))
      .find(({ match }) => match !== null);
    if (!found) throw new Error(`no rule for ${bean}`);
    const { rule, match } = found;
    const filled = (text: string) => text.replace(/\$(\d)/g, (_, group: string) => match![Number(group)] ?? '');
    return {
      name: filled(rule.name)
        .toLowerCase()
        .replaceAll(/[^a-z0-9_]/g, '_'),
      labels: Object.entries(rule.labels ?? {})
        .map(([label, value]) => `${label}=${filled(value)}`)
        .join(' '),
    };
  }

  test.each(BEANS)('%s makes a series of %s that an alert reads', (key, bean, labels) => {
    const { name, labels: made } = series(key, bean);
    expect(made).toBe(labels);
    expect(rules.filter(({ expr }) => expr.includes(`${name}{`)).map(({ alert }) => alert)).not.toEqual([]);
  });

  test('read no series that nothing makes', () => {
    const made = new Set(BEANS.map(([key, bean]) => series(key, bean).name));
    const read = rules.flatMap(({ expr }) => expr.match(/kafka_\w+(?=\{)/g) ?? []);
    expect(read.filter((name) => !made.has(name))).toEqual([]);
  });

  test('call when a mirror is late, silent or failed, in the site that has the copies', () => {
    expect(expression('KafkaMirrorBehind')).toContain('> 30000');
    expect(expression('KafkaMirrorSilent')).toMatch(/topic=~"\.\+\[\.\]cndr-health".* < 1$/);
    expect(expression('KafkaConnectorFailed')).toContain('status="failed"');
    expect(rules.map(({ alert }) => alert)).toEqual(
      expect.arrayContaining(['KafkaMirrorBehindAbsent', 'KafkaMirrorSilentAbsent', 'KafkaConnectorFailedAbsent']),
    );
  });
});

test('what Strimzi runs is scraped where it has metrics', () => {
  for (const [name, component] of [
    ['kafka', 'kafka'],
    ['kafka-mirror', 'kafka-mirror-maker-2'],
  ]) {
    expect(output.object('use1', 'PodMonitor', name!)).toMatchObject({
      spec: {
        selector: { matchLabels: { 'strimzi.io/component-type': component } },
        podMetricsEndpoints: [{ port: 'tcp-prometheus' }],
      },
    });
  }
});
