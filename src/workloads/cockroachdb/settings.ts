import { Size } from 'cdk8s';
import { type CockroachDbProps, CockroachDbVehicle } from './props';

/** The props, defaults filled in. */
export interface CockroachDbSettings {
  readonly vehicle: CockroachDbVehicle;
  readonly version: string;
  readonly image: string;
  readonly nodesPerSite: number;
  readonly storage: Size;
  readonly cpu: string;
  readonly memory: Size;
  readonly database: string;
  readonly user: string;
  readonly primarySite?: string;
  readonly clientNamespaces: string[];
  readonly fullBackupSchedule?: string;
  readonly serviceAccountAnnotations: Record<string, string>;
  readonly licenseSecret: string;
  readonly automaticRollout: boolean;
  readonly operatorNamespace: string;
}

/** Fills in the defaults. */
export function cockroachDbSettings(props: CockroachDbProps): CockroachDbSettings {
  const version = props.version ?? '26.2.5';
  return {
    vehicle: props.vehicle ?? CockroachDbVehicle.STATEFUL_SET,
    version,
    image: props.image ?? `cockroachdb/cockroach:v${version}`,
    nodesPerSite: props.nodesPerSite ?? 3,
    storage: props.storage ?? Size.gibibytes(100),
    cpu: props.cpu ?? '4',
    memory: props.memory ?? Size.gibibytes(16),
    database: props.database ?? 'app',
    user: props.user ?? 'app',
    primarySite: props.primarySite,
    clientNamespaces: [...(props.clientNamespaces ?? [])],
    fullBackupSchedule: props.fullBackupSchedule,
    serviceAccountAnnotations: { ...props.serviceAccountAnnotations },
    licenseSecret: props.licenseSecret ?? 'cockroachdb-license',
    automaticRollout: props.automaticRollout ?? false,
    operatorNamespace: props.operatorNamespace ?? 'cockroach-operator-system',
  };
}
