import { Duration, Size } from 'cdk8s';
import type { MysqlProps } from './props';

/** The props, defaults filled in. */
export interface MysqlSettings {
  readonly image: string;
  readonly haproxyImage: string;
  readonly backupImage: string;
  readonly exporterImage: string;
  readonly storage: Size;
  readonly cpu: string;
  readonly memory: Size;
  readonly parameters: Record<string, string>;
  readonly usersSecret: string;
  readonly maxLagSeconds: number;
  readonly logUploadSeconds: number;
  readonly archiveNames: Record<string, string>;
  readonly operatorNamespace: string;
  readonly clientNamespaces: string[];
}

/** Fills in the defaults. */
export function mysqlSettings(props: MysqlProps): MysqlSettings {
  return {
    image: props.image ?? 'percona/percona-xtradb-cluster:8.4.7-7.1',
    haproxyImage: props.haproxyImage ?? 'percona/haproxy:2.8.17',
    backupImage: props.backupImage ?? 'percona/percona-xtrabackup:8.4.0-5.1',
    exporterImage: props.exporterImage ?? 'prom/mysqld-exporter:v0.18.0',
    storage: props.storage ?? Size.gibibytes(100),
    cpu: props.cpu ?? '2',
    memory: props.memory ?? Size.gibibytes(8),
    parameters: { ...props.parameters },
    usersSecret: props.usersSecret ?? 'mysql-users',
    maxLagSeconds: (props.maxReplicationLag ?? Duration.seconds(15)).toSeconds({ integral: false }),
    logUploadSeconds: (props.logUploadInterval ?? Duration.seconds(60)).toSeconds({ integral: false }),
    archiveNames: { ...props.archiveNames },
    operatorNamespace: props.operatorNamespace ?? 'pxc-operator',
    clientNamespaces: [...(props.clientNamespaces ?? [])],
  };
}
