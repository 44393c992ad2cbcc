import { Duration } from 'cdk8s';
import { type Alert, AlertSeverity } from '../../model/alert';
import type { IAppHost } from '../../model/app-host';
import type { Bound } from '../../recovery/bound';
import { majority } from '../../recovery/quorum';
import { SYNC_ALERT, SYNC_SECONDS } from './failover';
import { ETCD } from './members';
import { SNAPSHOT } from './snapshot';
import type { RaftTiming } from './timing';

/** What the alerts on etcd depend on. */
export interface AlertProps {
  readonly timing: RaftTiming;
  /** Longest time without a leader that is no fault. */
  readonly gapSeconds: number;
  /** How old the newest snapshot may be; undefined without snapshots. */
  readonly backupAge?: Bound;
}

/**
 * Alerts on etcd. Prometheus of a site sees the members of the site alone, so the state of the others is read from what these
 * members see. Metrics as in etcd 3.6; thresholds without a source of their own as in its contrib/mixin.
 */
export function etcdAlerts(host: IAppHost, props: AlertProps): Alert[] {
  const members = `namespace="${host.namespace}",pod=~"${ETCD}-[0-9]+"`;
  return [
    ...quorumAlerts(host, members, props.gapSeconds),
    ...timingAlerts(members, props.timing),
    ...spaceAlerts(members),
    ...(props.backupAge?.seconds === undefined ? [] : [snapshotAlert(host, props.backupAge.seconds)]),
  ];
}

function quorumAlerts(host: IAppHost, members: string, gapSeconds: number): Alert[] {
  const statefulSet = `namespace="${host.namespace}",statefulset="${ETCD}"`;
  return [
    {
      name: 'EtcdNoLeader',
      expr: `max by (pod) (etcd_server_has_leader{${members}}) == 0`,
      holdsFor: Duration.seconds(Math.max(60, Math.ceil(gapSeconds))),
      severity: AlertSeverity.CRITICAL,
      summary: 'this member of etcd has no leader: its site is cut off, or more than half of all members are lost',
      objective: 'rto',
      absentSeries: `etcd_server_has_leader{${members}}`,
    },
    {
      name: 'EtcdRedundancyLost',
      expr: `min(sum by (pod) (etcd_network_active_peers{${members}})) < ${peersForOneMoreSite(host)}`,
      holdsFor: Duration.minutes(2),
      severity: AlertSeverity.CRITICAL,
      summary:
        'etcd reaches so few members that another lost site would stop it, and may cost acknowledged writes; bring members back before anything else',
      // What is acknowledged now may be on no more members than the next loss takes.
      objective: 'rpo',
    },
    {
      name: 'EtcdMembersMissing',
      expr: `kube_statefulset_status_replicas_ready{${statefulSet}} < kube_statefulset_replicas{${statefulSet}}`,
      holdsFor: Duration.minutes(10),
      severity: AlertSeverity.WARNING,
      summary: 'members of etcd in this site are not ready',
      objective: 'rto',
    },
  ];
}

/** Peers that a member has to reach so that a quorum is left after the site with the most votes is lost. */
function peersForOneMoreSite(host: IAppHost): number {
  const votes = host.placement.sites.map((site) => site.votes);
  const total = votes.reduce((sum, count) => sum + count, 0);
  return majority(total) + Math.max(...votes) - 1;
}

function timingAlerts(members: string, { heartbeatMillis }: RaftTiming): Alert[] {
  return [
    {
      name: 'EtcdLeaderChanges',
      expr: `max(increase(etcd_server_leader_changes_seen_total{${members}}[15m])) >= 4`,
      holdsFor: Duration.minutes(5),
      severity: AlertSeverity.WARNING,
      summary:
        'etcd changes its leader again and again: the network or a disk is slower than its timeouts are made for',
      objective: 'rto',
    },
    {
      name: 'EtcdRoundTripSlow',
      expr: `histogram_quantile(0.99, sum by (pod, To, le) (rate(etcd_network_peer_round_trip_time_seconds_bucket{${members}}[5m]))) > ${bucketFrom(heartbeatMillis)}`,
      holdsFor: Duration.minutes(10),
      severity: AlertSeverity.WARNING,
      summary: `the round trip between members of etcd is longer than the ${heartbeatMillis} ms that its timeouts are made for; state it as rttMillis of the sites`,
      objective: 'rto',
    },
    {
      ...SYNC_ALERT,
      expr: `histogram_quantile(0.99, sum by (pod, le) (rate(etcd_disk_wal_fsync_duration_seconds_bucket{${members}}[5m]))) > ${SYNC_SECONDS}`,
      holdsFor: Duration.minutes(10),
      severity: AlertSeverity.WARNING,
      summary: `the disk of this member of etcd takes longer than ${SYNC_SECONDS} s to sync: elections take longer than the plan states`,
    },
  ];
}

/**
 * Upper bound, in seconds, of the bucket that a round trip falls into: 0.1 ms x 2^n (rafthttp/metrics.go). A quantile is
 * interpolated inside its bucket, so that between two bounds round trips that are well would look like slow ones.
 */
function bucketFrom(millis: number): number {
  return (0.1 * 2 ** Math.ceil(Math.log2(millis / 0.1))) / 1000;
}

function spaceAlerts(members: string): Alert[] {
  const share = `etcd_mvcc_db_total_size_in_bytes{${members}} / etcd_server_quota_backend_bytes{${members}}`;
  return [
    {
      name: 'EtcdDatabaseFilling',
      expr: `${share} > 0.8`,
      holdsFor: Duration.minutes(10),
      severity: AlertSeverity.WARNING,
      summary: 'the database of etcd is 80 % full: find what grows, defragment, or raise databaseQuota',
    },
    {
      name: 'EtcdDatabaseFull',
      expr: `${share} > 0.95`,
      holdsFor: Duration.minutes(1),
      severity: AlertSeverity.CRITICAL,
      // /readyz stays green when the quota is hit, so no load balancer helps.
      summary:
        'the database of etcd is full: writes fail in all sites; compact, defragment, then disarm the alarm NOSPACE',
      objective: 'rto',
    },
  ];
}

function snapshotAlert(host: IAppHost, limitSeconds: number): Alert {
  const series = `kube_cronjob_status_last_successful_time{namespace="${host.namespace}",cronjob="${SNAPSHOT}"}`;
  return {
    name: 'EtcdSnapshotOld',
    expr: `time() - max(${series}) > ${limitSeconds}`,
    // Pods take a while to start.
    holdsFor: Duration.minutes(10),
    severity: AlertSeverity.CRITICAL,
    summary: 'the newest snapshot of etcd from this site is older than the plan states',
    objective: 'rpo',
    onAge: true,
    absentSeries: series,
    // A new CronJob has no success before its first run is over.
    absentFor: Duration.seconds(limitSeconds),
    sites: host.dataSites.map((site) => site.name),
  };
}
