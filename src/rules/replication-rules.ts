import type { AppFacts, ReplicationFact } from './facts';
import { Severity } from './finding';
import { groupedBy } from '../recovery/grouped';
import type { Rule } from './rule';
import { ReplicationMechanism } from './vocabulary';
import { duration, listed } from './wording';

/** STO: how data gets from one site to another without a quorum. None applies to a workload that states no replication. */
export const REPLICATION_RULES: Rule<AppFacts>[] = [
  {
    id: 'STO-07',
    severity: Severity.ERROR,
    title: 'volumes of one application are copied as of one moment',
    why: 'after a failover one volume is older than another: an index points to rows that are not there, and no single write was lost but the whole is corrupt',
    source: 'backube/volsync#1116; csi-addons, VolumeGroupReplication: crash-consistent groups',
    waivable: true,
    check: skewedVolumes,
  },
  {
    id: 'STO-09',
    severity: Severity.ERROR,
    title: 'volumes of an engine that replicates itself are not replicated as well',
    why: 'the copies hold different moments of several members, which do not agree after a failover, or the engine calls them corrupt',
    source: 'documents of each engine, named in its profile',
    check: doubleReplication,
  },
  {
    id: 'STO-10',
    severity: Severity.ERROR,
    title: 'synchronous replication stays within its round trip',
    why: 'every write waits for the other site: the application slows down with the distance, and times out at its end',
    source: 'Rook, RBD stretched pools; Portworx, Metro DR: 10 ms',
    check: slowSynchronous,
  },
  {
    id: 'STO-11',
    severity: Severity.ERROR,
    title: 'data is copied at least as often as the recovery point objective says',
    why: 'between two copies more is written than may be lost',
    source: 'NIST SP 800-34 Rev. 1: recovery point objective',
    check: slowIntervals,
  },
  {
    id: 'STO-12',
    severity: Severity.ERROR,
    title: 'no two sites write their archive to the same place',
    why: 'after a promotion both write logs of the same names: one overwrites the other, and neither can be restored',
    source: 'CloudNativePG, replica clusters and object stores: one server name per cluster',
    check: sharedArchives,
  },
];

function eachReplication(facts: AppFacts, check: (fact: ReplicationFact) => string[]): string[] | undefined {
  return facts.replications.length === 0 ? undefined : facts.replications.flatMap(check);
}

function skewedVolumes(facts: AppFacts): string[] | undefined {
  return eachReplication(facts, ({ kind, mechanism, units, consistentGroup, synchronous }) =>
    mechanism !== ReplicationMechanism.VOLUME || units.length < 2 || consistentGroup || synchronous
      ? []
      : [
          `${kind} copies ${listed(units)} one by one, at different moments; use Replication.csiAddons, which copies them as a group, put the data on one volume, or waive it with the reason why they need not agree`,
        ],
  );
}

function doubleReplication(facts: AppFacts): string[] | undefined {
  const { volumeReplicationRefusal: refusal } = facts;
  if (refusal === undefined) return undefined;
  return eachReplication(facts, ({ kind, mechanism }) =>
    mechanism === ReplicationMechanism.VOLUME
      ? [
          `volumes of ${facts.system} are replicated by ${kind}: ${refusal}; remove replication, and use the workload's own, or another workload`,
        ]
      : [],
  );
}

function slowSynchronous(facts: AppFacts): string[] | undefined {
  const names = facts.sites.map(({ name }) => name);
  return eachReplication(facts, ({ kind, synchronous, maxRttMillis, maxRttSource }) =>
    !synchronous || maxRttMillis === undefined
      ? []
      : facts.fleet.latencies
          .filter(({ site, peer, millis }) => names.includes(site) && names.includes(peer) && millis > maxRttMillis)
          .map(
            ({ site, peer, millis, stated }) =>
              `${kind} is synchronous between ${site} and ${peer}, which are ${millis} ms apart${stated ? '' : ' (assumed, as nobody stated it)'}; at most ${maxRttMillis} ms are allowed${maxRttSource === undefined ? '' : ` (${maxRttSource})`}: replicate asynchronously, or choose nearer sites`,
          ),
  );
}

function slowIntervals(facts: AppFacts): string[] | undefined {
  const objective = facts.objectives.find(({ name }) => name === 'rpo');
  if (!objective) return undefined;
  return eachReplication(facts, ({ kind, intervalSeconds }) =>
    intervalSeconds === undefined || intervalSeconds <= objective.seconds
      ? []
      : [
          `${kind} copies every ${duration(intervalSeconds)} at the longest, and the rpo objective is ${duration(objective.seconds)}; copy more often, or ask for what the bound says`,
        ],
  );
}

function sharedArchives(facts: AppFacts): string[] | undefined {
  return eachReplication(facts, ({ archives = [] }) =>
    [...groupedBy(archives, ({ location }) => location)]
      .filter(([, sharing]) => sharing.length > 1)
      .map(
        ([location, sharing]) =>
          `sites ${listed(sharing.map(({ site }) => site))} archive to the same place, ${location}; give each a server name or prefix of its own`,
      ),
  );
}
