import type { Runbook, RunbookLine, RunbookStep } from '../model/runbook';
import type { Bound } from '../recovery/bound';
import { RunbookKind } from '../model/runbook';
import { clusterOf } from './clusters';
import type { Procedure } from './procedure';

/** The runbook for people, in the order in which the workflow runs. */
export function describe(procedure: Procedure, namespace: string, decision: Bound): Runbook {
  const { kind, from, to, runner, workflow, checks, changes, outcome } = procedure;
  return {
    kind,
    from: from.name,
    to: to.name,
    runsIn: runner.name,
    workflow,
    start: `argo submit --namespace ${namespace} --from workflowtemplate/${workflow} --parameter reason='...'`,
    lines: [
      ...checks.map(lineOf),
      ...approval(procedure, namespace, decision),
      ...changes.map(lineOf),
      lineOf(outcome),
    ],
  };
}

function lineOf(step: RunbookStep): RunbookLine {
  const { title, script, timeoutSeconds } = step;
  return { title, site: clusterOf(step), commands: script, timeoutSeconds, approval: false };
}

function approval({ kind, approval: title, runner }: Procedure, namespace: string, decision: Bound): RunbookLine[] {
  if (title === undefined) return [];
  const inTime =
    kind === RunbookKind.FAILOVER && decision.seconds !== undefined
      ? `; the recovery time counts on a decision within ${decision.seconds} s`
      : '';
  return [
    {
      title: `${title} (argo resume --namespace ${namespace} WORKFLOW, or argo stop to leave all as it is)${inTime}`,
      site: runner.name,
      commands: '',
      approval: true,
    },
  ];
}
