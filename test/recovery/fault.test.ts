import * as fc from 'fast-check';
import { Basis, Bound } from '../../src/recovery/bound';
import { FaultKind, type QuorumFaultsProps, quorumFaults } from '../../src/recovery/fault';
import { survivesLossOf } from '../../src/recovery/quorum';

const { SITE_LOST, SITE_CUT_OFF } = FaultKind;

const gap = (name: string, seconds: number) => Bound.term({ name, seconds, basis: Basis.DERIVED, source: 'test' });
const siteLost = { workloadGap: gap('election', 10), clientGap: gap('switch', 100), onHeal: 'add new members' };
const siteCutOff = { workloadGap: gap('election', 12), clientGap: gap('switch', 110), onHeal: 'it catches up' };

function table(votes: Record<string, number>, more: Partial<QuorumFaultsProps> = {}) {
  return quorumFaults({
    votes: Object.entries(votes).map(([site, count]) => ({ site, votes: count })),
    tolerated: 1,
    siteLost,
    siteCutOff,
    ...more,
  });
}

const row = (rows: ReturnType<typeof table>, fault: FaultKind, ...sites: string[]) =>
  rows.find((outcome) => outcome.fault === fault && outcome.sites.join() === sites.join())!;

describe('three sites with one vote each', () => {
  const rows = table({ east: 1, west: 1, south: 1 });

  test('every site is in the table, lost and cut off, and no pair', () => {
    expect(rows.map(({ fault, sites }) => `${fault}: ${sites.join()}`)).toEqual([
      'site lost: east',
      'site lost: west',
      'site lost: south',
      'site cut off: east',
      'site cut off: west',
      'site cut off: south',
    ]);
  });

  test('the other two go on, without loss, in the time of that kind of fault', () => {
    expect(row(rows, SITE_LOST, 'west')).toEqual({
      fault: 'site lost',
      sites: ['west'],
      servedBy: ['east', 'south'],
      dataLost: false,
      serviceLost: false,
      ...siteLost,
    });
    expect(row(rows, SITE_CUT_OFF, 'west')).toMatchObject({ servedBy: ['east', 'south'], ...siteCutOff });
  });
});

describe('what quorum maths says is not embellished', () => {
  test('two sites: the survivor has the data but does not serve', () => {
    const lost = row(table({ east: 1, west: 1 }), SITE_LOST, 'east');
    expect(lost).toMatchObject({ servedBy: [], serviceLost: true, dataLost: false });
    expect(lost.clientGap.describe()).toBe(
      'unbounded (site lost: east: no more than 1 of 2 votes reach each other, 2 are needed)',
    );
    expect(lost.workloadGap).toMatchObject({ name: 'election', isUnbounded: true });
  });

  test('a site with most votes takes acknowledged writes with it, but goes on alone when it is only cut off', () => {
    const rows = table({ east: 3, west: 1, south: 1 });
    expect(row(rows, SITE_LOST, 'east')).toMatchObject({ servedBy: [], serviceLost: true, dataLost: true });
    expect(row(rows, SITE_CUT_OFF, 'east')).toMatchObject({ servedBy: ['east'], serviceLost: false, dataLost: false });
  });

  test('a claim to survive two sites puts every pair in the table, also those that it does not survive', () => {
    const rows = table({ a: 2, b: 1, c: 1, d: 1 }, { tolerated: 2 });
    expect(rows.filter(({ sites }) => sites.length === 2)).toHaveLength(12);
    expect(row(rows, SITE_LOST, 'c', 'd')).toMatchObject({ servedBy: ['a', 'b'], serviceLost: false });
    expect(row(rows, SITE_LOST, 'a', 'b')).toMatchObject({ servedBy: [], serviceLost: true, dataLost: true });
  });

  test('two sites that are cut off do not form a majority together, since they do not reach each other either', () => {
    const rows = table({ a: 2, b: 1, c: 1, d: 1 }, { tolerated: 2 });
    expect(row(rows, SITE_CUT_OFF, 'a', 'b')).toMatchObject({ servedBy: [], serviceLost: true, dataLost: false });
  });

  test('a site without a vote serves as long as it reaches a majority', () => {
    const rows = table({ a: 1, b: 1, c: 1, edge: 0 });
    expect(row(rows, SITE_LOST, 'a').servedBy).toEqual(['b', 'c', 'edge']);
    expect(row(rows, SITE_CUT_OFF, 'edge').servedBy).toEqual(['a', 'b', 'c']);
  });
});

describe('a witness votes but takes no clients', () => {
  test('it keeps the majority without being sent traffic', () => {
    const rows = table({ east: 1, west: 1, witness: 1 }, { witnesses: ['witness'] });
    expect(row(rows, SITE_LOST, 'east')).toMatchObject({ servedBy: ['west'], serviceLost: false });
    expect(row(rows, SITE_LOST, 'witness').servedBy).toEqual(['east', 'west']);
  });

  test('a majority in the witness alone is an outage, and the plan says so', () => {
    const rows = table({ east: 1, west: 1, witness: 3 }, { witnesses: ['witness'] });
    const cut = row(rows, SITE_CUT_OFF, 'witness');
    expect(cut).toMatchObject({ servedBy: [], serviceLost: true });
    expect(cut.clientGap.reason).toBe(
      'site cut off: witness: the majority is left in witness alone, which takes no clients',
    );
  });

  test('a misspelled witness is refused instead of being sent clients', () => {
    expect(() => table({ east: 1, west: 1, witness: 1 }, { witnesses: ['witnes'] })).toThrow(
      'site "witnes" is not among the voters',
    );
  });
});

test('for any votes: who serves is alive, is no witness, and belongs to one majority', () => {
  const fleets = fc
    .array(fc.record({ votes: fc.nat(3), witness: fc.boolean() }), { minLength: 1, maxLength: 6 })
    .filter((sites) => sites.some(({ votes }) => votes > 0));
  fc.assert(
    fc.property(fleets, fc.integer({ min: 1, max: 2 }), (fleet, tolerated) => {
      const votes = fleet.map((site, index) => ({ site: `s${index}`, votes: site.votes }));
      const all = votes.map(({ site }) => site);
      const witnesses = all.filter((_, index) => fleet[index]!.witness);
      for (const outcome of quorumFaults({ votes, tolerated, witnesses, siteLost, siteCutOff })) {
        const { fault, sites, servedBy, dataLost, serviceLost } = outcome;
        const onlyClients = all.filter((site) => !sites.includes(site) && !witnesses.includes(site));
        expect(servedBy.filter((site) => witnesses.includes(site))).toEqual([]);
        expect(serviceLost).toBe(servedBy.length === 0);
        expect(outcome.clientGap.isUnbounded).toBe(serviceLost);
        expect(outcome.workloadGap.isUnbounded).toBe(serviceLost);
        if (survivesLossOf(votes, sites)) {
          expect(servedBy).toEqual(onlyClients);
          expect(dataLost).toBe(false);
        } else {
          expect(servedBy.every((site) => sites.includes(site))).toBe(true);
          if (fault === SITE_LOST) expect(servedBy).toEqual([]);
        }
        if (fault === SITE_CUT_OFF) expect(dataLost).toBe(false);
      }
    }),
  );
});
