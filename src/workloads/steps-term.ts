import type { IAppHost } from '../model/app-host';
import type { RunbookKind, RunbookStep } from '../model/runbook';
import type { Site } from '../model/site';
import { deadlineFields, longestSeconds } from '../model/step-fields';
import { Basis, Bound } from '../recovery/bound';

/** Steps of a runbook that a bound counts. */
export interface CountedSteps {
  readonly kind: RunbookKind;
  /** What they do, as a term of the bound. */
  readonly name: string;
  /** The steps that move the application from one site to another. */
  readonly steps: (from: Site, to: Site) => RunbookStep[];
}

/** The longest that steps of a runbook may take, from the active site to the one that takes over first. */
export function stepsTerm(host: IAppHost, { kind, name, steps: stepsOf }: CountedSteps): Bound {
  const { activeSite, passiveSites } = host;
  const [successor] = passiveSites;
  if (!activeSite || !successor) return Bound.unbounded(name, 'there is no passive site to move to');
  const steps = stepsOf(activeSite, successor);
  const deadlines = steps.map((step) => `step ${step.name}: activeDeadlineSeconds ${step.timeoutSeconds}`);
  return Bound.term({
    name,
    seconds: longestSeconds(steps),
    basis: Basis.DERIVED,
    source: `${kind} runbook, ${deadlines.join(', ')}`,
    fields: deadlineFields(host, kind, steps),
  });
}
