import type { Bound } from '../recovery/bound';
import type { BoundTree } from '../recovery/bound-tree';
import type { FaultOutcome } from '../recovery/fault';
import type { PlannedFault, PlannedGap } from '../synthesis/plan';

/** The fault table, and the bounds that its rows refer to: most rows share theirs. */
export interface PlannedFaults {
  readonly faults: PlannedFault[];
  readonly gaps: Record<string, BoundTree>;
}

/**
 * @param treeOf a bound as plain data
 */
export function planFaults(outcomes: FaultOutcome[], treeOf: (bound: Bound) => BoundTree): PlannedFaults {
  const gaps = new Gaps();
  const planned = (bound: Bound): PlannedGap => gaps.add(treeOf(bound));
  const faults = outcomes.map(({ workloadGap, clientGap, grace, ...outcome }): PlannedFault => ({
    fault: outcome.fault,
    sites: outcome.sites,
    subject: outcome.subject,
    servedBy: outcome.servedBy,
    servedByOneOf: outcome.servedByOneOf,
    readsIn: outcome.readsIn,
    writesIn: outcome.writesIn,
    dataLost: outcome.dataLost,
    serviceLost: outcome.serviceLost,
    workloadGap: planned(workloadGap),
    clientGap: planned(clientGap),
    grace: grace && planned(grace),
    onHeal: outcome.onHeal,
    human: outcome.human,
  }));
  return { faults, gaps: gaps.trees };
}

/** Bounds under their names; different ones of one name are numbered. */
class Gaps {
  public readonly trees: Record<string, BoundTree> = {};
  private readonly keys = new Map<string, string>();

  public add(tree: BoundTree): PlannedGap {
    const content = JSON.stringify(tree);
    const key = this.keys.get(content) ?? this.newKey(tree.name);
    this.keys.set(content, key);
    this.trees[key] = tree;
    const { seconds, unbounded, reason } = tree;
    return { ...(unbounded ? { unbounded, reason } : { seconds }), gap: key };
  }

  private newKey(name: string): string {
    const taken = Object.keys(this.trees);
    let key = name;
    for (let number = 2; taken.includes(key); number += 1) key = `${name} (${number})`;
    return key;
  }
}
