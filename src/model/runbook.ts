import type { Site } from './site';

/** What a step may do in the cluster that it works in: one rule of a Role, or of a ClusterRole. */
export interface StepPermission {
  /** API group; empty for the core group. */
  readonly apiGroup: string;
  /** Resources in the plural, such as `statefulsets/scale`. */
  readonly resources: string[];
  /** Verbs, such as `get` and `patch`. */
  readonly verbs: string[];
  /**
   * Names of the objects; leave them out only for verbs that know no name (`list`, `create`).
   *
   * @default - all objects of the resource
   */
  readonly names?: string[];
  /**
   * Namespace that the permission is for.
   *
   * @default - the application's namespace
   */
  readonly namespace?: string;
  /**
   * True for resources that have no namespace.
   *
   * @default false
   */
  readonly clusterScoped?: boolean;
}

/**
 * One step of a runbook. It may run twice with the same result: a workflow that was cut off is run again from the start.
 */
export interface RunbookStep {
  /** DNS label, unique among the steps of one switch, such as `promote-use1`. */
  readonly name: string;
  /** What it does, as an imperative for humans, such as `promote PostgreSQL in usw2`. Lower case, no final period. */
  readonly title: string;
  /** Site whose cluster the commands talk to. */
  readonly site: Site;
  /**
   * Cluster that is no site, such as a hub, which the commands talk to instead.
   *
   * @default - the cluster of the site
   */
  readonly cluster?: string;
  /**
   * POSIX shell (dash), run with `set -eu`. `kubectl` talks to the cluster of `site`, in the application's namespace. Polls
   * instead of sleeping once; ends non-zero with one line on stderr that says what is wrong and what to do.
   */
  readonly script: string;
  /** After how many seconds the step has failed. */
  readonly timeoutSeconds: number;
  /** What the step may do in the cluster, and nothing else. */
  readonly permissions: StepPermission[];
  /**
   * A second site that the step reads from: `KUBECONFIG="$OTHER_KUBECONFIG" kubectl` talks to its cluster, in the application's
   * namespace. For what one site hands over to another, such as a token; both are live then.
   *
   * @default - none: the step knows one cluster
   */
  readonly otherSite?: Site;
  /**
   * What the step may do in the cluster of `otherSite`, and nothing else.
   *
   * @default - nothing
   */
  readonly otherPermissions?: StepPermission[];
  /**
   * Image that the script runs in.
   *
   * @default - an image with sh and kubectl
   */
  readonly image?: string;
  /**
   * Secrets in the application's namespace, in the cluster that runs the workflow, whose keys become environment variables.
   *
   * @default - none
   */
  readonly environmentSecrets?: string[];
  /**
   * Environment of the script.
   *
   * @default - none
   */
  readonly environment?: Record<string, string>;
  /**
   * True when the step is worth trying but its cluster may be gone, so that its failure does not stop the runbook.
   *
   * @default false
   */
  readonly mayFail?: boolean;
}

/** The steps of one part, in the order of the phases of a switch. */
export interface SwitchSteps {
  /** Read-only checks before anything is changed: is the copy fresh, is the other side able to take over. */
  readonly preflight: RunbookStep[];
  /** What keeps the side that gives up from taking writes. Comes before anything is promoted. */
  readonly fence: RunbookStep[];
  /** What makes the other side take writes. */
  readonly promote: RunbookStep[];
  /** What starts or scales what serves clients there; ends when it is ready. */
  readonly start: RunbookStep[];
}

/** How a part moves from one site to another. All scripts are made at synthesis, in every direction. */
export interface ISwitchable {
  /** Planned, both sites live: nothing is lost where the mechanism can. */
  switchover(from: Site, to: Site): SwitchSteps;
  /** Site `from` is lost or cut off; no step may need it, unless it may fail. */
  failover(from: Site, to: Site): SwitchSteps;
  /**
   * After a failover: site `returned` came back, and becomes a copy of `active` again. Its own writes since the failover are
   * discarded.
   */
  reprotect(active: Site, returned: Site): RunbookStep[];
}

/** What a runbook changes in the cluster, so that GitOps must not undo it. */
export interface FailoverOwnedField {
  /** Name of the site. */
  readonly site: string;
  /** API group; empty for the core group. */
  readonly group: string;
  /** Kind of the object. */
  readonly kind: string;
  /** Name of the object. */
  readonly name: string;
  /** JSON pointers of the fields, such as `/spec/replicas`. */
  readonly jsonPointers: string[];
}

/** What a runbook is for. */
export enum RunbookKind {
  /** Both sites live: maintenance, or going home after a failover (failback). */
  SWITCHOVER = 'switchover',
  /** The active site is lost. */
  FAILOVER = 'failover',
  /** The lost site came back and becomes a copy again. */
  REPROTECT = 'reprotect',
}

/** Where an application is between its sites. */
export enum RecoveryPhase {
  STEADY_STATE = 'SteadyState',
  FAILING_OVER = 'FailingOver',
  FAILED_OVER = 'FailedOver',
  REPROTECTING = 'Reprotecting',
  DRED_STEADY_STATE = 'DRedSteadyState',
  FAILING_BACK = 'FailingBack',
}

/** A step of a runbook, for humans. */
export interface RunbookLine {
  /** What it does. */
  readonly title: string;
  /** Site, or other cluster, that the commands talk to. */
  readonly site: string;
  /** The commands, as they run. Empty for an approval. */
  readonly commands: string;
  /** After how many seconds it has failed; undefined for an approval, which waits. */
  readonly timeoutSeconds?: number;
  /** True when a human has to approve before the next step. */
  readonly approval: boolean;
}

/** A procedure, as it is emitted and as prose. */
export interface Runbook {
  /** What it is for. */
  readonly kind: RunbookKind;
  /** Site that gives up, or was lost. */
  readonly from: string;
  /** Site that takes over, or, of REPROTECT, becomes a copy again. */
  readonly to: string;
  /** Site in whose cluster the workflow runs. */
  readonly runsIn: string;
  /** Name of the Argo WorkflowTemplate. */
  readonly workflow: string;
  /** The command that starts it. */
  readonly start: string;
  /** Its steps, in order. */
  readonly lines: RunbookLine[];
}
