import { Duration, Size } from 'cdk8s';
import { type CustomWorkloadProps, EventualConsistencyDR, Fleet, StatefulWorkload, StrongConsistencyDR } from 'cndr';
import type { Synthesized } from 'cndr/testing';
import { refusals } from '../support/errors';
import { THREE, fleetProps, sites } from '../support/fleet';
import { type Changes, Copies, TWO, activePassive, activePassiveRefusals, at, serverProblems } from './custom.support';

const LEDGER: CustomWorkloadProps = {
  image: 'registry.example.com/ledger:3.1.0',
  ports: [
    { name: 'api', port: 7000 },
    { name: 'admin', port: 7001 },
  ],
  volumes: [
    { name: 'data', mountPath: '/var/lib/ledger', size: Size.gibibytes(50) },
    { name: 'log', mountPath: '/var/log/ledger', size: Size.gibibytes(5) },
  ],
  health: { path: '/ready', port: 'admin' },
};

const withCopies = ({ dr, ...rest }: Changes): Changes => ({ ...rest, dr: { replication: new Copies(), ...dr } });
const custom = (props: Partial<CustomWorkloadProps> = {}, changes: Changes = {}) =>
  activePassive(StatefulWorkload.custom({ ...LEDGER, ...props }), withCopies(changes));
const refused = (props: Partial<CustomWorkloadProps>, changes: Changes = {}) =>
  activePassiveRefusals(StatefulWorkload.custom({ ...LEDGER, ...props }), withCopies(changes));

const east = custom();
const west = custom({}, { dr: { activeSite: 'usw2' } });

const set = (from: Synthesized, site: string, name = 'workload') => from.object(site, 'StatefulSet', name);
const replicas = (from: Synthesized, site: string) => at(set(from, site), 'spec', 'replicas') as number;

interface Container {
  readonly name: string;
  readonly env: { name: string; value: string }[];
  readonly startupProbe: Record<string, unknown>;
  readonly readinessProbe: Record<string, unknown>;
  readonly livenessProbe: Record<string, unknown>;
  readonly volumeMounts: { name: string; mountPath: string }[];
}
const containers = (from: Synthesized, site = 'use1') =>
  at(set(from, site), 'spec', 'template', 'spec', 'containers') as Container[];
const frontEnd = (from: Synthesized) =>
  (at(from.object('use1', 'Deployment', 'front-end'), 'spec', 'template', 'spec', 'containers') as Container[])[0]!;

describe('one site runs the workload', () => {
  test('and the others none, as two sites that write to copies of one volume part for ever', () => {
    expect(TWO.map((site) => replicas(east, site))).toEqual([1, 0]);
    expect(TWO.map((site) => replicas(west, site))).toEqual([0, 1]);
  });

  test('changing activeSite changes the replicas and nothing else of it', () => {
    for (const site of TWO) {
      const without = (from: Synthesized) => ({ ...(at(set(from, site), 'spec') as object), replicas: 0 });
      expect(without(west)).toEqual(without(east));
    }
  });

  test('GitOps does not scale back what a runbook has scaled', () => {
    const owned = east.plan.apps[0]!.activePassive!.ignoreDifferences;
    expect(owned).toEqual(
      TWO.map((site) => ({
        site,
        group: 'apps',
        kind: 'StatefulSet',
        name: 'workload',
        jsonPointers: ['/spec/replicas'],
      })),
    );
  });

  test('volumes outlive the pods that are scaled away', () => {
    expect(at(set(east, 'usw2'), 'spec', 'persistentVolumeClaimRetentionPolicy')).toEqual({
      whenDeleted: 'Retain',
      whenScaled: 'Retain',
    });
  });

  test('alerts are silent in a passive site, which wants no pods', () => {
    expect(east.file('dist/usw2/orders.k8s.yaml')).toContain(
      'kube_statefulset_replicas{namespace="orders",statefulset="workload"} > 0 and kube_statefulset_status_replicas_ready',
    );
  });
});

describe('replication gets the volumes as they are', () => {
  const copies = new Copies();
  custom({ name: 'ledger', replicas: 2, user: 1234 }, { dr: { replication: copies } });
  const storage = copies.storage!;

  test('every claim that the StatefulSet makes, under the name that it gives it', () => {
    expect(storage.volumes.map(({ claim }) => claim)).toEqual([
      'data-ledger-0',
      'log-ledger-0',
      'data-ledger-1',
      'log-ledger-1',
    ]);
    expect(storage.volumes[0]!.size.toGibibytes()).toBe(50);
  });

  test('whom to scale, and who owns the files', () => {
    expect(storage.users).toEqual([{ kind: 'StatefulSet', name: 'ledger', replicas: 2 }]);
    expect(storage.owner).toBe(1234);
  });

  test('the labels are those of the claims', () => {
    const from = custom({ name: 'ledger' });
    const [template] = at(set(from, 'use1', 'ledger'), 'spec', 'volumeClaimTemplates') as {
      metadata: { labels: object };
    }[];
    expect(template!.metadata.labels).toMatchObject(storage.claimLabels);
  });

  test('a start takes as long as the startup probe waits, and is an estimate, as volumes and images take their time', () => {
    const slow = new Copies();
    custom({ startTimeout: Duration.minutes(20) }, { dr: { replication: slow } });
    const terms = slow.storage!.start.parts.map(({ name, seconds }) => [name, seconds]);
    expect(terms).toContainEqual(['start and crash recovery', 1200]);
    expect(slow.storage!.start.basis).toBe('assumed');
  });
});

