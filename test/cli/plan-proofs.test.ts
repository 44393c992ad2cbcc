import { PLAIN } from '../../src/cli/paint';
import { proofMarkdown, proofText } from '../../src/cli/plan-proofs';
import type { AppPlan, PlannedCoverage, PlannedDependency } from '../../src/synthesis/plan';
import { goldenPlan } from './support';

const COVERAGE: PlannedCoverage[] = [
  { site: 'use1', kind: 'PersistentVolumeClaim', name: 'data-0', coveredBy: ['a copy of use2, made by volsync'] },
  { site: 'use1', kind: 'Secret', name: 'tls', coveredBy: ['issued again by Issuer ca', 'backed up by Schedule a'] },
  { site: 'use2', kind: 'Secret', name: 'key', coveredBy: ['provided by the platform'] },
];
const step = (name: string): PlannedDependency => ({
  lost: 'use1',
  needs: `step ${name} of orders-failover`,
  where: 'use2',
  available: true,
});
const INDEPENDENCE: PlannedDependency[] = [
  step('check'),
  step('promote'),
  { lost: 'use1', needs: 'latch in bucket b', where: 'region eu-central-1', available: true },
];
const LOST = { lost: 'use1', needs: 'object store b', where: 'region us-east-1', available: false };
const LEFT_BEHIND = { site: 'use1', kind: 'PersistentVolumeClaim', name: 'uploads', coveredBy: [] };

const planned = (changes: Partial<AppPlan> = {}): AppPlan => ({
  ...goldenPlan('strong-consistency').apps[0]!,
  coverage: COVERAGE,
  independence: INDEPENDENCE,
  ...changes,
});
const textOf = (app: AppPlan): string => proofText(app, PLAIN).join('\n');

test('each kind is counted by what brings it back', () => {
  expect(textOf(planned())).toContain(
    [
      'COVERAGE: what brings state and configuration back',
      '  1 claim: 1 replicated',
      '  2 Secrets: 1 backed up, 1 issued again, 1 provided by the platform',
    ].join('\n'),
  );
});

test('what is needed is listed by the place where it is, and many steps of a runbook are one entry', () => {
  expect(textOf(planned())).toContain(
    ['  when use1 is lost:', '    use2: 2 steps of orders-failover', '    region eu-central-1: latch in bucket b'].join(
      '\n',
    ),
  );
});

test('what one expects to be needed, and is not, is said with the reason', () => {
  expect(textOf(planned())).toMatch(/Not needed: Terraform and its state \(no step of a recovery runs it/);
});

test('what nothing brings back, and what is lost with the site, is named', () => {
  const app = planned({ coverage: [...COVERAGE, LEFT_BEHIND], independence: [...INDEPENDENCE, LOST] });
  expect(textOf(app)).toContain('claim uploads of use1: nothing brings it back');
  expect(textOf(app)).toContain(
    ['when use1 is lost:', '    region us-east-1: object store b (lost with the site)', '    use2:'].join('\n'),
  );
  const [first, second] = proofMarkdown(app);
  expect(first).toBe('- **claim uploads of use1: nothing brings it back**');
  expect(second).toBe('- **when use1 is lost: region us-east-1: object store b (lost with the site)**');
});

test('in Markdown what is as it should be is folded', () => {
  expect(proofMarkdown(planned())[0]).toBe('<details>');
  expect(proofMarkdown(planned())).toContain('- 1 claim: 1 replicated');
});

test('an application whose state is outside of the clusters says so', () => {
  expect(textOf(planned({ coverage: [] }))).toContain('nothing in the clusters holds state or configuration');
});
