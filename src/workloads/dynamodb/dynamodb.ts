import type { IAppHost } from '../../model/app-host';
import type { Placement, PlacementRequest } from '../../model/placement';
import { Pattern, type WorkloadProfile } from '../../model/profile';
import type { Site } from '../../model/site';
import type { Connection, IStatefulWorkload, WorkloadBinding } from '../../model/workload';
import { Basis, Bound } from '../../recovery/bound';
import { CommitLeader } from '../../recovery/write-latency';
import { BackupMethod, ReplicationMechanism } from '../../rules/vocabulary';
import { dataHealthAlert, dataHealthDetection } from '../data-health';
import { addBackups, pointInTimeAge } from './backup';
import { dynamoDbProblems } from './checks';
import { CHECK_TIMEOUT, POD_IDENTITY, SERVICE_ACCOUNT, addHealth } from './health';
import { addLagAlarms, lagAlarms, replicationLag } from './lag';
import { dynamoDbProfile } from './profile';
import type { DynamoDbProps } from './props';
import { type DynamoDbSettings, dynamoDbSettings } from './settings';
import { Regions, addTable } from './table';

/**
 * Amazon DynamoDB: a global table with a replica in the Region of every site. Eventual consistency (MREC) in
 * EventualConsistencyDR; strong consistency (MRSC) in StrongConsistencyDR, with three replicas, or two and a witness. The mode
 * cannot be changed once the table is made.
 */
export class DynamoDb implements IStatefulWorkload {
  /** What DynamoDB is. */
  public readonly profile: WorkloadProfile = dynamoDbProfile();

  constructor(private readonly props: DynamoDbProps = {}) {}

  /** One replica for each site; a witness has a vote and no data. */
  public place({ sites, witness }: PlacementRequest): Placement {
    return {
      voteUnit: 'Region of each partition',
      // With strong consistency a write is acknowledged when any one other Region has it.
      leader: CommitLeader.NONE,
      sites: [
        ...sites.map((site) => ({ site: site.name, nodes: 1, votes: 1, witness: false })),
        ...(witness ? [{ site: witness.name, nodes: 0, votes: 1, witness: true }] : []),
      ],
    };
  }

  /** Renders the table, what watches it and what asks it whether it is well. */
  public bind(host: IAppHost): WorkloadBinding {
    const settings = dynamoDbSettings(host, this.props);
    const problems = dynamoDbProblems(host, settings);
    for (const problem of problems) host.refuse(problem);
    if (problems.length === 0) this.render(host, settings);

    const eventual = host.pattern === Pattern.EVENTUAL_CONSISTENCY;
    const [health] = host.dataSites.map((site) => addHealth(host, site, settings));
    return {
      health: health ?? { service: '', port: 0, path: '', tls: false },
      failoverGap: eventual ? servesOn() : failoverGap(settings),
      isolationDetection: eventual ? servesCutOff() : dataHealthDetection(CHECK_TIMEOUT),
      ...(eventual ? { replicationLag: replicationLag(host, settings) } : {}),
      backup: { method: BackupMethod.NATIVE, hooks: [] },
      ...(host.protection ? { backupAge: pointInTimeAge() } : {}),
      alerts: [dataHealthAlert(host, 'DynamoDB')],
      ...(eventual ? { cloudAlarms: lagAlarms(host, settings) } : {}),
      scrapeTargets: [],
      repair:
        'nothing: AWS replicates between its Regions on ways of its own, and its Health Dashboard says when these are disturbed',
    };
  }

  /** The Region and the table; the identity comes from the ServiceAccount. */
  public connect(host: IAppHost, site: Site): Connection {
    const { table, endpointCidrs } = dynamoDbSettings(host, this.props);
    return {
      variables: [
        { name: 'AWS_REGION', value: site.region },
        { name: 'DYNAMODB_TABLE', value: table },
      ],
      ports: [443, 80],
      podLabels: {},
      serviceAccount: SERVICE_ACCOUNT,
      cidrs: [...endpointCidrs, POD_IDENTITY],
    };
  }

  private render(host: IAppHost, settings: DynamoDbSettings): void {
    const regions = new Regions(host);
    addTable(host, settings, regions);
    addBackups(host, settings, regions);
    // MRSC has no lag, and no metric of it.
    if (host.pattern !== Pattern.EVENTUAL_CONSISTENCY) return;
    addLagAlarms(host, settings, regions);
    host.stateReplication({
      kind: 'dynamodb global table',
      mechanism: ReplicationMechanism.APPLICATION,
      synchronous: false,
      units: [settings.table],
      // Items are replicated one by one: no moment is the same in two Regions.
      consistentGroup: false,
    });
  }
}

/** Each replica answers by itself: nothing waits for the lost one. */
function servesOn(): Bound {
  return Bound.term({
    name: 'other Regions wait for the lost one',
    seconds: 0,
    basis: Basis.DERIVED,
    source: 'aws_dynamodb_table, replica: with eventual consistency a write is acknowledged by its own Region alone',
  });
}

function servesCutOff(): Bound {
  return Bound.unbounded(
    'health endpoint fails',
    'a Region that is cut off goes on serving its site by design (eventual consistency); it tells the others when it is back',
  );
}

function failoverGap({ failover }: DynamoDbSettings): Bound {
  return Bound.term({
    name: 'requests that waited for the lost Region end',
    seconds: failover.toSeconds({ integral: false }),
    basis: Basis.ASSUMED,
    source: 'failover of StatefulWorkload.dynamoDb; AWS states no time after which two Regions go on without the third',
  });
}
