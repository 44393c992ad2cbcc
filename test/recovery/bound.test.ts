import * as fc from 'fast-check';
import { Basis, Bound, Verdict } from '../../src/recovery/bound';
import { Effort } from '../../src/recovery/term';
import { type Model, build, models, raise, terms } from './bound-model';

const term = (name: string, seconds: number, basis = Basis.DERIVED) =>
  Bound.term({ name, seconds, basis, source: `spec.${name}` });

describe('a bound promises no less than its terms', () => {
  test('Route53 with fast checks is 106 s, as its formula says', () => {
    const rto = Bound.sum('route53', [
      term('interval x threshold', 30),
      term('probe timeout', 6),
      term('propagation', 10, Basis.ASSUMED),
      term('ttl', 60),
    ]);
    expect(rto.seconds).toBe(106);
    expect(rto.describe()).toBe('106 s (interval x threshold 30 s + probe timeout 6 s + propagation 10 s + ttl 60 s)');
  });

  test('things that run at the same time take as long as the longest, not as all of them', () => {
    const switched = Bound.worst('switch', [term('traffic', 70), term('data', 120)]);
    expect(switched.seconds).toBe(120);
    expect(switched.describe()).toBe('120 s (longest of traffic 70 s, data 120 s)');
  });

  test('a slower term never makes a bound better, anywhere in the tree', () => {
    fc.assert(
      fc.property(models, fc.nat(40), fc.integer({ min: 0, max: 500 }), (model, n, by) => {
        expect(build(raise(model, n, by)).seconds!).toBeGreaterThanOrEqual(build(model).seconds!);
      }),
    );
  });

  test('a sum is never below one of its parts, and the longest part is exactly the worst case', () => {
    const holds = (bound: Bound, model: Model): void => {
      const parts = bound.parts.map((part) => part.seconds!);
      if (model.combine === 'sum') expect(bound.seconds!).toBeGreaterThanOrEqual(Math.max(...parts));
      if (model.combine === 'worst') expect(bound.seconds).toBe(Math.max(...parts));
      model.parts.forEach((part, index) => {
        holds(bound.parts[index]!, part);
      });
    };
    fc.assert(
      fc.property(models, (model) => {
        holds(build(model), model);
        expect(build(model).seconds!).toBeGreaterThanOrEqual(Math.max(...terms(model).map(({ seconds }) => seconds)));
      }),
    );
  });

  test('the plan shows 0.3 s for 0.1 s and 0.2 s, not 0.30000000000000004 s', () => {
    expect(Bound.sum('s', [term('a', 0.1), term('b', 0.2)]).seconds).toBe(0.3);
    // 2.007 * 1000 is a little more than 2007 in binary.
    expect(term('a', 2.007).seconds).toBe(2.007);
  });

  test('an RPO of zero is zero, and not minus zero', () => {
    expect(Bound.worst('rpo', [Bound.sum('commit', [term('quorum commit', 0)])]).seconds).toBe(0);
  });

  test('a fraction of a millisecond is not rounded away to an RPO of zero', () => {
    expect(term('lag', 0.0001).seconds).toBe(0.001);
  });
});

describe('a promise is worth what its weakest part is worth', () => {
  const derived = term('a', 1);
  const measured = term('b', 1, Basis.MEASURED);
  const assumed = term('c', 1, Basis.ASSUMED);

  test.each([
    [[derived], Basis.DERIVED, Verdict.GUARANTEED],
    [[derived, measured], Basis.MEASURED, Verdict.MEASURED],
    [[measured, assumed, derived], Basis.ASSUMED, Verdict.ESTIMATED],
  ])('case %#', (parts, basis, verdict) => {
    expect(Bound.sum('s', parts)).toMatchObject({ basis, verdict });
    expect(Bound.worst('w', parts)).toMatchObject({ basis, verdict });
  });

  test('a short assumed branch still makes the longest branch an estimate, since it may be the longest', () => {
    expect(Bound.worst('w', [term('long', 100), term('short', 1, Basis.ASSUMED)]).verdict).toBe(Verdict.ESTIMATED);
  });
});

describe('nothing finite is promised where nothing limits the time', () => {
  const lag = Bound.unbounded('replication lag', 'no lag limit is set');

  test('one unbounded part makes sums and maxima unbounded, and says why', () => {
    for (const bound of [Bound.sum('rpo', [term('a', 5), lag]), Bound.worst('rpo', [term('a', 5), lag])]) {
      expect(bound).toMatchObject({ isUnbounded: true, seconds: undefined, verdict: Verdict.UNBOUNDED });
      expect(Bound.sum('outer', [bound]).describe()).toBe('unbounded (no lag limit is set)');
    }
  });

  test('every reason is told, and the same one only once', () => {
    const other = Bound.unbounded('dns', 'a dead cluster withdraws nothing');
    expect(Bound.sum('rto', [lag, other, lag]).reason).toBe('no lag limit is set; a dead cluster withdraws nothing');
  });

  test.each([-1, NaN, Infinity, 1e300])(
    'a term of %p seconds is refused with the value and what is allowed',
    (value) => {
      expect(() => term('ttl', value)).toThrow(
        `seconds of term "ttl" is ${value}; allowed are 0 to 10000000000 seconds; use Bound.unbounded`,
      );
    },
  );

  test('a lever to a negative time is refused', () => {
    const lever = { change: 'x', seconds: -5, effort: Effort.SETTING };
    expect(() => Bound.term({ name: 'ttl', seconds: 1, basis: Basis.DERIVED, source: 's', lever })).toThrow(
      'lever of term "ttl" is -5',
    );
  });

  test('an empty list of parts is refused instead of being a guaranteed 0 s', () => {
    expect(() => Bound.sum('rpo', [])).toThrow('bound "rpo" has no parts');
    expect(() => Bound.worst('rpo', [])).toThrow('bound "rpo" has no parts');
  });

  test('parts cannot be slipped in after the sum was made', () => {
    const parts = [term('a', 1)];
    const sum = Bound.sum('s', parts);
    parts.push(lag);
    expect(sum.parts).toHaveLength(1);
    expect(() => sum.parts.push(lag)).toThrow(TypeError);
  });
});

describe('the tree in the plan', () => {
  test('has its keys in a fixed order and no empty ones, so that two plans can be compared byte by byte', () => {
    const bound = Bound.sum('rto', [
      term('detect', 36),
      Bound.worst('switch', [term('traffic', 70, Basis.ASSUMED), Bound.unbounded('dns', 'never withdrawn')]),
    ]);
    expect(JSON.stringify(bound.toTree())).toBe(
      '{"name":"rto","unbounded":true,"reason":"never withdrawn","basis":"assumed","combine":"sum","parts":[' +
        '{"name":"detect","seconds":36,"basis":"derived","source":"spec.detect"},' +
        '{"name":"switch","unbounded":true,"reason":"never withdrawn","basis":"assumed","combine":"max","parts":[' +
        '{"name":"traffic","seconds":70,"basis":"assumed","source":"spec.traffic"},' +
        '{"name":"dns","unbounded":true,"reason":"never withdrawn","basis":"derived"}]}]}',
    );
  });

  test('a term describes itself as its number', () => {
    expect(term('ttl', 60).describe()).toBe('60 s');
  });
});
