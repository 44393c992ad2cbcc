import { CockroachDbVehicle } from 'cndr';
import * as fc from 'fast-check';
import { activePassiveChoices, activePassiveFrom, needsBackup, needsStorageClass } from './active-passive';
import { cron } from './cron';
import { eventualChoices, eventualFrom } from './eventual';
import { compact, labels, maybe, MOST_SITES, often, props } from './sites';
import type { AppSpec, SiteSpec, WorkloadSpec } from '../spec';

const etcd = props({
  image: maybe(fc.constantFrom('mirror.example.com/etcd:v3.6.0', `etcd@sha256:${'0'.repeat(64)}`), 15),
  counts: maybe(fc.array(fc.integer({ min: 1, max: 3 }), { minLength: MOST_SITES, maxLength: MOST_SITES }), 30),
  joining: maybe(fc.nat({ max: 2 }), 10),
  storage: maybe(fc.constantFrom('20Gi', '5Gi', '1Ti'), 20),
  databaseQuota: maybe(fc.constantFrom('2Gi', '1536Mi', '1Mi'), 20),
  cpu: maybe(fc.constantFrom('1', '1500m', '0.5'), 20),
  memory: maybe(fc.constantFrom('4Gi', '2500Mi'), 20),
  heartbeatInterval: maybe(fc.constantFrom('400ms', '1s'), 10),
  electionTimeout: maybe(fc.constantFrom('5s', '50s'), 10),
  clientNamespaces: maybe(fc.constantFrom(['kube-system'], ['a', 'b']), 15),
  uploadImage: maybe(fc.constant('mirror.example.com/rclone:1'), 10),
  automaticRollout: maybe(fc.boolean(), 15),
});

const cockroachDb = props({
  operator: maybe(fc.constant(true), 30),
  version: maybe(fc.constantFrom('26.2.5', '25.2.0', '26.3.0-beta.1'), 20),
  image: maybe(fc.constantFrom('mirror.example.com/cockroach:v26.2.5'), 15),
  nodesPerSite: maybe(fc.constantFrom(2, 3, 4, 7), 30),
  storage: maybe(fc.constantFrom('200Gi', '1Ti'), 20),
  cpu: maybe(fc.constantFrom('2', '100m'), 20),
  memory: maybe(fc.constantFrom('8Gi', '3Gi'), 20),
  database: maybe(fc.constantFrom('orders', 'd', 'a-b_c'), 20),
  user: maybe(fc.constantFrom('orders', 'u'.repeat(40), 'a_b'), 20),
  primary: maybe(fc.nat({ max: 2 }), 20),
  clientNamespaces: maybe(fc.constantFrom(['batch'], ['a', 'b']), 15),
  fullBackupSchedule: maybe(fc.constantFrom('@weekly', '0 0 * * 0'), 15),
  serviceAccountAnnotations: maybe(
    fc.constant({ 'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789012:role/backup' }),
    15,
  ),
  licenseSecret: maybe(fc.constant('license'), 10),
  automaticRollout: maybe(fc.boolean(), 15),
  operatorNamespace: maybe(fc.constant('crdb'), 10),
});

const IMAGE = 'registry.example.com/orders:1.4.2';

const frontEnd = props({
  image: maybe(fc.constantFrom('a', `b@sha256:${'a'.repeat(64)}`), 20),
  port: maybe(fc.constantFrom(8080, 1024, 8082, 65535), 30),
  healthPath: maybe(fc.constantFrom('/healthz', '/', '/a/b?c=d&e=%20', `/${'h'.repeat(200)}`), 40),
  replicas: maybe(fc.constantFrom(1, 3, 100), 20),
  maxReplicas: maybe(fc.constantFrom(100, 1000), 10),
  targetCpuPercent: maybe(fc.constantFrom(1, 60, 100), 15),
  cpu: maybe(fc.constantFrom('1', '10m'), 15),
  memory: maybe(fc.constantFrom('1Gi', '64Mi'), 15),
  environment: maybe(
    fc.constantFrom<Record<string, string>>(
      { LOG_LEVEL: 'info' },
      { on: 'no', EMPTY: '', TEXT: 'two\nlines: "quoted" # $(x) $$' },
    ),
    25,
  ),
  environmentSecrets: maybe(fc.constantFrom(['orders'], ['a', 'b.c']), 20),
  user: maybe(fc.constantFrom(1, 10001, 2147483647), 15),
  ingressClassName: maybe(fc.constantFrom('nginx', 'nginx.public'), 30),
  egressNamespaces: maybe(fc.constantFrom(['mail'], ['a', 'b']), 15),
  egressCidrs: maybe(fc.constantFrom(['203.0.113.0/24'], ['2600::/32', '198.51.100.7/32']), 15),
  siteHealthImage: maybe(fc.constant('mirror.example.com/nginx:1'), 10),
});

