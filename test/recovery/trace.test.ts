import { Basis, Bound } from '../../src/recovery/bound';
import { type EmittedField, fieldIn, fieldOf, resourceField } from '../../src/recovery/emitted-field';
import { type OutputObject, indexOutput, traceProblems, tracedTree } from '../../src/recovery/trace';

const set = (site: string, json: object): OutputObject => ({
  object: 'StatefulSet db',
  file: `${site}/orders.k8s.yaml`,
  cluster: site,
  at: '',
  json,
});

const record = (id: string, json: object): OutputObject => ({
  object: 'aws_route53_record',
  construct: id,
  file: 'stacks/orders/cdk.tf.json',
  at: `/resource/aws_route53_record/${id}`,
  json,
});

const term = (...fields: EmittedField[]) =>
  Bound.term({ name: 'timeout', seconds: 6, basis: Basis.DERIVED, source: 'test', fields });

const problems = (field: EmittedField, ...output: OutputObject[]) => traceProblems(term(field), indexOutput(output));

/** The field as the plan shows it. */
const shown = (field: EmittedField, ...output: OutputObject[]) =>
  tracedTree(term(field).toTree(), indexOutput(output)).fields![0]!;

const replicas = (value: number) => fieldOf('StatefulSet', 'db', '/spec/replicas', value);

describe('what was looked for', () => {
  test('a value that stands in the output is no problem, and the plan says in which file', () => {
    const output = [set('use1', { spec: { replicas: 3 } }), set('usw2', { spec: { replicas: 3 } })];
    expect(problems(replicas(3), ...output)).toEqual([]);
    expect(shown(replicas(3), ...output)).toEqual({ ...replicas(3), file: 'use1/orders.k8s.yaml' });
  });

  test('an object that is not in the output is named, with what to change', () => {
    const [message] = problems(replicas(3));
    expect(message).toMatch(
      /^term "timeout" was computed from StatefulSet db, \/spec\/replicas: 3, and the output has no/,
    );
    expect(shown(replicas(3)).file).toBeUndefined();
  });

  test.each([
    ['another value', { spec: { replicas: 5 } }, '5'],
    ['no such field', { spec: {} }, 'nothing'],
    ['a field below something that has none', { spec: 'none' }, 'nothing'],
    ['null', { spec: { replicas: null } }, 'null'],
    ['a whole object', { spec: { replicas: { min: 3 } } }, '{"min":3}'],
    ['a list without it', { spec: { replicas: [1, 2] } }, 'no such element'],
    ['too much to be shown', { spec: { replicas: 'x'.repeat(100) } }, 'another value'],
  ])('%s is told beside the value that the bound needs', (_, json, instead) => {
    const [message] = problems(replicas(3), set('use1', json));
    expect(message).toContain(`/spec/replicas: 3, and use1/orders.k8s.yaml has ${instead};`);
  });

  test('one cluster that differs is enough, and is the one that is named', () => {
    const output = [set('use1', { spec: { replicas: 3 } }), set('usw2', { spec: { replicas: 1 } })];
    expect(problems(replicas(3), ...output)).toEqual([expect.stringContaining('usw2/orders.k8s.yaml has 1;')]);
  });

  test('a field in one cluster says nothing of the others', () => {
    const output = [set('use1', { spec: { replicas: 3 } }), set('usw2', { spec: { replicas: 1 } })];
    const inside = (site: string) => fieldIn(site, 'StatefulSet', 'db', '/spec/replicas', 3);
    expect(problems(inside('use1'), ...output)).toEqual([]);
    expect(problems(inside('usw2'), ...output)).toHaveLength(1);
    expect(problems(inside('euw1'), ...output)).toEqual([expect.stringContaining('the output has no')]);
  });
});

describe('where it is', () => {
  const json = {
    metadata: { annotations: { 'cndr/active-site': 'use1', 'a~b': 'tilde' } },
    containers: [
      { name: 'proxy', env: [{ name: 'TIMEOUT', value: '9s' }] },
      {
        name: 'db',
        env: [
          { name: 'OTHER', value: '6s' },
          { name: 'TIMEOUT', value: '6s' },
        ],
      },
    ],
    groups: [
      {
        name: 'orders.rpo',
        rules: [
          { alert: 'Behind', for: '1m' },
          { alert: 'Silent', for: '2m' },
        ],
      },
    ],
  };
  const field = (path: string, value: string) => fieldOf('StatefulSet', 'db', path, value);

  test.each([
    ['a name, and of the names below it', '/containers/db/env/TIMEOUT/value', '6s', '/containers/1/env/1/value'],
    ['the name of an alert', '/groups/orders.rpo/rules/Silent/for', '2m', '/groups/0/rules/1/for'],
    ['an index', '/containers/0/env/0/value', '9s', '/containers/0/env/0/value'],
  ])('an element of a list is found by %s, and the plan shows its index', (_, path, value, index) => {
    expect(problems(field(path, value), set('use1', json))).toEqual([]);
    expect(shown(field(path, value), set('use1', json)).path).toBe(index);
  });

  test('of a list the plan shows the element that has the value', () => {
    const args = fieldOf('StatefulSet', 'db', '/args', '--election=1000');
    expect(shown(args, set('use1', { args: ['--heartbeat=100', '--election=1000'] })).path).toBe('/args/1');
  });

  test('the element is the one that is named, not one that has the value', () => {
    expect(problems(field('/containers/proxy/env/TIMEOUT/value', '6s'), set('use1', json))).toHaveLength(1);
    expect(problems(field('/containers/cache/env/TIMEOUT/value', '6s'), set('use1', json))).toHaveLength(1);
  });

  test.each([
    ['/metadata/annotations/cndr~1active-site', 'use1'],
    ['/metadata/annotations/a~0b', 'tilde'],
  ])('keys with a slash or a tilde are escaped as in any JSON pointer: %s', (path, value) => {
    expect(problems(field(path, value), set('use1', json))).toEqual([]);
    expect(shown(field(path, value), set('use1', json)).path).toBe(path);
  });

  test('what an object inherits is no field of it', () => {
    expect(problems(field('/metadata/constructor/name', 'Object'), set('use1', json))).toHaveLength(1);
  });
});

