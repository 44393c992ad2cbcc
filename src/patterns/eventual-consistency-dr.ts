import type { Construct } from 'constructs';
import { Pattern, type WorkloadProfile } from '../model/profile';
import { Bound } from '../recovery/bound';
import { eventualFaults } from '../recovery/role-faults';
import { DisasterRecovery } from './disaster-recovery';
import { alertsOn, faultTable, repairOf } from './support-faults';
import type { DisasterRecoveryProps } from './props';
import type { Application, RecoveryBounds } from './shape';

/** Properties of EventualConsistencyDR. */
export interface EventualConsistencyDRProps extends DisasterRecoveryProps {
  /**
   * How many sites may be lost at once with the others carrying their clients.
   *
   * @default 1
   */
  readonly toleratedSiteFailures?: number;
}

/**
 * Two or more sites that all take reads and writes and tell each other afterwards. A lost site costs what it had not told yet; a
 * site that is cut off goes on serving, and conflicts are resolved by the workload when it is back, by a rule that the plan
 * states. Eventual consistency is not eventual correctness: what the application must not rely on is in the plan too.
 */
export class EventualConsistencyDR extends DisasterRecovery {
  private readonly hasFrontEnd: boolean;

  constructor(scope: Construct, id: string, props: EventualConsistencyDRProps) {
    super(scope, id, props, {
      pattern: Pattern.EVENTUAL_CONSISTENCY,
      toleratedSiteFailures: props.toleratedSiteFailures ?? 1,
    });
    this.hasFrontEnd = props.frontEnd !== undefined;
  }

  /**
   * What replication promises.
   *
   * @jsii ignore
   */
  protected promise(application: Application): RecoveryBounds {
    const { host, workload, traffic } = application;
    const { profile } = this.workload;
    const { onHeal } = profile;
    const lag =
      workload.replicationLag ??
      Bound.unbounded('acknowledged writes lost', `workload ${this.workload.profile.system} states no replication lag`);
    const { failoverGap } = workload;
    const clientGap = traffic
      ? Bound.worst('site lost', [failoverGap, traffic.switchover])
      : Bound.worst('site lost: clients of the other sites', [failoverGap]);
    const returning = beforeClientsReturn(profile, this.hasFrontEnd);
    const sites = host.dataSites.map(({ name }) => name);
    return {
      rpo: lag,
      rto: clientGap,
      faults: faultTable({
        application,
        profile,
        ofSites: eventualFaults({
          sites,
          tolerated: this.shape.toleratedSiteFailures,
          lag,
          siteLost: {
            workloadGap: failoverGap,
            clientGap,
            onHeal,
            human: ['nothing', ...returning].join(' for the other sites; '),
          },
          apart: {
            onHeal: `${onHeal}. Conflicts: ${profile.conflictResolution ?? 'not resolved'}`,
            human: [
              repairOf(application),
              `until then the loss of a site costs what it took meanwhile${alertsOn(lag, application)}`,
              ...returning,
            ].join('; '),
          },
        }),
        servedBy: sites,
      }),
    };
  }
}

/** No latch keeps clients from a site that all may use. Without a front end its health check fails, and they go elsewhere. */
function beforeClientsReturn({ staleReturn }: WorkloadProfile, hasFrontEnd: boolean): string[] {
  if (staleReturn === undefined) return [];
  const keepAway = hasFrontEnd
    ? 'suspend the GitOps sync of the application there and scale Deployment front-end to 0'
    : 'stop what reads from it there';
  return [`before clients come back to a site: ${keepAway}, ${staleReturn}`];
}
