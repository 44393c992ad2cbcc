import { Duration } from 'cdk8s';
import { BackupMethod, type ProtectionProps, Severity, Site } from 'cndr';
import { Synthesized } from 'cndr/testing';
import { alertsOf } from '../observability/rules';
import { synthesize } from '../replication/active-passive';
import { Replication } from 'cndr';
import { Size } from 'cdk8s';
import { checkOutput } from '../support/conformance';
import { refusals } from '../support/errors';
import { SITE_PROPS, THREE, deploy, sites } from '../support/fleet';
import { FileStore } from './file-store';

interface CronJobSpec {
  readonly schedule: string;
  readonly suspend: boolean;
  readonly concurrencyPolicy: string;
  readonly timeZone: string;
  readonly jobTemplate: {
    readonly spec: {
      readonly activeDeadlineSeconds: number;
      readonly backoffLimit: number;
      readonly template: {
        readonly metadata: { readonly labels: Record<string, string> };
        readonly spec: { readonly containers: { readonly command: string[] }[]; readonly serviceAccountName: string };
      };
    };
  };
}

interface Rule {
  readonly apiGroups: string[];
  readonly resources: string[];
  readonly resourceNames?: string[];
  readonly verbs: string[];
}

const files = (protection: ProtectionProps = {}, namespace?: string) =>
  Synthesized.of((app) =>
    deploy(app, { dr: { workload: new FileStore(), frontEnd: undefined, hostname: undefined, protection, namespace } }),
  );
const cronJob = (output: Synthesized, site: string) =>
  output.object(site, 'CronJob', 'restore-drill')['spec'] as CronJobSpec;
const scriptOf = (output: Synthesized, site: string) =>
  cronJob(output, site).jobTemplate.spec.template.spec.containers[0]!.command[2]!;
const drills = (output: Synthesized) => output.plan.apps[0]!.drills;

const output = files();
const movable = (activeSite: string) =>
  synthesize(Replication.backupRestore({ dataSize: Size.gibibytes(10), throughput: Size.mebibytes(50) }), {
    dr: { activeSite },
  }).output;

describe('where all sites serve', () => {
  test('each tests the backup of another one, so that each backup and each way to one is tested', () => {
    expect(drills(output).map(({ site, source }) => [site, source])).toEqual([
      ['use1', 'usw2'],
      ['use2', 'use1'],
      ['usw2', 'use2'],
    ]);
    for (const { site, source } of drills(output)) {
      expect(scriptOf(output, site)).toContain(`velero.io/schedule-name=orders-${source}`);
      expect(scriptOf(output, site)).toContain(`backupstoragelocations.velero.io dr-${source}`);
    }
  });

  test('a witness, which has no data, tests nothing', () => {
    const witness = Synthesized.of((app) =>
      deploy(app, {
        dr: { workload: new FileStore(), frontEnd: undefined, hostname: undefined, witnessSite: 'usw2' },
      }),
    );
    expect(drills(witness).map(({ site, source }) => [site, source])).toEqual([
      ['use1', 'use2'],
      ['use2', 'use1'],
    ]);
    expect(witness.objects('usw2', 'orders').filter(({ kind }) => kind === 'CronJob')).toEqual([]);
  });
});

describe('with one active site', () => {
  test.each([
    ['use1', 'usw2'],
    ['usw2', 'use1'],
  ])('%s being active, its backup is tested in %s, which would restore it', (active, passive) => {
    const moved = movable(active);
    expect(drills(moved)).toMatchObject([{ site: passive, source: active, covers: 'volumes' }]);
    expect([active, passive].map((site) => cronJob(moved, site).suspend)).toEqual([true, false]);
  });

  test('a change of roles changes who tests, and nothing else of it', () => {
    const specs = ['use1', 'usw2'].map((active) => ['use1', 'usw2'].map((site) => cronJob(movable(active), site)));
    const roles = (spec: CronJobSpec) => JSON.stringify({ ...spec, suspend: undefined });
    expect(specs.map((each) => each.map(roles))[0]).toEqual(specs.map((each) => each.map(roles))[1]);
  });

  test('only the site that tests alerts about it: the other one has no such series', () => {
    const names = (site: string) =>
      alertsOf(movable('use1'), site, 'orders')
        .map(({ alert }) => alert)
        .filter((name) => name.startsWith('RestoreDrill'));
    expect(names('use1')).toEqual([]);
    expect(names('usw2')).toEqual(['RestoreDrillFailed', 'RestoreDrillOverdue', 'RestoreDrillOverdueAbsent']);
  });
});

