// The public surface: re-exports only.
export { Backup } from './backup/catalogue';
export { type VeleroProps } from './backup/props';
export { Fleet, type FleetProps } from './fleet/fleet';
export { FleetApp, type FleetAppProps } from './fleet/fleet-app';
export * from './model/alert';
export * from './model/app-host';
export * from './model/backup';
export { type FleetNames, type GatewayReference, type IFleet } from './model/fleet';
export { type IHost } from './model/host';
export * from './model/load-balancer';
export * from './model/objectives';
export * from './model/placement';
export * from './model/prerequisite';
export * from './model/profile';
export * from './model/replication';
export * from './model/roles';
export * from './model/runbook';
export * from './model/site';
export * from './model/site-network';
export { type SupportLoss } from './model/support-loss';
export * from './model/trigger';
export * from './model/workload';
export * from './network';
export { ActivePassiveDR, type ActivePassiveDRProps } from './patterns/active-passive-dr';
export { EventualConsistencyDR, type EventualConsistencyDRProps } from './patterns/eventual-consistency-dr';
export { StrongConsistencyDR, type StrongConsistencyDRProps } from './patterns/strong-consistency-dr';
export { DisasterRecovery } from './patterns/disaster-recovery';
export { type AvailabilityAssumptions, type DisasterRecoveryProps, type KnownTimeProps } from './patterns/props';
export { type ActivePassiveShape, type PatternShape } from './patterns/shape';
export { type DrillProps, type ProtectionProps } from './patterns/protection';
export { type BackupAgeFields } from './recovery/backup-age';
export * from './recovery/bound';
export * from './recovery/bound-tree';
export * from './recovery/term';
export { type EmittedField } from './recovery/emitted-field';
export { FaultKind } from './recovery/fault';
export { type KnownTime } from './recovery/known-time';
export { QuorumPath } from './recovery/site-graph';
export { CommitLeader } from './recovery/write-latency';
export * from './replication';
export { DrError } from './rules/dr-error';
export * from './rules/facts';
export * from './rules/finding';
export * from './rules/vocabulary';
export { type AutomaticTriggerProps } from './runbook/automatic-trigger';
export { type ManualTriggerProps } from './runbook/manual-trigger';
export { Trigger } from './runbook/trigger';
export { SiteStack, type SiteStackProps } from './synthesis/site-stack';
export { type S3StateProps, StateBackend } from './synthesis/state-backend';
export * from './traffic';
export { type CassandraProps } from './workloads/cassandra';
export { type CockroachDbProps, CockroachDbVehicle } from './workloads/cockroachdb';
export {
  type CustomBackupHooks,
  type CustomConnection,
  type CustomHealth,
  type CustomMetrics,
  type CustomPort,
  type CustomVolume,
  type CustomWorkloadProps,
} from './workloads/custom';
export { type DynamoDbProps } from './workloads/dynamodb/props';
export { type EtcdProps } from './workloads/etcd';
export { type FrontEndProps } from './workloads/front-end/props';
export { type KafkaProps, type KafkaTopicProps } from './workloads/kafka';
export { type MysqlProps } from './workloads/mysql';
export { type PostgresqlProps } from './workloads/postgresql';
export { StatefulWorkload } from './workloads/stateful-workload';
export { type ValkeyProps } from './workloads/valkey';
