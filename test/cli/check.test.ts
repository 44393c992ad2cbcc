import type { Plan } from 'cndr/testing';
import { fails, findingsOn } from '../../src/cli/check';
import { checkGithub, checkGitlab, checkText } from '../../src/cli/check-formats';
import { PLAIN } from '../../src/cli/paint';
import { checkSarif } from '../../src/cli/sarif';
import { type Finding, Severity } from '../../src/rules/finding';
import { EXAMPLES, goldenPlan } from './support';

const TODAY = '2026-11-22';
const error: Finding = {
  rule: 'NET-09',
  severity: Severity.ERROR,
  path: 'prod/orders',
  message: 'open: 100%, really\nso',
};
const warning: Finding = { rule: 'NET-11', severity: Severity.WARNING, path: 'orders', message: 'broker in use1' };
const waived: Finding = {
  ...error,
  message: 'lab only',
  waiver: 'no customer data',
  waivedUntil: '2027-03-31',
};

function planWith(findings: Finding[]): Plan {
  const plan = goldenPlan('strong-consistency');
  return { ...plan, apps: plan.apps.map((app) => ({ ...app, findings })) };
}

function checked(findings: Finding[]) {
  const plan = planWith(findings);
  return { file: 'dist/plan.json', text: JSON.stringify(plan, undefined, 2), findings: findingsOn(TODAY, plan) };
}

test.each(EXAMPLES)('nothing in the plan of %s ends a pipeline', (example) => {
  expect(fails(findingsOn(TODAY, goldenPlan(example)), Severity.ERROR)).toBe(false);
});

test.each<[string, Finding[], boolean, boolean]>([
  ['an error', [error], true, true],
  ['a warning', [warning], false, true],
  ['a waived error', [waived], false, false],
  ['nothing', [], false, false],
])('%s ends the pipeline at its severity', (_, findings, atError, atWarning) => {
  const found = findingsOn(TODAY, planWith(findings));
  expect([fails(found, Severity.ERROR), fails(found, Severity.WARNING)]).toEqual([atError, atWarning]);
});

describe('a waiver in a plan that gets older', () => {
  const plan = planWith([waived]);

  test('holds on its last day', () => {
    expect(fails(findingsOn('2027-03-31', plan), Severity.ERROR)).toBe(false);
  });

  test('has ended the day after: the nightly check fails, and says why', () => {
    const found = findingsOn('2027-04-01', plan);
    expect(fails(found, Severity.ERROR)).toBe(true);
    expect(found.map(({ rule, message, waiver: reason }) => [rule, message, reason])).toEqual([
      ['NET-09', 'lab only', undefined],
      ['WVR-01', expect.stringMatching(/^waiver of NET-09 expired on 2027-03-31 \(no customer data\)/), undefined],
    ]);
  });

  test('of a warning that has ended fails as well, as synthesis does', () => {
    const ended = planWith([{ ...warning, waiver: 'until the move', waivedUntil: '2027-03-31' }]);
    expect(fails(findingsOn('2027-04-01', ended), Severity.ERROR)).toBe(true);
  });
});

describe('an objective that is not kept is an error', () => {
  const broken = (change: object, findings: Finding[] = []) => {
    const plan = planWith(findings);
    return findingsOn(TODAY, { ...plan, apps: plan.apps.map((app) => ({ ...app, rto: { ...app.rto, ...change } })) });
  };

  test('when the bound is longer', () => {
    const [finding] = broken({ met: false, objectiveSeconds: 60 });
    expect(finding).toMatchObject({ rule: 'OBJ-01', severity: 'error', path: 'orders' });
    expect(finding?.message).toContain('RTO objective 60 s is below the bound of 168 s');
  });

  test('when there is no bound', () => {
    const [finding] = broken({ boundSeconds: undefined });
    expect(finding?.message).toContain('unbounded');
  });

  test('and is said once when its rule has said it, waived or not', () => {
    const own = { ...waived, rule: 'OBJ-01' };
    expect(broken({ met: false }, [own])).toEqual([own]);
  });
});

