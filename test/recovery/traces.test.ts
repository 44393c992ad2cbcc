import { parseAllDocuments } from 'yaml';
import { Basis, type BoundTree, type EmittedField } from 'cndr';
import type { Plan } from '../../src/synthesis/plan';
import { EXAMPLES, runExample } from '../support/examples';

/** Derived terms that no field holds, and what proves them instead. */
const PROOFS: [RegExp, string][] = [
  [/^acknowledged writes lost$/, 'quorum: every majority keeps a member that any loss leaves, which the votes show'],
  [/^(workload takes no writes|clients without service)$/, 'what serves is another site than the one that was lost'],
  [
    /^(acknowledged )?writes lost (by|in) a (planned )?switchover$/,
    'the order of the steps: the last copy is made last',
  ],
  [/^no other site is waited for$/, 'the way of copying: a write is acknowledged before it is copied'],
  [/^(copy by .*|backup of volumes|sites that are left)$/, 'one part, or parts that are copied as one: of one moment'],
  [/^other Regions wait for the lost one$/, 'eventual consistency, which is what a table without a mode has'],
  [/^round trip x \d+$/, 'rttMillis, by which the user states the network between the sites'],
  [/^the other site learns of the backup$/, 'a BackupStorageLocation of the fleet, which another pipeline may emit'],
];

interface Leaf extends BoundTree {
  readonly app: string;
}

interface Output {
  readonly leaves: Leaf[];
  /** Each file that a field names, parsed once. */
  readonly parsed: Map<string, unknown>;
}

function outputOf(example: string): Output {
  const { files } = runExample(example);
  const plan = JSON.parse(files.get('dist/plan.json')!) as Plan;
  const leaves = plan.apps.flatMap((app) => leavesIn(app).map((leaf) => ({ ...leaf, app: app.name })));
  const named = new Set(leaves.flatMap(({ fields = [] }) => fields.map(({ file = '' }) => file)));
  return { leaves, parsed: new Map([...named].map((file) => [file, parse(file, files)])) };
}

/** Manifests as a list of objects, anything else as it is. */
function parse(file: string, files: Map<string, string>): unknown {
  const manifests = files.get(`dist/${file}`);
  if (manifests === undefined) return JSON.parse(files.get(`cdktf.out/${file}`) ?? 'null');
  return parseAllDocuments(manifests).map((document) => document.toJS() as Manifest);
}

/** Single numbers of bounds, wherever the plan has them. */
function leavesIn(value: unknown): BoundTree[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('basis' in value && 'source' in value && 'seconds' in value) return [value as BoundTree];
  return Object.values(value).flatMap(leavesIn);
}

/** What a reader of the plan finds, who opens the file and follows the pointer. */
function lookedUp({ parsed }: Output, { file = '', object, path }: EmittedField): unknown {
  const content = parsed.get(file);
  const [kind, name] = object.split(' ');
  const root: unknown = Array.isArray(content)
    ? (content as Manifest[]).find((each) => each.kind === kind && each.metadata.name === name)
    : content;
  return path
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((at: unknown, key) => (at as Record<string, unknown> | undefined)?.[key], root);
}

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

/** The whole value, or words of a text. */
function says(found: unknown, value: string): boolean {
  if (typeof found !== 'string' && typeof found !== 'number' && typeof found !== 'boolean') return false;
  const words = ` ${String(found).replace(/\s+/g, ' ')} `.split(value);
  return words.slice(1).some((after, index) => !/[\w.]$/.test(words[index]!) && !/^[\w.]/.test(after));
}

const isProved = ({ name }: Leaf) => PROOFS.some(([pattern]) => pattern.test(name));
const named = ({ app, name, source }: Leaf) => `${app}: ${name} (${source ?? ''})`;

describe.each(EXAMPLES)('examples/%s', (example) => {
  const output = outputOf(example);

  test('every derived number names the fields that it comes from, or is proved by the shape', () => {
    const derived = output.leaves.filter(({ basis }) => basis === Basis.DERIVED);
    expect(derived.length).toBeGreaterThan(0);
    expect(derived.filter((leaf) => !leaf.fields?.length && !isProved(leaf)).map(named)).toEqual([]);
  });

  test('every field stands where the plan says, with the value that was computed with', () => {
    const fields = output.leaves.flatMap((leaf) => leaf.fields ?? []);
    const wrong = fields.filter((field) => !says(lookedUp(output, field), field.value));
    expect(wrong).toEqual([]);
  });

  test('every assumption says whose it is', () => {
    const assumed = output.leaves.filter(({ basis }) => basis === Basis.ASSUMED);
    expect(assumed.filter(({ source }) => !source?.trim()).map(named)).toEqual([]);
  });
});
