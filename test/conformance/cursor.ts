const PLAIN_KEY = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** Path of a child: `spec` + `ports` + 0 gives `spec.ports[0]`; keys with dots or slashes are quoted. */
export function childPath(parent: string, key: string | number): string {
  if (typeof key === 'number') return `${parent}[${key}]`;
  if (!PLAIN_KEY.test(key)) return `${parent}[${JSON.stringify(key)}]`;
  return parent === '' ? key : `${parent}.${key}`;
}

/** A value inside an object together with its JSON path, so that no check has to spell a path to name it in a message. */
export class Cursor {
  constructor(
    readonly value: unknown,
    readonly path: string = '',
  ) {}

  /** Descends through fields; a missing one gives a cursor on nothing, with the path it would have. */
  get(...keys: string[]): Cursor {
    const [key, ...rest] = keys;
    return key === undefined ? this : new Cursor(this.fields?.[key], childPath(this.path, key)).get(...rest);
  }

  /** Elements of the list at the end of these fields. */
  list(...keys: string[]): Cursor[] {
    return this.get(...keys).items();
  }

  /** Elements of a list; none if it is not one. */
  items(): Cursor[] {
    if (!Array.isArray(this.value)) return [];
    return this.value.map((item: unknown, index) => new Cursor(item, childPath(this.path, index)));
  }

  /** Fields of a map; none if it is not one. */
  entries(): [key: string, value: Cursor][] {
    return Object.entries(this.fields ?? {}).map(([key, value]) => [key, new Cursor(value, childPath(this.path, key))]);
  }

  keys(): string[] {
    return Object.keys(this.fields ?? {});
  }

  get exists(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  get text(): string | undefined {
    return typeof this.value === 'string' ? this.value : undefined;
  }

  get number(): number | undefined {
    return typeof this.value === 'number' ? this.value : undefined;
  }

  private get fields(): Record<string, unknown> | undefined {
    return typeof this.value === 'object' && this.value !== null && !Array.isArray(this.value)
      ? (this.value as Record<string, unknown>)
      : undefined;
  }
}

/** Keys that occur more than once, each with its second and later places. */
export function repeated<T>(
  values: readonly T[],
  keyOf: (value: T) => string | undefined,
): { key: string; value: T }[] {
  const seen = new Set<string>();
  return values.flatMap((value) => {
    const key = keyOf(value);
    if (key === undefined) return [];
    if (seen.has(key)) return [{ key, value }];
    seen.add(key);
    return [];
  });
}
