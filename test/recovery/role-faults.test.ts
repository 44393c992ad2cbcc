import { Basis, Bound } from '../../src/recovery/bound';
import { FaultKind } from '../../src/recovery/fault';
import { activePassiveFaults, eventualFaults } from '../../src/recovery/role-faults';
import { stretchedFaults } from '../../src/recovery/stretched-faults';

const seconds = (name: string, value: number) =>
  Bound.term({ name, seconds: value, basis: Basis.DERIVED, source: 'test' });
const response = (gap: number) => ({
  workloadGap: seconds('workload', gap),
  clientGap: seconds('clients', gap + 60),
  onHeal: 'rebuild it',
  human: 'decide',
});
const apart = { onHeal: 'conflicts end', human: 'repair the way' };

describe('sites that all take writes', () => {
  const faults = (sites: string[], tolerated: number, lag: number) =>
    eventualFaults({ sites, tolerated, lag: seconds('lag', lag), siteLost: response(1), apart });

  test('a lost site costs what it had not told; the others go on', () => {
    const lost = faults(['a', 'b'], 1, 5).find(({ fault, sites }) => fault === FaultKind.SITE_LOST && sites[0] === 'a');
    expect(lost).toMatchObject({ servedBy: ['b'], dataLost: true, serviceLost: false, onHeal: 'rebuild it' });
    expect(lost?.clientGap.seconds).toBe(61);
  });

  test('a replication without lag loses nothing', () => {
    expect(faults(['a', 'b'], 1, 0).every(({ dataLost }) => !dataLost)).toBe(true);
  });

  test('a site that is cut off serves on, and nobody waits', () => {
    const cut = faults(['a', 'b'], 1, 5).filter(({ fault }) => fault === FaultKind.SITE_CUT_OFF);
    expect(cut.map(({ servedBy }) => servedBy)).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
    expect(cut.map(({ clientGap }) => clientGap.seconds)).toEqual([0, 0]);
    expect(cut[0]).toMatchObject(apart);
  });

  test('sites that do not reach each other both serve on, whoever takes the write', () => {
    const down = faults(['a', 'b', 'c'], 1, 5).filter(({ fault }) => fault === FaultKind.TUNNEL_DOWN);
    expect(down.map(({ sites }) => sites.join())).toEqual(['a,b', 'a,c', 'b,c']);
    for (const row of down) {
      expect(row).toMatchObject({ writesIn: ['a', 'b', 'c'], dataLost: false, serviceLost: false, ...apart });
      expect(row.clientGap.seconds).toBe(0);
    }
  });

  test('pairs are in the table where two may be lost, and a pair of two leaves nobody', () => {
    const pair = faults(['a', 'b'], 2, 5).find(
      ({ fault, sites }) => fault === FaultKind.SITE_LOST && sites.length === 2,
    );
    expect(pair).toMatchObject({ servedBy: [], serviceLost: true });
    expect(pair?.clientGap.isUnbounded).toBe(true);
    const lost = faults(['a', 'b', 'c'], 1, 5).filter(({ fault }) => fault === FaultKind.SITE_LOST);
    expect(lost.map(({ sites }) => sites)).toEqual([['a'], ['b'], ['c']]);
  });
});

