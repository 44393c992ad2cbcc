import { Duration } from 'cdk8s';
import {
  type Alert,
  AlertSeverity,
  Basis,
  BackupMethod,
  type BackupRequest,
  Bound,
  type Connection,
  type IAppHost,
  type IStatefulWorkload,
  Pacelc,
  type Placement,
  type PlacementRequest,
  type ScrapeTarget,
  type WorkloadBinding,
  type WorkloadProfile,
} from 'cndr';

/** What a test changes in a file store. */
export interface FileStoreProps {
  readonly backup?: BackupRequest;
  readonly alerts?: Alert[];
  readonly scrapeTargets?: ScrapeTarget[];
}

/** A workload of a user: one voter in each site, volumes that may be snapshotted, and no objects of its own. */
export class FileStore implements IStatefulWorkload {
  public readonly profile: WorkloadProfile = {
    system: 'file store',
    version: '1.0',
    pacelc: Pacelc.PC_EC,
    replicaConsensus: 'Raft',
    shardConsensus: 'none',
    replicaTerm: 'voter',
    shardTerm: 'none',
    quorumRule: 'majority',
    majoritySide: 'serves',
    minoritySide: 'stops',
    onHeal: 'catches up',
    detection: 'at once',
    election: 'at once',
    sources: ['this test'],
    refusals: [],
  };

  public constructor(private readonly props: FileStoreProps = {}) {}

  public place({ sites, witness }: PlacementRequest): Placement {
    const all = [...sites, ...(witness ? [witness] : [])];
    return {
      voteUnit: 'voter',
      sites: all.map((site) => ({ site: site.name, nodes: 1, votes: 1, witness: site === witness })),
    };
  }

  public bind(): WorkloadBinding {
    const atOnce = Bound.term({ name: 'election', seconds: 1, basis: Basis.ASSUMED, source: 'this test' });
    return {
      health: { service: 'files', port: 8080, path: '/ready', tls: false },
      failoverGap: atOnce,
      isolationDetection: atOnce,
      backup: this.props.backup ?? { method: BackupMethod.VOLUMES, hooks: [] },
      alerts: this.props.alerts ?? [leaderless()],
      scrapeTargets: this.props.scrapeTargets ?? [],
    };
  }

  public connect(_host: IAppHost): Connection {
    return {
      variables: [],
      clientSecret: 'files-client',
      mountPath: '/tls',
      ports: [8080],
      podLabels: { app: 'files' },
    };
  }
}

/** An alert that is as good as any other. */
export function leaderless(changes: Partial<Alert> = {}): Alert {
  return {
    name: 'FilesLeaderless',
    expr: 'max(files_leader) == 0',
    holdsFor: Duration.minutes(1),
    severity: AlertSeverity.CRITICAL,
    summary: 'no leader',
    objective: 'rto',
    ...changes,
  };
}