const protection = props({
  schedule: maybe(cron, 60),
  retention: maybe(fc.constantFrom('30d', '15d', '2113h', '89d'), 30),
  maxDuration: maybe(fc.constantFrom('5m', '15m', '1s', '20m'), 30),
});

type Pattern = 'strong' | NonNullable<AppSpec['pattern']>;

export const appChoices = fc.record({
  etcd,
  cockroachDb,
  usesEtcd: fc.boolean(),
  pattern: often<Pattern>('strong', 50, 'eventual', 'activePassive', 'activePassive'),
  eventual: eventualChoices,
  activePassive: activePassiveChoices,
  few: often(2, 75, 3),
  frontEnd: maybe(frontEnd, 70),
  hostname: maybe(fc.constantFrom('app', 'www.shop', 'h'.repeat(50), '0'), 85),
  protection: maybe(protection, 60),
  objectives: fc.record({
    rpo: often('0s', 70, '5m', '24h'),
    rto: often('1h', 70, '10m', '365d', '3m', '60s'),
  }),
  labels: maybe(labels, 15),
  namespace: maybe(fc.constantFrom('team-a', 'n'.repeat(57), 'true'), 20),
  stateBucket: maybe(fc.constant('state'), 15),
  witness: maybe(fc.nat({ max: MOST_SITES - 1 }), 25),
  subset: maybe(fc.array(fc.boolean(), { minLength: MOST_SITES, maxLength: MOST_SITES }), 20),
  toleratedSiteFailures: maybe(often(1, 50, 2), 20),
});

export type AppChoices = typeof appChoices extends fc.Arbitrary<infer T> ? T : never;

/** Pods of CockroachDB's operator dial each other in the domains of their clusters. */
export function isOperated({ pattern, usesEtcd, cockroachDb: { operator } }: AppChoices): boolean {
  return pattern === 'strong' && !usesEtcd && operator === true;
}

/** What an application of the other patterns asks of the fleet, so that it is not refused. */
export function needsOf({ pattern, eventual, activePassive }: AppChoices) {
  const isActivePassive = pattern === 'activePassive';
  return {
    awsOnly: pattern === 'eventual' && eventual.kind === 'dynamoDb',
    shortNames: pattern !== 'strong',
    sameStorageClass: isActivePassive && needsStorageClass(activePassive),
    near: isActivePassive && activePassive.replication.synchronous === true,
    latch: isActivePassive,
    backup: isActivePassive && needsBackup(activePassive),
  };
}

/** What there is for an application. */
export interface AppPlace {
  readonly id: string;
  readonly sites: SiteSpec[];
  readonly hasBackup: boolean;
  readonly translated: boolean;
  /** Zone of the load balancer. */
  readonly zone?: string;
}

/** The application of the choices. What would be refused in any case is left out: refusals are asked for elsewhere. */
export function appFrom(choices: AppChoices, place: AppPlace): AppSpec {
  const { id, zone, hasBackup } = place;
  const { hostname, namespace } = choices;
  const isPublic = choices.frontEnd !== undefined && zone !== undefined && hostname !== undefined;
  return compact<AppSpec>({
    id,
    ...(choices.pattern === 'strong' ? strongFrom(choices, place) : rolesFrom(choices, place, isPublic)),
    frontEnd: choices.frontEnd && compact({ ...choices.frontEnd, image: choices.frontEnd.image ?? IMAGE }),
    hostname: isPublic ? `${hostname}-${id}.${zone}` : undefined,
    protection: choices.protection && compact(choices.protection),
    objectives: choices.pattern === 'strong' ? choices.objectives : LENIENT,
    labels: choices.labels,
    namespace: namespace === undefined || id === 'orders' ? namespace : `${namespace}-${id}`.slice(-57),
    stateBucket: choices.stateBucket,
    waivers: waiversOf(choices, hasBackup),
  });
}

