import * as fc from 'fast-check';
import { FaultKind, type SupportLoss } from 'cndr';
import { faultTable } from '../../src/patterns/support-faults';
import type { Application } from '../../src/patterns/shape';
import { Basis, Bound } from '../../src/recovery/bound';

const SITES = ['a', 'b', 'c'];
const sites = SITES.map((name) => ({ name }));

/** The faults of an application in three sites, of which one part states these losses and another one those. */
function table(one: SupportLoss[], other: SupportLoss[] = []) {
  const application = {
    host: {
      sites,
      dataSites: sites,
      certificates: [],
      fleet: { names: { issuer: 'ca', certManagerNamespace: 'cert-manager' }, network: { losses: other } },
    },
    workload: { losses: one },
    alerts: [],
  } as unknown as Application;
  return faultTable({ application, profile: {} as never, ofSites: [], servedBy: SITES }).filter(
    ({ fault }) => fault !== FaultKind.OPERATOR_ERROR,
  );
}

const days = (count: number) =>
  Bound.term({ name: `${count} days`, seconds: count * 86_400, basis: Basis.DERIVED, source: 'test' });
const hub: SupportLoss = {
  fault: FaultKind.CONTROL_PLANE_LOST,
  subject: 'hub',
  onHeal: 'it goes on',
  human: 'bring it back',
};

const losses = fc.array(
  fc.record({
    fault: fc.constantFrom(
      FaultKind.HEALTH_CHECKS_FAIL,
      FaultKind.BACKUP_STORE_LOST,
      FaultKind.CONTROL_PLANE_LOST,
      FaultKind.CERTIFICATE_AUTHORITY_LOST,
    ),
    subject: fc.constantFrom('x', 'y'),
    servedBy: fc.option(fc.subarray(SITES), { nil: undefined }),
    onHeal: fc.constantFrom('heals', 'nothing'),
    human: fc.constantFrom('call', 'nothing'),
  }),
  { maxLength: 6 },
);

test('for any statements: no data is lost, and service is only where the parts together leave no site', () => {
  fc.assert(
    fc.property(losses, losses, (one, other) => {
      const rows = table(one, other);
      const all = [...one, ...other];
      expect(rows).toHaveLength(new Set(all.map(({ fault, subject }) => `${fault} ${subject}`)).size);
      for (const { fault, subject, servedBy, serviceLost, dataLost, clientGap, workloadGap } of rows) {
        const said = all.filter((loss) => loss.fault === fault && loss.subject === subject);
        const left = SITES.filter((site) => said.every((loss) => loss.servedBy?.includes(site) ?? true));
        expect(servedBy).toEqual(left);
        expect(serviceLost).toBe(left.length === 0);
        expect(clientGap.isUnbounded).toBe(serviceLost);
        // The workload itself has not been hit.
        expect(workloadGap.seconds).toBe(0);
        expect(dataLost).toBe(false);
      }
    }),
  );
});

test('what two parts say of one thing is one row, with both texts and the shorter grace', () => {
  const rows = table([{ ...hub, grace: days(30) }], [{ ...hub, human: 'restore it', grace: days(7) }]);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ subject: 'hub', human: 'bring it back; restore it', onHeal: 'it goes on' });
  expect(rows[0]!.grace!.seconds).toBe(7 * 86_400);
});

test('a time that nobody knows may be shorter than one that is known, and is not hidden by it', () => {
  const [row] = table([{ ...hub, grace: days(30) }], [{ ...hub, grace: Bound.unbounded('grace', 'until it moves') }]);
  expect(row!.grace!.isUnbounded).toBe(true);
});
