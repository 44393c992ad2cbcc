/**
 * What the rules read: plain data, stated by each part in the place where it renders its objects, with the values
 * that it renders. Times are in seconds, latencies in milliseconds.
 */
import type { Bound } from '../recovery/bound';
import type { BackupMethod, HealthProtocol } from './vocabulary';

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
  readonly bootstraps: BootstrapFact[];
  readonly alerts: AlertFact[];
  readonly objectives: ObjectiveFact[];
}
