/** A bound as lines of a tree: which parts make its value, and which are shorter than what runs beside them. */
import { type BoundTree, Combine } from '../recovery/bound-tree';
import { comparable, secondsText } from './seconds';

/** A part of a bound, where it stands in the tree. */
export interface BoundLine {
  readonly node: BoundTree;
  /** Names from the top down to the part, itself included. */
  readonly path: string[];
  /** True when the value of the whole bound changes with this part: every part of a sum, the longest of parts side by side. */
  readonly decides: boolean;
  /** For each level from the second on, whether it is the last one there. */
  readonly lastAt: boolean[];
}

/** Every part of a bound, parents before children. */
export function boundLines(tree: BoundTree): BoundLine[] {
  return linesBelow({ node: tree, path: [tree.name], decides: true, lastAt: [] });
}

function linesBelow(line: BoundLine): BoundLine[] {
  const parts = line.node.parts ?? [];
  const longest = Math.max(...parts.map(({ seconds }) => comparable(seconds)));
  const below = parts.flatMap((node, index) =>
    linesBelow({
      node,
      path: [...line.path, node.name],
      decides: line.decides && (line.node.combine !== Combine.MAX || comparable(node.seconds) === longest),
      lastAt: [...line.lastAt, index === parts.length - 1],
    }),
  );
  return [line, ...below];
}

/** The single numbers of a bound. */
export function termLines(tree: BoundTree): BoundLine[] {
  return boundLines(tree).filter(({ node }) => node.parts === undefined);
}

/** What a part is, in words: `30 s  record TTL (derived: aws_route53_record: ttl 30)`. */
export function partText(node: BoundTree): string {
  const value = `${secondsText(node.seconds)}  ${node.name}`;
  if (node.combine === Combine.MAX) return `${value} (longest of ${node.parts?.length ?? 0})`;
  if (node.combine === Combine.SUM) return `${value} (sum)`;
  return `${value} (${originText(node)})`;
}

/** Where the number of a term comes from; or why there is none. */
export function originText(node: BoundTree): string {
  if (node.unbounded) return node.reason ?? 'nothing limits it';
  return node.source === undefined ? node.basis : `${node.basis}: ${node.source}`;
}
