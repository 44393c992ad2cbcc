import type { IFleet } from '../model/fleet';
import type { Objectives } from '../model/objectives';
import type { IStatefulWorkload } from '../model/workload';
import type { Waiver } from '../rules/finding';
import type { StateBackend } from '../synthesis/state-backend';
import type { FrontEndProps } from '../workloads/front-end/props';
import type { ProtectionProps } from './protection';

/** Properties that all patterns have. */
export interface DisasterRecoveryProps {
  /** The fleet that the application runs in. */
  readonly fleet: IFleet;
  /** The stateful system. */
  readonly workload: IStatefulWorkload;
  /** What the business asks for. Synthesis fails when the configuration cannot promise it. */
  readonly objectives: Objectives;
  /**
   * The stateless tier in front of the workload.
   *
   * @default - none: only the workload is deployed
   */
  readonly frontEnd?: FrontEndProps;
  /**
   * DNS name that clients use; the fleet's load balancer answers for it. Needs a front end.
   *
   * @default - none: clients are inside the clusters
   */
  readonly hostname?: string;
  /**
   * Names of the fleet's sites to use.
   *
   * @default - all sites of the fleet
   */
  readonly sites?: string[];
  /**
   * Namespace of the application, the same in every site.
   *
   * @default - the id of the construct
   */
  readonly namespace?: string;
  /**
   * How the data is backed up, into the fleet's store.
   *
   * @default - every 30 minutes, kept for 30 days
   */
  readonly protection?: ProtectionProps;
  /**
   * Findings of rules that are accepted, with reasons that land in the plan.
   *
   * @default - none
   */
  readonly waivers?: Waiver[];
  /**
   * Where Terraform keeps the state of the application's stack.
   *
   * @default - a file `terraform.<id>.tfstate` beside the output folder
   */
  readonly backend?: StateBackend;
  /**
   * Labels on every object of the application.
   *
   * @default - none besides those of the library
   */
  readonly labels?: Record<string, string>;
}