describe('health is what clients can do', () => {
  test('the path decides on traffic, and a restart on an open port only: it frees no full disk', () => {
    const [container] = containers(east);
    expect(container!.readinessProbe).toMatchObject({
      httpGet: { path: '/ready', port: 'admin' },
      periodSeconds: 5,
      timeoutSeconds: 2,
      failureThreshold: 2,
    });
    expect(container!.startupProbe).toMatchObject({
      httpGet: { path: '/ready' },
      periodSeconds: 5,
      failureThreshold: 60,
    });
    expect(container!.livenessProbe).toMatchObject({ tcpSocket: { port: 'api' } });
  });

  test('the load balancer asks the path of the workload in the same site', () => {
    const config = at(east.object('use1', 'ConfigMap', 'site-health'), 'data', 'nginx.conf') as string;
    expect(config).toContain('proxy_pass http://workload-client.orders.svc.cluster.local:7001/ready;');
  });

  test('a command is asked in the image, and what answers over HTTP is in the Service only while it succeeds', () => {
    const from = custom({ health: { command: ['/bin/ledger', 'write-test'], timeout: Duration.seconds(4) } });
    const [image, answer] = containers(from);
    expect(image!.readinessProbe).toMatchObject({
      exec: { command: ['/bin/ledger', 'write-test'] },
      timeoutSeconds: 4,
    });
    expect(answer!.name).toBe('answer');
    const config = at(from.object('use1', 'ConfigMap', 'site-health'), 'data', 'nginx.conf') as string;
    expect(config).toContain('proxy_pass http://workload-client.orders.svc.cluster.local:8089/ready;');
    expect(at(from.object('use1', 'Service', 'workload-client'), 'spec', 'ports')).toContainEqual({
      name: 'ready',
      port: 8089,
    });
  });
});

describe('the front end finds it', () => {
  test('by variables with names of its own choice', () => {
    expect(frontEnd(east).env).toEqual([
      { name: 'WORKLOAD_HOST', value: 'workload-client.orders.svc.cluster.local' },
      { name: 'WORKLOAD_PORT', value: '7000' },
    ]);
    const named = custom({ connection: { port: 'admin', hostVariable: 'LEDGER', portVariable: 'LEDGER_PORT' } });
    expect(frontEnd(named).env.map(({ name, value }) => `${name}=${value}`)).toEqual([
      'LEDGER=workload-client.orders.svc.cluster.local',
      'LEDGER_PORT=7001',
    ]);
  });

  test('and mounts no certificate that nobody asks for, nor waits for one to be renewed', () => {
    expect(frontEnd(east).volumeMounts.map(({ name }) => name)).toEqual(['tmp']);
    expect(east.allObjects('use1').filter(({ kind }) => kind === 'Certificate')).toEqual([]);
    expect(east.file('dist/use1/orders.k8s.yaml')).not.toContain('CertificateExpiring');
    expect(east.plan.apps[0]!.prerequisites.map(({ name }) => name)).not.toContain('reloader');
  });

  test('nobody else does, but namespaces that are named and, where there are metrics, monitoring', () => {
    const from = custom({ clientNamespaces: ['reports'], metrics: { port: 'admin' } });
    const ingress = at(from.object('use1', 'NetworkPolicy', 'workload'), 'spec', 'ingress') as {
      from: unknown[];
      ports: { port: number }[];
    }[];
    expect(ingress.map(({ ports }) => ports.map(({ port }) => port))).toEqual([[7000, 7001], [7000], [7001]]);
    expect(from.object('use1', 'PodMonitor', 'workload')).toBeDefined();
  });
});

test('a backup of the volumes is quiesced by the commands of the user', () => {
  const from = custom({ backupHooks: { before: ['/bin/ledger', 'freeze'], after: ['/bin/ledger', 'thaw'] } });
  const schedule = from.allObjects('use1').find(({ kind }) => kind === 'Schedule')!;
  expect(at(schedule, 'spec', 'template', 'hooks', 'resources', 0)).toMatchObject({
    pre: [{ exec: { container: 'workload', command: ['/bin/ledger', 'freeze'], timeout: '1m' } }],
    post: [{ exec: { command: ['/bin/ledger', 'thaw'] } }],
  });
});

