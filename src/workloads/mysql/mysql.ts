import type { IAppHost } from '../../model/app-host';
import type { Placement, PlacementRequest } from '../../model/placement';
import { PrerequisiteKind } from '../../model/prerequisite';
import type { WorkloadProfile } from '../../model/profile';
import type { ReplicationBinding } from '../../model/replication';
import type { Site } from '../../model/site';
import type { Connection, HealthEndpoint, IStatefulWorkload, WorkloadBinding } from '../../model/workload';
import { backupAge } from '../../recovery/backup-age';
import { Basis, Bound } from '../../recovery/bound';
import { BackupMethod, ReplicationMechanism } from '../../rules/vocabulary';
import { mebibytesOf } from '../resources';
import { addPeerService } from '../services';
import { mysqlAlerts, replicationAlerts } from './alerts';
import { ageFields, archiveLocations, archiveLoss, archiveOf, stateArchive } from './archive';
import { SCRAPE_TARGET, promotion, replicationLag, switchoverGap, switchoverLag } from './bounds';
import { issueCertificates } from './certificates';
import { mysqlProblems } from './checks';
import { addHealth, clientConnection } from './client';
import { MysqlCloneSteps } from './clone-steps';
import { OPERATOR_VERSION, addCluster } from './cluster';
import { NODES, NODE_LABELS, SQL_PORT, clusterName, peerServices, serverCertificate } from './names';
import { addPolicies } from './policies';
import { ON_HEAL, mysqlProfile } from './profile';
import type { MysqlProps } from './props';
import { type MysqlSettings, mysqlSettings } from './settings';
import { MysqlSteps } from './steps';
import { MysqlSwitch } from './switching';

/** A backup or a restore over a tunnel gets no less than this; slower ones are run again. */
const CLONE_MEBIBYTES_PER_SECOND = 25;
const LEAST_CLONE_SECONDS = 3600;

/**
 * MySQL by the Percona operator for XtraDB Cluster: in each site a group of three nodes behind HAProxy, of which the active site's
 * takes writes and the others follow its binary log by an asynchronous channel.
 *
 * `activeSite` decides two things of a cluster: `spec.pxc.replicationChannels`, whom it follows, and `spec.backup.pitr.enabled`, since
 * the site that takes writes uploads the binary log. Runbooks change both, and GitOps leaves them alone.
 *
 * A passive site is a clone of the active one: the reprotect runbook makes it, once after the first deployment, and again for a site
 * that was lost or gave its role up. Change `activeSite` after a failover before the cluster of the lost site is made again, and never
 * delete the cluster of the active site: it would be founded again, empty.
 */
export class Mysql implements IStatefulWorkload {
  /** What MySQL is. */
  public readonly profile: WorkloadProfile;

  private readonly settings: MysqlSettings;

  constructor(props: MysqlProps = {}) {
    this.settings = mysqlSettings(props);
    this.profile = mysqlProfile(this.settings);
  }

  /** As many nodes in every site: a passive one has to carry the whole load. No node votes beyond its site. */
  public place({ sites, witness }: PlacementRequest): Placement {
    const placed = [...sites, ...(witness ? [witness] : [])];
    return {
      voteUnit: 'node',
      sites: placed.map((site) => ({
        site: site.name,
        nodes: site === witness ? 0 : NODES,
        votes: 0,
        witness: site === witness,
      })),
    };
  }

