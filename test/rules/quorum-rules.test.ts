import fc from 'fast-check';
import { survivesLossOf, siteSubsets } from '../../src/recovery/quorum';
import { APP_RULES } from '../../src/rules/catalogue';
import type { AppFacts, VoteFact } from '../../src/rules/facts';
import { checkApp } from './check-rule';
import { SITES, appFacts, fleetFacts } from './facts-fixture';

const votes = (held: Record<string, number>): { votes: VoteFact[] } => ({
  votes: Object.entries(held).map(([site, count]) => ({ site, votes: count })),
});
const EVENTUAL = { pattern: 'EventualConsistencyDR' };

describe('QRM-01: two sites are never enough for a quorum', () => {
  test.each([
    ['three sites with data', { use1: 1, use2: 1, usw2: 1 }],
    ['two sites with data and a witness', { use1: 2, use2: 2, usw2: 1 }],
    ['more sites', { use1: 1, use2: 1, usw2: 1, euc1: 1, euw1: 1 }],
  ])('%s are fine', (_, held) => {
    expect(checkApp('QRM-01', votes(held))).toEqual([]);
  });

  test('the message has the votes of both sites, and the ways out: a site, a witness, another pattern', () => {
    expect(checkApp('QRM-01', votes({ use1: 2, use2: 1 }))).toEqual([
      'votes of etcd are in 2 sites (use1 2, use2 1); at least 3 sites are needed for any one of them to be lost: add a third site or a witness',
    ]);
  });

  test('a site without a vote does not count as one', () => {
    expect(checkApp('QRM-01', votes({ use1: 2, use2: 1, usw2: 0 }))).toEqual([
      expect.stringContaining('in 2 sites (use1 2, use2 1)'),
    ]);
  });

  test.each([
    ['one site', { use1: 3 }, 'in 1 site (use1 3); at least 3 sites are needed', 'add 2 more sites'],
    ['no votes at all', {}, 'in no site; at least 3 sites are needed', 'add 3 more sites'],
  ])('%s: the message says how many are missing', (_, held, state, remedy) => {
    const [message] = checkApp('QRM-01', votes(held)) ?? [];
    expect(message).toContain(state);
    expect(message).toContain(remedy);
  });

  test('sites that do not commit together are not judged', () => {
    expect(checkApp('QRM-01', { ...EVENTUAL, ...votes({ use1: 1, use2: 1 }) })).toBeUndefined();
  });
});

describe('QRM-02: an even number of voters is one more to fail', () => {
  test.each([
    { use1: 1, use2: 1, usw2: 1 },
    { use1: 2, use2: 2, usw2: 1 },
    { use1: 3, use2: 3, usw2: 3 },
  ])('%j is fine', (held) => {
    expect(checkApp('QRM-02', votes(held))).toEqual([]);
  });

  test('4 voters tolerate no more than 3 do, and the message offers 3 and 5', () => {
    expect(checkApp('QRM-02', votes({ use1: 2, use2: 1, usw2: 1 }))).toEqual([
      '4 voters (use1 2, use2 1, usw2 1) need 3 for a majority and tolerate the loss of 1, no more than 3 voters do; use 3 or 5',
    ]);
  });

  test('voters of a site that are stated one by one are added up', () => {
    const members = ['use1', 'use1', 'use2', 'usw2'].map((site) => ({ site, votes: 1 }));
    expect(checkApp('QRM-02', { votes: members })).toEqual([
      expect.stringContaining('4 voters (use1 2, use2 1, usw2 1)'),
    ]);
  });

  test('below three sites QRM-01 says it all', () => {
    expect(checkApp('QRM-02', votes({ use1: 1, use2: 1 }))).toBeUndefined();
  });

  test('sites that do not commit together are not judged', () => {
    expect(checkApp('QRM-02', { ...EVENTUAL, ...votes({ use1: 2, use2: 1, usw2: 1 }) })).toBeUndefined();
  });
});