describe('words of a text', () => {
  const holds = (actual: unknown, value: string) =>
    problems(fieldOf('StatefulSet', 'db', '/value', value), set('use1', { value: actual })).length === 0;

  test.each([
    ['a number as text', 6, '6'],
    ['true', true, 'true'],
    ['an element of a list', ['--heartbeat=100', '--election=1000'], '--election=1000'],
    [
      'a word of an element of a list',
      ['SET x', "CREATE SCHEDULE RECURRING '*/30 * * * *' ALWAYS"],
      "RECURRING '*/30 * * * *'",
    ],
    ['a line of a file', '[mysqld]\nreplica_net_timeout=20\nsync_binlog=1\n', 'replica_net_timeout=20'],
    ['the end of an expression', 'max(lag{a="b"}) > 30', '> 30'],
    ['a comparison inside of brackets', '(count(lag <= 15) >= 1)', '<= 15'],
    ['a range', 'increase(records[60s]) > 0', '60s'],
    ['words with several blanks between them', 'lag  >\n  30', '> 30'],
  ])('%s', (_, actual, value) => {
    expect(holds(actual, value)).toBe(true);
  });

  test.each([
    ['a number with more digits behind', 'lag > 300', '> 30'],
    ['a number with more digits before', 'increase(records[160s])', '60s'],
    ['a fraction', 'sync > 0.0645', '> 0.064'],
    ['another setting that ends alike', 'x_replica_net_timeout=20', 'replica_net_timeout=20'],
    ['the value of another comparison', 'lag < 30', '> 30'],
    ['a list without it', ['--election=10000'], '--election=1000'],
    ['nothing at all', '', '6'],
  ])('%s is another value', (_, actual, value) => {
    expect(holds(actual, value)).toBe(false);
  });
});

describe('resources of Terraform', () => {
  const ttl = (type = 'aws_route53_record') => resourceField(type, '/ttl', 30);

  test('a field of a type holds for all of them: one that differs makes the bound wrong', () => {
    expect(problems(ttl(), record('use1', { ttl: 30 }), record('usw2', { ttl: 30 }))).toEqual([]);
    expect(problems(ttl(), record('use1', { ttl: 30 }), record('usw2', { ttl: 300 }))).toEqual([
      expect.stringContaining('stacks/orders/cdk.tf.json has 300;'),
    ]);
  });

  test('a field of one of them holds for that one', () => {
    const output = [record('use1', { ttl: 300 }), record('usw2', { ttl: 30 })];
    expect(problems(ttl('aws_route53_record usw2'), ...output)).toEqual([]);
    expect(problems(ttl('aws_route53_record use1'), ...output)).toHaveLength(1);
  });

  test('the plan shows the pointer in the file of the stack', () => {
    expect(shown(ttl('aws_route53_record usw2'), record('usw2', { ttl: 30 }))).toMatchObject({
      file: 'stacks/orders/cdk.tf.json',
      path: '/resource/aws_route53_record/usw2/ttl',
    });
  });
});

test('fields are found however deep their term is in a bound', () => {
  const bound = Bound.sum('all', [Bound.worst('part', [term(replicas(3)), term(replicas(4))])]);
  const index = indexOutput([set('use1', { spec: { replicas: 3 } })]);
  expect(traceProblems(bound, index)).toEqual([expect.stringContaining('/spec/replicas: 4')]);
  expect(tracedTree(bound.toTree(), index).parts![0]!.parts![0]!.fields![0]!.file).toBe('use1/orders.k8s.yaml');
});

test('the same field in every site is shown once, with the number of the others, and all are looked at', () => {
  const site = (cluster: string, seconds: number): OutputObject => ({
    object: `StatefulSet db-${cluster}`,
    file: `${cluster}/orders.k8s.yaml`,
    cluster,
    at: '',
    json: { spec: { timeout: seconds } },
  });
  const fields = ['use1', 'use2', 'usw2'].map((cluster) => fieldOf('StatefulSet', `db-${cluster}`, '/spec/timeout', 5));
  const bound = Bound.term({ name: 'timeout', seconds: 5, basis: Basis.DERIVED, source: 'timeout', fields });
  const right = indexOutput(['use1', 'use2', 'usw2'].map((cluster) => site(cluster, 5)));
  expect(tracedTree(bound.toTree(), right).fields).toEqual([
    { object: 'StatefulSet db-use1', path: '/spec/timeout', value: '5', file: 'use1/orders.k8s.yaml', others: 2 },
  ]);
  const wrong = indexOutput([site('use1', 5), site('use2', 5), site('usw2', 9)]);
  expect(traceProblems(bound, wrong)).toEqual([expect.stringMatching(/StatefulSet db-usw2.* has 9/)]);
});