describe('the test', () => {
  test('runs once a week, never twice at once, and is not tried again and again', () => {
    const { schedule, timeZone, concurrencyPolicy, jobTemplate } = cronJob(output, 'use1');
    expect([schedule, timeZone, concurrencyPolicy]).toEqual(['0 6 * * 1', 'Etc/UTC', 'Forbid']);
    expect(jobTemplate.spec.backoffLimit).toBe(0);
  });

  test('gives up by itself before its Job does, so that it cleans up', () => {
    const own = files({ drill: { schedule: '0 0 1 * *', maxDuration: Duration.minutes(90) } });
    const script = scriptOf(own, 'use1');
    const waits = [...script.matchAll(/\$\(date \+%s\) \+ (\d+)/g)].map(([, seconds]) => Number(seconds));
    expect(waits).toContain(5400);
    expect(script).toContain('"itemOperationTimeout":"1h30m"');
    expect(cronJob(own, 'use1').schedule).toBe('0 0 1 * *');
    expect(cronJob(own, 'use1').jobTemplate.spec.activeDeadlineSeconds).toBeGreaterThan(
      waits.reduce((sum, wait) => sum + wait, 0),
    );
  });

  test('says that it proves objects only of a system that writes its own backups', () => {
    const native = Synthesized.of(deploy);
    expect(new Set(drills(native).map(({ covers }) => covers))).toEqual(new Set([BackupMethod.OBJECTS]));
    expect(new Set(drills(output).map(({ covers }) => covers))).toEqual(new Set([BackupMethod.VOLUMES]));
  });

  test('is said to need room for the copy, and the mapping of StorageClasses that differ', () => {
    const differing = sites(THREE).map((site) =>
      Site.of(site.name, { ...SITE_PROPS[site.name]!, storageClass: site.name }),
    );
    const named = Synthesized.of((app) =>
      deploy(app, {
        fleet: { sites: differing },
        dr: { workload: new FileStore(), frontEnd: undefined, hostname: undefined },
      }),
    );
    const why = (of: Synthesized) =>
      of.plan.apps[0]!.prerequisites.find(({ site, name }) => site === 'use2' && name === 'room for a restore test')!
        .why;
    expect(why(output)).toMatch(/reclaimPolicy Delete, or each test leaves a copy behind$/);
    expect(why(named)).toMatch(/turns StorageClass use1 into use2/);
  });
});

describe('the account of the test', () => {
  const rules = (kind: string, name: string, of = output) => of.object('use2', kind, name)['rules'] as Rule[];
  const roles = (of: Synthesized) =>
    of
      .objects('use2', 'orders')
      .filter(({ kind, metadata }) => /Role$/.test(kind) && metadata.name.endsWith('restore-drill'));

  test('works in the namespace of copies, and sees of Velero what it asks for', () => {
    expect(roles(output).map(({ kind, metadata }) => [kind, metadata.namespace, metadata.name])).toEqual(
      expect.arrayContaining([
        ['Role', 'orders', 'restore-drill'],
        ['Role', 'orders-drill', 'restore-drill'],
        ['Role', 'velero', 'orders-restore-drill'],
        ['ClusterRole', undefined, 'orders-restore-drill'],
      ]),
    );
    expect(rules('Role', 'orders-restore-drill')).toEqual([
      {
        apiGroups: ['velero.io'],
        resources: ['backupstoragelocations'],
        resourceNames: ['dr-use1'],
        verbs: ['get'],
      },
      { apiGroups: ['velero.io'], resources: ['backups'], verbs: ['list'] },
      { apiGroups: ['velero.io'], resources: ['restores'], verbs: ['create', 'get'] },
    ]);
  });

  test('can delete nothing of the application, nor of the cluster', () => {
    const elsewhere = roles(output).filter(({ metadata }) => metadata.namespace !== 'orders-drill');
    const verbs = elsewhere.flatMap((role) => (role['rules'] as Rule[]).flatMap((rule) => rule.verbs));
    expect(new Set(verbs)).toEqual(new Set(['create', 'get', 'list', 'patch']));
    expect(rules('ClusterRole', 'orders-restore-drill')).toEqual([
      { apiGroups: [''], resources: ['persistentvolumes'], verbs: ['get'] },
    ]);
  });

  test('reads no Secret, and none is copied', () => {
    const all = roles(output).flatMap((role) => (role['rules'] as Rule[]).flatMap(({ resources }) => resources));
    expect(all).not.toContain('secrets');
    expect(scriptOf(output, 'use1')).not.toContain('secrets');
  });

  test('without volumes has nothing that is of the cluster', () => {
    const native = Synthesized.of(deploy);
    expect(roles(native).map(({ kind }) => kind)).toEqual(['Role', 'Role', 'Role']);
  });
});

