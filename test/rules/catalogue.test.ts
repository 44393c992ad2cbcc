import { APP_RULES, FLEET_RULES, WAIVER_RULE, evaluate } from '../../src/rules/catalogue';
import type { FleetFacts } from '../../src/rules/facts';
import { type Finding, Severity, type Waiver } from '../../src/rules/finding';
import type { Rule } from '../../src/rules/rule';
import { activePassiveFacts, appFacts, eventualFacts, fleetFacts, sitesWith } from './facts-fixture';

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
    const fine = [appFacts(), eventualFacts(), activePassiveFacts()];
    const found = APP_RULES.map((rule) => [rule.id, fine.flatMap((facts) => rule.check(facts) ?? [])]);
    expect(found).toEqual(APP_RULES.map(({ id }) => [id, []]));
    const unused = APP_RULES.filter((rule) => fine.every((facts) => rule.check(facts) === undefined));
    expect(unused.map(({ id }) => id)).toEqual([]);
  });

  test('lets nobody accept what cannot work, and only these errors with a reason', () => {
    const waivable = [...FLEET_RULES, ...APP_RULES].filter((rule) => rule.severity === Severity.ERROR && rule.waivable);
    expect(waivable.map(({ id }) => id)).toEqual(['NET-02', 'NET-09', 'BCK-01', 'STO-07', 'BCK-02', 'BCK-05']);
  });

  test('reports all violations of a broken application in one run, in the order of the rules', () => {
    const broken = appFacts({ votes: [], backups: [], alerts: [], toleratedSiteFailures: 2 });
    const findings = evaluate(APP_RULES, broken, 'orders', []);
    expect(findings.map(({ rule }) => rule)).toEqual(['QRM-01', 'BCK-02', 'MON-02', 'MON-02']);
  });
});

describe('a finding', () => {
  test('says where, which rule, how bad and what to do', () => {
    const facts = fleetFacts({ sites: sitesWith('use2', { region: 'us-east-1' }) });
    expect(evaluate(FLEET_RULES, facts, 'prod', [])).toEqual([
      {
        rule: 'FLT-01',
        severity: Severity.ERROR,
        path: 'prod',
        message: expect.stringContaining('region us-east-1') as string,
      },
    ]);
  });
});

describe('a waiver', () => {
  /** Breaks NET-02 (an error that may be waived), NET-11 (a warning) and FLT-01 (an error that may not). */
  const facts = fleetFacts({
    sites: sitesWith('use2', { region: 'us-east-1', podCidr: '172.32.0.0/16' }),
    network: { ...fleetFacts().network, brokerSite: 'use1' },
  });
  const evaluated = (...waivers: Waiver[]): Finding[] => evaluate(FLEET_RULES, facts, 'prod', waivers);
  const aboutWaivers = (findings: Finding[]): Finding[] => findings.filter(({ rule }) => rule === WAIVER_RULE);
  const refused = (severity: Severity, start: RegExp): Finding => ({
    rule: WAIVER_RULE,
    severity,
    path: 'prod',
    message: expect.stringMatching(start) as string,
  });

  test.each([
    ['an error that may be waived', 'NET-02'],
    ['a warning', 'NET-11'],
  ])('accepts %s, and the reason stays with the finding', (_, rule) => {
    const findings = evaluated({ rule, reason: ' until the move in May ' });
    expect(aboutWaivers(findings)).toEqual([]);
    expect(findings.filter(({ waiver }) => waiver !== undefined)).toEqual([
      expect.objectContaining({ rule, waiver: 'until the move in May' }),
    ]);
  });

  test('accepts every finding of its rule', () => {
    const twice = { ...facts, sites: facts.sites.map((site) => ({ ...site, serviceCidr: '172.33.0.0/16' })) };
    const findings = evaluate(FLEET_RULES, twice, 'prod', [{ rule: 'NET-02', reason: 'ours' }]);
    expect(findings.filter(({ rule }) => rule === 'NET-02').map(({ waiver }) => waiver)).toEqual([
      'ours',
      'ours',
      'ours',
      'ours',
    ]);
  });

  test('given twice, keeps both reasons', () => {
    const [finding] = evaluated({ rule: 'NET-02', reason: 'ours' }, { rule: 'NET-02', reason: 'not routed' }).filter(
      ({ rule }) => rule === 'NET-02',
    );
    expect(finding?.waiver).toBe('ours; not routed');
  });

  test('of an error that cannot be accepted is refused, says why, and leaves the error', () => {
    const findings = evaluated({ rule: 'FLT-01', reason: 'we are brave' });
    expect(aboutWaivers(findings)).toEqual([
      refused(
        Severity.ERROR,
        /^waiver of FLT-01 is refused: a region is lost as a whole.*; correct the configuration \(no two sites share a region\), and remove the waiver$/,
      ),
    ]);
    expect(findings).toContainEqual(expect.objectContaining({ rule: 'FLT-01' }));
    expect(findings.find(({ rule }) => rule === 'FLT-01')).not.toHaveProperty('waiver');
  });

  test.each(['', '  '])('without a reason ("%s") is refused, and accepts nothing', (reason) => {
    const findings = evaluated({ rule: 'NET-02', reason });
    expect(aboutWaivers(findings)).toEqual([refused(Severity.ERROR, /^waiver of NET-02 has no reason; say why/)]);
    expect(findings.find(({ rule }) => rule === 'NET-02')).not.toHaveProperty('waiver');
  });

  test('of a rule that does not exist is refused, with the rules there are', () => {
    expect(aboutWaivers(evaluated({ rule: 'NET-99', reason: 'typo' }))).toEqual([
      refused(
        Severity.ERROR,
        /^waiver of "NET-99" matches no rule; rules that are checked here are FLT-01, FLT-02, NET-01, .*: correct the id/,
      ),
    ]);
  });

  test('in the wrong place is refused, with the right one', () => {
    expect(aboutWaivers(evaluated({ rule: 'BCK-02', reason: 'cache' }))).toEqual([
      refused(
        Severity.ERROR,
        /^waiver of BCK-02 is in the wrong place, since the rule checks each application; move it there$/,
      ),
    ]);
    expect(evaluate(APP_RULES, appFacts(), 'orders', [{ rule: 'NET-11', reason: 'hub' }])).toEqual([
      expect.objectContaining({
        rule: WAIVER_RULE,
        message: expect.stringContaining('checks the fleet; move it there') as string,
      }),
    ]);
  });

  test.each([
    ['a rule that finds nothing', fleetFacts()],
    [
      'a rule that does not apply',
      fleetFacts({ network: { kind: 'routed', encrypted: true, translatesAddresses: false } }),
    ],
  ])('of %s is a warning, since it would hide the next violation', (_, compliant: FleetFacts) => {
    expect(evaluate(FLEET_RULES, compliant, 'prod', [{ rule: 'NET-11', reason: 'until May' }])).toEqual([
      refused(Severity.WARNING, /^waiver of NET-11 matches nothing, .*; remove it/),
    ]);
  });

  test('of a rule that finds nothing is noticed among the findings of others', () => {
    expect(aboutWaivers(evaluated({ rule: 'NET-07', reason: 'until May' }))).toEqual([
      refused(Severity.WARNING, /^waiver of NET-07 matches nothing/),
    ]);
  });

  test('of the findings about waivers is no way around them', () => {
    expect(aboutWaivers(evaluated({ rule: WAIVER_RULE, reason: 'quiet' }))).toEqual([
      refused(Severity.ERROR, /^waiver of "WVR-01" matches no rule/),
    ]);
  });
});
