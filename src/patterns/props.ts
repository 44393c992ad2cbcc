import type { Duration, Size } from 'cdk8s';
import type { IFleet } from '../model/fleet';
import type { Objectives } from '../model/objectives';
import type { IStatefulWorkload } from '../model/workload';
import type { Waiver } from '../rules/finding';
import type { StateBackend } from '../synthesis/state-backend';
import type { FrontEndProps } from '../workloads/front-end/props';
import type { ProtectionProps } from './protection';

/** A time that somebody knows better than the library assumes. */
export interface KnownTimeProps {
  /**
   * Name of the assumed term that it takes the place of, as in the plan (`cndr plan`, `cndr explain <term>`). Derived terms
   * follow from the output, and are refused (TRM-02).
   */
  readonly term: string;
  /** The time: of a measurement the longest that was seen. */
  readonly time: Duration;
  /** Where it comes from, such as `game day of 2026-10-02, 4 failovers`. It lands in the plan. */
  readonly source: string;
}

/** What the availability of an application is computed from, where the library has to assume it. */
export interface AvailabilityAssumptions {
  /**
   * Fraction of a year in which one site serves, more than 0 and at most 1. Sites are taken to fail independently.
   *
   * @default 0.9995 - a guess: no agreement covers a whole site; that of Amazon EKS, 99.95 %, is about its API server alone
   */
  readonly siteAvailability?: number;
  /**
   * How often each site is lost in a year: every time clients are without service for the recovery time.
   *
   * @default 1
   */
  readonly siteFailuresPerYear?: number;
}

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
   * Times that drills or production showed. They take the place of assumed terms; a bound without assumed terms is `measured`.
   *
   * @default - none: what is assumed stays assumed, and bounds with such terms are `estimated`
   */
  readonly measurements?: KnownTimeProps[];
  /**
   * Assumptions of your own in the place of those of the library; they stay assumed.
   *
   * @default - none
   */
  readonly assumptions?: KnownTimeProps[];
  /**
   * What clients write in a second, at most. From it the plan says what replication asks of the ways between the sites.
   *
   * @default - not known: the plan says nothing of bandwidth
   */
  readonly writeRate?: Size;
  /**
   * What the availability in the plan is computed from. It is an estimate, and nothing is refused because of it.
   *
   * @default - 99.95 % for each site, and one loss of each in a year
   */
  readonly availability?: AvailabilityAssumptions;
  /**
   * Findings of rules that are accepted, with reasons that land in the plan, and an end.
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