describe('what cannot keep its promise is refused', () => {
  test('a port that is open says nothing about data', () => {
    expect(refused({ health: { port: 'api' } })).toMatch(
      /custom health has neither path nor command; an open port says that a process listens, not that it can serve.*give path/,
    );
  });

  test('nothing to recover', () => {
    expect(refused({ volumes: [] })).toMatch(
      /custom volumes is empty, so that there is nothing to recover; name .*mountPath/,
    );
  });

  test('nothing that replicates', () => {
    expect(refused({}, { dr: { replication: undefined } })).toMatch(
      /does not replicate itself to a passive site; set replication/,
    );
  });

  test.each<[Partial<CustomWorkloadProps>, RegExp]>([
    [{ name: 'front-end' }, /custom name is "front-end"/],
    [{ name: 'Ledger' }, /custom name is "Ledger"; allowed are at most 52/],
    [{ ports: [] }, /custom ports is empty/],
    [{ ports: [{ name: 'api', port: 80 }] }, /api is 80; allowed are whole numbers from 1024/],
    [{ ports: [{ name: 'a--b', port: 7000 }] }, /a port called "a--b"/],
    [{ health: { path: '/x', port: 'nope' } }, /custom health.port is "nope", which is none of the ports/],
    [{ health: { path: '/x', command: ['y'] } }, /both path and command/],
    [{ health: { path: 'ready' } }, /custom health.path is "ready"/],
    [{ health: { path: '/x', period: Duration.minutes(5) } }, /custom health.period is 300 s/],
    [{ replicas: 1.5 }, /custom replicas is 1.5/],
    [{ replicas: Infinity }, /custom replicas is Infinity/],
    [{ user: 0 }, /custom user is 0/],
    [{ startTimeout: Duration.millis(10) }, /custom startTimeout is 0.01 s/],
    [{ scratchPaths: ['/var/lib/ledger'] }, /custom mounts two things at \/var\/lib\/ledger/],
    [{ environment: { 'a-b': '1' } }, /custom has "a-b" for a variable/],
    [{ egressCidrs: ['everything'] }, /custom egressCidrs has "everything"/],
    [{ volumes: [{ name: 'data', mountPath: 'data', size: Size.gibibytes(1) }] }, /mount path "data"/],
    [{ volumes: [{ name: 'data', mountPath: '/data', size: Size.mebibytes(1) }] }, /custom volume data is 1Mi/],
  ])('%j', (props, message) => {
    expect(refused(props)).toMatch(message);
  });
});

describe('other patterns are refused with what would fit', () => {
  const by = (image: string, system?: string) => {
    const props = (fleet: Fleet) => ({
      fleet,
      workload: StatefulWorkload.custom({ ...LEDGER, image, system }),
      objectives: { rpo: Duration.minutes(5), rto: Duration.hours(1) },
    });
    const three = { traffic: undefined, sites: sites(THREE) };
    return {
      strong: refusals((app) => {
        new StrongConsistencyDR(app, 'orders', props(new Fleet(app, 'prod', fleetProps(three))));
      }).join(),
      eventual: refusals((app) => {
        new EventualConsistencyDR(app, 'orders', props(new Fleet(app, 'prod', fleetProps(three))));
      }).join(),
    };
  };

  test('an unknown image: nothing elects, and nothing resolves conflicts', () => {
    const { strong, eventual } = by(LEDGER.image);
    expect(strong).toMatch(/workload ledger cannot be used with StrongConsistencyDR: .*ActivePassiveDR/);
    expect(eventual).toMatch(
      /workload ledger cannot be used with EventualConsistencyDR: .*which of two writes wins.*ActivePassiveDR/,
    );
  });

  test('a known one, by name', () => {
    expect(by('mongo:8').eventual).toMatch(
      /workload mongodb cannot be used with EventualConsistencyDR: mongodb has a single primary.*ActivePassiveDR/,
    );
    expect(by('quay.io/coreos/etcd:v3.6.14').eventual).toMatch(
      /etcd takes a write only with a quorum.*StrongConsistencyDR/,
    );
  });

  test('a known one under a name that the user states', () => {
    expect(by('registry.example.com/our-own:1', 'MongoDB').eventual).toMatch(/mongodb has a single primary/);
  });
});

test('an API server accepts it, as plain as it gets and with everything set', () => {
  expect(serverProblems(east)).toEqual([]);
  const all = custom({
    name: 'ledger',
    replicas: 3,
    command: ['/bin/ledger'],
    args: ['serve'],
    environment: { MODE: 'full' },
    environmentSecrets: ['ledger-keys'],
    scratchPaths: ['/tmp', '/run/ledger'],
    health: { command: ['/bin/ledger', 'write-test'] },
    backupHooks: { before: ['/bin/ledger', 'freeze'] },
    metrics: { port: 'admin', path: '/prometheus' },
    clientNamespaces: ['reports'],
    egressCidrs: ['203.0.113.0/24'],
    cpu: '2',
    memory: Size.gibibytes(4),
    stopTimeout: Duration.minutes(3),
  });
  expect(serverProblems(all)).toEqual([]);
});
