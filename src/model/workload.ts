import type { Bound } from '../recovery/bound';
import type { Alert, CloudAlarm, ScrapeTarget } from './alert';
import type { IAppHost } from './app-host';
import type { BackupRequest } from './backup';
import type { Placement, PlacementRequest } from './placement';
import type { WorkloadProfile } from './profile';
import type { ReplicationBinding, WorkloadStorage } from './replication';
import type { Site } from './site';
import type { SupportLoss } from './support-loss';

/** A path that answers 200 only while the workload can serve in this site. */
export interface HealthEndpoint {
  /** Service in the application's namespace. */
  readonly service: string;
  /** Port of the Service. */
  readonly port: number;
  /** Path, query included. */
  readonly path: string;
  /** True when the endpoint speaks TLS with a certificate of the fleet CA. */
  readonly tls: boolean;
  /**
   * Labels of the pods that answer.
   *
   * @default - those of the workload's pods
   */
  readonly podLabels?: Record<string, string>;
}

/** Name and value that the front end gets in its environment. */
export interface ConnectionVariable {
  /** Name of the variable. */
  readonly name: string;
  /** Its value: an address or a file name, never a secret. */
  readonly value: string;
}

/** How the front end of a site talks to the workload in the same site. */
export interface Connection {
  /** Environment of the front end, for one site. */
  readonly variables: ConnectionVariable[];
  /**
   * Secret with `tls.crt`, `tls.key` and `ca.crt` that the front end mounts at `mountPath`.
   *
   * @default - none: the workload asks its clients for no certificate, and its health endpoint speaks no TLS
   */
  readonly clientSecret?: string;
  /**
   * Directory of the secret, which the variables refer to.
   *
   * @default - there is no secret
   */
  readonly mountPath?: string;
  /** Ports that the front end dials. */
  readonly ports: number[];
  /**
   * ServiceAccount of the front end's pods, where the workload knows its clients by a cloud identity.
   *
   * @default - the namespace's default one, which may do nothing
   */
  readonly serviceAccount?: string;
  /**
   * Addresses of the workload, as CIDRs, where it is not in the cluster; `podLabels` then names nobody.
   *
   * @default - the pods with `podLabels`
   */
  readonly cidrs?: string[];
  /** Labels of the workload's pods. */
  readonly podLabels: Record<string, string>;
}

/** What a workload says of itself after it has rendered itself. */
export interface WorkloadBinding {
  /** What the load balancer's check ends at. */
  readonly health: HealthEndpoint;
  /** A site is lost: from the loss to the rest serving reads and writes again. */
  readonly failoverGap: Bound;
  /**
   * A site is cut off: from the cut to its health endpoint failing. Unbounded where it goes on serving by itself, as it does
   * by design in EventualConsistencyDR.
   */
  readonly isolationDetection: Bound;
  /**
   * Acknowledged writes that only one site has: how long until the others have them. EventualConsistencyDR promises it.
   * Unbounded unless an alert or a limit that is emitted makes it finite.
   *
   * @default - none: writes are acknowledged by more than one site, or `replication` says it
   */
  readonly replicationLag?: Bound;
  /**
   * How far parts of the data that refer to each other may be apart in the other sites, beyond what replication says, such
   * as the offsets of consumers behind the records that they consume.
   *
   * @default - nothing: as far as `replicationLag`, or what `replication` says
   */
  readonly consistencySkew?: Bound;
  /**
   * How the workload replicates itself to passive sites, for ActivePassiveDR.
   *
   * @default - it does not: its volumes or backups are replicated
   */
  readonly replication?: ReplicationBinding;
  /**
   * Volumes that replication by volumes or backups may copy, for ActivePassiveDR.
   *
   * @default - none may
   */
  readonly storage?: WorkloadStorage;
  /** What the backup has to do besides the workload's own backups. */
  readonly backup: BackupRequest;
  /** From an error such as a dropped table: how old the newest backup may be. Undefined without backups. */
  readonly backupAge?: Bound;
  /** Alerts on the workload. */
  readonly alerts: Alert[];
  /**
   * Alarms on the workload that do not run in Prometheus.
   *
   * @default - none
   */
  readonly cloudAlarms?: CloudAlarm[];
  /** Where its metrics are. */
  readonly scrapeTargets: ScrapeTarget[];
  /**
   * How a human repairs the way that the workload takes between sites. Lower case, no final period.
   *
   * @default - it takes the network of the fleet, which says it
   */
  readonly repair?: string;
  /**
   * What it means that something is lost which the workload needs besides the sites, such as its archive or a control plane.
   *
   * @default - it needs nothing else
   */
  readonly losses?: SupportLoss[];
}

/** A database, queue or store: how it is deployed over sites, and what it promises. */
export interface IStatefulWorkload {
  /** What the system is. */
  readonly profile: WorkloadProfile;
  /** Where the system puts itself. Pure; refusals are left to the rules. */
  place(request: PlacementRequest): Placement;
  /** Renders the system into every site and says what it promises. */
  bind(host: IAppHost): WorkloadBinding;
  /** How the front end of one site talks to the system. */
  connect(host: IAppHost, site: Site): Connection;
}
