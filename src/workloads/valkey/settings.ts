import { Duration, Size } from 'cdk8s';
import { mebibytesOf } from '../resources';
import type { ValkeyProps } from './props';

/** The props, defaults filled in. */
export interface ValkeySettings {
  readonly image: string;
  readonly replicas: number;
  readonly memory: Size;
  readonly cpu: string;
  readonly storage: Size;
  readonly passwordSecret: string;
  readonly maxLag: Duration;
  readonly startTimeout: Duration;
  readonly syncTimeout: Duration;
  readonly clientNamespaces: string[];
  readonly exporterImage: string;
}

const DATA_SHARE = 0.6;
const BACKLOG_SHARE = 1 / 16;

/** Fills in the defaults. */
export function valkeySettings(props: ValkeyProps): ValkeySettings {
  return {
    image: props.image ?? 'valkey/valkey:9.0.2',
    replicas: props.replicas ?? 2,
    memory: props.memory ?? Size.gibibytes(4),
    cpu: props.cpu ?? '500m',
    storage: props.storage ?? Size.gibibytes(20),
    passwordSecret: props.passwordSecret ?? 'valkey-auth',
    maxLag: props.maxLag ?? Duration.seconds(30),
    startTimeout: props.startTimeout ?? Duration.minutes(10),
    syncTimeout: props.syncTimeout ?? Duration.hours(1),
    clientNamespaces: [...(props.clientNamespaces ?? [])],
    exporterImage: props.exporterImage ?? 'oliver006/redis_exporter:v1.80.0',
  };
}

/** Memory for data, in mebibytes. */
export function dataMebibytes({ memory }: ValkeySettings): number {
  return Math.floor(mebibytesOf(memory) * DATA_SHARE);
}

/** Memory for what a replica that was away for a while has missed, in mebibytes. */
export function backlogMebibytes({ memory }: ValkeySettings): number {
  return Math.max(1, Math.floor(mebibytesOf(memory) * BACKLOG_SHARE));
}
