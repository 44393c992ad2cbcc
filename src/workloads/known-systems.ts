/** What is known of a stateful system that somebody may bring as an image of their own. */
export interface KnownSystem {
  /** Name as people say it. */
  readonly name: string;
  /** Names of image repositories, without registry and organization. */
  readonly repositories: string[];
  /** Why plain instances of it are refused for StrongConsistencyDR, and what fits. */
  readonly strong: string;
  /** Why plain instances of it are refused for EventualConsistencyDR, and what fits. */
  readonly eventual: string;
  /**
   * Why its volumes are not replicated by the storage. Undefined where the documents of the engine allow a crash-consistent
   * copy of one instance with all of its files on one volume, or on volumes that are copied as of one moment.
   */
  readonly volumes?: string;
  /** Documents that say so. */
  readonly sources: string[];
}

const NOT_JOINED = 'instances of a plain image do not join each other over sites';

/** Systems with consensus of their own: over three sites they are what StrongConsistencyDR is for. */
function quorumSystem(name: string, unit: string): Pick<KnownSystem, 'strong' | 'eventual'> {
  return {
    strong: `${name} needs ${unit} over at least 3 sites, and ${NOT_JOINED}; use a workload that places them, such as StatefulWorkload.etcd or cockroachDb, or ActivePassiveDR`,
    eventual: `${name} takes a write only with a quorum and resolves no conflicts between sites; use StrongConsistencyDR with a workload that places its votes, or ActivePassiveDR`,
  };
}

/** Systems with one primary that others follow. */
function primarySystem(name: string, strong: string): Pick<KnownSystem, 'strong' | 'eventual'> {
  return {
    strong: `${name} ${strong}; use ActivePassiveDR`,
    eventual: `${name} has a single primary and resolves no conflicts: two sites that both take writes part for ever; use ActivePassiveDR`,
  };
}

/** Systems whose copies tell each other afterwards. */
function peerSystem(name: string, strong: string): Pick<KnownSystem, 'strong' | 'eventual'> {
  return {
    strong: `${name} ${strong}, and ${NOT_JOINED}; use ActivePassiveDR`,
    eventual: `${name} fits EventualConsistencyDR, but ${NOT_JOINED}; use a workload that is made for ${name}, or ActivePassiveDR`,
  };
}

/**
 * The systems that are told apart by the image. Recognition only adds reasons: a plain image is one instance, or several that do
 * not know each other, whatever it holds.
 */
