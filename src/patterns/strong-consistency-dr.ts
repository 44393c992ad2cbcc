import type { Construct } from 'constructs';
import type { TrafficBinding } from '../model/load-balancer';
import { Pattern } from '../model/profile';
import type { WorkloadBinding } from '../model/workload';
import { Basis, Bound } from '../recovery/bound';
import { quorumFaults } from '../recovery/quorum-faults';
import type { SiteVotes } from '../recovery/quorum';
import { fatalLosses } from '../recovery/quorum';
import { DisasterRecovery } from './disaster-recovery';
import { faultTable, repairOf } from './support-faults';
import type { DisasterRecoveryProps } from './props';
import type { Application, RecoveryBounds } from './shape';

/** Properties of StrongConsistencyDR. */
export interface StrongConsistencyDRProps extends DisasterRecoveryProps {
  /**
   * How many sites may be lost at once without losing service or data. Two take five sites.
   *
   * @default 1
   */
  readonly toleratedSiteFailures?: number;
  /**
   * Name of a site that holds a vote and serves nobody. It gets no front end and no traffic. Only for systems that can.
   *
   * @default - none: every site serves
   */
  readonly witnessSite?: string;
}

/**
 * One database over three or more sites that takes every write by quorum. Any site may be lost, or cut off: the others go on
 * within seconds, without a human, and no acknowledged write is lost. A site without a quorum stops, and gets no traffic.
 */
export class StrongConsistencyDR extends DisasterRecovery {
  constructor(scope: Construct, id: string, props: StrongConsistencyDRProps) {
    super(scope, id, props, {
      pattern: Pattern.STRONG_CONSISTENCY,
      toleratedSiteFailures: props.toleratedSiteFailures ?? 1,
      witness: props.witnessSite,
    });
  }

  /**
   * What the quorum promises.
   *
   * @jsii ignore
   */
  protected promise(application: Application): RecoveryBounds {
    const { host, workload, traffic } = application;
    const { profile } = this.workload;
    const votes = host.placement.sites.map(({ site, votes: count }) => ({ site, votes: count }));
    const witnesses = host.placement.sites.filter(({ witness }) => witness).map(({ site }) => site);

    const siteLost = traffic
      ? clientsMove('site lost', workload, traffic)
      : Bound.worst('site lost', [workload.failoverGap]);
    const siteCutOff = traffic
      ? clientsMove('site cut off', workload, traffic, workload.isolationDetection)
      : Bound.worst('site cut off: clients of the other sites', [workload.failoverGap]);

    const { failoverGap: workloadGap } = workload;
    const { onHeal } = profile;
    const apart = { workloadGap, clientGap: siteCutOff, onHeal, human: repairOf(application) };

    return {
      rpo: acknowledgedWritesLost(votes, this.shape.toleratedSiteFailures),
      rto: Bound.worst('no service', [siteLost, siteCutOff]),
      faults: faultTable({
        application,
        profile,
        ofSites: quorumFaults({
          votes,
          tolerated: this.shape.toleratedSiteFailures,
          witnesses,
          path: profile.quorumPath,
          moveLeader: profile.moveLeader,
          siteLost: { workloadGap, clientGap: siteLost, onHeal, human: 'nothing' },
          siteCutOff: apart,
          tunnelDown: apart,
        }),
        servedBy: host.dataSites.map(({ name }) => name),
      }),
    };
  }
}

/**
 * Clients of a site that is lost, or cut off, come to the others. These elect new leaders meanwhile, and their own health checks
 * fail until they have: when that may take them out as well, the load balancer only begins when the election is over.
 *
 * @param detection a site that lives but is alone first has to find out that it has no quorum
 */
function clientsMove(name: string, workload: WorkloadBinding, traffic: TrafficBinding, detection?: Bound): Bound {
  const { failoverGap } = workload;
  const switchover = detection ? traffic.switchoverFromLiving : traffic.switchover;
  const moved = detection ? Bound.sum('clients of the cut-off site', [detection, switchover]) : switchover;
  const electionTakesSitesOut =
    failoverGap.seconds === undefined || failoverGap.seconds >= traffic.shortestOutageSeconds;
  return electionTakesSitesOut
    ? Bound.worst(name, [moved, Bound.sum('all sites out while leaders are elected', [failoverGap, switchover])])
    : Bound.worst(name, [failoverGap, moved]);
}

/** A write is acknowledged by a majority: where a majority is left after any loss, it holds every acknowledged write. */
function acknowledgedWritesLost(votes: SiteVotes[], tolerated: number): Bound {
  const name = 'acknowledged writes lost';
  const fatal = fatalLosses(votes, tolerated);
  const split = votes.map(({ site, votes: count }) => `${site} ${count}`).join(', ');
  if (fatal.length > 0) {
    const losses = fatal.map((sites) => sites.join(' and ')).join('; ');
    return Bound.unbounded(name, `votes are ${split}: without ${losses} there is no majority`);
  }
  return Bound.term({
    name,
    seconds: 0,
    basis: Basis.DERIVED,
    source: `quorum: votes are ${split}; every majority keeps a member outside of any ${tolerated} of these sites`,
  });
}
