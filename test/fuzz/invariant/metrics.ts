import type { Output } from '../output';
import type { AppSpec } from '../spec';

/** Metrics that exist, by what writes them: etcd 3.6, CockroachDB 26.2, kube-state-metrics, cert-manager, Velero, Submariner. */
const METRICS: Record<string, string[]> = {
  etcd: [
    ...['etcd_server_has_leader', 'etcd_network_active_peers', 'etcd_server_leader_changes_seen_total'],
    ...['etcd_network_peer_round_trip_time_seconds_bucket', 'etcd_disk_wal_fsync_duration_seconds_bucket'],
    ...['etcd_mvcc_db_total_size_in_bytes', 'etcd_server_quota_backend_bytes'],
  ],
  cockroachDb: [
    ...['ranges_unavailable', 'ranges_underreplicated', 'kv_replica_circuit_breaker_num_tripped_replicas'],
    ...['liveness_livenodes', 'clock_offset_meannanos', 'capacity', 'capacity_available'],
    ...['seconds_until_license_expiry', 'schedules_BACKUP_last_completed_time', 'schedules_BACKUP_failed'],
    ...['schedules_BACKUP_protected_age_sec'],
  ],
  'kube-state-metrics': [
    ...['kube_statefulset_status_replicas_ready', 'kube_statefulset_replicas', 'kube_job_status_active'],
    'kube_deployment_status_replicas_available',
    ...[
      'kube_cronjob_status_last_successful_time',
      'kube_cronjob_status_last_schedule_time',
      'kube_cronjob_status_active',
    ],
  ],
  'cert-manager': ['certmanager_certificate_expiration_timestamp_seconds'],
  velero: [
    ...['velero_backup_last_successful_timestamp', 'velero_backup_failure_total', 'velero_backup_warning_total'],
    ...['velero_backup_partial_failure_total', 'velero_backup_validation_failure_total'],
    ...['velero_backup_location_status_gauge'],
  ],
  submariner: ['submariner_requested_connections', 'submariner_gateways', 'submariner_connection_latency_seconds'],
  // The agent of the K8ssandra management API, and Reaper.
  cassandra: [
    ...['client_request_unavailables_total', 'client_request_timeouts_total', 'dropped_message_dropped_total'].map(
      (name) => `org_apache_cassandra_metrics_${name}`,
    ),
    ...['storage_total_hints', 'hints_service_hints_succeeded_total', 'thread_pools_pending_tasks'].map(
      (name) => `org_apache_cassandra_metrics_${name}`,
    ),
    'io_cassandrareaper_service_RepairScheduleService_millisSinceLastRepairForSchedule',
  ],
  // Strimzi's rules for the Prometheus JMX exporter.
  kafka: [
    'kafka_connect_mirror_mirrorsourceconnector_replication_latency_ms_max',
    'kafka_connect_mirror_mirrorsourceconnector_record_count',
    'kafka_connect_connector_status',
    ...['controller_kafkacontroller_offlinepartitionscount', 'controller_kafkacontroller_activecontrollercount'].map(
      (name) => `kafka_${name}`,
    ),
    ...['underminisrpartitioncount', 'underreplicatedpartitions'].map((name) => `kafka_server_replicamanager_${name}`),
    'kafka_log_logmanager_offlinelogdirectorycount',
  ],
  // CloudNativePG 1.30, default monitoring, and the Barman Cloud plugin.
  postgresql: [
    ...['cnpg_collector_up', 'cnpg_collector_replica_mode', 'cnpg_pg_stat_replication_flush_lag_seconds'],
    ...['cnpg_pg_replication_is_wal_receiver_up', 'cnpg_pg_replication_lag'],
    ...['cnpg_pg_stat_archiver_last_failed_time', 'cnpg_pg_stat_archiver_last_archived_time'],
    'barman_cloud_cloudnative_pg_io_last_available_backup_timestamp',
  ],
  // redis_exporter 1.80.
  valkey: [
    ...['redis_connected_slave_offset_bytes', 'redis_master_repl_offset', 'redis_instance_info', 'redis_up'],
    ...['redis_master_link_up', 'redis_aof_last_write_status', 'redis_aof_last_bgrewrite_status'],
    ...['redis_memory_used_bytes', 'redis_memory_max_bytes'],
  ],
  kubelet: ['kubelet_volume_stats_available_bytes', 'kubelet_volume_stats_capacity_bytes'],
  'blackbox exporter': ['probe_success'],
  volSync: ['volsync_volume_out_of_sync', 'volsync_sync_duration_seconds'],
  // kube-state-metrics, once it is told to.
  csiAddons: ['volumereplication', 'volumegroupreplication'].flatMap((kind) =>
    ['last_sync_timestamp_seconds', 'degraded'].map((name) => `cndr_${kind}_${name}`),
  ),
  ramen: ['cndr_volumereplicationgroup_last_sync_timestamp_seconds'],
};

/** Why nobody writes a metric; nothing when somebody does. */
export function unwritten(output: Output, app: AppSpec, metric: string): string[] {
  const writers = writersOf(output, app);
  if (writers.some((each) => METRICS[each]?.includes(metric))) return [];
  return [`nobody of ${writers.join(' ')} writes ${metric}`];
}

/** Who may write metrics about an application. */
function writersOf({ spec: { fleet } }: Output, { workload, pattern, replication }: AppSpec): string[] {
  return [
    ...[workload.kind, 'kube-state-metrics', 'cert-manager', 'kubelet'],
    ...(fleet.network.kind === 'submariner' ? ['submariner'] : []),
    ...(fleet.backup ? ['velero'] : []),
    ...(pattern === 'activePassive' ? ['blackbox exporter'] : []),
    ...(replication ? [replication.kind] : []),
  ];
}
