/** CQL as text: pure. Names of keyspaces and datacenters were checked, and need no quotes of their own. */

/**
 * The keyspace, unless it is there: to change the replication of one that holds data takes a rebuild, and until then reads in the
 * new site find nothing.
 */
export function createKeyspace(keyspace: string, datacenters: string[], replicas: number): string {
  const map = ["'class': 'NetworkTopologyStrategy'", ...datacenters.map((name) => `'${name}': ${replicas}`)];
  return `CREATE KEYSPACE IF NOT EXISTS ${keyspace} WITH replication = {${map.join(', ')}} AND durable_writes = true`;
}

/** How the keyspace is replicated. */
export function readReplication(keyspace: string): string {
  return `SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = '${keyspace}'`;
}

/** What the answer has to hold for each datacenter. */
export function replicaCounts(datacenters: string[], replicas: number): string[] {
  return datacenters.map((name) => `'${name}': '${replicas}'`);
}
