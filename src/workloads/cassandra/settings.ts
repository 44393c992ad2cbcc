import { Duration, Size } from 'cdk8s';
import { mebibytesOf } from '../resources';
import type { CassandraProps } from './props';

const MOST_HEAP_MEBIBYTES = 31 * 1024;

/** The props that do not depend on the application, defaults filled in. */
export interface CassandraSettings {
  readonly version: string;
  readonly replicationFactor: number;
  readonly nodesPerRack?: number;
  readonly storage: Size;
  readonly cpu: string;
  readonly memory: Size;
  readonly heap: Size;
  readonly keyspace: string;
  readonly controlPlane?: string;
  readonly controlPlaneCidrs: string[];
  readonly operatorNamespace: string;
  readonly hintWindow: Duration;
  readonly hintTolerance: Duration;
  readonly alertOnHints: boolean;
  readonly repairEvery: Duration;
  readonly clientNamespaces: string[];
  readonly cqlshImage: string;
  readonly toolsImage: string;
}

/** Fills in the defaults. */
export function cassandraSettings(props: CassandraProps): CassandraSettings {
  const version = props.version ?? '5.0.6';
  const memory = props.memory ?? Size.gibibytes(16);
  return {
    version,
    replicationFactor: props.replicationFactor ?? 3,
    nodesPerRack: props.nodesPerRack,
    storage: props.storage ?? Size.gibibytes(100),
    cpu: props.cpu ?? '4',
    memory,
    heap: props.heap ?? Size.mebibytes(Math.min(Math.floor(mebibytesOf(memory) / 2), MOST_HEAP_MEBIBYTES)),
    keyspace: props.keyspace ?? 'app',
    controlPlane: props.controlPlane,
    controlPlaneCidrs: [...(props.controlPlaneCidrs ?? [])],
    operatorNamespace: props.operatorNamespace ?? 'k8ssandra-operator',
    hintWindow: props.hintWindow ?? Duration.hours(3),
    hintTolerance: props.hintTolerance ?? Duration.minutes(1),
    alertOnHints: props.alertOnHints ?? true,
    repairEvery: props.repairEvery ?? Duration.days(7),
    clientNamespaces: [...(props.clientNamespaces ?? [])],
    cqlshImage: props.cqlshImage ?? `cassandra:${version}`,
    toolsImage: props.toolsImage ?? 'alpine/k8s:1.34.1',
  };
}
