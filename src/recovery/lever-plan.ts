import type { Lever, LeverPlan } from './term';

/** The bound in seconds once these changes are made. */
type Reach = (changes: Set<string>) => number;

/**
 * The cheapest changes that bring a finite bound within an objective (seconds), or as close to it as they can.
 *
 * Whether a lever gains anything depends on the others: of two branches that run at the same time, shortening one
 * alone may do nothing. So every choice recomputes the bound instead of adding up gains.
 */
export function planLevers(levers: Lever[], reach: Reach, objective: number): LeverPlan {
  const options = onePerChange(levers);
  const closest = reachOf(options, reach);
  const target = Math.max(objective, closest);
  const chosen = fewestTo(target, options, reach);
  return {
    changes: chosen.map((lever) => lever.change),
    reachesSeconds: reachOf(chosen, reach),
    sufficient: closest <= objective,
  };
}

function fewestTo(target: number, options: Lever[], reach: Reach): Lever[] {
  if (reachOf([], reach) <= target) return [];
  const single = singleTo(target, options, reach);
  return single ? [single] : severalTo(target, options, reach);
}

/** Lowest effort first; then the one that changes least, the least disturbance that does the job. */
function singleTo(target: number, options: Lever[], reach: Reach): Lever | undefined {
  return options
    .filter((lever) => reachOf([lever], reach) <= target)
    .sort((a, b) => a.effort - b.effort || reachOf([b], reach) - reachOf([a], reach))[0];
}

/** Lowest effort first, then the largest gain, until the target is met; it can be, by all of them at the latest. */
function severalTo(target: number, options: Lever[], reach: Reach): Lever[] {
  const chosen: Lever[] = [];
  const left = [...options];
  while (left.length > 0 && reachOf(chosen, reach) > target) {
    const reachWith = (lever: Lever) => reachOf([...chosen, lever], reach);
    left.sort((a, b) => a.effort - b.effort || reachWith(a) - reachWith(b));
    chosen.push(...left.splice(0, 1));
  }
  return withoutSurplus(target, chosen, reach);
}

/** A lever taken early may be made useless by a later one; the costliest is given back first. */
function withoutSurplus(target: number, chosen: Lever[], reach: Reach): Lever[] {
  let kept = chosen;
  for (const lever of [...chosen].reverse()) {
    const without = kept.filter((other) => other !== lever);
    if (reachOf(without, reach) <= target) kept = without;
  }
  return kept;
}

function reachOf(levers: Lever[], reach: Reach): number {
  return reach(new Set(levers.map((lever) => lever.change)));
}

/** One setting often feeds several terms, in both gaps for example: it is one change, at the highest effort stated. */
function onePerChange(levers: Lever[]): Lever[] {
  const byChange = new Map<string, Lever>();
  for (const lever of levers) {
    const known = byChange.get(lever.change);
    if (!known || known.effort < lever.effort) byChange.set(lever.change, lever);
  }
  return [...byChange.values()];
}
