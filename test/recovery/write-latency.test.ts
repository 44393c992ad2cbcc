import * as fc from 'fast-check';
import { Basis, Verdict } from '../../src/recovery/bound';
import { type SiteVotes, majority, siteSubsets, totalVotes, votesOf } from '../../src/recovery/quorum';
import {
  CommitLeader,
  type RoundTrip,
  localWrite,
  quorumWrite,
  synchronousWrite,
} from '../../src/recovery/write-latency';

const votesAre = (...counts: number[]): SiteVotes[] => counts.map((votes, index) => ({ site: `s${index}`, votes }));

/** Round trips in milliseconds: s0-s1, s0-s2, ..., s1-s2, ... */
function matrix(count: number, millisOf: (index: number) => number): RoundTrip[] {
  const sites = votesAre(...Array.from({ length: count }, () => 1)).map(({ site }) => site);
  return siteSubsets(sites, 2).map(([site = '', peer = ''], index) => ({
    site,
    peer,
    millis: millisOf(index),
    stated: true,
  }));
}

const THREE = matrix(3, (index) => [12, 62, 50][index]!);
const NEAR = { votes: votesAre(1, 1, 1), roundTrips: THREE };

describe('a write to a quorum takes the way to the leader, and from there to a majority', () => {
  test('the worst leader counts, and the one beside the client is a part of its own', () => {
    const write = quorumWrite('s0', { ...NEAR, leader: CommitLeader.ANY_VOTER });
    // Leader in s2: 62 ms to it, and 50 ms from it to s1.
    expect(write.seconds).toBe(0.112);
    expect(write.parts.map(({ name, seconds }) => [name, seconds])).toEqual([
      ['leader in s0, as the client', 0.012],
      ['leader in s1', 0.012 + 0.012],
      ['leader in s2', 0.112],
    ]);
  });

  test('a site without a vote leads nothing, and its clients go to those that do', () => {
    const write = quorumWrite('s2', { roundTrips: THREE, votes: votesAre(2, 1, 0), leader: CommitLeader.ANY_VOTER });
    expect(write.parts.map(({ name, seconds }) => [name, seconds])).toEqual([
      ['leader in s0', 0.062],
      ['leader in s1', 0.05 + 0.012],
    ]);
    expect(write.parts[0]!.terms.map(({ basis }) => basis)).toContain(Basis.DERIVED);
  });

  test('without a leader the client is one round trip away from a majority', () => {
    const of = (client: string) => quorumWrite(client, { ...NEAR, leader: CommitLeader.NONE }).seconds;
    expect(['s0', 's1', 's2'].map(of)).toEqual([0.012, 0.012, 0.05]);
    const [only, ...others] = quorumWrite('s2', { ...NEAR, leader: CommitLeader.NONE }).parts;
    expect([only!.name, others]).toEqual(['replicas are asked from s2', []]);
  });

  test('each home of a shard has the votes of the first one, wherever it is', () => {
    const write = quorumWrite('s2', { roundTrips: THREE, votes: votesAre(2, 2, 1), leader: CommitLeader.HOME_SITE });
    // With the votes as they stand s2 would need s0 and s1; with two of its own it needs its nearest neighbour.
    expect(write.parts[0]).toMatchObject({ name: 'leader in s2, as the client', seconds: 0.05 });
  });

  test('where a shard leaves one site out, it may be the nearest to its home', () => {
    const roundTrips = matrix(5, (index) => 10 * (index + 1));
    const write = quorumWrite('s0', { roundTrips, votes: votesAre(2, 1, 1, 1, 0), leader: CommitLeader.HOME_SITE });
    expect(write.parts[0]).toMatchObject({ name: 'leader in s0, as the client', seconds: 0.02 });
  });

  test('nothing is measured by us: what users stated and what nobody did are told apart', () => {
    const roundTrips = THREE.map((pair) => ({ ...pair, stated: pair.millis === 12 }));
    const write = quorumWrite('s0', { ...NEAR, roundTrips, leader: CommitLeader.ANY_VOTER });
    expect(write.verdict).toBe(Verdict.ESTIMATED);
    const sources = new Map(write.terms.map(({ name, source }) => [name, source]));
    expect(sources.get('round trip s0 - s1')).toBe('rttMillis of the sites');
    expect(sources.get('round trip s1 - s2')).toBe('nobody stated it: set rttMillis of site s1 or s2');
  });

  test('a pair that nobody gave is named with those that are known', () => {
    expect(() => quorumWrite('s0', { ...NEAR, roundTrips: THREE.slice(1), leader: CommitLeader.NONE })).toThrow(
      'round trip s0 - s1 is not known; known are s0 - s2, s1 - s2; give it',
    );
  });
});

describe('any fleet', () => {
  const fleets = fc
    .record({
      counts: fc.array(fc.nat(3), { minLength: 2, maxLength: 6 }).filter((counts) => counts.some((count) => count > 0)),
      millis: fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 15, maxLength: 15 }),
      leader: fc.constantFrom(...Object.values(CommitLeader)),
    })
    .map(({ counts, millis, leader }) => ({
      votes: votesAre(...counts),
      roundTrips: matrix(counts.length, (index) => millis[index]!),
      leader,
    }));

  test('a longer round trip never makes a write faster', () => {
    fc.assert(
      fc.property(fleets, fc.nat(14), fc.integer({ min: 1, max: 500 }), (fleet, slower, by) => {
        const roundTrips = fleet.roundTrips.map((pair, index) =>
          index === slower ? { ...pair, millis: pair.millis + by } : pair,
        );
        for (const { site } of fleet.votes) {
          const before = quorumWrite(site, fleet).seconds!;
          expect(quorumWrite(site, { ...fleet, roundTrips }).seconds!).toBeGreaterThanOrEqual(before);
        }
      }),
    );
  });

  test('a write is never below one of its terms', () => {
    fc.assert(
      fc.property(fleets, (fleet) => {
        for (const { site } of fleet.votes) {
          const write = quorumWrite(site, fleet);
          for (const term of write.terms) expect(write.seconds!).toBeGreaterThanOrEqual(term.seconds!);
        }
      }),
    );
  });

  test('the sites within the time that a leader waits hold a majority, and those that are nearer do not', () => {
    fc.assert(
      fc.property(fleets, ({ votes, roundTrips }) => {
        for (const { site } of votes) {
          const waits = quorumWrite(site, { votes, roundTrips, leader: CommitLeader.NONE }).seconds! * 1000;
          const within = (reach: (millis: number) => boolean) => {
            const near = roundTrips.filter((pair) => [pair.site, pair.peer].includes(site) && reach(pair.millis));
            return votesOf(votes, [site, ...near.map((pair) => (pair.site === site ? pair.peer : pair.site))]);
          };
          const needed = majority(totalVotes(votes));
          const alone = votesOf(votes, [site]) >= needed;
          if (alone) expect(waits).toBe(0);
          else {
            expect(within((millis) => millis <= waits)).toBeGreaterThanOrEqual(needed);
            expect(within((millis) => millis < waits)).toBeLessThan(needed);
          }
        }
      }),
    );
  });
});

describe('a write without a quorum', () => {
  test('waits for the farthest copy where it is synchronous', () => {
    expect(synchronousWrite('s0', ['s1', 's2'], THREE).seconds).toBe(0.062);
    expect(synchronousWrite('s0', [], [])).toMatchObject({ seconds: 0, verdict: Verdict.GUARANTEED });
  });

  test('waits for nobody where copies are made afterwards', () => {
    expect(localWrite('s0', 'copied afterwards')).toMatchObject({ seconds: 0, verdict: Verdict.GUARANTEED });
  });
});
