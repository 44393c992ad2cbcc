import type { IAppHost } from '../../model/app-host';
import type { Placement, PlacementRequest } from '../../model/placement';
import type { WorkloadProfile } from '../../model/profile';
import type { Site } from '../../model/site';
import type { Connection, IStatefulWorkload, WorkloadBinding } from '../../model/workload';
import type { EmittedField } from '../../recovery/emitted-field';
import { BackupMethod } from '../../rules/vocabulary';
import { UnreadyPods, addDisruptionBudget } from '../budget';
import { addClientService, addPeerService } from '../services';
import { cockroachDbAlerts } from './alerts';
import { stateBackups } from './backup';
import { addInitJob, addSqlJob } from './bootstrap';
import { failoverGap, isolationDetection } from './bounds';
import { issueClientCertificate, issueNodeCertificate, issueRootCertificate } from './certificates';
import { cockroachDbProblems } from './checks';
import { clientConnection } from './connection';
import { COCKROACHDB, GRPC_PORT, HTTP_PORT, NODE_CERTIFICATE, PUBLIC_SERVICE, SQL_PORT, nodeLabels } from './names';
import { addCluster } from './operator';
import { placeNodes } from './placement';
import { addBootstrapPolicy, addNodePolicy } from './policies';
import { cockroachDbProfile } from './profile';
import { type CockroachDbProps, CockroachDbVehicle } from './props';
import { addServiceAccount } from './service-account';
import { type CockroachDbSettings, cockroachDbSettings } from './settings';
import { addNodes } from './stateful-set';
import { nodeAddress, zonesIn } from './zones';

/**
 * CockroachDB: one cluster over all sites, one region each, in a database that survives the loss of any one region. Every range
 * of the data has five voting replicas, two of them in its home region, however many regions there are: no number of sites
 * survives the loss of two.
 */
export class CockroachDb implements IStatefulWorkload {
  /** What CockroachDB is. */
  public readonly profile: WorkloadProfile;

  private readonly settings: CockroachDbSettings;

  constructor(props: CockroachDbProps = {}) {
    this.settings = cockroachDbSettings(props);
    this.profile = cockroachDbProfile(this.settings);
  }

  /** `nodesPerSite` nodes in each site that holds data. */
  public place(request: PlacementRequest): Placement {
    return placeNodes(request, this.settings.nodesPerSite);
  }

  /** Renders the nodes, what sets them up and what watches them. */
  public bind(host: IAppHost): WorkloadBinding {
    for (const problem of cockroachDbProblems(host, this.settings)) host.refuse(problem);

    for (const site of host.dataSites) {
      addServiceAccount(host, site, this.settings.serviceAccountAnnotations);
      issueNodeCertificate(host, site, this.settings);
      if (this.byOperator) {
        this.bindOperator(host, site);
      } else {
        this.bindStatefulSets(host, site);
      }
      addClientService(host, site, {
        name: PUBLIC_SERVICE,
        podLabels: nodeLabels(host),
        ports: [
          { name: 'sql', port: SQL_PORT },
          { name: 'http', port: HTTP_PORT },
        ],
      });
      addNodePolicy(host, site, this.settings);
      issueClientCertificate(host, site, this.settings.user);
    }
    const schedule = this.setUp(host);
    const backupAge = stateBackups(host, this.settings, schedule);
    return {
      health: { service: PUBLIC_SERVICE, port: HTTP_PORT, path: '/health?ready=1', tls: true },
      failoverGap: failoverGap(host, this.settings),
      isolationDetection: isolationDetection(host, this.settings),
      backup: { method: BackupMethod.NATIVE, hooks: [] },
      backupAge,
      alerts: cockroachDbAlerts(host, backupAge),
      scrapeTargets: [
        {
          name: COCKROACHDB,
          podLabels: nodeLabels(host),
          port: 'http',
          path: '/_status/vars',
          caSecret: NODE_CERTIFICATE,
          serverName: `${PUBLIC_SERVICE}.${host.namespace}.svc`,
        },
      ],
    };
  }

  /** A connection string, and the same for clients that take the variables of PostgreSQL. */
  public connect(host: IAppHost, site: Site): Connection {
    return clientConnection(host, site, this.settings);
  }

  private get byOperator(): boolean {
    return this.settings.vehicle === CockroachDbVehicle.OPERATOR;
  }

  private bindStatefulSets(host: IAppHost, site: Site): void {
    addPeerService(host, site, {
      name: COCKROACHDB,
      podLabels: nodeLabels(host),
      ports: [
        { name: 'grpc', port: GRPC_PORT },
        { name: 'sql', port: SQL_PORT },
        { name: 'http', port: HTTP_PORT },
      ],
    });
    addNodes(host, site, this.settings);
    addDisruptionBudget(host, site, {
      name: COCKROACHDB,
      namespace: host.namespace,
      podLabels: nodeLabels(host),
      unready: UnreadyPods.COUNT,
    });
    for (const pod of zonesIn(host, site).flatMap(({ pods }) => pods)) {
      this.statePeer(host, site, nodeAddress(host, site, pod));
    }
  }

  private bindOperator(host: IAppHost, site: Site): void {
    issueRootCertificate(host, site);
    addCluster(host, site, this.settings);
    this.statePeer(host, site, site.localAddress(COCKROACHDB, host.namespace));
  }

  private statePeer(host: IAppHost, site: Site, address: string): void {
    host.statePeer({ site: site.name, host: address, port: GRPC_PORT, certificate: NODE_CERTIFICATE });
  }

  /** From the first site alone: what is done in every site would be done to one and the same cluster, or make several. */
  private setUp(host: IAppHost): EmittedField[] {
    const [first] = host.dataSites;
    if (first === undefined) return [];
    addBootstrapPolicy(host, first);
    if (!this.byOperator) {
      issueRootCertificate(host, first);
      addInitJob(host, first, this.settings);
    }
    return addSqlJob(host, first, this.settings);
  }
}
