import { APP_RULES, FLEET_RULES, WAIVER_RULE, evaluate } from '../../src/rules/catalogue';
import { Severity } from '../../src/rules/finding';
import type { Rule } from '../../src/rules/rule';
import { activePassiveFacts, appFacts, eventualFacts, fleetFacts, sitesWith } from './facts-fixture';
import { volumeFacts } from './volume-fixture';

const ALL: Pick<Rule<never>, 'id' | 'title' | 'why' | 'source'>[] = [...FLEET_RULES, ...APP_RULES];

describe('the catalogue', () => {
  test('has every rule once, so that a waiver accepts what it says', () => {
    const ids = ALL.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
    expect(ids).not.toContain(WAIVER_RULE);
  });

  test.each(ALL.map((rule) => [rule.id, rule] as const))('says what %s demands, why, and who says so', (id, rule) => {
    expect(id).toMatch(/^[A-Z]{3}-\d\d$/);
    for (const text of [rule.title, rule.why]) expect(text).toMatch(/^[a-z0-9].{20,}[^.]$/);
    expect(rule.source.length).toBeGreaterThan(10);
  });

  test('applies to, and finds nothing in, a fleet and an application that are as they should be', () => {
    expect(FLEET_RULES.map((rule) => [rule.id, rule.check(fleetFacts())])).toEqual(
      FLEET_RULES.map(({ id }) => [id, []]),
    );
    const fine = [appFacts(), eventualFacts(), activePassiveFacts(), volumeFacts()];
    const found = APP_RULES.map((rule) => [rule.id, fine.flatMap((facts) => rule.check(facts) ?? [])]);
    expect(found).toEqual(APP_RULES.map(({ id }) => [id, []]));
    const unused = APP_RULES.filter((rule) => fine.every((facts) => rule.check(facts) === undefined));
    expect(unused.map(({ id }) => id)).toEqual([]);
  });

  test('lets nobody accept what cannot work, and only these errors with a reason', () => {
    const waivable = [...FLEET_RULES, ...APP_RULES].filter((rule) => rule.severity === Severity.ERROR && rule.waivable);
    expect(waivable.map(({ id }) => id)).toEqual([
      'NET-02',
      'NET-09',
      'BCK-01',
      'CAP-02',
      'STO-07',
      'BCK-02',
      'BCK-05',
      'SEC-02',
      'COV-01',
      'IND-01',
    ]);
  });

  test('reports all violations of a broken application in one run, in the order of the rules', () => {
    const broken = appFacts({ votes: [], backups: [], alerts: [], toleratedSiteFailures: 2 });
    const findings = evaluate(APP_RULES, broken, { path: 'orders', waivers: [], today: '2026-11-22' });
    expect(findings.map(({ rule }) => rule)).toEqual(['QRM-01', 'CAP-02', 'BCK-02', 'MON-02', 'MON-02']);
  });
});

describe('a finding', () => {
  test('says where, which rule, how bad and what to do', () => {
    const facts = fleetFacts({ sites: sitesWith('use2', { region: 'us-east-1' }) });
    expect(evaluate(FLEET_RULES, facts, { path: 'prod', waivers: [], today: '2026-11-22' })).toEqual([
      {
        rule: 'FLT-01',
        severity: Severity.ERROR,
        path: 'prod',
        message: expect.stringContaining('region us-east-1') as string,
      },
    ]);
  });
});
