import type { IAppHost } from '../../model/app-host';
import { addTo } from '../../model/host';
import type { Placement, PlacementRequest } from '../../model/placement';
import { Pattern, type WorkloadProfile } from '../../model/profile';
import { PrerequisiteKind } from '../../model/prerequisite';
import type { Site } from '../../model/site';
import type { Connection, HealthEndpoint, IStatefulWorkload, WorkloadBinding } from '../../model/workload';
import { BackupMethod, ReplicationMechanism } from '../../rules/vocabulary';
import { cassandraAlerts } from './alerts';
import { addBackups } from './backup';
import { failoverGap, isolationDetection, replicationLag } from './bounds';
import { issueClientCertificate, issueNodeCertificate } from './certificates';
import { cassandraProblems } from './checks';
import { addCluster } from './cluster';
import { clientConnection } from './connection';
import { consistencyOf } from './consistency';
import {
  type ControlPlane,
  controlPlaneLoss,
  controlPlaneOf,
  openControlPlane,
  requireOperators,
} from './control-plane';
import { addHealth } from './health';
import { addKeyspace, requireApplicationSecret } from './keyspace';
import { APPLICATION_SECRET, CASSANDRA, CQL_PORT, MANAGEMENT_PORT, REAPER, nodeLabels, reaperLabels } from './names';
import { placeNodes } from './placement';
import { addNodePolicy, addReaperPolicy } from './policies';
import { cassandraProfile } from './profile';
import type { CassandraProps } from './props';
import { type CassandraSettings, cassandraSettings } from './settings';

/**
 * Apache Cassandra through the K8ssandra operator: one cluster over all sites, a datacenter in each, racks from its zones. In
 * EventualConsistencyDR each site reads and writes by its own quorum, and any number of sites may be cut off or lost with the
 * others serving on. In StrongConsistencyDR reads and writes need a quorum of the replicas of all sites.
 */
export class Cassandra implements IStatefulWorkload {
  /** What Cassandra is. */
  public readonly profile: WorkloadProfile;

  private readonly settings: CassandraSettings;

  constructor(props: CassandraProps = {}) {
    this.settings = cassandraSettings(props);
    this.profile = cassandraProfile(this.settings);
  }

  /** `nodesPerRack` nodes in every zone of every site. */
  public place(request: PlacementRequest): Placement {
    return placeNodes(request, this.settings);
  }

  /** Renders the cluster, what its nodes need, what sets it up and what watches it. */
  public bind(host: IAppHost): WorkloadBinding {
    for (const problem of cassandraProblems(host, this.settings)) host.refuse(problem);
    const controlPlane = controlPlaneOf(host, this.settings);
    if (controlPlane) this.addControlPlane(host, controlPlane);
    const health = host.dataSites.map((site) => this.bindSite(host, site, controlPlane));
    const [first] = host.dataSites;
    if (first) addKeyspace(host, first, this.settings);

    const strong = host.pattern === Pattern.STRONG_CONSISTENCY;
    if (!strong) this.stateReplication(host);
    const age = addBackups(host, this.settings);
    return {
      // The same in every site.
      health: health[0] ?? { service: CASSANDRA, port: MANAGEMENT_PORT, path: '/', tls: false },
      failoverGap: failoverGap(host),
      isolationDetection: isolationDetection(host),
      ...(strong ? {} : { replicationLag: replicationLag(host, this.settings) }),
      backup: { method: BackupMethod.NATIVE, hooks: [] },
      backupAge: age,
      alerts: cassandraAlerts(host, this.settings, age),
      losses: controlPlane && [controlPlaneLoss(controlPlane)],
      scrapeTargets: [
        { name: CASSANDRA, podLabels: nodeLabels(host), port: 'metrics', path: '/metrics' },
        { name: REAPER, podLabels: reaperLabels(host), port: 'admin', path: '/prometheusMetrics' },
      ],
    };
  }

  /** What a driver has to be told: it takes no environment by itself. */
  public connect(host: IAppHost, site: Site): Connection {
    return clientConnection(host, site, this.settings);
  }

  private addControlPlane(host: IAppHost, controlPlane: ControlPlane): void {
    openControlPlane(host, controlPlane);
    addCluster(host, controlPlane, this.settings);
    requireOperators(host, controlPlane, this.settings);
  }

  private bindSite(host: IAppHost, site: Site, controlPlane: ControlPlane | undefined): HealthEndpoint {
    issueNodeCertificate(host, site);
    issueClientCertificate(host, site);
    addNodesService(host, site);
    if (controlPlane) addNodePolicy(host, site, controlPlane, this.settings);
    addReaperPolicy(host, site, this.settings);
    requireApplicationSecret(host, site);
    requireConsistency(host, site);
    return addHealth(host, site, this.settings);
  }

  private stateReplication(host: IAppHost): void {
    host.stateReplication({
      kind: CASSANDRA,
      mechanism: ReplicationMechanism.APPLICATION,
      synchronous: false,
      units: [`keyspace ${this.settings.keyspace}`],
      consistentGroup: false,
    });
  }
}

/** Headless, as drivers want the addresses of several nodes. Not exported: clients stay in their site, and move as a whole. */
function addNodesService(host: IAppHost, site: Site): void {
  addTo(host, site, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: CASSANDRA, namespace: host.namespace },
    spec: {
      clusterIP: 'None',
      selector: nodeLabels(host),
      ports: [
        { name: 'cql', port: CQL_PORT },
        { name: 'management', port: MANAGEMENT_PORT },
      ],
    },
  });
}

/** Nodes refuse writes that are too weak, and cannot refuse reads: drivers read system tables at ONE. */
function requireConsistency(host: IAppHost, site: Site): void {
  const { level, serial } = consistencyOf(host);
  host.require(site, {
    kind: PrerequisiteKind.SETTING,
    name: 'consistency level of the front end',
    why: `the image passes CASSANDRA_CONSISTENCY (${level}) and CASSANDRA_SERIAL_CONSISTENCY (${serial}) to its driver for every request, CASSANDRA_LOCAL_DATACENTER to its load balancing, and logs in by ${APPLICATION_SECRET.name}: reads that ask for less may be stale, and writes are refused`,
  });
}