describe('QRM-03: the loss of a site with half of the votes stops the application everywhere', () => {
  test.each([
    { use1: 1, use2: 1, usw2: 1 },
    { use1: 2, use2: 2, usw2: 1 },
  ])('%j is fine', (held) => {
    expect(checkApp('QRM-03', votes(held))).toEqual([]);
  });

  test.each([
    [
      'exactly half',
      { use1: 2, use2: 1, usw2: 1 },
      'site use1 holds 2 of 4 votes (use1 2, use2 1, usw2 1): when it is lost, 2 are left and 3 are needed; a site may hold 1 of 4',
    ],
    [
      'more than half',
      { use1: 3, use2: 1, usw2: 1 },
      'site use1 holds 3 of 5 votes (use1 3, use2 1, usw2 1): when it is lost, 2 are left and 3 are needed; a site may hold 2 of 5',
    ],
  ])('%s: the message does the sum', (_, held, start) => {
    expect(checkApp('QRM-03', votes(held))).toEqual([`${start}: move votes to other sites`]);
  });

  test('below three sites QRM-01 says it all', () => {
    expect(checkApp('QRM-03', votes({ use1: 2, use2: 1 }))).toBeUndefined();
  });

  test('sites that do not commit together are not judged', () => {
    expect(checkApp('QRM-03', { ...EVENTUAL, ...votes({ use1: 3, use2: 1, usw2: 1 }) })).toBeUndefined();
  });
});

describe('QRM-04: the application stops at a loss that the plan claims it survives', () => {
  const five = { use1: 1, use2: 1, usw2: 1, euc1: 1, euw1: 1 };

  test.each([
    ['one of three', { use1: 1, use2: 1, usw2: 1 }, 1],
    ['two of five', five, 2],
    ['one of three, unevenly', { use1: 2, use2: 2, usw2: 1 }, 1],
  ])('%s may be lost', (_, held, toleratedSiteFailures) => {
    expect(checkApp('QRM-04', { ...votes(held), toleratedSiteFailures })).toEqual([]);
  });

  test('the message lists the fatal combination and what it leaves', () => {
    expect(checkApp('QRM-04', { ...votes({ ...five, use1: 2, use2: 2 }), toleratedSiteFailures: 2 })).toEqual([
      'toleratedSiteFailures is 2, but of 7 votes (use1 2, use2 2, usw2 1, euc1 1, euw1 1) 4 are needed, and losing use1 + use2 leaves 3; spread the votes evenly over 5 sites or more, or lower toleratedSiteFailures',
    ]);
  });

  test('of many combinations three are shown', () => {
    const fourSites = votes({ use1: 1, use2: 1, usw2: 1, euc1: 1 });
    expect(checkApp('QRM-04', { ...fourSites, toleratedSiteFailures: 2 })).toEqual([
      expect.stringContaining(
        'losing use1 + use2 leaves 2, use1 + usw2 leaves 2, use1 + euc1 leaves 2 and 3 more; spread',
      ),
    ]);
  });

  test('no fleet survives the loss of all its sites, or of more than it has', () => {
    expect(checkApp('QRM-04', { toleratedSiteFailures: 3 })).toEqual([
      expect.stringContaining('use1 + use2 + usw2 leaves 0'),
    ]);
    expect(checkApp('QRM-04', { toleratedSiteFailures: 7 })).toHaveLength(1);
  });

  test('a site that is fatal alone is reported once, by QRM-03', () => {
    expect(checkApp('QRM-04', votes({ use1: 3, use2: 1, usw2: 1 }))).toEqual([]);
    expect(checkApp('QRM-04', { ...votes({ ...five, use1: 5 }), toleratedSiteFailures: 2 })).toEqual([]);
  });

  test('nothing is claimed, or not by committing together: not judged', () => {
    expect(checkApp('QRM-04', { toleratedSiteFailures: 0 })).toBeUndefined();
    expect(checkApp('QRM-04', EVENTUAL)).toBeUndefined();
  });

  test('what the quorum rules let pass survives every loss that is claimed', () => {
    const held = fc.array(fc.nat(3), { maxLength: 6 });
    fc.assert(
      fc.property(held, fc.integer({ min: 1, max: 3 }), (counts, toleratedSiteFailures) => {
        const stated = counts.map((count, index) => ({ site: `site${index}`, votes: count }));
        const passes = quorumMessages({ votes: stated, toleratedSiteFailures }) === 0;
        const voting = stated.filter((site) => site.votes > 0);
        const names = voting.map(({ site }) => site);
        const survives =
          voting.length >= 3 &&
          toleratedSiteFailures < voting.length &&
          siteSubsets(names, toleratedSiteFailures).every((lost) => survivesLossOf(voting, lost));
        const odd = stated.reduce((sum, site) => sum + site.votes, 0) % 2 === 1;
        expect(passes).toBe(survives && odd);
      }),
    );
  });

  function quorumMessages(change: Partial<AppFacts>): number {
    const facts = appFacts(change);
    return APP_RULES.filter(({ id }) => /^QRM-0[1-4]$/.test(id)).flatMap((rule) => rule.check(facts) ?? []).length;
  }
});

