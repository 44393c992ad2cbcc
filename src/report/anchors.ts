/** Names of places on the page: short, unique, the same on every run. */

/** One anchor for each name, in the order of the names; names that look alike get a number. */
export function anchorsFor(prefix: string, names: string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const plain = `${prefix}-${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
    let anchor = plain;
    for (let count = 2; taken.has(anchor); count += 1) anchor = `${plain}.${count}`;
    taken.add(anchor);
    return anchor;
  });
}
