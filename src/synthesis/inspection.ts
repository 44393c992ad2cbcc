import type { Finding } from '../rules/finding';
import type { AppPlan, FleetPlan } from './plan';

/** What a stack says of itself when the tree is validated. */
export interface Inspection {
  /** What its rules found, waivers applied. */
  readonly findings: Finding[];
  /** Its part of the plan, without the objects: those are seen when the tree is rendered. */
  readonly plan?: AppPlan | FleetPlan;
}