describe('QRM-05: a cluster that is bootstrapped twice is two clusters', () => {
  const bootstrap = (site: string, purpose: string): AppFacts['bootstraps'][number] => ({
    site,
    name: `init-${site}`,
    purpose,
  });

  test('one Job per purpose is fine', () => {
    expect(checkApp('QRM-05', { bootstraps: [bootstrap('use1', 'init'), bootstrap('use2', 'users')] })).toEqual([]);
  });

  test('the message names both Jobs with their sites', () => {
    expect(checkApp('QRM-05', { bootstraps: [bootstrap('use1', 'init'), bootstrap('use2', 'init')] })).toEqual([
      '2 Jobs for "init" (init-use1 in use1 and init-use2 in use2); it must run once in the whole fleet: keep the one of one site',
    ]);
  });

  test('a system that needs none is not judged', () => {
    expect(checkApp('QRM-05', { bootstraps: [] })).toBeUndefined();
  });
});

describe('QRM-06: heartbeats over a long way depose leaders that are well', () => {
  const far = { latencies: [{ site: 'use1', peer: 'usw2', millis: 140, stated: true }] };

  test('a round trip up to the limit is fine', () => {
    expect(checkApp('QRM-06', { maxRttMillis: 65 })).toEqual([]);
  });

  test('the message has the pair, the round trip, the limit and where it comes from', () => {
    expect(checkApp('QRM-06', { fleet: fleetFacts(far) })).toEqual([
      'the round trip between use1 and usw2 is 140 ms, more than the 100 ms that etcd allows (election-timeout 1000 ms / 10); use sites that are closer together, or longer timeouts of etcd',
    ]);
  });

  test('an assumed round trip is to be measured first', () => {
    const fleet = fleetFacts({ latencies: [{ site: 'use1', peer: 'usw2', millis: 140, stated: false }] });
    expect(checkApp('QRM-06', { fleet })).toEqual([
      expect.stringMatching(/ is assumed to be 140 ms, .*; measure it and state it in rttMillis of use1, use sites/),
    ]);
  });

  test('a limit without a source is stated without one', () => {
    expect(checkApp('QRM-06', { fleet: fleetFacts(far), maxRttSource: undefined })).toEqual([
      expect.stringContaining('the 100 ms that etcd allows; use sites'),
    ]);
  });

  test('sites of the fleet that the application is not in do not matter', () => {
    expect(checkApp('QRM-06', { fleet: fleetFacts(far), sites: SITES.slice(0, 2) })).toEqual([]);
  });

  test('a system without a limit, or sites that do not commit together: not judged', () => {
    expect(checkApp('QRM-06', { fleet: fleetFacts(far), maxRttMillis: undefined })).toBeUndefined();
    expect(checkApp('QRM-06', { fleet: fleetFacts(far), ...EVENTUAL })).toBeUndefined();
  });
});
