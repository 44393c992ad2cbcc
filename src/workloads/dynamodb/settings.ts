import { Duration } from 'cdk8s';
import type { IAppHost } from '../../model/app-host';
import type { DynamoDbProps } from './props';

/** The props with their defaults. */
export interface DynamoDbSettings {
  readonly table: string;
  readonly partitionKey: string;
  readonly sortKey?: string;
  readonly maxReplicationLag: Duration;
  readonly alarmTopics: Record<string, string>;
  readonly backupRoleArn?: string;
  readonly failover: Duration;
  readonly endpointCidrs: string[];
  readonly cliImage: string;
}

/** Fills in the defaults. */
export function dynamoDbSettings(host: IAppHost, props: DynamoDbProps): DynamoDbSettings {
  return {
    table: props.table ?? host.name,
    partitionKey: props.partitionKey ?? 'pk',
    sortKey: props.sortKey,
    maxReplicationLag: props.maxReplicationLag ?? Duration.seconds(10),
    alarmTopics: { ...props.alarmTopics },
    backupRoleArn: props.backupRoleArn,
    failover: props.failover ?? Duration.seconds(30),
    endpointCidrs: props.endpointCidrs ?? ['0.0.0.0/0'],
    cliImage: props.cliImage ?? 'amazon/aws-cli:2.31.13',
  };
}
