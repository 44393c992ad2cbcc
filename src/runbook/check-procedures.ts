import { isDnsLabel } from '../model/names';
import { RunbookKind, type RunbookStep } from '../model/runbook';
import { workOf } from './clusters';
import { LONGEST_NAME } from './names';
import { permissionProblems } from './permissions';
import type { Procedure } from './procedure';
import { RESERVED_NAMES } from './workflow';

/** Runbooks that Argo or a cluster would refuse, or that would not work when they are needed: one message each. */
export function procedureProblems(procedures: Procedure[]): string[] {
  return [...nameProblems(procedures), ...new Set(procedures.flatMap(stepProblems))];
}

/** One message for all: the longest name says what has to be shorter. */
function nameProblems(procedures: Procedure[]): string[] {
  const [longest] = procedures.map(({ workflow }) => workflow).sort((one, other) => other.length - one.length);
  if (longest === undefined || longest.length <= LONGEST_NAME) return [];
  return [
    `runbook "${longest}" has a name of ${longest.length} characters; allowed are ${LONGEST_NAME}, since it becomes the value of a label; shorten the id of the application or the names of its sites by ${longest.length - LONGEST_NAME}`,
  ];
}

function stepProblems(procedure: Procedure): string[] {
  const steps = [...procedure.checks, ...procedure.changes];
  const names = steps.map(({ name }) => name);
  const taken = names.filter((name, index) => RESERVED_NAMES.includes(name) || names.indexOf(name) !== index);
  return [
    ...taken.map(
      (name) =>
        `runbook ${procedure.workflow} has two steps called "${name}"; allowed are names that no other step of it has, nor ${RESERVED_NAMES.join(', ')}; rename one`,
    ),
    ...steps.flatMap((step) => oneStep(step).map((why) => `step "${step.name}" of runbooks: ${why}`)),
    ...(procedure.kind === RunbookKind.FAILOVER ? lostSiteProblems(procedure, steps) : []),
  ];
}

function oneStep({ name, script, timeoutSeconds, permissions, otherPermissions = [] }: RunbookStep): string[] {
  return [
    ...(isDnsLabel(name) ? [] : ['its name is no DNS label; allowed are at most 63 of a-z, 0-9 and -; rename it']),
    // Argo would take it for a variable of its own, and fail the workflow.
    ...(script.includes('{{') ? ['its script has "{{", which Argo replaces; write it with a jsonpath instead'] : []),
    ...(Number.isInteger(timeoutSeconds) && timeoutSeconds > 0
      ? []
      : [
          `its timeoutSeconds is ${timeoutSeconds}; allowed are whole numbers from 1; give the time after which it has failed`,
        ]),
    ...[...permissions, ...otherPermissions].flatMap(permissionProblems),
  ];
}

/** A failover is run when the site is gone. */
function lostSiteProblems({ from }: Procedure, steps: RunbookStep[]): string[] {
  return steps
    .filter((step) => workOf(step).some(({ cluster }) => cluster === from.name) && step.mayFail !== true)
    .map(
      ({ name }) =>
        `step "${name}" of runbooks: it works in ${from.name}, which is lost when the failover runs; let it fail (mayFail), or do it in the site that takes over`,
    );
}
