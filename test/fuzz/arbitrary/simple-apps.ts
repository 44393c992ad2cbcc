import type { AppSpec, Spec, WorkloadSpec } from '../spec';

const REPLICATION: AppSpec['replication'] = {
  kind: 'backupRestore',
  backupRestore: { dataSize: '10Gi', throughput: '100Mi' },
};

const CUSTOM: NonNullable<WorkloadSpec['custom']> = {
  image: 'registry.example.com/archive:2.4.1',
  ports: [{ name: 'http', port: 8000 }],
  volumes: [{ name: 'data', mountPath: '/data', size: '50Gi' }],
  health: { path: '/ready' },
};

const ACTIVE_PASSIVE = ['custom', 'postgresql', 'valkey'];
const EVENTUAL = ['cassandra', 'dynamoDb', 'kafka'];

/**
 * The spec with a first application that has what is changed; undefined where that is of a choice that was not made and is
 * not simple to make.
 */
export function fitting(spec: Spec, at: string): Spec | undefined {
  const [first] = spec.apps;
  if (first === undefined) return undefined;
  const [, kind] = /^apps\.0\.workload\.(\w+)\./.exec(at) ?? [];
  if (kind !== undefined)
    return first.workload.kind === kind ? spec : withKind(spec, first, kind as WorkloadSpec['kind']);
  const [, part, choice] = /^apps\.0\.(replication|trigger)\.(\w+)\./.exec(at) ?? [];
  if (part === 'trigger') return first.trigger?.kind === choice ? spec : undefined;
  if (part === 'replication') return first.replication?.kind === choice ? spec : undefined;
  if (at.startsWith('apps.0.replication')) return first.replication?.kind === 'csiAddons' ? spec : undefined;
  if (/^apps\.0\.(activeSite|standby)$/.test(at)) return first.pattern === 'activePassive' ? spec : undefined;
  const [, latch] = /^fleet\.traffic\.latch\.?(\w*)/.exec(at) ?? [];
  if (latch === undefined) return spec;
  const { object, routingControl } = spec.fleet.traffic?.latch ?? {};
  const there = latch === 'object' ? object : latch === '' ? (object ?? routingControl) : routingControl;
  return there === undefined ? undefined : spec;
}

/** The simplest application with a workload, in place of the first. */
function withKind({ fleet, ...spec }: Spec, first: AppSpec, kind: WorkloadSpec['kind']): Spec {
  const { id, namespace, frontEnd, labels } = first;
  const usual = { id, namespace, frontEnd, labels };
  const [site, ...others] = fleet.sites.map(({ name }) => name);
  const two = others.length > 1 ? [site!, others[0]!] : undefined;
  const lenient = { sites: two, objectives: { rpo: '30d', rto: '30d' } };
  const apps: Record<string, Omit<AppSpec, 'id'>> = {
    ...Object.fromEntries(EVENTUAL.map((each) => [each, { pattern: 'eventual', workload: { kind }, ...lenient }])),
    ...Object.fromEntries(
      ACTIVE_PASSIVE.map((each) => [
        each,
        {
          pattern: 'activePassive',
          activeSite: site,
          workload: each === 'custom' ? { kind, custom: CUSTOM } : { kind },
          replication: each === 'custom' ? REPLICATION : undefined,
          trigger: { kind: 'manual', manual: { detection: '5m' } },
          ...lenient,
        },
      ]),
    ),
  };
  const simple = apps[kind] ?? { workload: { kind }, objectives: { rpo: '0s', rto: '1h' } };
  const waivers = [{ rule: 'BCK-05', reason: 'the data can be made anew', expires: '2999-12-31' }];
  const backup = fleet.backup ?? { bucket: 'dr-backups', region: 'eu-central-1' };
  const app = { ...usual, ...simple, ...(kind === 'kafka' ? { waivers } : {}) } as AppSpec;
  return { ...spec, fleet: { ...fleet, backup }, apps: [app, ...spec.apps.slice(1)] };
}
