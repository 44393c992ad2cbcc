import { Basis, Bound } from '../../src/recovery/bound';
import { Effort, type Lever } from '../../src/recovery/term';
import { checkApp } from './check-rule';
import { term } from './facts-fixture';

const RULES = [
  ['OBJ-01', 'rto'],
  ['OBJ-02', 'rpo'],
] as const;

function pulled(name: string, seconds: number, lever: Lever): Bound {
  return Bound.term({ name, seconds, basis: Basis.DERIVED, source: 'fixture', lever });
}

const FASTER_CHECKS = { change: 'set requestInterval to 10 s (now 30 s)', seconds: 30, effort: Effort.PAID_SETTING };
const SHORTER_TTL = { change: 'set recordTtl to 10 s (now 60 s)', seconds: 10, effort: Effort.SETTING };
/** 90 s + 16 s + 60 s = 166 s; 56 s at best. */
const FAILOVER = Bound.sum('failover', [
  pulled('health check', 90, FASTER_CHECKS),
  term('probe and propagation', 16),
  pulled('ttl', 60, SHORTER_TTL),
]);

describe.each(RULES)('%s: the %s that was asked for is not what the configuration gives', (id, name) => {
  const asking = (seconds: number, bound: Bound) => checkApp(id, { objectives: [{ name, seconds, bound }] });

  test('a bound within the objective is fine, up to the second', () => {
    expect(asking(180, FAILOVER)).toEqual([]);
    expect(asking(166, FAILOVER)).toEqual([]);
    expect(asking(0, term('quorum commit', 0))).toEqual([]);
  });

  test('the message has the sum and the cheapest change that suffices', () => {
    expect(asking(120, FAILOVER)).toEqual([
      `${name} objective 120 s is below the bound 166 s (health check 90 s + probe and propagation 16 s + ttl 60 s); cheapest change: set recordTtl to 10 s (now 60 s) gives 116 s`,
    ]);
  });

  test('several changes are named where one is not enough', () => {
    expect(asking(60, FAILOVER)).toEqual([
      expect.stringMatching(
        /; cheapest change: set recordTtl to 10 s \(now 60 s\) and set requestInterval to 10 s \(now 30 s\) gives 56 s$/,
      ),
    ]);
  });

  test('where all changes together are not enough, the message says what can be had', () => {
    expect(asking(30, FAILOVER)).toEqual([
      expect.stringMatching(
        /is below the bound 166 s .*; no known change is enough: set recordTtl .* and set requestInterval .* gives 56 s at best; make it, and ask for 56 s or more$/,
      ),
    ]);
  });

  test('where nothing helps, the message has the objective that can be kept', () => {
    expect(asking(60, term('restore', 5_120))).toEqual([
      `${name} objective 60 s is below the bound 5120 s; no known change shortens it: ask for 5120 s or more`,
    ]);
  });

  test('no number keeps an unbounded promise: the message has the reason', () => {
    expect(asking(86_400, Bound.unbounded('lag', 'nothing limits the replication lag'))).toEqual([
      `${name} objective 86400 s cannot be promised, since the bound is unbounded (nothing limits the replication lag); remove what makes it unbounded`,
    ]);
  });

  test('an objective that was not stated is not judged', () => {
    expect(checkApp(id, { objectives: [] })).toBeUndefined();
  });

  test('the fixture is fine', () => {
    expect(checkApp(id)).toEqual([]);
  });
});
