import type {
  BackupFact,
  BootstrapFact,
  CapacityFact,
  CertificateFact,
  DrillFact,
  HealthCheckFact,
  PeerAddressFact,
  ReplicationFact,
  ServiceExportFact,
} from '../rules/facts';
import type { ObjectStore, ProtectionPlan } from './backup';
import type { IHost } from './host';
import type { Placement, SitePlacement } from './placement';
import type { Pattern } from './profile';
import type { SiteRole, Standby } from './roles';
import type { FailoverOwnedField } from './runbook';
import type { Site } from './site';

/**
 * An application as its parts see it: where they put their objects, and where they state the facts that the rules check.
 * A fact is stated in the place where the object is rendered, from the same variables.
 */
export interface IAppHost extends IHost {
  /** Namespace of the application, the same in every site. */
  readonly namespace: string;
  /** Sites that hold data and serve clients: all but the witness. */
  readonly dataSites: Site[];
  /** The pattern that the application follows. */
  readonly pattern: Pattern;
  /** The one site that serves, in ActivePassiveDR; undefined where all data sites do. */
  readonly activeSite?: Site;
  /** The sites that take over, in that order; none where all data sites serve. */
  readonly passiveSites: Site[];
  /** How much runs in passive sites; HOT where there are none. */
  readonly standby: Standby;
  /** Where the workload puts itself. */
  readonly placement: Placement;
  /** How many sites may be lost at once. */
  readonly toleratedSiteFailures: number;
  /** Largest round trip between two sites of the application, in milliseconds. */
  readonly maxRttMillis: number;
  /** How the application's data is protected; undefined when the fleet has no backup. */
  readonly protection?: ProtectionPlan;
  /** Where native backups go; undefined when the fleet has no backup. */
  readonly store?: ObjectStore;
  /** What a data site does: ACTIVE everywhere but in ActivePassiveDR. */
  roleOf(site: Site): SiteRole;
  /** What the workload puts into a site. */
  placementIn(site: Site): SitePlacement;
  /** An address that other sites dial. */
  statePeer(fact: PeerAddressFact): void;
  /** A Service that other sites resolve. */
  stateServiceExport(fact: ServiceExportFact): void;
  /** A certificate that is issued in a site. */
  stateCertificate(fact: CertificateFact): void;
  /** A health check that takes a site out of traffic. */
  stateHealthCheck(fact: HealthCheckFact): void;
  /** A backup that runs on a schedule. */
  stateBackup(fact: BackupFact): void;
  /** A restore test that runs on a schedule. */
  stateDrill(fact: DrillFact): void;
  /** A Job that must run once in the fleet. */
  stateBootstrap(fact: BootstrapFact): void;
  /** How data gets to another site. */
  stateReplication(fact: ReplicationFact): void;
  /** How far a component may grow in a site that takes the clients of others. */
  stateCapacity(fact: CapacityFact): void;
  /** A field that runbooks change and GitOps must not change back. */
  stateFailoverOwned(field: FailoverOwnedField): void;
}
