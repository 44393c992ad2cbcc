import type { IAppHost } from '../../model/app-host';
import type { Placement, PlacementRequest } from '../../model/placement';
import type { WorkloadProfile } from '../../model/profile';
import type { Site } from '../../model/site';
import type { Connection, HealthEndpoint, IStatefulWorkload, WorkloadBinding } from '../../model/workload';
import { Bound } from '../../recovery/bound';
import { BackupMethod, ReplicationMechanism } from '../../rules/vocabulary';
import { kafkaAlerts } from './alerts';
import { goesOn, noBackup, replicationLag, servesOn } from './bounds';
import { exportBrokers, issueCertificates } from './certificates';
import { kafkaProblems } from './checks';
import { addHealth, clientConnection } from './client';
import { addCluster } from './cluster';
import { addMetrics, scrapeTargets } from './metrics';
import { addMirror } from './mirror';
import { CONTROLLERS } from './names';
import { addNodePools } from './node-pools';
import { offsetsBehind } from './offsets';
import { addPolicies } from './policies';
import { kafkaProfile } from './profile';
import type { KafkaProps } from './props';
import { type KafkaSettings, brokersOf, kafkaSettings } from './settings';
import { addTopics } from './topics';
import { addUsers } from './users';

const NOWHERE: HealthEndpoint = { service: '', port: 0, path: '', tls: false };

/**
 * Kafka by Strimzi: a cluster of its own in every site, and MirrorMaker in each that copies the topics of all others under the
 * names of their sites. Every site takes writes; consumers read the topic of their site and the copies.
 */
export class Kafka implements IStatefulWorkload {
  /** What Kafka is. */
  public readonly profile: WorkloadProfile = kafkaProfile();

  constructor(private readonly props: KafkaProps = {}) {}

  /** The same in every site. The controllers of a site vote among themselves: a quorum never spans sites. */
  public place({ sites, witness }: PlacementRequest): Placement {
    const nodes = CONTROLLERS + brokersOf(this.props);
    return {
      voteUnit: 'none over sites: the controllers of each site vote among themselves',
      sites: [
        ...sites.map((site) => ({ site: site.name, nodes, votes: 0, witness: false })),
        ...(witness ? [{ site: witness.name, nodes: 0, votes: 0, witness: true }] : []),
      ],
    };
  }

  /** Renders the clusters, their mirrors, and what watches them. */
  public bind(host: IAppHost): WorkloadBinding {
    const settings = kafkaSettings(host, this.props);
    const problems = kafkaProblems(host, settings);
    for (const problem of problems) host.refuse(problem);
    // Nothing can be rendered from props that were refused.
    const [health = NOWHERE] = problems.length > 0 ? [] : host.dataSites.map((site) => render(host, site, settings));
    if (problems.length === 0) stateMirrors(host, settings);
    return {
      health,
      failoverGap: servesOn(),
      isolationDetection: goesOn(),
      ...(problems.length === 0 ? copiesBehind(host, settings) : {}),
      backup: { method: BackupMethod.OBJECTS, hooks: [] },
      ...(host.protection ? { backupAge: noBackup() } : {}),
      alerts: problems.length > 0 ? [] : kafkaAlerts(host, settings),
      scrapeTargets: scrapeTargets(),
    };
  }

  /** The brokers of the same site, and which copies there are. */
  public connect(host: IAppHost, site: Site): Connection {
    return clientConnection(host, site);
  }
}

function render(host: IAppHost, site: Site, settings: KafkaSettings): HealthEndpoint {
  issueCertificates(host, site, settings.brokers);
  addMetrics(host, site);
  addNodePools(host, site, settings);
  addCluster(host, site, settings);
  addTopics(host, site, settings);
  addUsers(host, site, settings);
  exportBrokers(host, site, settings.brokers);
  addMirror(host, site, settings);
  addPolicies(host, site, settings);
  return addHealth(host, site, settings);
}

/** Both the records and the offsets of consumers are data, and are copied by connectors of their own. */
function copiesBehind(
  host: IAppHost,
  settings: KafkaSettings,
): Pick<WorkloadBinding, 'replicationLag' | 'consistencySkew'> {
  const offsets = offsetsBehind(host);
  const lag = Bound.worst('acknowledged records and offsets that only the lost site had', [
    replicationLag(host, settings),
    offsets,
  ]);
  return { replicationLag: lag, consistencySkew: offsets };
}

function stateMirrors(host: IAppHost, { topics }: KafkaSettings): void {
  host.stateReplication({
    kind: 'mirrormaker 2',
    mechanism: ReplicationMechanism.APPLICATION,
    synchronous: false,
    units: topics.map(({ name }) => name),
    // Partitions are copied one by one: no moment is the same in two sites.
    consistentGroup: false,
  });
}
