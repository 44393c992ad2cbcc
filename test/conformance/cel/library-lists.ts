import type { Environment } from '@marcbachmann/cel-js';

type Comparable = bigint | number | string | boolean;

/** The `lists` and `sets` libraries. */
export function registerLists(cel: Environment): void {
  cel
    .registerFunction('list.isSorted(): bool', (list: Comparable[]) =>
      list.every((item, index) => index === 0 || list[index - 1]! <= item),
    )
    .registerFunction('list.sum(): dyn', (list: (bigint | number)[]) =>
      list.some((item) => typeof item === 'number')
        ? list.reduce<number>((sum, item) => sum + Number(item), 0)
        : list.reduce<bigint>((sum, item) => sum + BigInt(item), 0n),
    )
    .registerFunction('list.min(): dyn', (list: Comparable[]) => extreme(list, (item, best) => item < best))
    .registerFunction('list.max(): dyn', (list: Comparable[]) => extreme(list, (item, best) => item > best))
    .registerFunction('list.indexOf(dyn): int', (list: unknown[], item: unknown) =>
      BigInt(list.findIndex((other) => same(other, item))),
    )
    .registerFunction('list.lastIndexOf(dyn): int', (list: unknown[], item: unknown) =>
      BigInt(list.map((other) => same(other, item)).lastIndexOf(true)),
    );
  class SetsNamespace {
    readonly library = 'sets';
  }
  cel
    .registerType('SetsNamespace', SetsNamespace)
    .registerConstant('sets', 'SetsNamespace', new SetsNamespace())
    .registerFunction('SetsNamespace.contains(list, list): bool', (_: unknown, a: unknown[], b: unknown[]) =>
      containsAll(a, b),
    )
    .registerFunction(
      'SetsNamespace.equivalent(list, list): bool',
      (_: unknown, a: unknown[], b: unknown[]) => containsAll(a, b) && containsAll(b, a),
    )
    .registerFunction('SetsNamespace.intersects(list, list): bool', (_: unknown, a: unknown[], b: unknown[]) =>
      a.some((item) => b.some((other) => same(item, other))),
    );
}

function extreme(list: Comparable[], better: (item: Comparable, best: Comparable) => boolean): Comparable {
  const [first, ...rest] = list;
  if (first === undefined) throw new Error('min() and max() of an empty list have no value');
  return rest.reduce((best, item) => (better(item, best) ? item : best), first);
}

function containsAll(list: unknown[], sublist: unknown[]): boolean {
  return sublist.every((item) => list.some((other) => same(item, other)));
}

function same(a: unknown, b: unknown): boolean {
  return a === b || text(a) === text(b);
}

function text(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? Number(part) : part));
}
