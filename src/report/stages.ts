/** Lays a bound out in time: what comes after what, and what runs beside it without counting. */
import { type BoundTree, Combine } from '../recovery/bound-tree';

/** A part of a bound, and when it begins. */
export interface Placed {
  readonly node: BoundTree;
  /** Seconds from the fault, at worst. */
  readonly start: number;
}

/** A bound as a few stages, one after the other, that make its value. */
export interface Stages {
  readonly stages: Placed[];
  /** What runs at the same time as the stages, and is over before or with them. */
  readonly beside: Placed[];
  /** Names of the cases of which the stages are the longest, from the whole bound down. */
  readonly cases: string[];
}

const ENOUGH = 4;

/** The longest way through a bound, cut where it is longest until there are enough stages to tell what the time goes into. */
export function stagesOf(tree: BoundTree): Stages {
  const stages: Placed[] = [{ node: tree, start: 0 }];
  const beside: Placed[] = [];
  const cases: string[] = [];
  while (stages.length < ENOUGH) {
    const longest = longestToCut(stages);
    if (longest === undefined) break;
    const cut = stages[longest] as Placed;
    const parts = placedParts(cut);
    const deciding = parts.find(({ node }) => node.seconds === cut.node.seconds);
    if (cut.node.combine === Combine.MAX && deciding) {
      if (stages.length === 1) cases.push(cut.node.name);
      stages.splice(longest, 1, deciding);
      beside.push(...parts.filter((part) => part !== deciding));
    } else {
      stages.splice(longest, 1, ...parts);
    }
  }
  return { stages, beside, cases };
}

/** The parts of a bound: of a sum one after the other, otherwise all from the start. */
export function placedParts({ node, start }: Placed): Placed[] {
  let next = start;
  return (node.parts ?? []).map((part) => {
    const placed = { node: part, start: next };
    if (node.combine === Combine.SUM) next += part.seconds ?? 0;
    return placed;
  });
}

function longestToCut(stages: Placed[]): number | undefined {
  const lengths = stages.map(({ node }) => (node.parts && node.seconds !== undefined ? node.seconds : -1));
  const longest = Math.max(...lengths);
  return longest > 0 ? lengths.indexOf(longest) : undefined;
}
