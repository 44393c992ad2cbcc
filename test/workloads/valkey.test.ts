import { Duration, Size } from 'cdk8s';
import {
  ActivePassiveDR,
  EventualConsistencyDR,
  Fleet,
  StatefulWorkload,
  StrongConsistencyDR,
  type ValkeyProps,
} from 'cndr';
import { Synthesized } from 'cndr/testing';
import { refusals } from '../support/errors';
import { THREE, fleetProps, sites } from '../support/fleet';
import { type Changes, TWO, activePassive, activePassiveRefusals, at, serverProblems, Watched } from './custom.support';

const valkey = (props: ValkeyProps = {}, changes: Changes = {}) =>
  activePassive(StatefulWorkload.valkey(props), changes);
const refused = (props: ValkeyProps, changes: Changes = {}) =>
  activePassiveRefusals(StatefulWorkload.valkey(props), changes);

const east = valkey();
const west = valkey({}, { dr: { activeSite: 'usw2' } });

const LEADERS = {
  use1: 'valkey-0.use1.valkey.orders.svc.clusterset.local',
  usw2: 'valkey-0.usw2.valkey.orders.svc.clusterset.local',
};

const role = (from: Synthesized, site: string) => at(from.object(site, 'ConfigMap', 'valkey-site'), 'data') as object;
const config = (from: Synthesized, site: string) =>
  (at(from.object(site, 'ConfigMap', 'valkey'), 'data', 'valkey.conf') as string).split('\n');

interface Container {
  readonly name: string;
  readonly image: string;
  readonly env: { name: string; value?: string; valueFrom?: { secretKeyRef?: { name: string; key: string } } }[];
}
const containers = (from: Synthesized, site: string) =>
  at(from.object(site, 'StatefulSet', 'valkey'), 'spec', 'template', 'spec', 'containers') as Container[];

interface Rule {
  readonly alert: string;
  readonly expr: string;
}
const alerts = (from: Synthesized, site: string) =>
  (at(from.object(site, 'PrometheusRule', 'orders-alerts'), 'spec', 'groups') as { rules: Rule[] }[]).flatMap(
    ({ rules }) => rules,
  );
const alert = (from: Synthesized, name: string) => alerts(from, 'use1').find((rule) => rule.alert === name)!.expr;

describe('one site is the primary', () => {
  test('the passive site follows the leader of the active one', () => {
    expect(role(east, 'use1')).toEqual({ SITE_ROLE: 'primary', UPSTREAM: '' });
    expect(role(east, 'usw2')).toEqual({ SITE_ROLE: 'replica', UPSTREAM: LEADERS.use1 });
  });

  test('changing activeSite changes the two roles and nothing else of Valkey, so that a failover restarts no server', () => {
    expect(role(west, 'usw2')).toEqual(role(east, 'use1'));
    expect(role(west, 'use1')).toEqual({ SITE_ROLE: 'replica', UPSTREAM: LEADERS.usw2 });
    for (const site of TWO) {
      const others = (from: Synthesized) =>
        from
          .allObjects(site)
          .filter(({ kind, metadata }) => !(kind === 'ConfigMap' && metadata.name === 'valkey-site'));
      const own = (from: Synthesized) =>
        others(from).filter(({ kind }) => ['StatefulSet', 'Service', 'NetworkPolicy', 'Deployment'].includes(kind));
      expect(own(west)).toEqual(own(east));
    }
  });

  test('GitOps does not take back the roles that a runbook has patched', () => {
    const owned = east.plan.apps[0]!.activePassive!.ignoreDifferences.filter(({ name }) => name === 'valkey-site');
    expect(owned.map(({ site, jsonPointers }) => [site, jsonPointers])).toEqual(
      TWO.map((site) => [site, ['/data/SITE_ROLE', '/data/UPSTREAM']]),
    );
  });

  test('clients of a site get its leader, as the others of the site take no writes', () => {
    expect(at(east.object('use1', 'Service', 'valkey-client'), 'spec', 'selector')).toMatchObject({
      'statefulset.kubernetes.io/pod-name': 'valkey-0',
    });
  });

  test('the leader of a passive site resolves the primary before either is ready', () => {
    const service = east.object('use1', 'Service', 'valkey');
    expect(at(service, 'spec')).toMatchObject({ clusterIP: 'None', publishNotReadyAddresses: true });
    expect(east.object('use1', 'ServiceExport', 'valkey')).toBeDefined();
  });
});

