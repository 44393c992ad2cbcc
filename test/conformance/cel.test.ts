import { escapeField } from './cel/values';
import { checkManifests, type Verdict } from './check';
import { schemasOf, thing } from './fixtures/schemas';
import type { Schema, ValidationRule } from './schema/schema';

const VALUE: Schema = {
  type: 'object',
  properties: {
    count: { type: 'integer' },
    ratio: { type: 'number' },
    port: { 'x-kubernetes-int-or-string': true },
    name: { type: 'string' },
    namespace: { type: 'string' },
    'dashed-name': { type: 'string' },
    since: { type: 'string', format: 'date-time' },
    timeout: { type: 'string', format: 'duration' },
    empty: { type: 'string', nullable: true },
    items: { type: 'array', items: { type: 'object', properties: { name: { type: 'string' } } } },
    labels: { type: 'object', additionalProperties: { type: 'string' } },
  },
};
const SPEC = {
  count: 3,
  ratio: 2,
  port: 80,
  name: 'web',
  namespace: 'orders',
  'dashed-name': 'x',
  since: '2026-08-21T10:00:00Z',
  timeout: '90s',
  empty: null,
  items: [{ name: 'a' }, { name: 'b' }],
  labels: { 'a-b': 'c' },
};

function judge(rule: ValidationRule | string, spec: unknown = SPEC): Verdict {
  const rules = [typeof rule === 'string' ? { rule } : rule];
  const schemas = schemasOf({ ...VALUE, 'x-kubernetes-validations': rules });
  return checkManifests([{ path: 'dist/use1/things.k8s.yaml', objects: [thing(spec)] }], { schemas });
}

describe('CEL rules of a CRD', () => {
  it.each([
    'self.count % 2 == 1 && self.count > 2.5',
    'self.ratio == 2.0 && self.ratio * 2.0 == 4.0',
    'type(self.port) == int && self.port < 100',
    'self.__namespace__ == "orders" && self.dashed__dash__name == "x"',
    'self.since < timestamp("2027-01-01T00:00:00Z")',
    'self.timeout > duration("1m")',
    '!has(self.empty) && !has(self.missing)',
    'has(self.items[0].name)',
    'self.items.exists_one(i, i.name == "a") && self.items.map(i, i.name).join("+") == "a+b"',
    'self.labels.all(k, k.matches("^[a-z-]+$")) && self.labels["a-b"] == "c"',
    'self.?missing.orValue("d") == "d"',
    '"has(self.x)" != "x" && "a.matches(b)".size() == 12',
    // Libraries of Kubernetes.
    'quantity("1Gi").isGreaterThan(quantity("1G")) && sign(quantity("-1")) == -1 && !isQuantity("1GB")',
    'quantity("1").add(quantity("500m")).compareTo(quantity("1500m")) == 0 && quantity("2k").asInteger() == 2000',
    'isIP("10.0.0.1") && !isIP("10.0.0") && ip("::1").family() == 6 && ip("127.0.0.1").isLoopback()',
    'cidr("10.0.0.0/8").containsIP("10.1.2.3") && cidr("10.0.0.0/8").containsCIDR("10.1.0.0/16") && !isCIDR("10.0.0.0/33")',
    'url("https://a.example.com:8443/x?y=1").getHost() == "a.example.com:8443" && !isURL("nope")',
    'format.dns1123Label().validate("Bad").hasValue() && !format.dns1123Label().validate("good").hasValue()',
    '"abc 123".find("[0-9]+") == "123" && "a1b2".findAll("[0-9]") == ["1", "2"] && "a-b".replace("-", "+") == "a+b"',
    '[1, 2, 3].isSorted() && [1, 2].sum() == 3 && ["b", "a"].min() == "a" && sets.contains([1, 2], [1])',
  ])('holds: %s', (rule) => {
    expect(judge(rule)).toMatchObject({ problems: [], notEvaluated: [], rulesEvaluated: 1 });
  });

  it('that does not hold is a problem at its value, with its message', () => {
    const { problems } = judge({ rule: 'self.count < 3', message: 'too many' });

    expect(problems).toEqual([expect.objectContaining({ path: 'spec', message: 'too many' })]);
  });

  it('may compute its message, and blame a field below', () => {
    const rule = { rule: 'false', messageExpression: '"count is " + string(self.count)', fieldPath: '.count' };

    expect(judge(rule).problems).toEqual([expect.objectContaining({ path: 'spec.count', message: 'count is 3' })]);
  });

  it('that stumbles is a problem: so it is to the API server', () => {
    const { problems } = judge('self.missing == 1');

    expect(problems).toEqual([expect.objectContaining({ message: expect.stringMatching(/No such key/) as string })]);
  });

  it('that compares with the stored object is listed as skipped', () => {
    const { problems, notEvaluated } = judge('self == oldSelf');

    expect(problems).toEqual([]);
    expect(notEvaluated).toEqual([
      expect.objectContaining({ kind: 'example.com/v1/Thing', rule: 'self == oldSelf', reason: 'transition' }),
    ]);
  });

  it('is applied on create if it takes the stored object as an optional', () => {
    expect(judge({ rule: '!oldSelf.hasValue()', optionalOldSelf: true }).rulesEvaluated).toBe(1);
  });

  it('that our engine cannot run is listed, with the reason', () => {
    const { problems, notEvaluated } = judge('semver("1.2.3").major() == 1');

    expect(problems).toEqual([]);
    expect(notEvaluated).toEqual([
      expect.objectContaining({ reason: 'engine', detail: expect.stringMatching(/semver/) as string }),
    ]);
  });

  it('is not applied to what does not fit the schema', () => {
    const { problems, rulesEvaluated } = judge('self.count < 3', { count: 'x' });

    expect(problems.map(({ path }) => path)).toEqual(['spec.count']);
    expect(rulesEvaluated).toBe(0);
  });
});

it('escapes field names as the API server does', () => {
  expect(['namespace', 'a-b', 'a.b', 'a/b', 'a__b', 'plain'].map(escapeField)).toEqual([
    '__namespace__',
    'a__dash__b',
    'a__dot__b',
    'a__slash__b',
    'a__underscores__b',
    'plain',
  ]);
});
