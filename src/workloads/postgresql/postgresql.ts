import type { IAppHost } from '../../model/app-host';
import type { Placement, PlacementRequest } from '../../model/placement';
import { PrerequisiteKind } from '../../model/prerequisite';
import type { WorkloadProfile } from '../../model/profile';
import type { ReplicationBinding } from '../../model/replication';
import type { Site } from '../../model/site';
import type { Connection, HealthEndpoint, IStatefulWorkload, WorkloadBinding } from '../../model/workload';
import { Bound } from '../../recovery/bound';
import { BackupMethod, ReplicationMechanism } from '../../rules/vocabulary';
import { mebibytesOf } from '../resources';
import { addPeerService } from '../services';
import { postgresqlAlerts, replicationAlerts } from './alerts';
import { addArchive, archiveLocations, archiveLoss, archiveOf, recoverableAge } from './archive';
import { SCRAPE_TARGET, promotion, replicationLag, switchoverGap, switchoverLag } from './bounds';
import { issueCertificates } from './certificates';
import { postgresqlProblems } from './checks';
import { addHealth, clientConnection } from './client';
import { addCluster } from './cluster';
import {
  INSTANCE_LABELS,
  SERVER_CERTIFICATE,
  SQL_PORT,
  clusterName,
  peerAddress,
  peerService,
  primaryLabels,
} from './names';
import { addInstancePolicy } from './policies';
import { ON_HEAL, postgresqlProfile } from './profile';
import type { PostgresqlProps } from './props';
import { type PostgresqlSettings, postgresqlSettings } from './settings';
import { PostgresqlSwitch } from './switching';

/** A clone over a tunnel gets no less than this; slower ones are run again. */
const CLONE_MEBIBYTES_PER_SECOND = 25;
const LEAST_CLONE_SECONDS = 1800;

/**
 * PostgreSQL by CloudNativePG, as a distributed topology: one Cluster in each site, of which the active site's takes writes and the
 * others follow its log, by connection and by its archive.
 *
 * `activeSite` decides three things of a Cluster. `spec.replica` says whom it follows; runbooks change it, and GitOps leaves it
 * alone. `spec.bootstrap` says where an empty Cluster gets its data: `initdb` in the active site, `pg_basebackup` of the active
 * site in the others. It is read when a Cluster is made and never again, and CloudNativePG lets it change afterwards, so it
 * follows the role and not the history: whatever site is lost and comes back is cloned from the one that is active then, also the
 * one that founded the database. The annotation `cndr/active-site` says what Git knows: the reprotect runbook deletes nothing
 * before Git names the new active site, or GitOps would make the returned site a second primary.
 *
 * Two things follow. Change `activeSite` after a failover before the lost site is made again. And never delete the Cluster of
 * the active site: it would be founded again, empty. It could not write over the archive then, since CloudNativePG archives into
 * an empty place only, and the copies refuse to follow another database; a restore is a decision of its own.
 */
export class Postgresql implements IStatefulWorkload {
  /** What PostgreSQL is. */
  public readonly profile: WorkloadProfile;

  private readonly settings: PostgresqlSettings;

  constructor(props: PostgresqlProps = {}) {
    this.settings = postgresqlSettings(props);
    this.profile = postgresqlProfile(this.settings);
  }

  /** As many instances in every site: a passive one has to carry the whole load. No instance votes beyond its site. */
  public place({ sites, witness }: PlacementRequest): Placement {
    const placed = [...sites, ...(witness ? [witness] : [])];
    return {
      voteUnit: 'instance',
      sites: placed.map((site) => ({
        site: site.name,
        nodes: site === witness ? 0 : this.settings.instances,
        votes: 0,
        witness: site === witness,
      })),
    };
  }

