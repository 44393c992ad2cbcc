/**
 * What the rules read: plain data, stated by each part in the place where it renders its objects, with the values
 * that it renders. Times are in seconds, latencies in milliseconds.
 */
import type { Bound } from '../recovery/bound';
import type { BackupMethod, HealthProtocol, ReplicationMechanism } from './vocabulary';

export interface SiteFacts {
  readonly name: string;
  readonly region: string;
  readonly zones: string[];
  readonly podCidr: string;
  readonly serviceCidr: string;
  readonly nodeCidr?: string;
  readonly clusterDomain: string;
  readonly ingressHostname?: string;
  readonly ingressIpv4?: string;
  readonly ingressIpv6?: string;
}

export interface LatencyFact {
  readonly site: string;
  readonly peer: string;
  readonly millis: number;
  /** False when nobody stated it and the library assumed a value. */
  readonly stated: boolean;
}

export interface NetworkFacts {
  /** `submariner`, `routed`, ... */
  readonly kind: string;
  readonly encrypted: boolean;
  /** True when pods of one site reach pods of another under other addresses than their own (Globalnet). */
  readonly translatesAddresses: boolean;
  /** Name of the site that also holds the control plane of the network. */
  readonly brokerSite?: string;
  /** API server address that agents of the network dial. */
  readonly brokerApiServer?: string;
  /** Gateway nodes wanted in each site. */
  readonly gatewaysPerSite?: number;
  readonly cableDriver?: string;
}

export interface ObjectStoreFacts {
  readonly bucket: string;
  readonly region: string;
  /** Undefined when the bucket is not made by the fleet, so that its settings are not known. */
  readonly versioned?: boolean;
  readonly objectLock?: boolean;
}

/** What the platform team's fleet is. */
export interface FleetFacts {
  readonly name: string;
  readonly sites: SiteFacts[];
  readonly latencies: LatencyFact[];
  readonly network: NetworkFacts;
  readonly store?: ObjectStoreFacts;
}

export interface VoteFact {
  readonly site: string;
  readonly votes: number;
}

/** An address that another site dials. */
export interface PeerAddressFact {
  /** Site that serves the address. */
  readonly site: string;
  readonly host: string;
  readonly port: number;
  /** Name of the Certificate that the server presents; undefined for plain text. */
  readonly certificate?: string;
}

/** A Service exported to the other clusters. */
export interface ServiceExportFact {
  readonly site: string;
  readonly namespace: string;
  readonly name: string;
  /** True when not-ready endpoints are published, without which peers cannot find each other before quorum. */
  readonly publishesNotReady: boolean;
}

export interface CertificateFact {
  readonly site: string;
  readonly name: string;
  readonly dnsNames: string[];
  readonly durationSeconds: number;
  readonly renewBeforeSeconds: number;
}

export interface HealthCheckFact {
  readonly site: string;
  readonly protocol: HealthProtocol;
  /** Host that the checker connects to. */
  readonly target: string;
  readonly path: string;
  /** DNS record whose answers depend on this check. */
  readonly recordName: string;
  readonly ttlSeconds: number;
  /** True when the path answers by what the workload can serve, not by whether a process runs. */
  readonly workloadAware: boolean;
  /** True when taking the site out needs no write to the DNS provider's API. */
  readonly dataPlaneOnly: boolean;
}

export interface BackupFact {
  readonly name: string;
  readonly site: string;
  readonly method: BackupMethod;
  readonly store: ObjectStoreFacts;
  readonly schedule: string;
  /** Largest gap between two runs in a year. */
  readonly intervalSeconds: number;
  /** How long a run may take at most. */
  readonly durationSeconds: number;
  /** How long a backup is kept. */
  readonly ttlSeconds: number;
}

/** A scheduled restore test. */
export interface DrillFact {
  /** Site that restores. */
  readonly site: string;
  /** Site whose backup is restored. */
  readonly source: string;
  /** Name of the CronJob. */
  readonly name: string;
  readonly schedule: string;
  /** Largest gap between two runs in a year. */
  readonly scheduleSeconds: number;
  /** What the test proves: that native backups, volumes, or Kubernetes objects only can be restored. */
  readonly covers: BackupMethod;
}

