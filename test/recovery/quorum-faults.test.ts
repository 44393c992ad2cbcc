import * as fc from 'fast-check';
import { Basis, Bound } from '../../src/recovery/bound';
import { FaultKind } from '../../src/recovery/fault';
import { survivesLossOf, votesOf } from '../../src/recovery/quorum';
import { type QuorumFaultsProps, quorumFaults } from '../../src/recovery/quorum-faults';
import { QuorumPath } from '../../src/recovery/site-graph';

const { SITE_LOST, SITE_CUT_OFF, TUNNEL_DOWN } = FaultKind;

const gap = (name: string, seconds: number) => Bound.term({ name, seconds, basis: Basis.DERIVED, source: 'test' });
const siteLost = {
  workloadGap: gap('election', 10),
  clientGap: gap('switch', 100),
  onHeal: 'add new members',
  human: 'nothing',
};
const siteCutOff = {
  workloadGap: gap('election', 12),
  clientGap: gap('switch', 110),
  onHeal: 'it catches up',
  human: 'repair the way',
};

function table(votes: Record<string, number>, more: Partial<QuorumFaultsProps> = {}) {
  return quorumFaults({
    votes: Object.entries(votes).map(([site, count]) => ({ site, votes: count })),
    tolerated: 1,
    siteLost,
    siteCutOff,
    tunnelDown: siteCutOff,
    ...more,
  });
}

const row = (rows: ReturnType<typeof table>, fault: FaultKind, ...sites: string[]) =>
  rows.find((outcome) => outcome.fault === fault && outcome.sites.join() === sites.join())!;

