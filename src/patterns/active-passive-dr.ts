import type { Construct } from 'constructs';
import { Pattern } from '../model/profile';
import type { IReplication } from '../model/replication';
import { Standby } from '../model/roles';
import type { ITrigger } from '../model/trigger';
import { Bound } from '../recovery/bound';
import { Trigger } from '../runbook/trigger';
import { activePassiveTable, storageDecisionOf } from './active-passive-faults';
import { DisasterRecovery } from './disaster-recovery';
import type { DisasterRecoveryProps } from './props';
import type { Application, RecoveryBinding, RecoveryBounds } from './shape';
import { faultTable } from './support-faults';

/** Properties of ActivePassiveDR. */
export interface ActivePassiveDRProps extends DisasterRecoveryProps {
  /**
   * Name of the one site that takes reads and writes. Changing it is a reviewed failover: the runbook moves the data, this prop
   * makes Git agree with it.
   */
  readonly activeSite: string;
  /**
   * How the data gets to the passive sites.
   *
   * @default - the workload replicates itself; refused when it cannot
   */
  readonly replication?: IReplication;
  /**
   * How much of the front end runs in passive sites.
   *
   * @default Standby.HOT - all of it: a failover waits for none of it, at the price of idle pods
   */
  readonly standby?: Standby;
  /**
   * Who decides that the active site is lost.
   *
   * @default - Trigger.manual(): a human, assumed to take 15 minutes
   */
  readonly trigger?: ITrigger;
}

/**
 * One active site and one or more passive ones with a copy of the data. When the active site is lost a runbook fences it, promotes
 * the copy and moves the clients, who stay there until somebody moves them back.
 */
export class ActivePassiveDR extends DisasterRecovery {
  constructor(scope: Construct, id: string, props: ActivePassiveDRProps) {
    super(scope, id, props, {
      pattern: Pattern.ACTIVE_PASSIVE,
      toleratedSiteFailures: 1,
      roles: {
        activeSite: props.activeSite,
        standby: props.standby ?? Standby.HOT,
        trigger: props.trigger ?? Trigger.manual(),
        replication: props.replication,
      },
    });
  }

  /**
   * What the replication and the runbooks promise.
   *
   * @jsii ignore
   */
  protected promise(application: Application): RecoveryBounds {
    const { recovery, traffic } = application;
    const active = this.shape.roles?.activeSite ?? '';
    const lag = recovery?.replication.lag ?? Bound.unbounded('acknowledged writes lost', 'nothing replicates the data');
    const storageDecision = storageDecisionOf(application);
    const gap = recovery
      ? failover(recovery, storageDecision)
      : Bound.unbounded('failover', 'nothing replicates the data');
    const clientGap = traffic?.activation ? Bound.sum('clients without service', [gap, traffic.activation]) : gap;
    const automatic = this.shape.roles?.trigger.kind === 'automatic';
    return {
      rpo: lag,
      rto: clientGap,
      faults: faultTable({
        application,
        profile: this.workload.profile,
        ...activePassiveTable({ application, active, lag, workloadGap: gap, clientGap, storageDecision, automatic }),
      }),
    };
  }
}

/** From the loss of the active site to another one being able to serve: one after the other, as the runbook goes. */
function failover({ trigger, runbooks, replication, frontEndStart }: RecoveryBinding, storageDecision?: Bound): Bound {
  const decided = [trigger.detection, trigger.decision];
  return Bound.sum('failover', [
    // The storage decides for itself meanwhile, and no volume is usable before it has.
    ...(storageDecision
      ? [
          Bound.worst('people and storage decide', [
            Bound.sum('loss is noticed and decided on', decided),
            storageDecision,
          ]),
        ]
      : decided),
    runbooks.overhead,
    replication.promotion,
    ...(frontEndStart ? [frontEndStart] : []),
  ]);
}
