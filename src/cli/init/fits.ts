/** What goes together: a copy of what the library refuses, which a test compares with the library itself. */
import type { SiteChoice } from './sites';

/** Patterns, with what they promise. */
export const PATTERNS = {
  strong: 'every site takes reads and writes by quorum: nothing is lost, no human is needed; 3 sites or more',
  eventual: 'every site takes reads and writes and tells the others afterwards; 2 sites or more',
  'active-passive': 'one site takes reads and writes, a runbook moves them to a copy; 2 sites or more',
} as const;

/** Stateful systems. */
export const WORKLOADS = {
  cockroachdb: 'CockroachDB: distributed SQL',
  etcd: 'etcd: a small key-value store, the state of a control plane',
  cassandra: 'Apache Cassandra by the K8ssandra operator',
  dynamodb: 'DynamoDB global tables: nothing to run',
  kafka: 'Apache Kafka by Strimzi, mirrored both ways',
  postgresql: 'PostgreSQL by CloudNativePG',
  mysql: 'MySQL by the Percona operator for XtraDB Cluster',
  valkey: 'Valkey, a store in memory',
  custom: 'any image of your own with volumes',
} as const;

/** How the volumes of a custom workload get to the other sites. */
export const REPLICATIONS = {
  volsync: 'VolSync copies volumes over the network of the sites',
  'csi-addons': 'the storage copies volumes (Ceph RBD); exactly 2 sites',
  'backup-restore': 'the newest backup is restored: cheapest, slowest, loses most',
} as const;

export type Pattern = keyof typeof PATTERNS;
export type Workload = keyof typeof WORKLOADS;
export type Replication = keyof typeof REPLICATIONS;

/** Why a pattern cannot keep its promise with a workload, and what fits. */
export const REFUSED: Readonly<Record<Pattern, Partial<Record<Workload, string>>>> = {
  strong: {
    kafka:
      'Strimzi runs the brokers of a cluster in one Kubernetes cluster only, and mirrors copy records after they were acknowledged; take eventual',
    postgresql: 'nothing agrees on a write between sites; take active-passive, or cockroachdb with strong',
    mysql: 'nothing agrees on a write between sites; take active-passive, or cockroachdb with strong',
    valkey: 'it has no consensus, and acknowledged writes may be lost with the primary; take active-passive',
    custom:
      'no write of a plain image waits for another site; take active-passive, or a workload with a quorum such as cockroachdb',
  },
  eventual: {
    cockroachdb: 'the sites of one CockroachDB cluster commit together; take strong',
    etcd: 'etcd has one leader and resolves no conflicts; take strong',
    postgresql: 'PostgreSQL has one primary and resolves no conflicts; take active-passive, or cassandra with eventual',
    mysql: 'MySQL resolves no conflicts between sites; take active-passive, or cassandra with eventual',
    valkey: 'Valkey has one primary and resolves no conflicts; take active-passive',
    custom: 'nothing tells one site what was written to a plain image in another; take active-passive',
  },
  'active-passive': {
    cockroachdb: 'replication to a standby cluster is not built; take strong',
    etcd: 'restoring a snapshot in another site is not built; take strong',
    cassandra: 'Cassandra takes writes in every site, and a passive one is not built; take eventual',
    dynamodb: 'every replica of a global table takes writes, and nothing has to be promoted; take eventual or strong',
    kafka:
      'a mirror one way is not built; take eventual, and send all clients to one site if only one is to be written to',
  },
};

/** Workloads that the pattern takes. */
export function workloadsOf(pattern: Pattern): Workload[] {
  return (Object.keys(WORKLOADS) as Workload[]).filter((workload) => REFUSED[pattern][workload] === undefined);
}

const FEWEST = 2;
/** The addresses that are made up end with the ninth: 10.90.0.0/16 for pods, 10.190.0.0/16 for Services. */
const MOST = 9;
const QUORUM = 3;

/** Multi-Region strong consistency lies within one of these sets. */
const DYNAMODB_SETS = [
  ['us-east-1', 'us-east-2', 'us-west-2'],
  ['eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-central-1'],
  ['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3'],
];

/** Why these sites are too few, too many, or in the wrong places; undefined when they fit. */
export function sitesProblem(
  sites: SiteChoice[],
  { pattern, workload, replication }: { pattern: Pattern; workload: Workload; replication?: Replication },
): string | undefined {
  const { length } = sites;
  const given = `given ${length === 1 ? 'is 1' : `are ${length}`}`;
  if (length < FEWEST || length > MOST) return `${given}; allowed are ${FEWEST} to ${MOST} sites`;
  if (pattern === 'strong') return strongProblem(sites, workload, given);
  if (replication === 'csi-addons' && length !== 2) {
    return `csi-addons mirrors volumes to one other site: allowed are 2 sites, ${given}; take volsync for more`;
  }
  return undefined;
}

function strongProblem(sites: SiteChoice[], workload: Workload, given: string): string | undefined {
  if (sites.length < QUORUM) {
    return `strong takes 3 sites or more, ${given}: of two sites, neither has a majority without the other; add a site, or take eventual or active-passive`;
  }
  if (workload === 'dynamodb') return strongTableProblem(sites, given);
  if ((workload === 'etcd' || workload === 'cassandra') && sites.length % 2 === 0) {
    return `${workload} votes once for each site or replica, and an even number survives no more than one fewer, ${given}; take 3 or 5 sites`;
  }
  return undefined;
}

function strongTableProblem(sites: SiteChoice[], given: string): string | undefined {
  if (sites.length !== QUORUM) return `dynamodb with strong has exactly 3 Regions, ${given}; take 3 sites`;
  if (DYNAMODB_SETS.some((set) => sites.every(({ region }) => set.includes(region)))) return undefined;
  return `dynamodb with strong lies within one set of Regions: ${DYNAMODB_SETS.map((set) => set.join(', ')).join('; or ')}; take 3 of one set, or eventual`;
}