describe('three sites with one vote each', () => {
  const rows = table({ east: 1, west: 1, south: 1 });

  test('every site is in the table, lost and cut off, and every way between two, but no pair of lost ones', () => {
    expect(rows.map(({ fault, sites }) => `${fault}: ${sites.join()}`)).toEqual([
      'site lost: east',
      'site lost: west',
      'site lost: south',
      'site cut off: east',
      'site cut off: west',
      'site cut off: south',
      'tunnel down: east,west',
      'tunnel down: east,south',
      'tunnel down: west,south',
    ]);
  });

  test('the other two go on, without loss, in the time of that kind of fault', () => {
    expect(row(rows, SITE_LOST, 'west')).toEqual({
      fault: 'site lost',
      sites: ['west'],
      servedBy: ['east', 'south'],
      readsIn: ['east', 'south'],
      writesIn: ['east', 'south'],
      dataLost: false,
      serviceLost: false,
      ...siteLost,
      human: 'nothing; bring west back, or replace it, before east or south is lost as well: no majority would be left',
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
    expect(rows.filter(({ fault, sites }) => fault !== TUNNEL_DOWN && sites.length === 2)).toHaveLength(12);
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

describe('two sites that do not reach each other, and both reach the others', () => {
  const one = { a: 1, b: 1, c: 1 };
  const down = (votes: Record<string, number>, more: Partial<QuorumFaultsProps> = {}) =>
    row(table(votes, more), TUNNEL_DOWN, 'a', 'b');

  test('with a leader that has to be reached, the third site serves wherever it is, and one end at least', () => {
    expect(down(one)).toMatchObject({
      servedBy: ['c'],
      servedByOneOf: ['a', 'b'],
      writesIn: ['c'],
      serviceLost: false,
      dataLost: false,
      ...siteCutOff,
      human: 'repair the way; until then a or b is without service, unless the leader is in c',
    });
  });

  test('says where the leader has to be for all to serve, when somebody can move it', () => {
    expect(down(one, { moveLeader: 'move-leader' }).human).toBe(
      'repair the way; until then a or b is without service, unless the leader is in c (move-leader)',
    );
  });

  test.each([QuorumPath.RELAYED, QuorumPath.DIRECT])('all serve when the path of a write is %s', (path) => {
    expect(down(one, { path })).toMatchObject({ servedBy: ['a', 'b', 'c'], human: 'repair the way' });
    expect(down(one, { path })).not.toHaveProperty('servedByOneOf');
  });

  test('without a third vote there is no majority, nothing is lost, and nobody serves', () => {
    for (const path of [QuorumPath.LEADER, QuorumPath.RELAYED]) {
      expect(down({ a: 1, b: 1, edge: 0 }, { path })).toMatchObject({
        servedBy: [],
        serviceLost: true,
        dataLost: false,
      });
    }
  });

  test('an end that holds most votes goes on, and the other one does not reach its leader', () => {
    expect(down({ a: 3, b: 1, c: 1 })).toMatchObject({ servedBy: ['a', 'c'], serviceLost: false });
    expect(down({ a: 3, b: 1, c: 1 })).not.toHaveProperty('servedByOneOf');
  });

  test('a site without a vote is not counted on when only one of two leaders reaches it', () => {
    const rows = table({ a: 1, b: 1, edge: 0 });
    const cut = row(rows, TUNNEL_DOWN, 'a', 'edge');
    expect(cut).toMatchObject({
      servedBy: ['a', 'b'],
      human: expect.stringContaining('edge is without service, unless the leader is in b') as string,
    });
    expect(cut).not.toHaveProperty('servedByOneOf');
  });

  test('with a witness as the third, one of two sites serves: the service is not lost', () => {
    expect(down({ a: 1, b: 1, c: 1 }, { witnesses: ['c'] })).toMatchObject({
      servedBy: [],
      servedByOneOf: ['a', 'b'],
      serviceLost: false,
    });
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

const fleets = fc
  .array(fc.record({ votes: fc.nat(3), witness: fc.boolean() }), { minLength: 1, maxLength: 6 })
  .filter((sites) => sites.some(({ votes }) => votes > 0));
const anyTable = fc.record({
  fleet: fleets,
  tolerated: fc.integer({ min: 1, max: 2 }),
  path: fc.constantFrom(...Object.values(QuorumPath)),
});

function tableOf({
  fleet,
  tolerated,
  path,
}: {
  fleet: { votes: number; witness: boolean }[];
  tolerated: number;
  path: QuorumPath;
}) {
  const votes = fleet.map((site, index) => ({ site: `s${index}`, votes: site.votes }));
  const sites = votes.map(({ site }) => site);
  const witnesses = sites.filter((_, index) => fleet[index]!.witness);
  const rows = quorumFaults({ votes, tolerated, witnesses, path, siteLost, siteCutOff, tunnelDown: siteCutOff });
  return { votes, sites, witnesses, rows };
}

test('for any votes: who serves is alive, is no witness, and belongs to one majority', () => {
  fc.assert(
    fc.property(anyTable, (given) => {
      const { votes, sites: all, witnesses, rows } = tableOf(given);
      for (const outcome of rows.filter(({ fault }) => fault !== TUNNEL_DOWN)) {
        const { fault, sites, servedBy, dataLost, serviceLost } = outcome;
        const onlyClients = all.filter((site) => !sites.includes(site) && !witnesses.includes(site));
        expect(servedBy.filter((site) => witnesses.includes(site))).toEqual([]);
        expect(outcome).not.toHaveProperty('servedByOneOf');
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

test('for any votes: a dead tunnel loses no data, hurts none but its ends, and more ways never serve fewer sites', () => {
  fc.assert(
    fc.property(anyTable, (given) => {
      const { votes, sites: all, witnesses, rows } = tableOf(given);
      const direct = tableOf({ ...given, path: QuorumPath.DIRECT }).rows;
      const relayed = tableOf({ ...given, path: QuorumPath.RELAYED }).rows;
      for (const outcome of rows.filter(({ fault }) => fault === TUNNEL_DOWN)) {
        const { sites: ends, servedBy, servedByOneOf = [], dataLost, serviceLost } = outcome;
        expect(dataLost).toBe(false);
        expect(serviceLost).toBe(servedBy.length === 0 && servedByOneOf.length === 0);
        expect([...servedBy, ...servedByOneOf].some((site) => witnesses.includes(site))).toBe(false);
        // One of them is no choice.
        expect(servedByOneOf).not.toHaveLength(1);
        expect(servedByOneOf.every((site) => ends.includes(site))).toBe(true);
        const others = all.filter((site) => !ends.includes(site) && !witnesses.includes(site));
        const canLead = all.some((site) => !ends.includes(site) && votesOf(votes, [site]) > 0);
        // A voter between the two may lead, and reaches all; an end that leads reaches all but the other.
        if (!serviceLost && canLead) expect(servedBy).toEqual(expect.arrayContaining(others));
        const same = (row: (typeof rows)[number]) => row.fault === TUNNEL_DOWN && row.sites.join() === ends.join();
        if (given.path === QuorumPath.LEADER) {
          expect(relayed.find(same)?.servedBy).toEqual(expect.arrayContaining(servedBy));
          if (direct.find(same)?.serviceLost) expect(serviceLost).toBe(true);
        }
      }
    }),
  );
});