/** Bounds of sites that are not of one mind are long; what does not keep an objective is refused elsewhere. */
const LENIENT = { rpo: '30d', rto: '30d' };

function waiversOf({ pattern, eventual }: AppChoices, hasBackup: boolean): AppSpec['waivers'] {
  const rules = hasBackup ? (pattern === 'eventual' && eventual.kind === 'kafka' ? ['BCK-05'] : []) : ['BCK-02'];
  // Volumes that are copied one by one.
  if (pattern === 'activePassive') rules.push('STO-07');
  return rules.length === 0
    ? undefined
    : rules.map((rule) => ({ rule, reason: 'the data can be made anew', expires: '2999-12-31' }));
}

function rolesFrom(
  choices: AppChoices,
  { sites, hasBackup }: AppPlace,
  isPublic: boolean,
): Omit<AppSpec, 'id' | 'objectives'> {
  const { pattern, few } = choices;
  const used = sites.slice(0, few);
  const names = used.length === sites.length ? undefined : used.map(({ name }) => name);
  if (pattern === 'eventual') {
    return { pattern, sites: names, workload: eventualFrom(choices.eventual, used, hasBackup) };
  }
  const { kind, replication } = choices.activePassive;
  // One peer is all that Ramen and RBD know.
  const two = kind === 'custom' && (replication.kind === 'ramen' || replication.kind === 'csiAddons');
  const pair = two ? used.slice(0, 2) : used;
  return {
    pattern: 'activePassive',
    sites: pair.length === sites.length ? undefined : pair.map(({ name }) => name),
    ...activePassiveFrom(choices.activePassive, pair, isPublic),
  };
}

function strongFrom(choices: AppChoices, place: AppPlace): Omit<AppSpec, 'id' | 'objectives'> {
  const { sites } = place;
  const { usesEtcd, witness, subset, toleratedSiteFailures } = choices;
  const chosen = sites.filter((_, index) => subset?.[index] ?? true);
  const used = subset && chosen.length >= 3 ? chosen : sites;
  const witnessSite =
    usesEtcd && witness !== undefined && used.length >= 3 ? used[witness % used.length]!.name : undefined;
  const tolerated = toleratedSiteFailures === 2 && !(usesEtcd && used.length >= 5) ? undefined : toleratedSiteFailures;
  return {
    workload: workloadFrom(choices, used, witnessSite, place),
    sites: used === sites ? undefined : used.map(({ name }) => name),
    witnessSite,
    toleratedSiteFailures: tolerated,
  };
}

function workloadFrom(
  choices: AppChoices,
  sites: SiteSpec[],
  witness: string | undefined,
  { hasBackup, translated }: AppPlace,
): WorkloadSpec {
  const names = sites.map(({ name }) => name);
  if (choices.usesEtcd) {
    const { counts, joining, ...props } = choices.etcd;
    const members = membersFrom(counts ?? (names.length % 2 === 0 ? [2] : undefined), names);
    const joiningSites = joining === undefined || names.length < 2 ? undefined : [names[joining % names.length]!];
    return { kind: 'etcd', etcd: compact({ ...props, members, joiningSites }) };
  }
  const { operator, primary, fullBackupSchedule, automaticRollout, ...props } = choices.cockroachDb;
  const vehicle = operator && !translated ? CockroachDbVehicle.OPERATOR : undefined;
  const primarySite = primary === undefined ? undefined : names.filter((name) => name !== witness)[primary];
  return {
    kind: 'cockroachDb',
    cockroachDb: compact({
      ...props,
      vehicle,
      primarySite,
      fullBackupSchedule: hasBackup ? fullBackupSchedule : undefined,
      automaticRollout: vehicle === undefined ? automaticRollout : undefined,
    }),
  };
}

/** Members by site with an odd sum and no site with half of it; undefined when that cannot be had by one member more. */
function membersFrom(counts: number[] | undefined, names: string[]): Record<string, number> | undefined {
  if (counts === undefined) return undefined;
  const members = names.map((_, index) => counts[index] ?? 1);
  const sum = (): number => members.reduce((total, count) => total + count, 0);
  if (sum() % 2 === 0) members[members.indexOf(Math.min(...members))]! += 1;
  if (Math.max(...members) * 2 >= sum()) return undefined;
  return Object.fromEntries(names.map((name, index) => [name, members[index]!]));
}
