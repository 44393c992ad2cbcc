import { CockroachDbVehicle } from 'cndr';
import type { Job } from 'kubernetes-types/batch/v1';
import type { Output } from '../output';
import { crdbClusters, flag, podNames, type Pods, podsIn, statefulSets } from './workload-pods';
import { type AppSpec, dataSitesOf, namespaceOf, sitesOf, type SiteSpec } from '../spec';

/** No site has half of the votes, and what votes is what the plan says. */
export function quorum(output: Output): string[] {
  return output.spec.apps
    .filter(({ pattern }) => pattern === undefined)
    .flatMap((app) => [
      ...votes(output, app),
      ...(app.workload.kind === 'etcd' ? etcd(output, app) : cockroachDb(output, app)),
    ]);
}

function votes(output: Output, app: AppSpec): string[] {
  const { placement, toleratedSiteFailures } = output.planned(app);
  const counts = placement.sites.map((site) => site.votes);
  const total = sum(counts);
  const complaints = differs(
    'sites of the placement',
    placement.sites.map(({ site }) => site).sort(),
    sitesOf(output.spec, app)
      .map(({ name }) => name)
      .sort(),
  );
  if (total % 2 !== 1) complaints.push(`${total} votes are not odd`);
  if (counts.filter((count) => count > 0).length < 3) complaints.push(`fewer than 3 sites vote: ${counts.join(' ')}`);
  if (counts.some((count) => count * 2 >= total)) complaints.push(`a site has half of the votes: ${counts.join(' ')}`);
  const worst = [...counts].sort((a, b) => b - a).slice(0, toleratedSiteFailures);
  if (!Number.isInteger(toleratedSiteFailures) || toleratedSiteFailures < 1)
    complaints.push(`${toleratedSiteFailures} sites may be lost`);
  if ((total - sum(worst)) * 2 <= total)
    complaints.push(`no majority is left of ${counts.join(' ')} after ${worst.join(' ')}`);
  return complaints;
}

function etcd(output: Output, app: AppSpec): string[] {
  const sites = sitesOf(output.spec, app);
  const members = sites.flatMap((site) => etcdPods(output, app, site).map((pods) => ({ site, pods })));
  const clusters = new Set(members.map(({ pods }) => flag(pods, 'initial-cluster')));
  if (members.length !== sites.length || clusters.size !== 1) {
    return [`${members.length} StatefulSets in ${sites.length} sites have ${clusters.size} kinds of --initial-cluster`];
  }
  const listed = [...clusters].join('').split(',');
  const expected = members.flatMap(({ pods }) =>
    pods.names.map((pod) => {
      const own = (name: string): string => (flag(pods, name) ?? '').replaceAll('$(POD_NAME)', pod);
      return `${own('name')}=${own('initial-advertise-peer-urls')}`;
    }),
  );
  const { placement } = output.planned(app);
  return [
    ...differs('--initial-cluster', [...listed].sort(), [...expected].sort()),
    ...differs('names of members', [...new Set(listed.map((entry) => entry.split('=')[0]))].length, listed.length),
    ...differs('votes', sum(placement.sites.map((site) => site.votes)), listed.length),
    ...placement.sites.flatMap(({ site, votes: count }) =>
      differs(`members in ${site}`, listed.filter((entry) => entry.includes(`.${site}.etcd.`)).length, count),
    ),
    ...members.flatMap(({ site, pods }) => etcdFlags(output, app, site, pods)),
    ...differs('tokens', new Set(members.map(({ pods }) => flag(pods, 'initial-cluster-token'))).size, 1),
    ...differs('timings', new Set(members.map(({ pods }) => flag(pods, 'election-timeout'))).size, 1),
  ];
}

function etcdPods(output: Output, app: AppSpec, site: SiteSpec): Pods[] {
  return podsIn(output, site.name, namespaceOf(app)).filter(({ owner }) => owner === 'StatefulSet etcd');
}

/** What `Validate` of etcd's server/embed refuses, and what its guide to tuning asks for. */
function etcdFlags(output: Output, app: AppSpec, site: SiteSpec, pods: Pods): string[] {
  const [heartbeat, election, quota] = ['heartbeat-interval', 'election-timeout', 'quota-backend-bytes'].map((name) =>
    Number(flag(pods, name)),
  ) as [number, number, number];
  const joins = app.workload.etcd?.joiningSites?.includes(site.name) === true;
  const rtts = sitesOf(output.spec, app).flatMap(({ rttMillis = {} }) =>
    sitesOf(output.spec, app).flatMap(({ name }) => rttMillis[name] ?? []),
  );
  const wrong = [
    ...[heartbeat, election, quota].filter((value) => !Number.isSafeInteger(value) || value <= 0),
    ...(election < 5 * heartbeat || election > 50_000 ? [`${heartbeat} ${election}`] : []),
    ...rtts.filter((millis) => election < 10 * millis),
  ];
  return [
    ...differs(`timing and quota in ${site.name}`, wrong, []),
    ...differs(`state in ${site.name}`, flag(pods, 'initial-cluster-state'), joins ? 'existing' : 'new'),
  ];
}

