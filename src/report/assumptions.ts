/** All numbers that are not derived: what to measure next. */
import { Basis } from '../recovery/bound';
import type { BoundTree } from '../recovery/bound-tree';
import { groupedBy } from '../recovery/grouped';
import type { AppPlan } from '../synthesis/plan';
import { basisMark } from './basis';
import { type Content, markup } from './html';
import { table } from './parts';
import { time } from './words';

interface Assumption {
  readonly term: BoundTree;
  /** Names of what it is part of. */
  readonly usedIn: string[];
}

/** Each assumed or measured number once, the longest first. */
export function assumptionTable(app: AppPlan): Content {
  const rows = [...timesOf(app).map(timeRow), ...availabilityRows(app)];
  if (rows.length === 0) return markup`<p>Nothing is assumed: all numbers follow from what is emitted.</p>`;
  return table({
    label: `Assumptions of ${app.name}`,
    caption: 'Numbers that do not follow from what is emitted, the longest first: measure these next.',
    columns: ['What', { title: 'Value', numeric: true }, 'Basis', 'Source', 'Part of'],
    rows,
  });
}

function timeRow({ term, usedIn }: Assumption): Content[] {
  return [term.name, time(term.seconds), basisMark(term.basis), term.source ?? '', usedIn.join(', ')];
}

function availabilityRows({ availability }: AppPlan): Content[][] {
  return availability.terms
    .filter(({ basis }) => basis !== Basis.DERIVED)
    .map(({ name, value, basis, source }) => [name, value, basisMark(basis), source, 'availability']);
}

function timesOf(app: AppPlan): Assumption[] {
  const found = boundsOf(app).flatMap(([usedIn, tree]) => doubtful(tree).map((term) => ({ term, usedIn })));
  const same = groupedBy(found, ({ term }) => JSON.stringify([term.name, term.seconds, term.basis, term.source]));
  return [...same.values()]
    .flatMap((group) => {
      const [first] = group;
      return first ? [{ term: first.term, usedIn: [...new Set(group.map(({ usedIn }) => usedIn))] }] : [];
    })
    .sort((a, b) => (b.term.seconds ?? 0) - (a.term.seconds ?? 0));
}

function boundsOf(app: AppPlan): [string, BoundTree][] {
  const { rpo, rto, backupAge, consistencySkew, activePassive, gaps, writeLatency } = app;
  const named: [string, BoundTree | undefined][] = [
    ['RTO', rto.tree],
    ['RPO', rpo.tree],
    ['age of the newest backup', backupAge],
    ['consistency skew', consistencySkew],
    ['switchover', activePassive?.switchover.gap],
    ['switchover', activePassive?.switchover.lag],
    ...Object.values(gaps).map((tree): [string, BoundTree] => ['faults', tree]),
    ...writeLatency.map(({ tree }): [string, BoundTree] => ['write latency', tree]),
  ];
  return named.filter((entry): entry is [string, BoundTree] => entry[1] !== undefined);
}

function doubtful(tree: BoundTree): BoundTree[] {
  if (tree.parts) return tree.parts.flatMap(doubtful);
  return tree.unbounded || tree.basis === Basis.DERIVED ? [] : [tree];
}