export const KNOWN_SYSTEMS: KnownSystem[] = [
  {
    name: 'mongodb',
    repositories: [
      'mongo',
      'mongodb',
      'mongodb-community-server',
      'mongodb-enterprise-server',
      'percona-server-mongodb',
    ],
    ...primarySystem('mongodb', `needs votes 2+2+1 over 3 sites, and ${NOT_JOINED}`),
    sources: ['https://www.mongodb.com/docs/manual/core/backups/'],
  },
  {
    name: 'postgresql',
    repositories: ['postgres', 'postgresql', 'postgis', 'timescaledb', 'timescaledb-ha'],
    ...primarySystem(
      'postgresql',
      'has no consensus between sites: its replication is asynchronous or waits for one copy',
    ),
    sources: ['https://www.postgresql.org/docs/current/backup-file.html'],
  },
  {
    name: 'mysql',
    repositories: ['mysql', 'mysql-server', 'mariadb', 'percona', 'percona-server', 'percona-xtradb-cluster'],
    ...primarySystem('mysql', 'forms groups inside one cluster only: no operator spans Kubernetes clusters'),
    sources: ['https://dev.mysql.com/doc/refman/8.4/en/innodb-recovery.html'],
  },
  {
    name: 'redis',
    repositories: ['redis', 'redis-stack', 'redis-stack-server'],
    ...primarySystem('redis', 'has no consensus: acknowledged writes may be lost with the primary'),
    sources: ['https://valkey.io/topics/cluster-spec/', 'https://valkey.io/topics/persistence/'],
  },
  {
    name: 'valkey',
    repositories: ['valkey', 'valkey-bundle'],
    ...primarySystem('valkey', 'has no consensus: acknowledged writes may be lost with the primary'),
    sources: ['https://valkey.io/topics/cluster-spec/', 'https://valkey.io/topics/persistence/'],
  },
  {
    name: 'etcd',
    repositories: ['etcd'],
    ...quorumSystem('etcd', 'an odd number of members'),
    volumes:
      'etcd replicates itself, and a copy of the volume of one member has no integrity hash (etcdutl restores it with --skip-hash-check only); use StatefulWorkload.etcd with StrongConsistencyDR',
    sources: ['https://etcd.io/docs/v3.6/op-guide/recovery/'],
  },
  {
    name: 'consul',
    repositories: ['consul'],
    ...quorumSystem('consul', 'an odd number of servers'),
    volumes:
      'consul replicates itself, and its servers keep the addresses of their peers on the volume, which are others in another site; restore consul snapshots instead (Replication.backupRestore)',
    sources: ['https://developer.hashicorp.com/consul/docs/disaster-recovery'],
  },
  {
    name: 'zookeeper',
    repositories: ['zookeeper', 'cp-zookeeper'],
    ...quorumSystem('zookeeper', 'an odd number of voters'),
    volumes:
      'zookeeper replicates itself, and copies of the volumes of several servers hold different moments; restore its snapshots instead (Replication.backupRestore)',
    sources: ['https://zookeeper.apache.org/doc/current/zookeeperSnapshotAndRestore.html'],
  },
  {
    name: 'kafka',
    repositories: ['kafka', 'kafka-native', 'cp-kafka', 'cp-server'],
    ...peerSystem('kafka', 'needs 3 controllers and replicas of every partition over 3 sites'),
    volumes:
      'kafka does not sync its log to disk before it acknowledges and counts on the other replicas for it: a copy of the volume lacks acknowledged records; mirror the topics instead (MirrorMaker 2)',
    sources: ['https://kafka.apache.org/documentation/#basic_ops_mirror_maker'],
  },
  {
    name: 'elasticsearch',
    repositories: ['elasticsearch'],
    ...primarySystem(
      'elasticsearch',
      'does not span Kubernetes clusters: a cluster of it wants the latency of one region',
    ),
    volumes:
      'elasticsearch supports no restore from a copy of its data directories: it reports corruption, or silently lost data; use its own snapshots (Replication.backupRestore) or cross-cluster replication',
    sources: ['https://www.elastic.co/guide/en/elasticsearch/reference/current/snapshot-restore.html'],
  },
  {
    name: 'opensearch',
    repositories: ['opensearch'],
    ...primarySystem(
      'opensearch',
      'does not span Kubernetes clusters: a cluster of it wants the latency of one region',
    ),
    volumes:
      'opensearch, like elasticsearch, supports no restore from a copy of its data directories; use its own snapshots (Replication.backupRestore) or cross-cluster replication',
    sources: ['https://opensearch.org/docs/latest/tuning-your-cluster/availability-and-recovery/snapshots/index/'],
  },
  {
    name: 'cassandra',
    repositories: ['cassandra', 'cass-management-api', 'dse-server', 'dse-mgmtapi-6_8'],
    ...peerSystem('cassandra', 'needs 3 datacenters and QUORUM for reads and writes'),
    volumes:
      'cassandra replicates itself, acknowledges before its commit log is synced, so that copies of the volumes of several nodes hold different moments; use its own datacenters, or Medusa',
    sources: ['https://cassandra.apache.org/doc/latest/cassandra/managing/operating/backups.html'],
  },
  {
    name: 'scylladb',
    repositories: ['scylla', 'scylladb', 'scylla-enterprise'],
    ...peerSystem('scylladb', 'needs 3 datacenters and QUORUM for reads and writes'),
    volumes:
      'scylladb replicates itself, acknowledges before its commit log is synced, so that copies of the volumes of several nodes hold different moments; use its own datacenters, or Scylla Manager',
    sources: ['https://docs.scylladb.com/manual/stable/operating-scylla/procedures/backup-restore/'],
  },
  {
    name: 'cockroachdb',
    repositories: ['cockroach', 'cockroachdb'],
    ...quorumSystem('cockroachdb', 'voting replicas'),
    volumes:
      'copies of the volumes of several nodes of cockroachdb hold different moments, which it does not support; use StatefulWorkload.cockroachDb with StrongConsistencyDR',
    sources: ['https://www.cockroachlabs.com/docs/stable/disaster-recovery-planning'],
  },
  {
    name: 'yugabytedb',
    repositories: ['yugabyte', 'yugabytedb'],
    ...quorumSystem('yugabytedb', 'masters and tablets'),
    volumes:
      'yugabytedb replicates itself, and copies of the volumes of several nodes hold different moments of its tablets; use its xCluster replication, or its backups (Replication.backupRestore)',
    sources: ['https://docs.yugabyte.com/preview/manage/backup-restore/'],
  },
  {
    name: 'tidb',
    repositories: ['tidb', 'tikv', 'pd', 'tiflash'],
    ...quorumSystem('tidb', 'placement drivers and regions'),
    volumes:
      'tidb replicates itself, and copies of volumes that are taken without its operator quiescing it hold different moments; use TiCDC, or its backups (Replication.backupRestore)',
    sources: ['https://docs.pingcap.com/tidb-in-kubernetes/stable/backup-restore-overview/'],
  },
  {
    name: 'vitess',
    repositories: ['vitess', 'vtgate', 'vttablet'],
    ...quorumSystem('vitess', 'a topology server and semi-synchronous cells'),
    volumes:
      'tablets of vitess replicate from each other, and copies of their volumes hold different moments of a shard; use its own backups (Replication.backupRestore)',
    sources: ['https://vitess.io/docs/user-guides/operating-vitess/backup-and-restore/'],
  },
  {
    name: 'rabbitmq',
    repositories: ['rabbitmq'],
    ...peerSystem('rabbitmq', 'is made for the latency of one network'),
    volumes:
      'rabbitmq can be copied only while it is stopped: the messages of a running node are not consistent on its volume; use federation or shovels',
    sources: ['https://www.rabbitmq.com/docs/backup'],
  },
  {
    name: 'minio',
    repositories: ['minio'],
    ...peerSystem('minio', 'has no quorum between sites, its project is archived'),
    volumes:
      'minio spreads one object over several drives, of which copies hold different moments, and its project is archived; use Ceph RGW multisite or an object store of the cloud',
    sources: ['https://github.com/minio/minio'],
  },
];

/** The system of this name or image; undefined for one that nothing is known of. */
export function knownSystem(system: string): KnownSystem | undefined {
  const wanted = system.toLowerCase();
  return KNOWN_SYSTEMS.find(({ name, repositories }) => name === wanted || repositories.includes(wanted));
}

/** Name of an image's repository, without registry, organization, tag and digest: `mongo` of `docker.io/library/mongo:8`. */
export function repositoryName(image: string): string {
  return (image.split('@')[0] ?? '').split('/').pop()?.split(':')[0]?.toLowerCase() ?? image;
}
