import type { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { IAppHost } from '../model/app-host';
import type { ObjectStore, ProtectionPlan } from '../model/backup';
import type { IFleet } from '../model/fleet';
import type { IHost } from '../model/host';
import { latenciesOf, slowestPair } from '../model/latency';
import type { Placement, SitePlacement } from '../model/placement';
import type { Prerequisite } from '../model/prerequisite';
import type { Pattern } from '../model/profile';
import { SiteRole, type Standby } from '../model/roles';
import type { FailoverOwnedField } from '../model/runbook';
import type { Site } from '../model/site';
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

/** What an application is made of before its parts render themselves. */
export interface AppHostProps {
  readonly host: IHost;
  readonly namespace: string;
  readonly pattern: Pattern;
  readonly witness?: Site;
  readonly activeSite?: Site;
  readonly standby: Standby;
  readonly placement: Placement;
  readonly toleratedSiteFailures: number;
  readonly protection?: ProtectionPlan;
}

/** The application as its parts see it; it keeps the facts that they state. */
export class AppHost implements IAppHost {
  public readonly name: string;
  public readonly fleet: IFleet;
  public readonly sites: Site[];
  public readonly stack: Construct;
  public readonly namespace: string;
  public readonly dataSites: Site[];
  public readonly pattern: Pattern;
  public readonly activeSite?: Site;
  public readonly passiveSites: Site[];
  public readonly standby: Standby;
  public readonly placement: Placement;
  public readonly toleratedSiteFailures: number;
  public readonly maxRttMillis: number;
  public readonly protection?: ProtectionPlan;
  public readonly store?: ObjectStore;

  public readonly peers: PeerAddressFact[] = [];
  public readonly serviceExports: ServiceExportFact[] = [];
  public readonly certificates: CertificateFact[] = [];
  public readonly healthChecks: HealthCheckFact[] = [];
  public readonly backups: BackupFact[] = [];
  public readonly drills: DrillFact[] = [];
  public readonly bootstraps: BootstrapFact[] = [];
  public readonly replications: ReplicationFact[] = [];
  public readonly capacities: CapacityFact[] = [];
  public readonly failoverOwned: FailoverOwnedField[] = [];

  private readonly host: IHost;

  constructor(props: AppHostProps) {
    this.host = props.host;
    this.name = props.host.name;
    this.fleet = props.host.fleet;
    this.sites = props.host.sites;
    this.stack = props.host.stack;
    this.namespace = props.namespace;
    this.dataSites = this.sites.filter((site) => site !== props.witness);
    this.pattern = props.pattern;
    this.activeSite = props.activeSite;
    this.passiveSites = props.activeSite ? this.dataSites.filter((site) => site !== props.activeSite) : [];
    this.standby = props.standby;
    this.placement = props.placement;
    this.toleratedSiteFailures = props.toleratedSiteFailures;
    this.maxRttMillis = slowestPair(latenciesOf(this.sites))?.millis ?? 0;
    this.protection = props.protection;
    this.store = this.fleet.backup?.storeFor(this);
  }

  public chart(site: Site): Chart {
    return this.host.chart(site);
  }

  public clusterChart(cluster: string): Chart {
    return this.host.clusterChart(cluster);
  }

  public require(site: Site, prerequisite: Prerequisite): void {
    this.host.require(site, prerequisite);
  }

  public requireInCluster(cluster: string, prerequisite: Prerequisite): void {
    this.host.requireInCluster(cluster, prerequisite);
  }

  public refuse(message: string): void {
    this.host.refuse(message);
  }

  public roleOf(site: Site): SiteRole {
    return this.passiveSites.includes(site) ? SiteRole.PASSIVE : SiteRole.ACTIVE;
  }

  public placementIn(site: Site): SitePlacement {
    const placement = this.placement.sites.find((candidate) => candidate.site === site.name);
    return placement ?? { site: site.name, nodes: 0, votes: 0, witness: false };
  }

  public statePeer(fact: PeerAddressFact): void {
    this.peers.push(fact);
  }

  public stateServiceExport(fact: ServiceExportFact): void {
    this.serviceExports.push(fact);
  }

  public stateCertificate(fact: CertificateFact): void {
    this.certificates.push(fact);
  }

  public stateHealthCheck(fact: HealthCheckFact): void {
    this.healthChecks.push(fact);
  }

  public stateBackup(fact: BackupFact): void {
    this.backups.push(fact);
  }

  public stateDrill(fact: DrillFact): void {
    this.drills.push(fact);
  }

  public stateBootstrap(fact: BootstrapFact): void {
    this.bootstraps.push(fact);
  }

  public stateReplication(fact: ReplicationFact): void {
    this.replications.push(fact);
  }

  public stateCapacity(fact: CapacityFact): void {
    this.capacities.push(fact);
  }

  public stateFailoverOwned(field: FailoverOwnedField): void {
    // A workload and what replicates its volumes may both say it.
    const known = this.failoverOwned.some((other) => JSON.stringify(other) === JSON.stringify(field));
    if (!known) this.failoverOwned.push(field);
  }
}
