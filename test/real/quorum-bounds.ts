import type { BoundTree } from 'cndr';
import type { Synthesized } from 'cndr/testing';

type Row = Synthesized['plan']['apps'][number]['faults'][number];

/** A row of the fault table of the first application in a plan, with the bounds that it refers to. */
export interface PlannedFault extends Omit<Row, 'workloadGap' | 'clientGap'> {
  readonly workloadGap: BoundTree;
  readonly clientGap: BoundTree;
}

/** What the plan says of a fault in a site, or between two. */
export function faultOf(manifests: Synthesized, fault: string, ...sites: string[]): PlannedFault {
  const app = manifests.plan.apps[0];
  const row = app?.faults.find((other) => other.fault === fault && other.sites.join() === sites.join());
  const workloadGap = row && app?.gaps[row.workloadGap.gap];
  const clientGap = row && app?.gaps[row.clientGap.gap];
  if (!row || !workloadGap || !clientGap) throw new Error(`the plan has no fault "${fault}" of ${sites.join(', ')}`);
  return { ...row, workloadGap, clientGap };
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
