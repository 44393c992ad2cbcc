import type { IAppHost } from '../../model/app-host';
import type { Site } from '../../model/site';
import type { Connection } from '../../model/workload';
import { consistencyOf } from './consistency';
import { CLIENT_CERTIFICATE, CQL_PORT, nodeLabels, nodesAddress } from './names';
import type { CassandraSettings } from './settings';

const TLS_PATH = '/workload-tls';

/**
 * How a front end reaches the nodes of its own site. Drivers read no environment by themselves: it is the front end that passes
 * these on, the consistency levels above all.
 */
export function clientConnection(host: IAppHost, site: Site, { keyspace }: CassandraSettings): Connection {
  const { level, serial } = consistencyOf(host);
  const variables = {
    CASSANDRA_CONTACT_POINTS: nodesAddress(host, site),
    CASSANDRA_PORT: String(CQL_PORT),
    CASSANDRA_LOCAL_DATACENTER: site.name,
    CASSANDRA_KEYSPACE: keyspace,
    CASSANDRA_CONSISTENCY: level,
    CASSANDRA_SERIAL_CONSISTENCY: serial,
    CASSANDRA_SSL_CA: `${TLS_PATH}/ca.crt`,
  };
  return {
    variables: Object.entries(variables).map(([name, value]) => ({ name, value })),
    clientSecret: CLIENT_CERTIFICATE,
    mountPath: TLS_PATH,
    ports: [CQL_PORT],
    podLabels: nodeLabels(host),
  };
}
