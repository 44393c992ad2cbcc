import { Basis, Bound } from '../../src/recovery/bound';
import { FaultKind } from '../../src/recovery/fault';
import { activePassiveFaults, eventualFaults } from '../../src/recovery/role-faults';

const seconds = (name: string, value: number) =>
  Bound.term({ name, seconds: value, basis: Basis.DERIVED, source: 'test' });
const response = (gap: number) => ({
  workloadGap: seconds('workload', gap),
  clientGap: seconds('clients', gap + 60),
  onHeal: 'rebuild it',
});

describe('sites that all take writes', () => {
  const faults = (sites: string[], tolerated: number, lag: number) =>
    eventualFaults({ sites, tolerated, lag: seconds('lag', lag), siteLost: response(1), onHeal: 'conflicts end' });

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
    expect(cut[0]?.onHeal).toBe('conflicts end');
  });

  test('pairs are in the table where two may be lost, and a pair of two leaves nobody', () => {
    const pair = faults(['a', 'b'], 2, 5).find(
      ({ fault, sites }) => fault === FaultKind.SITE_LOST && sites.length === 2,
    );
    expect(pair).toMatchObject({ servedBy: [], serviceLost: true });
    expect(pair?.clientGap.isUnbounded).toBe(true);
    expect(faults(['a', 'b', 'c'], 1, 5).every(({ sites }) => sites.length === 1)).toBe(true);
  });
});

describe('one active site', () => {
  const faults = (passive: string[], lag = 300) =>
    activePassiveFaults({ active: 'a', passive, lag: seconds('lag', lag), activeLost: response(600) });

  test('its loss is a failover to the first passive site', () => {
    const [lost] = faults(['b', 'c']);
    expect(lost).toMatchObject({ fault: FaultKind.SITE_LOST, sites: ['a'], servedBy: ['b'], dataLost: true });
    expect(lost?.workloadGap.seconds).toBe(600);
    expect(lost?.clientGap.seconds).toBe(660);
  });

  test('nothing is lost where replication has no lag', () => {
    expect(faults(['b'], 0)[0]?.dataLost).toBe(false);
  });

  test('the loss of a passive site, or of the way to it, is no outage', () => {
    const others = faults(['b', 'c']).slice(1);
    expect(others).toHaveLength(5);
    for (const fault of others) {
      expect(fault).toMatchObject({ servedBy: ['a'], dataLost: false, serviceLost: false });
      expect(fault.clientGap.seconds).toBe(0);
    }
  });

  test('without a passive site the service is lost', () => {
    const [lost] = faults([]);
    expect(lost).toMatchObject({ servedBy: [], serviceLost: true });
    expect(lost?.clientGap.isUnbounded).toBe(true);
  });
});
