import { Duration } from 'cdk8s';
import { type Alert, AlertSeverity } from '../../model/alert';
import type { IAppHost } from '../../model/app-host';
import { LEADER, VALKEY, leaderAddress } from './names';

/** How long a lag may be above the limit before it is an alert, in seconds. */
export const LAG_HOLDS_SECONDS = 60;
/** The alert that makes the lag true. */
export const LAG_ALERT = { name: 'ValkeyReplicationLagging', objective: 'rpo' };

/** What the copy of a site has now is compared with what the primary had then. */
export function lagOffset(maxLag: Duration): string {
  return `offset ${maxLag.toSeconds()}s`;
}

/**
 * Alerts on the replication. All are on what the server itself says that it is: they follow a failover by themselves. Metrics as in
 * redis_exporter 1.80.
 */
export function replicationAlerts(host: IAppHost, maxLag: Duration): Alert[] {
  const leader = `namespace="${host.namespace}",pod="${LEADER}"`;
  const leaders = host.dataSites.map((site) => leaderAddress(host, site).replaceAll('.', '[.]')).join('|');
  const copies = `redis_connected_slave_offset_bytes{${leader},slave_ip=~"${leaders}"}`;
  const wanted = host.dataSites.length - 1;
  const isPrimary = `redis_instance_info{${leader},role="master"}`;
  const known = `redis_instance_info{${leader}}`;
  const sites = host.dataSites.map(({ name }) => name);
  return [
    {
      ...LAG_ALERT,
      // What a copy has now, beside what the primary had then. The lag that Valkey calls so is the age of the last
      // acknowledgement, which is a second also where megabytes are missing.
      expr: `${copies} < on (namespace, pod) group_left () (redis_master_repl_offset{${leader}} ${lagOffset(maxLag)})`,
      holdsFor: Duration.seconds(LAG_HOLDS_SECONDS),
      severity: AlertSeverity.CRITICAL,
      summary: `a passive site lacks writes of Valkey that are older than ${maxLag.toSeconds()} s: a failover now loses more than the plan states`,
      absentSeries: known,
      absentFor: Duration.minutes(5),
      sites,
    },
    {
      name: 'ValkeyReplicaMissing',
      expr: `${isPrimary} unless on (namespace, pod) (count by (namespace, pod) (${copies}) >= ${wanted})`,
      holdsFor: Duration.minutes(1),
      severity: AlertSeverity.CRITICAL,
      summary: 'the primary of Valkey has no connection of a passive site: what is written now is in one site only',
      objective: 'rpo',
      sites,
    },
    {
      name: 'ValkeyReplicaDisconnected',
      expr: `redis_master_link_up{namespace="${host.namespace}",pod=~"${VALKEY}-[0-9]+"} == 0`,
      holdsFor: Duration.minutes(1),
      severity: AlertSeverity.CRITICAL,
      summary: 'this replica of Valkey is not connected to what it follows, and becomes older',
      objective: 'rpo',
      sites,
    },
  ];
}

/** Alerts on the servers themselves. */
export function serverAlerts(host: IAppHost): Alert[] {
  const pods = `namespace="${host.namespace}",pod=~"${VALKEY}-[0-9]+"`;
  const sites = host.dataSites.map(({ name }) => name);
  return [
    {
      name: 'ValkeyDown',
      expr: `redis_up{${pods}} == 0`,
      holdsFor: Duration.minutes(1),
      severity: AlertSeverity.CRITICAL,
      summary:
        'a server of Valkey does not answer: it loads its data, or is held back because another site is the primary',
      objective: 'rto',
      absentSeries: `redis_up{${pods}}`,
      absentFor: Duration.minutes(5),
      sites,
    },
    {
      name: 'ValkeyPersistenceFailing',
      expr: `redis_aof_last_write_status{${pods}} == 0 or redis_aof_last_bgrewrite_status{${pods}} == 0`,
      holdsFor: Duration.minutes(1),
      severity: AlertSeverity.CRITICAL,
      summary: 'Valkey cannot write its append-only file, and refuses writes: its volume is full or broken',
      objective: 'rto',
      sites,
    },
    {
      name: 'ValkeyMemoryFilling',
      expr: `redis_memory_used_bytes{${pods}} / redis_memory_max_bytes{${pods}} > 0.85`,
      holdsFor: Duration.minutes(5),
      severity: AlertSeverity.WARNING,
      summary: 'the memory of Valkey is 85 % full; a full one refuses writes: raise memory, or find what grows',
      objective: 'rto',
      sites,
    },
  ];
}