describe('data stays between those who may have it', () => {
  test('there is no port without TLS, and clients prove themselves', () => {
    expect(config(east, 'use1')).toEqual(
      expect.arrayContaining(['port 0', 'tls-port 6379', 'tls-replication yes', 'tls-auth-clients yes']),
    );
  });

  test('the certificate holds for the names that the other site and the front end dial', () => {
    const names = at(east.object('usw2', 'Certificate', 'valkey-tls'), 'spec', 'dnsNames') as string[];
    expect(names).toContain('*.usw2.valkey.orders.svc.clusterset.local');
    expect(names).toContain('valkey-client.orders.svc.cluster.local');
    expect(names).toContain('localhost');
  });

  test('the password comes from a Secret that is stated, and is in no file of the output', () => {
    const password = containers(east, 'use1')[0]!.env.find(({ name }) => name === 'PASSWORD');
    expect(password!.valueFrom!.secretKeyRef).toEqual({ name: 'valkey-auth', key: 'password' });
    const secrets = east.plan.apps[0]!.prerequisites.filter(({ name }) => name === 'valkey-auth');
    expect(secrets.map(({ site, keys }) => [site, keys])).toEqual(TWO.map((site) => [site, ['password']]));
  });

  test('servers are dialled by the other site, the front end and the health check alone', () => {
    const ingress = at(east.object('use1', 'NetworkPolicy', 'valkey'), 'spec', 'ingress') as {
      from: unknown[];
      ports: { port: number }[];
    }[];
    const component = (name: string) => ({
      podSelector: { matchLabels: { 'app.kubernetes.io/name': name, 'app.kubernetes.io/instance': 'orders' } },
    });
    expect(ingress.find(({ ports }) => ports[0]!.port === 6379)!.from).toEqual([
      component('valkey'),
      { ipBlock: { cidr: '10.30.0.0/16' } },
      component('front-end'),
      component('data-health'),
    ]);
  });

  test('the front end may reach the pods that answer for its health, or every site would look dead', () => {
    const egress = at(east.object('use1', 'NetworkPolicy', 'front-end'), 'spec', 'egress') as {
      to?: { podSelector?: { matchLabels: Record<string, string> } }[];
    }[];
    const names = egress.flatMap(({ to = [] }) =>
      to.map((peer) => peer.podSelector?.matchLabels['app.kubernetes.io/name']),
    );
    expect(names).toEqual(expect.arrayContaining(['valkey', 'data-health']));
  });
});

describe('data survives', () => {
  test('writes are appended to a file, nothing is evicted, and a broken copy leaves the old data', () => {
    expect(config(east, 'use1')).toEqual(
      expect.arrayContaining(['appendonly yes', 'maxmemory-policy noeviction', 'repl-diskless-load disabled']),
    );
  });

  test('memory is left for forks: 60 % of it is data', () => {
    expect(config(valkey({ memory: Size.gibibytes(10) }), 'use1')).toContain('maxmemory 6144mb');
  });

  test('a backup of the volumes waits for a snapshot of the server', () => {
    const schedule = east.allObjects('use1').find(({ kind }) => kind === 'Schedule')!;
    const [hook] = at(schedule, 'spec', 'template', 'hooks', 'resources') as {
      pre: { exec: { command: string[]; container: string } }[];
    }[];
    expect(hook!.pre[0]!.exec).toMatchObject({ container: 'valkey', command: ['sh', '/conf/backup.sh'] });
  });
});

