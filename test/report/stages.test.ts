import { Basis, Bound } from '../../src/recovery/bound';
import { scaleFor } from '../../src/report/scale';
import { stagesOf } from '../../src/report/stages';

const term = (name: string, seconds: number): Bound =>
  Bound.term({ name, seconds, basis: Basis.DERIVED, source: 'a test' });

const shown = (bound: Bound) => {
  const { stages, beside, cases } = stagesOf(bound.toTree());
  const text = ({ node, start }: (typeof stages)[number]): string => `${node.name} ${start}-${start + node.seconds!}`;
  return { stages: stages.map(text), beside: beside.map(text), cases };
};

test('parts of a sum come one after the other', () => {
  const bound = Bound.sum('failover', [term('detection', 10), term('decision', 20), term('promotion', 5)]);
  expect(shown(bound).stages).toEqual(['detection 0-10', 'decision 10-30', 'promotion 30-35']);
});

test('of parts at the same time the longest is the way, and the others begin with it', () => {
  const slow = Bound.sum('slow', [term('a', 10), term('b', 20)]);
  const bound = Bound.sum('all', [term('before', 5), Bound.worst('either', [term('quick', 7), slow])]);
  expect(shown(bound)).toEqual({
    stages: ['before 0-5', 'a 5-15', 'b 15-35'],
    beside: ['quick 5-12'],
    cases: [],
  });
});

test('the fault that is worst is named', () => {
  const bound = Bound.worst('no service', [
    term('site lost', 10),
    Bound.worst('site cut off', [term('x', 9), term('y', 30)]),
  ]);
  expect(shown(bound)).toEqual({
    stages: ['y 0-30'],
    beside: ['site lost 0-10', 'x 0-9'],
    cases: ['no service', 'site cut off'],
  });
});

test('the stages are cut where most of the time is, and no further than it takes to see that', () => {
  const long = Bound.sum('long', [term('l1', 100), term('l2', 200), term('l3', 300)]);
  const short = Bound.sum('short', [term('s1', 1), term('s2', 2)]);
  expect(shown(Bound.sum('all', [short, long])).stages).toEqual(['short 0-3', 'l1 3-103', 'l2 103-303', 'l3 303-603']);
});

test('stages are as long as the bound together, whatever its shape', () => {
  const shapes = [
    Bound.worst('a', [Bound.sum('b', [term('c', 1.5), Bound.worst('d', [term('e', 2), term('f', 2)])]), term('g', 3)]),
    Bound.sum('a', [term('zero', 0), Bound.sum('b', [Bound.sum('c', [term('d', 0.001), term('e', 7)])])]),
    term('alone', 4),
  ];
  for (const bound of shapes) {
    const { stages } = stagesOf(bound.toTree());
    const last = stages.at(-1)!;
    expect(last.start + last.node.seconds!).toBeCloseTo(bound.seconds!, 6);
    expect(stages.reduce((sum, { node }) => sum + node.seconds!, 0)).toBeCloseTo(bound.seconds!, 6);
  }
});

test.each([0.4, 5.856, 168, 2069, 18_900, 90_000, 31_536_000])(
  'an axis for %d s holds it, with few round marks',
  (seconds) => {
    const { ticks, at } = scaleFor([seconds]);
    expect(at(0)).toBe(0);
    expect(at(seconds)).toBeLessThan(100);
    expect(at(seconds)).toBeGreaterThan(20);
    expect(ticks.length).toBeLessThanOrEqual(6);
    for (const tick of ticks) expect(at(tick)).toBeLessThanOrEqual(100);
  },
);