  /** Renders the Clusters, what they need and what watches them. */
  public bind(host: IAppHost): WorkloadBinding {
    for (const problem of postgresqlProblems(host, this.settings)) host.refuse(problem);
    const archive = archiveOf(host, this.settings);
    const active = host.activeSite ?? host.dataSites[0];
    const endpoints = host.dataSites.map((site) => {
      issueCertificates(host, site, this.settings.user);
      addCluster(host, site, { settings: this.settings, active: active ?? site, archive });
      if (archive) addArchive(host, site, archive);
      addInstancePolicy(host, site, this.settings);
      this.exportPrimary(host, site);
      this.requireOperators(host, site);
      host.stateFailoverOwned({
        site: site.name,
        group: 'postgresql.cnpg.io',
        kind: 'Cluster',
        name: clusterName(site),
        jsonPointers: ['/spec/replica'],
      });
      return addHealth(host, site, this.settings);
    });
    const health = endpoints[0] ?? NO_HEALTH;
    return {
      health,
      failoverGap: Bound.unbounded(
        'PostgreSQL without a primary',
        'a passive site takes no writes before a runbook promotes it; ActivePassiveDR says how long that takes',
      ),
      isolationDetection: Bound.unbounded(
        'health endpoint fails',
        'an active site that is cut off from the others goes on serving the clients that reach it',
      ),
      replication: this.replicate(host, health),
      backup: { method: BackupMethod.NATIVE, hooks: [] },
      backupAge: archive && recoverableAge(host, this.settings),
      alerts: postgresqlAlerts(host, this.settings),
      losses: archive && [archiveLoss(archive, this.settings)],
      scrapeTargets: [{ name: SCRAPE_TARGET, podLabels: INSTANCE_LABELS, port: 'metrics', path: '/metrics' }],
    };
  }

  /** The environment that libpq reads, and a URL for clients that want one. */
  public connect(host: IAppHost, site: Site): Connection {
    return clientConnection(host, site, this.settings);
  }

  /**
   * Headless, unlike the Services of CloudNativePG: other sites then dial the pod, which routes between pod networks reach and
   * addresses of Services do not.
   */
  private exportPrimary(host: IAppHost, site: Site): void {
    addPeerService(host, site, {
      name: peerService(site),
      podLabels: primaryLabels(site),
      ports: [{ name: 'postgresql', port: SQL_PORT }],
    });
    host.statePeer({
      site: site.name,
      host: peerAddress(host, site),
      port: SQL_PORT,
      certificate: SERVER_CERTIFICATE,
    });
  }

  private requireOperators(host: IAppHost, site: Site): void {
    const namespace = this.settings.operatorNamespace;
    host.require(site, {
      kind: PrerequisiteKind.OPERATOR,
      name: 'cloudnative-pg',
      namespace,
      version: '1.30.0',
      why: 'makes the instances of PostgreSQL; 1.30 or later, in a patch release that keeps demotion tokens (cloudnative-pg#11074), the same in all sites',
    });
    host.require(site, {
      kind: PrerequisiteKind.OPERATOR,
      name: 'plugin-barman-cloud',
      namespace,
      version: '0.14.0',
      why: 'archives the log and the base backups of PostgreSQL, and reads the archives of other sites',
    });
  }

  private replicate(host: IAppHost, health: HealthEndpoint): ReplicationBinding {
    const archive = archiveOf(host, this.settings);
    host.stateReplication({
      kind: 'streaming',
      mechanism: ReplicationMechanism.APPLICATION,
      synchronous: false,
      units: ['all databases of PostgreSQL'],
      consistentGroup: true,
      archives: archive ? archiveLocations(host, archive) : [],
    });
    const switching = new PostgresqlSwitch({
      sites: host.dataSites,
      instances: this.settings.instances,
      healthDeployment: health.service,
      cloneSeconds: this.cloneSeconds,
    });
    return {
      mechanism: ReplicationMechanism.APPLICATION,
      lag: replicationLag(host, this.settings),
      promotion: promotion(host, switching),
      switchoverGap: switchoverGap(host),
      switchoverLag: switchoverLag(),
      onHeal: ON_HEAL,
      alerts: replicationAlerts(host, this.settings),
      scrapeTargets: [],
      switching,
    };
  }

  private get cloneSeconds(): number {
    // What is no size is refused.
    const seconds = Math.ceil(mebibytesOf(this.settings.storage) / CLONE_MEBIBYTES_PER_SECOND);
    return Math.max(LEAST_CLONE_SECONDS, seconds);
  }
}

/** There is no site to render into; that is refused elsewhere. */
const NO_HEALTH: HealthEndpoint = { service: '', port: 0, path: '/', tls: false };
