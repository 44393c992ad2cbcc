import type { IAppHost } from '../model/app-host';
import type { RunbookKind, RunbookStep } from '../model/runbook';
import { deadlineFields, longestSeconds } from '../model/step-fields';
import { Basis, Bound } from '../recovery/bound';

/** Steps of the first runbook of a kind, which nothing can make longer than their time. */
export interface TimedSteps {
  readonly host: IAppHost;
  readonly kind: RunbookKind;
  readonly steps: RunbookStep[];
}

/** How long steps take that ask or order something and wait for nothing. */
export function ordersTake(name: string, timed: TimedSteps): Bound {
  const { steps } = timed;
  const each = steps.map(({ timeoutSeconds }) => timeoutSeconds).join(' and ');
  return stepsTake(
    name,
    timed,
    `runbook, ${steps.length} step${steps.length === 1 ? '' : 's'} that wait for nothing: activeDeadlineSeconds ${each}`,
  );
}

/** How long steps take, one after the other: the runbook ends them after their time. */
export function stepsTake(name: string, { host, kind, steps }: TimedSteps, source: string): Bound {
  return Bound.term({
    name,
    seconds: longestSeconds(steps),
    basis: Basis.DERIVED,
    source,
    fields: deadlineFields(host, kind, steps),
  });
}

/** How long it takes to give up on what is asked of a lost site, which may be gone. */
export function givingUpTakes(name: string, timed: TimedSteps, source: string): Bound {
  return stepsTake(name, { ...timed, steps: timed.steps.filter(({ mayFail }) => mayFail === true) }, source);
}

/** The steps that have to succeed. */
export function needed(steps: RunbookStep[]): RunbookStep[] {
  return steps.filter(({ mayFail }) => mayFail !== true);
}