/** A Job that must run once in the whole fleet. */
export interface BootstrapFact {
  readonly site: string;
  readonly name: string;
  readonly purpose: string;
}

export interface AlertFact {
  readonly site: string;
  readonly name: string;
  /** True when the expression compares a timestamp or age with now. */
  readonly onAge: boolean;
  /** Name of the alert that fires when the series is missing. */
  readonly absentTwin?: string;
  readonly objective?: string;
}

/** How data gets from one site to another without a quorum. */
export interface ReplicationFact {
  /** Kind of replication: `volsync`, `csi-addons`, `streaming`, ... */
  readonly kind: string;
  readonly mechanism: ReplicationMechanism;
  /** True when a write is acknowledged only after the other site has it. */
  readonly synchronous: boolean;
  /** Largest gap between two copies in seconds; undefined where writes are shipped as they come. */
  readonly intervalSeconds?: number;
  /** What is copied: claims, or the system's own unit. */
  readonly units: string[];
  /** True when all units are copied as of one moment. */
  readonly consistentGroup: boolean;
  /** Largest round trip that synchronous replication may have, in milliseconds. */
  readonly maxRttMillis?: number;
  readonly maxRttSource?: string;
  /** Prefixes or server names in the object store that each site writes to: two sites must not share one. */
  readonly archives?: ArchiveFact[];
}

/** Where a site writes its log or base backups. */
export interface ArchiveFact {
  readonly site: string;
  /** Bucket, prefix and server name, joined: unique for each site. */
  readonly location: string;
}

/** How far a component may grow in a site, beside what the clients of one site take. */
export interface CapacityFact {
  readonly site: string;
  /** Such as `front-end`. */
  readonly component: string;
  /** Pods that the clients of the site take; with one active site, those of all clients. */
  readonly needed: number;
  /** Pods that the site may have when it takes the clients of others. */
  readonly allowed: number;
}

/** The roles of an application with one active site. */
export interface ActivePassiveFact {
  readonly activeSite: string;
  readonly standby: string;
  /** `manual` or `automatic`. */
  readonly trigger: string;
  /** What keeps a site that was taken for lost from writing; undefined when nothing does. */
  readonly fencing?: string;
  /** True when clients do not come back to a site by themselves; undefined without a load balancer. */
  readonly latched?: boolean;
}

/** What was asked for, beside the worst case that the configuration gives. */
export interface ObjectiveFact {
  /** `rpo` or `rto`. */
  readonly name: string;
  readonly seconds: number;
  readonly bound: Bound;
}

/** What one application is. */
export interface AppFacts {
  readonly name: string;
  readonly pattern: string;
  readonly namespace: string;
  readonly system: string;
  readonly fleet: FleetFacts;
  /** Sites that the application runs in, the witness included. */
  readonly sites: SiteFacts[];
  readonly witness?: string;
  readonly votes: VoteFact[];
  readonly toleratedSiteFailures: number;
  /** Largest round trip that the system's timeouts allow. */
  readonly maxRttMillis?: number;
  readonly maxRttSource?: string;
  /** Why volume snapshots of the system are refused; undefined when they are allowed. */
  readonly volumeSnapshotRefusal?: string;
  readonly needsPodIps: boolean;
  readonly peers: PeerAddressFact[];
  readonly serviceExports: ServiceExportFact[];
  readonly certificates: CertificateFact[];
  readonly healthChecks: HealthCheckFact[];
  readonly backups: BackupFact[];
  readonly drills: DrillFact[];
  readonly bootstraps: BootstrapFact[];
  readonly replications: ReplicationFact[];
  readonly capacities: CapacityFact[];
  /** Undefined where every site is active. */
  readonly activePassive?: ActivePassiveFact;
  /** Undefined when conflicts are not resolved. */
  readonly conflictResolution?: string;
  /** Why the storage must not replicate the volumes of the system; undefined when it may. */
  readonly volumeReplicationRefusal?: string;
  readonly alerts: AlertFact[];
  readonly objectives: ObjectiveFact[];
}
