import { Basis, Bound } from '../../src/recovery/bound';
import { fieldOf, resourceField } from '../../src/recovery/emitted-field';
import { checkApp } from './check-rule';

describe('TRM-01: a number that is promised stands in the output', () => {
  const ttl = (value: number) => ({
    object: 'aws_route53_record',
    file: 'stacks/orders/cdk.tf.json',
    at: '/resource/aws_route53_record/use1',
    json: { ttl: value },
  });
  const bounds = [
    Bound.sum('clients sent elsewhere', [
      Bound.term({
        name: 'record TTL',
        seconds: 30,
        basis: Basis.DERIVED,
        source: 'ttl',
        fields: [resourceField('aws_route53_record', '/ttl', 30)],
      }),
    ]),
  ];

  test('the same number is fine', () => {
    expect(checkApp('TRM-01', { bounds, output: [ttl(30), ttl(30)] })).toEqual([]);
  });

  test('one record of several that has another one is found, with its file', () => {
    expect(checkApp('TRM-01', { bounds, output: [ttl(30), ttl(60)] })).toEqual([
      'term "record TTL" was computed from aws_route53_record, /ttl: 30, and stacks/orders/cdk.tf.json has 60; change the prop that it comes from instead of the output, or the bound is wrong',
    ]);
  });

  test('a resource that was removed is found', () => {
    expect(checkApp('TRM-01', { bounds, output: [] })).toEqual([
      expect.stringMatching(/, and the output has no aws_route53_record; do not remove it/),
    ]);
  });

  test('the same term in many bounds is one finding', () => {
    expect(checkApp('TRM-01', { bounds: [...bounds, ...bounds], output: [ttl(60)] })).toHaveLength(1);
  });

  test('nothing is missed in an application that was refused and not rendered', () => {
    expect(checkApp('TRM-01', { bounds, output: [], complete: false })).toBeUndefined();
  });

  test('a field that is gone is found as well', () => {
    const period = Bound.term({
      name: 'readiness period',
      seconds: 5,
      basis: Basis.ASSUMED,
      source: 'probe',
      fields: [fieldOf('StatefulSet', 'etcd', '/spec/template/spec/containers/etcd/readinessProbe/periodSeconds', 5)],
    });
    const json = { spec: { template: { spec: { containers: [{ name: 'etcd' }] } } } };
    const output = [{ object: 'StatefulSet etcd', file: 'use1/state.k8s.yaml', cluster: 'use1', at: '', json }];
    expect(checkApp('TRM-01', { bounds: [period], output })).toEqual([
      expect.stringMatching(/use1\/state.k8s.yaml has nothing; change the prop/),
    ]);
  });
});

describe('TRM-02: what somebody measured is used', () => {
  const measured = (term: string, basis = Basis.MEASURED) => [{ term, seconds: 4, basis, source: 'game day' }];

  test('a time for an assumed term is fine', () => {
    expect(checkApp('TRM-02', { knownTimes: measured('human decision'), assumedTerms: ['human decision'] })).toEqual(
      [],
    );
  });

  test('a time for anything else is refused, with the terms there are and the prop that it is in', () => {
    const assumedTerms = ['human decision', 'image is pulled'];
    expect(checkApp('TRM-02', { knownTimes: measured('record TTL'), assumedTerms })).toEqual([
      'measurements names the term "record TTL", which is no assumed term of this application; allowed are human decision and image is pulled: correct the name, or change the prop that a derived term comes from',
    ]);
    expect(checkApp('TRM-02', { knownTimes: measured('x', Basis.ASSUMED), assumedTerms: [] })).toEqual([
      expect.stringMatching(/^assumptions names the term "x", .*allowed are none, since every term is derived/),
    ]);
  });

  test('it does not apply where nobody knows better', () => {
    expect(checkApp('TRM-02', { knownTimes: [] })).toBeUndefined();
  });
});
