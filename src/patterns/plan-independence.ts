import { dependenciesOf } from '../rules/independence';
import type { PlannedDependency } from '../synthesis/plan';
import type { AppPlanProps } from './app-plan';

/** What the recovery from the loss of each site needs, and whether it is still there. */
export function planIndependence({ evidence }: AppPlanProps): PlannedDependency[] {
  return dependenciesOf(evidence);
}