test('the namespace of copies admits restricted pods only, and is shut', () => {
  const labels = output.object('use1', 'Namespace', 'orders-drill').metadata.labels;
  expect(labels).toMatchObject({ 'pod-security.kubernetes.io/enforce': 'restricted' });
  const policy = output.object('use1', 'NetworkPolicy', 'restore-drill-deny-all');
  expect(policy.metadata.namespace).toBe('orders-drill');
  expect(policy['spec']).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
});

describe('somebody hears of it', () => {
  const alert = (name: string) => alertsOf(output, 'use1', 'orders').find((rule) => rule.alert === name)!;
  const series = 'kube_cronjob_status_last_successful_time{namespace="orders",cronjob="restore-drill"}';

  test('when the last test did not pass, also when none ever did, until one does', () => {
    const labels = '{namespace="orders",cronjob="restore-drill"}';
    const begun = `kube_cronjob_status_last_schedule_time${labels}`;
    expect(alert('RestoreDrillFailed').expr).toBe(
      `(${begun} > ${series} or ${begun} unless ${series}) and kube_cronjob_status_active${labels} == 0`,
    );
  });

  test('when two intervals and a test passed without a success, or there never was one', () => {
    const deadline = cronJob(output, 'use1').jobTemplate.spec.activeDeadlineSeconds;
    const limit = 2 * 7 * 86_400 + deadline;
    expect(alert('RestoreDrillOverdue').expr).toBe(`time() - max(${series}) > ${limit}`);
    expect(alert('RestoreDrillOverdueAbsent').expr).toBe(`absent(${series})`);
  });
});

describe('a test that is turned off', () => {
  const off = files({ drill: { enabled: false } });

  test('leaves nothing in the clusters, and a warning that a waiver answers', () => {
    expect(off.objects('use1', 'orders').filter(({ metadata }) => /drill/.test(metadata.name))).toEqual([]);
    expect(off.plan.apps[0]!.findings.filter(({ rule }) => rule === 'DRL-01')).toMatchObject([
      { severity: Severity.WARNING, message: expect.stringContaining('0 of 0 restore tests of orders') as string },
    ]);
  });

  test('is none of the default, which no finding is about', () => {
    for (const fine of [output, Synthesized.of(deploy), movable('use1')]) {
      expect(fine.plan.apps[0]!.findings.filter(({ rule }) => rule === 'DRL-01')).toEqual([]);
    }
  });
});

describe('is refused with what to change', () => {
  const refused = (protection: ProtectionProps, namespace?: string) =>
    refusals((app) => deploy(app, { dr: { protection, namespace } })).join('\n');

  test.each<[string, ProtectionProps, string | undefined, RegExp]>([
    [
      'a schedule that never fires',
      { drill: { schedule: '0 0 31 2 *' } },
      undefined,
      /protection\.drill\.schedule: .*never/,
    ],
    [
      'half a second',
      { drill: { maxDuration: Duration.millis(500) } },
      undefined,
      /protection\.drill\.maxDuration is 0\.5 s/,
    ],
    [
      'a namespace without room for its name',
      {},
      'n'.repeat(58),
      /n-drill", .* has 64 characters; 63 are allowed: shorten/,
    ],
  ])('%s', (_, protection, namespace, message) => {
    expect(refused(protection, namespace)).toMatch(message);
  });
});

test('an API server accepts it, and no reference leads nowhere', () => {
  for (const each of [output, movable('use1')]) expect(checkOutput(each)).toEqual([]);
});