test('for people: errors first, then warnings, then what is waived and why', () => {
  const lines = checkText(checked([waived, warning, error]), PLAIN);
  expect(lines.indexOf('error NET-09')).toBeLessThan(lines.indexOf('warning NET-11'));
  expect(lines).toContain('waived NET-09 [prod/orders] lab only (no customer data, until 2027-03-31)');
  expect(lines).toContain('1 error, 1 warning, 1 waived');
});

test('for GitHub: a workflow command each, escaped, at its line of the plan', () => {
  const input = checked([error, waived]);
  const [first, second] = checkGithub(input).split('\n');
  const line = input.text.split('\n').findIndex((text) => text.includes('open: 100%')) + 1;
  expect(first).toBe(
    `::error file=dist/plan.json,line=${line},title=NET-09%3A traffic between sites is encrypted::[prod/orders] open: 100%25, really%0Aso`,
  );
  expect(second).toMatch(/^::notice .*::\[prod\/orders\] lab only \(waived: no customer data, until 2027-03-31\)$/);
});

test('for GitLab: a Code Quality report with what its format demands', () => {
  const issues = JSON.parse(checkGitlab(checked([error, warning, waived]))) as Record<string, unknown>[];
  expect(issues.map(({ check_name, severity }) => [check_name, severity])).toEqual([
    ['NET-09', 'critical'],
    ['NET-11', 'minor'],
  ]);
  for (const issue of issues) {
    expect(issue).toMatchObject({
      description: expect.any(String) as string,
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      location: { path: 'dist/plan.json', lines: { begin: expect.any(Number) as number } },
    });
  }
  expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  expect(JSON.parse(checkGitlab(checked([])))).toEqual([]);
});

describe('SARIF 2.1.0', () => {
  interface Sarif {
    readonly $schema: string;
    readonly version: string;
    readonly runs: {
      tool: { driver: { name: string; rules: { id: string }[] } };
      results: Record<string, unknown>[];
    }[];
  }
  const sarif = (findings: Finding[]) => JSON.parse(checkSarif(checked(findings), '1.2.3')) as Sarif;

  test('has what the standard requires and what code scanning reads', () => {
    const { $schema, version, runs } = sarif([error, warning, waived]);
    expect($schema).toMatch(/sarif-2\.1\.0\.json$/);
    expect(version).toBe('2.1.0');
    expect(runs).toHaveLength(1);
    const [{ tool, results }] = runs as [Sarif['runs'][number]];
    expect(tool.driver).toMatchObject({ name: 'cndr', version: '1.2.3' });
    for (const { ruleId, ruleIndex, level, message, locations } of results) {
      expect(tool.driver.rules[ruleIndex as number]?.id).toBe(ruleId);
      expect(['error', 'warning']).toContain(level);
      expect(message).toEqual({ text: expect.stringMatching(/./) as string });
      expect(locations).toEqual([
        {
          physicalLocation: {
            artifactLocation: { uri: 'dist/plan.json' },
            region: { startLine: expect.any(Number) as number },
          },
          logicalLocations: [{ fullyQualifiedName: expect.any(String) as string }],
        },
      ]);
    }
    expect(tool.driver.rules.map(({ id }) => id)).toEqual(['NET-09', 'NET-11']);
  });

  test('says that a waived finding is suppressed, and why', () => {
    const { results } = sarif([error, waived]).runs[0]!;
    expect(results.map(({ suppressions }) => suppressions)).toEqual([
      undefined,
      [{ kind: 'external', status: 'accepted', justification: 'no customer data, until 2027-03-31' }],
    ]);
  });

  test('is a whole log without results when nothing is found, so that old alerts are closed', () => {
    expect(sarif([]).runs[0]?.results).toEqual([]);
  });
});
