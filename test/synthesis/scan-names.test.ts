import { ApiObject } from 'cdk8s';
import { TerraformLocal } from 'cdktf';
import type { RenderedObject } from '../../src/synthesis/render';
import { scanNames } from '../../src/synthesis/scan-names';
import { deploy, sites, THREE } from '../support/fleet';
import { refusals } from '../support/errors';

/** What is found in objects of one file. */
function found(...objects: { kind?: string; apiVersion?: string; metadata: object }[]): string[] {
  const rendered = objects.map((object, index) => ({
    path: `app/object-${index}`,
    json: { apiVersion: 'v1', kind: 'ConfigMap', ...object } as RenderedObject,
  }));
  return scanNames([{ path: 'file.k8s.yaml', objects: rendered }]).map(
    ({ rule, path, message }) => `${rule} ${path}: ${message}`,
  );
}

const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole' };
const labelled = (labels: object) => found({ metadata: { name: 'a', labels } });

test('names that Kubernetes takes are accepted', () => {
  expect(
    found(
      { metadata: { name: 'a' } },
      { metadata: { name: '0a-b.c', namespace: 'n-1' } },
      { metadata: { name: `${'a'.repeat(63)}.${'b'.repeat(63)}` } },
      { ...role, metadata: { name: 'system:Node_reader' } },
    ),
  ).toEqual([]);
});

test.each([
  ['A'],
  ['a_b'],
  ['-a'],
  ['a.'],
  ['a/b'],
  ['system:node'],
  [''],
  ['a'.repeat(64)],
  [Array.from({ length: 128 }, () => 'a').join('.')],
])('the name "%s" is found', (name) => {
  expect(found({ metadata: { name } })).toEqual([
    expect.stringContaining(`NAM-04 app/object-0: metadata.name of a ConfigMap is "${name}"; allowed are`),
  ]);
});

test.each([['a/b'], ['..'], ['50%'], ['']])('the name "%s" of a role is found', (name) => {
  expect(found({ ...role, metadata: { name } })).toEqual([expect.stringContaining('allowed is text without / and %')]);
});

test('a name that is missing, or is no text, is found', () => {
  expect(found({ metadata: {} }, { metadata: { name: 5 } })).toHaveLength(2);
});

test.each([['A'], ['a.b'], [''], ['n'.repeat(64)]])('the namespace "%s" is found', (namespace) => {
  expect(found({ metadata: { name: 'a', namespace } })).toEqual([
    expect.stringContaining(`metadata.namespace of ConfigMap "a" is "${namespace}"; allowed are at most 63`),
  ]);
});

test('labels that Kubernetes takes are accepted', () => {
  const labels = { a: '', 'A_b.c-9': 'X.y_z-0', 'example.com/a': 'v'.repeat(63), ['k'.repeat(63)]: '1' };
  expect(labelled(labels)).toEqual([]);
});

test.each([['a b'], ['-a'], ['a_'], [''], ['/a'], ['a/'], ['Example.com/a'], ['a/b/c'], ['k'.repeat(64)]])(
  'the key "%s" of a label is found',
  (key) => {
    expect(labelled({ [key]: 'v' })).toEqual([
      expect.stringContaining(`ConfigMap a: metadata.labels has the key "${key}" with the value "v"; allowed is`),
    ]);
  },
);

test.each<[unknown]>([['a b'], ['-a'], ['a/b'], ['me@example.com'], ['v'.repeat(64)], [1], [true], [null]])(
  'the value %j of a label is found',
  (value) => {
    expect(labelled({ key: value })).toEqual([
      expect.stringContaining(`metadata.labels has the value ${JSON.stringify(value)} for the key "key"`),
    ]);
  },
);

test('a label that several objects have is found once', () => {
  const labels = { team: 'a b' };
  const objects = ['a', 'b', 'c'].map((name) => ({ metadata: { name, labels } }));
  expect(found(...objects)).toEqual([
    expect.stringContaining('app/object-0: ConfigMap a and 2 more: metadata.labels has the value "a b"'),
  ]);
});

test('the key of an annotation is found, its value may be anything', () => {
  const annotations = { 'example.com/why': 'two words, and more', 'a b': 'x', '': 'x' };
  expect(found({ metadata: { name: 'a', annotations } })).toEqual([
    expect.stringContaining('metadata.annotations of ConfigMap a has the key "a b"; allowed is a name of at most 63'),
    expect.stringContaining('metadata.annotations of ConfigMap a has the key ""'),
  ]);
});

test("a user's own object is refused", () => {
  const messages = refusals((app) => {
    const dr = deploy(app);
    new ApiObject(dr.chart('use1'), 'extra', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'Extra_1', labels: { owner: 'me@example.com' } },
    });
  });
  expect(messages).toEqual([
    expect.stringContaining('NAM-04: metadata.name of a ConfigMap is "Extra_1"'),
    expect.stringContaining('NAM-04: ConfigMap Extra_1: metadata.labels has the value "me@example.com"'),
  ]);
});

test('a label of a site is refused once, whatever the number of its objects', () => {
  const changed = sites(THREE, { use1: { labels: { team: 'a b' } } });
  expect(refusals((app) => deploy(app, { fleet: { sites: changed } }))).toEqual([
    expect.stringMatching(/^NAM-04: .+ and \d+ more: metadata\.labels has the value "a b" for the key "team"/),
  ]);
});

test('a Terraform token is found by its own rule only', () => {
  const messages = refusals((app) => {
    const dr = deploy(app);
    const { asString } = new TerraformLocal(dr, 'local', 'value');
    new ApiObject(dr.chart('use1'), 'extra', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'extra', labels: { team: asString } },
    });
  });
  expect(messages).toEqual([expect.stringContaining('TOK-01')]);
});
