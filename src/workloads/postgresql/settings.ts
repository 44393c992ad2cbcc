import { Duration, Size } from 'cdk8s';
import type { PostgresqlProps } from './props';

/** The props, defaults filled in. */
export interface PostgresqlSettings {
  readonly image: string;
  readonly instances: number;
  readonly storage: Size;
  readonly walStorage: Size;
  readonly cpu: string;
  readonly memory: Size;
  readonly database: string;
  readonly user: string;
  readonly parameters: Record<string, string>;
  readonly maxLagSeconds: number;
  readonly archiveTimeoutSeconds: number;
  readonly archiveNames: Record<string, string>;
  readonly operatorNamespace: string;
  readonly clientNamespaces: string[];
}

/** Fills in the defaults. */
export function postgresqlSettings(props: PostgresqlProps): PostgresqlSettings {
  return {
    image: props.image ?? 'ghcr.io/cloudnative-pg/postgresql:18.4-system-trixie',
    instances: props.instances ?? 3,
    storage: props.storage ?? Size.gibibytes(100),
    walStorage: props.walStorage ?? Size.gibibytes(20),
    cpu: props.cpu ?? '2',
    memory: props.memory ?? Size.gibibytes(4),
    database: props.database ?? 'app',
    user: props.user ?? 'app',
    parameters: { ...props.parameters },
    maxLagSeconds: (props.maxReplicationLag ?? Duration.seconds(15)).toSeconds({ integral: false }),
    archiveTimeoutSeconds: (props.archiveTimeout ?? Duration.minutes(5)).toSeconds({ integral: false }),
    archiveNames: { ...props.archiveNames },
    operatorNamespace: props.operatorNamespace ?? 'cnpg-system',
    clientNamespaces: [...(props.clientNamespaces ?? [])],
  };
}

/** `archive_timeout` of PostgreSQL. */
export function archiveTimeout({ archiveTimeoutSeconds }: PostgresqlSettings): string {
  return `${archiveTimeoutSeconds}s`;
}
