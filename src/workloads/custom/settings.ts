import { Duration, Size } from 'cdk8s';
import { knownSystem, repositoryName } from '../known-systems';
import type { CustomPort, CustomVolume, CustomWorkloadProps } from './props';

/** The props, defaults filled in. */
export interface CustomSettings {
  readonly name: string;
  readonly system: string;
  readonly image: string;
  readonly ports: CustomPort[];
  readonly volumes: CustomVolume[];
  readonly replicas: number;
  readonly command?: string[];
  readonly args?: string[];
  readonly environment: Record<string, string>;
  readonly environmentSecrets: string[];
  readonly scratchPaths: string[];
  readonly cpu: string;
  readonly memory: Size;
  readonly user: number;
  readonly startTimeout: Duration;
  readonly stopTimeout: Duration;
  readonly health: HealthSettings;
  readonly hooks?: HookSettings;
  readonly metrics?: { readonly port: string; readonly path: string };
  readonly connection: { readonly port: string; readonly hostVariable: string; readonly portVariable: string };
  readonly clientNamespaces: string[];
  readonly egressCidrs: string[];
}

export interface HealthSettings {
  readonly path?: string;
  readonly port: string;
  readonly command?: string[];
  readonly period: Duration;
  readonly timeout: Duration;
}

export interface HookSettings {
  readonly before: string[];
  readonly after?: string[];
  readonly timeout: Duration;
}

/** Fills in the defaults. */
export function customSettings(props: CustomWorkloadProps): CustomSettings {
  const { connection = {}, health, backupHooks, metrics } = props;
  const dialled = connection.port ?? props.ports[0]?.name ?? '';
  return {
    name: props.name ?? 'workload',
    system: props.system ?? knownSystem(repositoryName(props.image))?.name ?? repositoryName(props.image),
    image: props.image,
    ports: [...props.ports],
    volumes: [...props.volumes],
    replicas: props.replicas ?? 1,
    command: props.command,
    args: props.args,
    environment: { ...props.environment },
    environmentSecrets: [...(props.environmentSecrets ?? [])],
    scratchPaths: [...(props.scratchPaths ?? ['/tmp'])],
    cpu: props.cpu ?? '500m',
    memory: props.memory ?? Size.gibibytes(1),
    user: props.user ?? 10001,
    startTimeout: props.startTimeout ?? Duration.minutes(5),
    stopTimeout: props.stopTimeout ?? Duration.minutes(1),
    health: {
      path: health.path,
      port: health.port ?? dialled,
      command: health.command,
      period: health.period ?? Duration.seconds(5),
      timeout: health.timeout ?? Duration.seconds(2),
    },
    hooks: backupHooks && { ...backupHooks, timeout: backupHooks.timeout ?? Duration.minutes(1) },
    metrics: metrics && { port: metrics.port, path: metrics.path ?? '/metrics' },
    connection: {
      port: dialled,
      hostVariable: connection.hostVariable ?? 'WORKLOAD_HOST',
      portVariable: connection.portVariable ?? 'WORKLOAD_PORT',
    },
    clientNamespaces: [...(props.clientNamespaces ?? [])],
    egressCidrs: [...(props.egressCidrs ?? [])],
  };
}

/** Number of a port; 0 for a name that there is none of, which is refused. */
export function portNumber({ ports }: CustomSettings, name: string): number {
  return ports.find((port) => port.name === name)?.port ?? 0;
}
