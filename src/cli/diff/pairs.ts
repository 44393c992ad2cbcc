/** What was there before beside what is there after. */
export interface Pair<T> {
  readonly before?: T;
  readonly after?: T;
}

/** Pairs by key in the order of `after`, with what is gone at the end. A key that occurs again pairs with its next occurrence. */
export function pairsOf<T>(before: T[], after: T[], keyOf: (item: T) => string): Pair<T>[] {
  const old = numbered(before, keyOf);
  const young = numbered(after, keyOf);
  return [
    ...[...young].map(([key, item]) => ({ before: old.get(key), after: item })),
    ...[...old].filter(([key]) => !young.has(key)).map(([, item]) => ({ before: item })),
  ];
}

function numbered<T>(items: T[], keyOf: (item: T) => string): Map<string, T> {
  const counts = new Map<string, number>();
  return new Map(
    items.map((item) => {
      const key = keyOf(item);
      const count = counts.get(key) ?? 0;
      counts.set(key, count + 1);
      return [`${key} ${count}`, item];
    }),
  );
}
