import { checkManifests, type Verdict } from './check';
import { schemasOf, thing } from './fixtures/schemas';
import { parseQuantity } from './quantity';
import { re2 } from './schema/re2';
import type { Schema } from './schema/schema';

const text: Schema = { type: 'string' };
const SCHEMA: Schema = {
  type: 'object',
  required: ['size'],
  properties: {
    size: { type: 'integer', format: 'int32', minimum: 1, maximum: 10 },
    above: { type: 'number', minimum: 0, exclusiveMinimum: true },
    port: { 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] },
    mode: { type: 'string', enum: ['a', 'b'], nullable: true },
    anyCase: { type: 'string', pattern: '^(?i)(abort|warn)?$' },
    since: { type: 'string', format: 'date-time' },
    key: { type: 'string', format: 'byte' },
    empty: { type: 'object' },
    free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true, properties: { known: text } },
    labels: { type: 'object', additionalProperties: text },
    template: { type: 'object', 'x-kubernetes-embedded-resource': true, properties: { spec: { type: 'object' } } },
    names: { type: 'array', items: text, 'x-kubernetes-list-type': 'set' },
    ports: {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['port', 'protocol'],
      items: {
        type: 'object',
        required: ['port', 'protocol'],
        properties: { port: { type: 'integer' }, protocol: { type: 'string', default: 'TCP' } },
      },
    },
    either: {
      type: 'object',
      properties: { one: text, two: text },
      oneOf: [{ required: ['one'] }, { required: ['two'] }],
    },
  },
};

function judge(spec: object): Verdict {
  const files = [{ path: 'dist/use1/things.k8s.yaml', objects: [thing({ size: 1, ...spec })] }];
  return checkManifests(files, { schemas: schemasOf(SCHEMA) });
}

describe('the structural schema of a CRD', () => {
  it.each<[spec: object]>([
    [{ size: 10 }],
    [{ above: 0.1 }],
    [{ port: 80 }],
    [{ port: 'http' }],
    [{ mode: null }],
    [{ anyCase: 'ABORT' }],
    [{ since: '2026-08-21T10:00:00Z' }],
    [{ key: 'c2VjcmV0' }],
    [{ free: { known: 'x', other: { deep: [1] } } }],
    [{ labels: { any: 'x' } }],
    [{ template: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' }, spec: {} } }],
    [{ names: ['a', 'b'] }],
    [{ ports: [{ port: 80 }, { port: 80, protocol: 'UDP' }] }],
    [{ either: { one: 'x' } }],
  ])('takes %j', (spec) => {
    expect(judge(spec).problems).toEqual([]);
  });

  it.each<[spec: object, path: string, message: RegExp]>([
    [{ size: 0 }, 'spec.size', />= 1/],
    [{ size: 11 }, 'spec.size', /<= 10/],
    [{ size: 1.5 }, 'spec.size', /integer/],
    [{ size: undefined }, 'spec.size', /integer|required/],
    [{ above: 0 }, 'spec.above', /> 0/],
    [{ port: true }, 'spec.port', /integer,string/],
    [{ mode: 'c' }, 'spec.mode', /one of/],
    [{ port: null }, 'spec.port', /integer,string/],
    [{ anyCase: 'ignore' }, 'spec.anyCase', /pattern/],
    [{ since: 'yesterday' }, 'spec.since', /date-time/],
    [{ key: 'not base64' }, 'spec.key', /byte/],
    [{ unknown: 1 }, 'spec.unknown', /unknown field/],
    [{ empty: { a: 1 } }, 'spec.empty.a', /unknown field/],
    [{ free: { known: 1 } }, 'spec.free.known', /string/],
    [{ labels: { a: 1 } }, 'spec.labels.a', /string/],
    [{ template: { kind: 'Pod', metadata: {} } }, 'spec.template.apiVersion', /required/],
    [{ template: { apiVersion: 'v1', kind: 'Pod', data: {} } }, 'spec.template.data', /unknown field/],
    [{ names: ['a', 'a'] }, 'spec.names[1]', /repeats "a"/],
    [{ ports: [{ port: 80 }, { port: 80, protocol: 'TCP' }] }, 'spec.ports[1]', /repeats port=80 protocol="TCP"/],
    [{ either: { one: 'x', two: 'y' } }, 'spec.either', /oneOf/],
    [{ 'a.b/c': 1 }, 'spec["a.b/c"]', /unknown field/],
  ])('refuses %j at %s', (spec, path, message) => {
    const { problems } = judge(spec);

    expect(problems).toContainEqual(
      expect.objectContaining({ path, message: expect.stringMatching(message) as string }),
    );
  });

  it('tells of a failed junctor once, and not of each of its alternatives', () => {
    expect(judge({ either: {} }).problems).toHaveLength(1);
  });
});

describe('patterns of Go', () => {
  it.each([
    ['^((?i)sun|mon)day$', 'SUNday', true],
    ['^((?i)sun|mon)day$', 'sunDAY', false],
    ['^(?P<word>[[:alpha:]]+)$', 'abc', true],
    ['^[[:alpha:]]+$', 'ab1', false],
    ['\\Aa\\z', 'ba', false],
    ['^(?i)[a-c]+$', 'ABC', true],
  ])('%s on %s gives %s', (pattern, value, matches) => {
    expect(re2(pattern).test(value)).toBe(matches);
  });

  it.each(['a(?=b)', '\\pL', '[[:nope:]]'])('%s is refused rather than read otherwise', (pattern) => {
    expect(() => re2(pattern)).toThrow(/not translated/);
  });
});

describe('quantities', () => {
  it.each([
    ['1', 1_000_000_000n],
    ['500m', 500_000_000n],
    ['1.5Gi', 1_610_612_736_000_000_000n],
    ['2e3', 2_000_000_000_000n],
    ['1E', 10n ** 27n],
    ['.5', 500_000_000n],
    ['-1k', -1_000_000_000_000n],
    [3, 3_000_000_000n],
  ])('%s is %s billionths', (value, billionths) => {
    expect(parseQuantity(value)).toBe(billionths);
  });

  it.each(['', '1GB', '1 Gi', 'Gi', '1.2.3', '0x10', '1ki', true])('%s is none', (value) => {
    expect(parseQuantity(value)).toBeUndefined();
  });
});
