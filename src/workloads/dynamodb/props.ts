import type { Duration } from 'cdk8s';

/** Properties of an Amazon DynamoDB global table. */
export interface DynamoDbProps {
  /**
   * Name of the table, the same in every Region: 3 to 255 of a-z, A-Z, 0-9, _, - and dots.
   *
   * @default - the name of the application
   */
  readonly table?: string;
  /**
   * Name of the partition key, a string attribute. It cannot be changed later.
   *
   * @default pk
   */
  readonly partitionKey?: string;
  /**
   * Name of the sort key, a string attribute. It cannot be changed later.
   *
   * @default - none: one item for each partition key
   */
  readonly sortKey?: string;
  /**
   * Replication between two Regions that takes longer raises a CloudWatch alarm (`ReplicationLatency`, Maximum). Only for
   * EventualConsistencyDR. DynamoDB promises none: typical are 0.5 to 2.5 s.
   *
   * @default - 10 seconds: what a lost Region costs is bounded by it and the two minutes that the alarm takes
   */
  readonly maxReplicationLag?: Duration;
  /**
   * SNS topic that the alarms of a site call, as ARN, by the name of the site. It lies in the site's own Region.
   *
   * @default - none: the alarms reach nobody, and the recovery point is unbounded
   */
  readonly alarmTopics?: Record<string, string>;
  /**
   * ARN of the IAM role that AWS Backup assumes to copy the table into the Region of the fleet's backups (managed policies
   * AWSBackupServiceRolePolicyForBackup and -ForRestores).
   *
   * @default - none: refused when the fleet has backups
   */
  readonly backupRoleArn?: string;
  /**
   * How long requests to a lost Region may hang, and DynamoDB takes to go on without it, in StrongConsistencyDR. Assumed: AWS
   * states no time.
   *
   * @default - 30 seconds
   */
  readonly failover?: Duration;
  /**
   * Addresses of DynamoDB as pods see them, as CIDRs: those of the interface endpoints of the VPCs. NetworkPolicies admit port 443
   * of them.
   *
   * @default - 0.0.0.0/0: the public endpoints of DynamoDB have no fixed addresses
   */
  readonly endpointCidrs?: string[];
  /**
   * Image with the AWS CLI and a shell, for the health check that writes and reads an item.
   *
   * @default amazon/aws-cli:2.31.13
   */
  readonly cliImage?: string;
}