function cockroachDb(output: Output, app: AppSpec): string[] {
  const sites = dataSitesOf(output.spec, app);
  const namespace = namespaceOf(app);
  const jobs = sites.flatMap(({ name }) => output.ofKind<Job>(name, 'Job.batch', namespace));
  const named = (prefix: string): number => jobs.filter(({ metadata }) => metadata?.name?.startsWith(prefix)).length;
  const operated = app.workload.cockroachDb?.vehicle === CockroachDbVehicle.OPERATOR;
  const statements = jobs.flatMap(
    ({ spec }) => spec?.template.spec?.containers.flatMap(({ args }) => args ?? []) ?? [],
  );
  const regions = statements.flatMap((text) => /ADD REGION IF NOT EXISTS "(.*)"$/.exec(text)?.[1] ?? []);
  return [
    ...differs('Jobs that initialise', named('cockroachdb-init-'), operated ? 0 : 1),
    ...differs('Jobs of SQL', named('cockroachdb-sql-'), 1),
    ...differs(
      'regions in SQL',
      regions,
      sites.map(({ region }) => region),
    ),
    ...sites.flatMap((site) => (operated ? operatedNodes(output, app, site) : nodes(output, app, site))),
    ...(operated ? [] : joinLists(output, app)),
  ];
}

function joinLists(output: Output, app: AppSpec): string[] {
  const sites = dataSitesOf(output.spec, app);
  const lists = sites.flatMap((site) =>
    podsIn(output, site.name, namespaceOf(app)).flatMap((pods) => flag(pods, 'join') ?? []),
  );
  const peers = [...new Set(lists)].join(' ').split(',');
  return [
    ...differs('kinds of --join', new Set(lists).size, 1),
    ...sites.flatMap(({ name }) =>
      differs(
        `peers to join in ${name}`,
        peers.filter((peer) => peer.includes(`.${name}.cockroachdb.`)).length > 0,
        true,
      ),
    ),
  ];
}

function nodes(output: Output, app: AppSpec, site: SiteSpec): string[] {
  const sets = statefulSets(output, site.name, namespaceOf(app));
  const counts = sets.map((set) => podNames(set).length);
  const planned = output.planned(app).placement.sites.find((placed) => placed.site === site.name)?.nodes;
  const zones = podsIn(output, site.name, namespaceOf(app)).flatMap((pods) => {
    const locality = flag(pods, 'locality');
    if (locality === undefined) return [];
    const terms = pods.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
    const [zone] = terms?.[0]?.matchExpressions?.[0]?.values ?? [];
    return [
      locality === `region=${site.region},zone=${zone ?? ''}` ? (zone ?? '') : `${locality} in ${zone ?? 'no zone'}`,
    ];
  });
  return [
    ...differs(`nodes in ${site.name}`, sum(counts), planned),
    ...differs(`nodes in the zones of ${site.name}`, Math.max(...counts) - Math.min(...counts) <= 1, true),
    ...differs(`zones of ${site.name}`, zones, site.zones.slice(0, planned)),
  ];
}

function operatedNodes(output: Output, app: AppSpec, site: SiteSpec): string[] {
  const clusters = crdbClusters(output, site.name, namespaceOf(app));
  const { placement } = output.planned(app);
  return differs(
    `regions of CrdbCluster in ${site.name}`,
    clusters.map(({ spec }) => spec.regions.map(({ code, nodes: count, domain }) => [code, count, domain].join(' '))),
    [
      dataSitesOf(output.spec, app).map(({ name, region, clusterDomain }) =>
        [region, placement.sites.find((placed) => placed.site === name)?.nodes, clusterDomain].join(' '),
      ),
    ],
  );
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

/** A complaint when two values are not the same. */
export function differs(what: string, found: unknown, expected: unknown): string[] {
  const [one, other] = [JSON.stringify(found), JSON.stringify(expected)];
  return one === other ? [] : [`${what}: found ${one}, expected ${other}`];
}