describe('the lag is what the plan says only because an alert says so', () => {
  test('the alert compares what a copy has with what the primary had as long ago as the limit', () => {
    expect(alert(valkey({ maxLag: Duration.seconds(45) }), 'ValkeyReplicationLagging')).toMatch(
      /^redis_connected_slave_offset_bytes\{.*\} < on \(namespace, pod\) group_left \(\) \(redis_master_repl_offset\{.*\} offset 45s\)$/,
    );
  });

  test('it counts the leaders of the sites by the addresses that they announce', () => {
    const expression = alert(east, 'ValkeyReplicaMissing');
    expect(expression).toContain('valkey-0[.]usw2[.]valkey[.]orders[.]svc[.]clusterset[.]local');
    expect(expression).toMatch(/>= 1\)$/);
    const announce = containers(east, 'usw2')[0]!.env.find(({ name }) => name === 'ANNOUNCE')!.value;
    expect(announce!.replace('$(POD_NAME)', 'valkey-0')).toBe(LEADERS.usw2);
  });

  test('a missing exporter is an alert of its own', () => {
    expect(alerts(east, 'usw2').map((rule) => rule.alert)).toEqual(
      expect.arrayContaining(['ValkeyReplicationLaggingAbsent', 'ValkeyDownAbsent']),
    );
  });

  test('the promise names the alert and is an estimate', () => {
    const { tree } = east.plan.apps[0]!.rpo;
    expect(JSON.stringify(tree)).toContain('ValkeyReplicationLagging');
    expect(tree.seconds).toBe(30 + 45 + 60);
    expect(tree.basis).toBe('assumed');
  });
});

describe('what cannot work is refused', () => {
  test('with reasons, for patterns that need a quorum or a rule for conflicts', () => {
    const props = (fleet: Fleet) => ({
      fleet,
      workload: StatefulWorkload.valkey(),
      objectives: { rpo: Duration.minutes(5), rto: Duration.hours(1) },
    });
    const three = { traffic: undefined, sites: sites(THREE) };
    const strong = refusals((app) => {
      new StrongConsistencyDR(app, 'orders', props(new Fleet(app, 'prod', fleetProps(three))));
    });
    const eventual = refusals((app) => {
      new EventualConsistencyDR(app, 'orders', props(new Fleet(app, 'prod', fleetProps(three))));
    });
    expect(strong.join()).toMatch(/valkey cannot be used with StrongConsistencyDR: .*no consensus.*ActivePassiveDR/);
    expect(eventual.join()).toMatch(
      /valkey cannot be used with EventualConsistencyDR: .*single primary.*ActivePassiveDR/,
    );
  });

  test.each<[ValkeyProps, RegExp]>([
    [{ replicas: 0 }, /valkey replicas is 0; allowed are whole numbers from 1/],
    [{ memory: Size.gibibytes(16) }, /valkey storage is 20Gi with a memory of 16Gi; allowed is twice the memory/],
    [{ image: 'valkey/valkey:7.2.5' }, /allowed is Valkey 8 or later/],
    [{ maxLag: Duration.millis(1500) }, /valkey maxLag is 1.5 s; allowed are whole seconds/],
    [{ passwordSecret: 'No_Secret' }, /valkey passwordSecret is "No_Secret"/],
    [{ clientNamespaces: ['A'] }, /valkey clientNamespaces has "A"/],
    [{ cpu: 'much' }, /valkey cpu is "much"/],
  ])('%j', (props, message) => {
    expect(refused(props)).toMatch(message);
  });
});

test('an API server accepts it, with two sites and with three', () => {
  expect(serverProblems(east)).toEqual([]);
  const three = Synthesized.of((app) => {
    new ActivePassiveDR(app, 'orders', {
      fleet: new Fleet(app, 'prod', fleetProps({ traffic: undefined })),
      workload: StatefulWorkload.valkey({ replicas: 3, clientNamespaces: ['reports'] }),
      activeSite: 'use2',
      objectives: { rpo: Duration.hours(1), rto: Duration.hours(2) },
      trigger: new Watched(),
    });
  });
  expect(serverProblems(three)).toEqual([]);
  expect(alert(three, 'ValkeyReplicaMissing')).toMatch(/>= 2\)$/);
});
