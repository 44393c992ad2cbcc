import type { AppFacts } from '../../src/rules/facts';
import { checkApp } from './check-rule';
import { activePassiveFacts, appFacts, changedAt, eventualFacts } from './facts-fixture';

const { capacities } = appFacts();
const check = (change: Partial<AppFacts> = {}) => checkApp('CAP-02', change);
const allowed = (pods: number) => capacities.map((fact) => ({ ...fact, allowed: pods }));

describe('CAP-02: the clients of a lost site come to sites that cannot grow', () => {
  test('two sites of three that may not grow carry two thirds of the load', () => {
    expect(check({ capacities: allowed(3) })).toEqual([
      'front-end may have 6 pods without use1, and the load of all sites takes 9; raise what limits it (maxReplicas) to 5 or more, or lower replicas',
    ]);
  });

  test('what the remedy asks for is enough, and one pod less is not', () => {
    expect(check({ capacities: allowed(5) })).toEqual([]);
    expect(check({ capacities: allowed(4) })).toHaveLength(1);
  });

  test('the largest site is the worst to lose, wherever it is', () => {
    const uneven = changedAt('usw2', allowed(4), { allowed: 30 });
    expect(check({ capacities: uneven })).toEqual([expect.stringContaining('8 pods without usw2')]);
  });

  test('two losses at once leave one site with the load of three', () => {
    expect(check({ toleratedSiteFailures: 2 })).toEqual([
      expect.stringContaining('raise what limits it (maxReplicas) to 9'),
    ]);
    expect(check({ toleratedSiteFailures: 2, capacities: allowed(9) })).toEqual([]);
  });

  test('where no site is left, more pods help nobody', () => {
    expect(check({ toleratedSiteFailures: 3 })).toEqual([
      'front-end may have 0 pods without use1, use2 and usw2, and the load of all sites takes 9; add sites, or lower toleratedSiteFailures',
    ]);
  });

  test('sites that reconcile later carry each other as well', () => {
    expect(checkApp('CAP-02', eventualFacts({ capacities: allowed(3) }))).toHaveLength(1);
  });

  test('each component is judged by itself', () => {
    const other = allowed(3).map((fact) => ({ ...fact, component: 'api' }));
    expect(check({ capacities: [...capacities, ...other] })).toEqual([expect.stringMatching(/^api may have/)]);
  });

  test('with one active site, or without anything that scales, there is nothing to judge', () => {
    expect(checkApp('CAP-02', activePassiveFacts({ capacities: allowed(1) }))).toBeUndefined();
    expect(check({ capacities: [] })).toBeUndefined();
  });
});