describe('one active site', () => {
  const faults = (passive: string[], { lag = 300, copiesAnswerReads = false } = {}) =>
    activePassiveFaults({
      active: 'a',
      passive,
      lag: seconds('lag', lag),
      copiesAnswerReads,
      activeLost: response(600),
      passiveLost: (site) => ({ onHeal: `${site} is a copy again`, human: `rebuild ${site}` }),
      apart,
    });

  test('its loss is a failover to the first passive site', () => {
    const [lost] = faults(['b', 'c']);
    expect(lost).toMatchObject({ fault: FaultKind.SITE_LOST, sites: ['a'], servedBy: ['b'], dataLost: true });
    expect(lost?.workloadGap.seconds).toBe(600);
    expect(lost?.clientGap.seconds).toBe(660);
  });

  test('nothing is lost where replication has no lag', () => {
    expect(faults(['b'], { lag: 0 })[0]?.dataLost).toBe(false);
  });

  test('the loss of a passive site, or of the way to it, is no outage', () => {
    const others = faults(['b', 'c']).slice(1);
    expect(others).toHaveLength(8);
    for (const fault of others) {
      expect(fault).toMatchObject({ servedBy: ['a'], dataLost: false, serviceLost: false });
      expect(fault.clientGap.seconds).toBe(0);
    }
  });

  test('a dead way to a copy stops replication, one between two copies does not', () => {
    const down = faults(['b', 'c']).filter(({ fault }) => fault === FaultKind.TUNNEL_DOWN);
    expect(down.map(({ sites, human }) => [sites.join(), human])).toEqual([
      ['a,b', 'repair the way'],
      ['a,c', 'repair the way'],
      ['b,c', 'repair it before either of the two becomes active'],
    ]);
  });

  test('copies that answer reads do so while the active site is gone, and no lost site does', () => {
    const rows = faults(['b', 'c'], { copiesAnswerReads: true });
    const readsIn = (fault: FaultKind, site: string) =>
      rows.find((row) => row.fault === fault && row.sites.join() === site)?.readsIn;
    expect(readsIn(FaultKind.SITE_LOST, 'a')).toEqual(['b', 'c']);
    expect(readsIn(FaultKind.SITE_LOST, 'b')).toEqual(['a', 'c']);
    expect(readsIn(FaultKind.SITE_CUT_OFF, 'a')).toEqual(['a', 'b', 'c']);
    expect(rows.every(({ writesIn, servedBy }) => writesIn.join() === servedBy.join())).toBe(true);
  });

  test('without a passive site the service is lost', () => {
    const [lost] = faults([]);
    expect(lost).toMatchObject({ servedBy: [], serviceLost: true });
    expect(lost?.clientGap.isUnbounded).toBe(true);
  });
});

describe('one active site on storage that every site has to acknowledge', () => {
  const table = (passive: string[], decision = 60) =>
    stretchedFaults({
      active: 'a',
      passive,
      lag: seconds('lag', 0),
      copiesAnswerReads: false,
      storageDecision: seconds('storage decides', decision),
      activeLost: response(600),
      passiveLost: (site) => ({ onHeal: `${site} catches up`, human: 'ask the storage' }),
      apart,
    });
  const of = (fault: FaultKind, place: string, passive = ['b']) =>
    table(passive).find((row) => row.fault === fault && row.sites.join() === place);

  test('has the faults that any active site has, once each', () => {
    const named = (rows: { fault: FaultKind; sites: string[] }[]) =>
      rows.map(({ fault, sites }) => `${fault} ${sites.join()}`);
    const usual = activePassiveFaults({
      active: 'a',
      passive: ['b', 'c'],
      lag: seconds('lag', 0),
      copiesAnswerReads: false,
      activeLost: response(600),
      passiveLost: () => apart,
      apart,
    });
    expect(named(table(['b', 'c']))).toEqual(named(usual));
  });

  test('without the passive one nothing is written until the storage has given it up', () => {
    const lost = of(FaultKind.SITE_LOST, 'b');
    expect(lost).toMatchObject({ servedBy: ['a'], writesIn: ['a'], dataLost: false, onHeal: 'b catches up' });
    expect([lost?.workloadGap.seconds, lost?.clientGap.seconds]).toEqual([60, 60]);
  });

  test.each([
    [FaultKind.SITE_CUT_OFF, 'a'],
    [FaultKind.SITE_CUT_OFF, 'b'],
    [FaultKind.TUNNEL_DOWN, 'a,b'],
  ])('%s %s: either side may live, and a failover may be needed', (fault, place) => {
    const row = of(fault, place);
    expect(row).toMatchObject({ servedBy: [], servedByOneOf: ['a', 'b'], writesIn: [], dataLost: false, ...apart });
    expect([row?.workloadGap.seconds, row?.clientGap.seconds]).toEqual([600, 660]);
  });

  test('of several passive sites the one that is hit is the one that may live', () => {
    expect(of(FaultKind.SITE_CUT_OFF, 'c', ['b', 'c'])?.servedByOneOf).toEqual(['a', 'c']);
    expect(of(FaultKind.SITE_CUT_OFF, 'a', ['b', 'c'])?.servedByOneOf).toEqual(['a', 'b']);
  });

  test('nobody who has not stated how long the storage takes is promised an end', () => {
    const undecided = Bound.unbounded('storage decides', 'not stated');
    const [, lost] = stretchedFaults({
      active: 'a',
      passive: ['b'],
      lag: seconds('lag', 0),
      copiesAnswerReads: false,
      storageDecision: undecided,
      activeLost: response(600),
      passiveLost: () => apart,
      apart,
    });
    expect(lost?.clientGap.isUnbounded).toBe(true);
  });
});
