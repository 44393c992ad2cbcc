import type * as Yaml from 'yaml';

/** Stands for a value that cannot be used: what is wrong was said. */
export const REFUSED = Symbol('refused');
export type Refused = typeof REFUSED;

/** Something that cannot be used in a file. */
export interface FileProblem {
  readonly line: number;
  readonly message: string;
}

/** A key of a mapping, and what it holds. */
export interface FileEntry {
  readonly key: string;
  readonly value: FileValue;
}

/** What all values of a file share. */
export interface FileSource {
  readonly yaml: typeof Yaml;
  readonly document: Yaml.Document;
  readonly lines: Yaml.LineCounter;
  /** Grows while the file is read. */
  readonly problems: FileProblem[];
}

/** Where a value is: its keys, as in `sites.use1.zones[0]`, and the line of the last one. */
interface Place {
  readonly path: string;
  readonly line: number;
}

/** A value of the file that knows where it stands. Aliases are followed. */
export class FileValue {
  private readonly node: unknown;

  constructor(
    private readonly source: FileSource,
    node: unknown,
    private readonly place: Place,
  ) {
    const { yaml, document } = source;
    this.node = yaml.isAlias(node) ? node.resolve(document) : node;
  }

  /** True for a key without a value. */
  public get isEmpty(): boolean {
    return this.node === null || this.node === undefined || this.scalar?.value === null;
  }

  /** Text as it was meant; undefined for anything else. */
  public get text(): string | undefined {
    const value = this.scalar?.value;
    return typeof value === 'string' ? value : undefined;
  }

  /** A number; undefined for anything else. */
  public get number(): number | undefined {
    const value = this.scalar?.value;
    return typeof value === 'number' ? value : undefined;
  }

  /** A flag; undefined for anything else. */
  public get flag(): boolean | undefined {
    const value = this.scalar?.value;
    return typeof value === 'boolean' ? value : undefined;
  }

  /** Text, number or flag, as it was written; undefined for anything else. */
  public get written(): string | undefined {
    const scalar = this.isEmpty ? undefined : this.scalar;
    return scalar && (scalar.source ?? String(scalar.value));
  }

  /** Items of a list; undefined for anything else. */
  public get items(): FileValue[] | undefined {
    const { yaml } = this.source;
    if (!yaml.isSeq(this.node)) return undefined;
    return this.node.items.map(
      (item, index) =>
        new FileValue(this.source, item, { path: `${this.place.path}[${index}]`, line: this.lineOf(item) }),
    );
  }

  /** Keys of a mapping, each once: the first wins, the others are refused. Undefined for anything else. */
  public entries(): FileEntry[] | undefined {
    const { yaml } = this.source;
    if (this.isEmpty) return [];
    if (!yaml.isMap(this.node)) return undefined;
    const lines = new Map<string, number>();
    return this.node.items.flatMap((pair): FileEntry[] => {
      const key = yaml.isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
      const line = this.lineOf(pair.key);
      const value = new FileValue(this.source, pair.value, { path: this.pathOf(key), line });
      const first = lines.get(key);
      if (first === undefined) {
        lines.set(key, line);
        return [{ key, value }];
      }
      value.refuse(`is given twice, first in line ${first}; remove one of them`);
      return [];
    });
  }

  /** The value of a key that is not there. */
  public absent(key: string): FileValue {
    return new FileValue(this.source, null, { path: this.pathOf(key), line: this.place.line });
  }

  /** Says what is wrong with the value, what is allowed, and what to change. */
  public refuse(message: string): Refused {
    this.source.problems.push({ line: this.place.line, message: `${this.place.path || 'file'}: ${message}` });
    return REFUSED;
  }

  /** The value in words: `the number 12`. */
  public describe(): string {
    const { yaml } = this.source;
    if (this.isEmpty) return 'empty';
    if (yaml.isSeq(this.node)) return 'a list';
    if (yaml.isMap(this.node)) return 'a mapping';
    if (this.text !== undefined) return `the text ${JSON.stringify(this.text)}`;
    return `${this.number === undefined ? 'the flag' : 'the number'} ${this.written ?? ''}`;
  }

  private get scalar(): Yaml.Scalar | undefined {
    return this.source.yaml.isScalar(this.node) ? this.node : undefined;
  }

  private pathOf(key: string): string {
    if (!/^[\w-]+$/.test(key)) return `${this.place.path}[${JSON.stringify(key)}]`;
    return this.place.path === '' ? key : `${this.place.path}.${key}`;
  }

  private lineOf(node: unknown): number {
    const { yaml, lines } = this.source;
    const offset = yaml.isNode(node) ? node.range?.[0] : undefined;
    return offset === undefined ? this.place.line : lines.linePos(offset).line;
  }
}
