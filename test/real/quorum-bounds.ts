import type { BoundTree } from 'cndr';
import type { Synthesized } from 'cndr/testing';

/** A row of the fault table of the first application in a plan. */
export type PlannedFault = Synthesized['plan']['apps'][number]['faults'][number];

/** What the plan says of a fault in a site. */
export function faultOf(manifests: Synthesized, fault: string, site: string): PlannedFault {
  const faults = manifests.plan.apps[0]?.faults ?? [];
  const found = faults.find((row) => row.fault === fault && row.sites.join() === site);
  if (found === undefined) throw new Error(`the plan has no fault "${fault}" of ${site}`);
  return found;
}

/** Seconds of a bound, or of the part of it with a name. */
export function secondsOf(tree: BoundTree, part: string = tree.name): number {
  const found = [tree, ...partsOf(tree)].find(({ name }) => name === part);
  if (found?.seconds === undefined) throw new Error(`bound "${tree.name}" has no part "${part}" with a number`);
  return found.seconds;
}

function partsOf({ parts = [] }: BoundTree): BoundTree[] {
  return parts.flatMap((part) => [part, ...partsOf(part)]);
}