  /** Renders the clusters, what they need and what watches them. */
  public bind(host: IAppHost): WorkloadBinding {
    const problems = mysqlProblems(host, this.settings);
    for (const problem of problems) host.refuse(problem);
    const archive = archiveOf(host, this.settings);
    const active = host.activeSite ?? host.dataSites[0];
    const endpoints = host.dataSites.map((site) => {
      issueCertificates(host, site);
      addCluster(host, site, { settings: this.settings, active: active ?? site, archive });
      if (archive) stateArchive(host, site, archive);
      addPolicies(host, site, this.settings);
      exportNodes(host, site);
      this.requirements(host, site);
      host.stateFailoverOwned({
        site: site.name,
        group: 'pxc.percona.com',
        kind: 'PerconaXtraDBCluster',
        name: clusterName(site),
        // A restore pauses the cluster by its own field.
        jsonPointers: ['/spec/pxc/replicationChannels', '/spec/backup/pitr/enabled', '/spec/pause'],
      });
      return addHealth(host, site, this.settings);
    });
    return {
      health: endpoints[0] ?? NO_HEALTH,
      failoverGap: Bound.unbounded(
        'MySQL without a site that takes writes',
        'a passive site takes no writes before a runbook promotes it; ActivePassiveDR says how long that takes',
      ),
      isolationDetection: Bound.unbounded(
        'health endpoint fails',
        'an active site that is cut off from the others goes on serving the clients that reach it',
      ),
      replication: this.replicate(host),
      backup: { method: BackupMethod.NATIVE, hooks: [] },
      backupAge:
        archive &&
        backupAge(
          archive.protection.schedule,
          archive.protection.maxDuration.toSeconds(),
          'PerconaXtraDBCluster, spec.backup.schedule and spec.backup.activeDeadlineSeconds',
          Basis.DERIVED,
          ageFields(host, archive),
        ),
      alerts: mysqlAlerts(host),
      losses: archive && [archiveLoss(archive)],
      scrapeTargets: [{ name: SCRAPE_TARGET, podLabels: NODE_LABELS, port: 'metrics', path: '/metrics' }],
    };
  }

  /** Address and CA; user and password come with `environmentSecrets` of the front end. */
  public connect(host: IAppHost, site: Site): Connection {
    return clientConnection(host, site);
  }

  private requirements(host: IAppHost, site: Site): void {
    host.require(site, {
      kind: PrerequisiteKind.OPERATOR,
      name: 'percona-xtradb-cluster-operator',
      namespace: this.settings.operatorNamespace,
      version: OPERATOR_VERSION,
      why: `makes the nodes of MySQL, HAProxy and backups; it watches the namespace ${host.namespace}, the same version in all sites`,
    });
    host.require(site, {
      kind: PrerequisiteKind.SECRET,
      name: this.settings.usersSecret,
      namespace: host.namespace,
      keys: ['root', 'operator', 'monitor', 'xtrabackup', 'replication', 'proxyadmin'],
      why: 'passwords of the system users of MySQL, the same in all sites: a clone brings those of the active site with it, and channels sign in as replication; change them in all sites at once',
    });
  }

  private replicate(host: IAppHost): ReplicationBinding {
    const archive = archiveOf(host, this.settings);
    host.stateReplication({
      kind: 'mysql-channel',
      mechanism: ReplicationMechanism.APPLICATION,
      synchronous: false,
      units: ['all databases of MySQL'],
      consistentGroup: true,
      archives: archive ? archiveLocations(host, archive) : [],
    });
    const steps = new MysqlSteps(host);
    return {
      mechanism: ReplicationMechanism.APPLICATION,
      lag: replicationLag(host, this.settings),
      promotion: promotion(host, steps),
      switchoverGap: switchoverGap(host, steps),
      switchoverLag: switchoverLag(),
      onHeal: ON_HEAL,
      alerts: replicationAlerts(host, this.settings),
      scrapeTargets: [],
      switching: new MysqlSwitch(host.dataSites, steps, new MysqlCloneSteps(host, archive, this.cloneSeconds)),
    };
  }

  private get cloneSeconds(): number {
    // What is no size is refused.
    const seconds = Math.ceil(mebibytesOf(this.settings.storage) / CLONE_MEBIBYTES_PER_SECOND);
    return Math.max(LEAST_CLONE_SECONDS, seconds);
  }
}

/**
 * Headless and one a node, unlike the Services of the operator: other sites then dial the pod, which routes between pod networks
 * reach, and a channel goes on with the next node when one is lost.
 */
function exportNodes(host: IAppHost, site: Site): void {
  for (const { name, pod } of peerServices(site)) {
    addPeerService(host, site, {
      name,
      podLabels: { 'statefulset.kubernetes.io/pod-name': pod },
      ports: [{ name: 'mysql', port: SQL_PORT }],
    });
    host.statePeer({
      site: site.name,
      host: host.fleet.network.serviceAddress(name, host.namespace),
      port: SQL_PORT,
      certificate: serverCertificate(site),
    });
  }
}

/** There is no site to render into; that is refused elsewhere. */
const NO_HEALTH: HealthEndpoint = { service: '', port: 0, path: '/', tls: false };
