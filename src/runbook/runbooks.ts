import type { IAppHost } from '../model/app-host';
import type { ITrafficLatch } from '../model/load-balancer';
import type { ISwitchable, Runbook } from '../model/runbook';
import { RunbookKind } from '../model/runbook';
import type { Site } from '../model/site';
import { stepField } from '../model/step-fields';
import { Basis, Bound } from '../recovery/bound';
import { procedureProblems } from './check-procedures';
import { type Procedure, failover, reprotect, switchover } from './procedure';
import { describe } from './prose';
import { renderRunbooks } from './render';
import { POD_START_SECONDS, POD_START_SOURCE } from './timing';

/** What moves from one site to another. */
export interface RunbookParts {
  readonly data: ISwitchable;
  readonly frontEnd?: ISwitchable;
  readonly latch?: ITrafficLatch;
  /** True when no human approves a failover. */
  readonly automatic: boolean;
  /** How long a decision may take: what approvals wait for. */
  readonly decision: Bound;
}

/** The runbooks of an application. */
export interface RunbooksBinding {
  readonly runbooks: Runbook[];
  /** What running a failover adds to the bounds of the parts: pods of the workflow that start, and steps of no part. */
  readonly overhead: Bound;
}

/** Renders the runbooks of every direction into the site that takes over. */
export function addRunbooks(host: IAppHost, parts: RunbookParts): RunbooksBinding {
  const procedures = proceduresOf(host, parts);
  const problems = procedureProblems(procedures);
  for (const problem of problems) host.refuse(problem);
  // Nothing can be rendered from what was refused.
  if (problems.length === 0) for (const site of sitesOf(host, procedures)) renderRunbooks(host, site, procedures);
  return {
    runbooks: procedures.map((procedure) => describe(procedure, host.namespace, parts.decision)),
    overhead: overheadOf(host, procedures),
  };
}

/**
 * In both directions between the active site and each passive one: which of two sites is active now makes no difference, so that
 * changing it changes no runbook.
 */
function proceduresOf(host: IAppHost, parts: RunbookParts): Procedure[] {
  const movables = { app: host.name, ...parts };
  const pairs = host.dataSites.flatMap((from) => host.dataSites.map((to): [Site, Site] => [from, to]));
  return pairs
    .filter(([from, to]) => from !== to && (from === host.activeSite || to === host.activeSite))
    .flatMap(([from, to]) => [
      switchover(movables, from, to),
      failover(movables, from, to),
      reprotect(movables, from, to),
    ]);
}

function sitesOf({ dataSites }: IAppHost, procedures: Procedure[]): Site[] {
  return dataSites.filter((site) => procedures.some(({ from, to }) => from === site || to === site));
}

/**
 * Of the failover to the site that is first in order: each step is a pod, and one starts when the one before it has ended. What
 * the steps of the parts take is in the bounds of these.
 */
function overheadOf({ activeSite, passiveSites }: IAppHost, procedures: Procedure[]): Bound {
  const name = 'runbook runs';
  const first = procedures.find(
    ({ kind, from, to }) => kind === RunbookKind.FAILOVER && from === activeSite && to === passiveSites[0],
  );
  if (!first) return Bound.unbounded(name, 'there is no passive site to fail over to');
  const pods = first.checks.length + first.changesUntilServed;
  return Bound.sum(name, [
    Bound.term({
      name: 'pods of the runbook start',
      seconds: pods * POD_START_SECONDS,
      basis: Basis.ASSUMED,
      source: `${pods} steps of WorkflowTemplate ${first.workflow} one after the other, ${POD_START_SECONDS} s each: ${POD_START_SOURCE}`,
    }),
    ...first.ownUntilServed.map(({ name: step, title, timeoutSeconds }) =>
      Bound.term({
        name: title,
        seconds: timeoutSeconds,
        basis: Basis.DERIVED,
        source: `WorkflowTemplate ${first.workflow}, step ${step}: activeDeadlineSeconds ${timeoutSeconds}, after which the failover has failed`,
        fields: [stepField(first.workflow, step, 'activeDeadlineSeconds', timeoutSeconds)],
      }),
    ),
  ]);
}
