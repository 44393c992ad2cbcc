import { coverageOf } from '../rules/coverage';
import type { PlannedCoverage } from '../synthesis/plan';
import type { AppPlanProps } from './app-plan';

/** What brings back everything that holds state or configuration. */
export function planCoverage({ evidence }: AppPlanProps): PlannedCoverage[] {
  return coverageOf(evidence);
}
