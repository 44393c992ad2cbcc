import { APP_RULES, FLEET_RULES, WAIVER_RULE, evaluate } from '../../src/rules/catalogue';
import type { FleetFacts } from '../../src/rules/facts';
import { type Finding, Severity, type Waiver } from '../../src/rules/finding';
import { appFacts, fleetFacts, sitesWith } from './facts-fixture';

const TODAY = '2026-11-22';
const waived = (rule: string, reason: string): Waiver => ({ rule, reason, expires: '2027-05-31' });

describe('a waiver', () => {
  /** Breaks NET-02 (an error that may be waived), NET-11 (a warning) and FLT-01 (an error that may not). */
  const facts = fleetFacts({
    sites: sitesWith('use2', { region: 'us-east-1', podCidr: '172.32.0.0/16' }),
    network: { ...fleetFacts().network, brokerSite: 'use1' },
  });
  const judged = (of: FleetFacts, ...waivers: Waiver[]): Finding[] =>
    evaluate(FLEET_RULES, of, { path: 'prod', waivers, today: TODAY });
  const evaluated = (...waivers: Waiver[]): Finding[] => judged(facts, ...waivers);
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
    const findings = evaluated(waived(rule, ' until the move in May '));
    expect(aboutWaivers(findings)).toEqual([]);
    expect(findings.filter(({ waiver }) => waiver !== undefined)).toEqual([
      expect.objectContaining({ rule, waiver: 'until the move in May', waivedUntil: '2027-05-31' }),
    ]);
  });

  test('accepts every finding of its rule', () => {
    const twice = { ...facts, sites: facts.sites.map((site) => ({ ...site, serviceCidr: '172.33.0.0/16' })) };
    const findings = judged(twice, waived('NET-02', 'ours'));
    expect(findings.filter(({ rule }) => rule === 'NET-02').map(({ waiver }) => waiver)).toEqual([
      'ours',
      'ours',
      'ours',
      'ours',
    ]);
  });

  test('given twice, keeps both reasons', () => {
    const [finding] = evaluated(waived('NET-02', 'ours'), waived('NET-02', 'not routed')).filter(
      ({ rule }) => rule === 'NET-02',
    );
    expect(finding?.waiver).toBe('ours; not routed');
  });

  test('of an error that cannot be accepted is refused, says why, and leaves the error', () => {
    const findings = evaluated(waived('FLT-01', 'we are brave'));
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
    const findings = evaluated(waived('NET-02', reason));
    expect(aboutWaivers(findings)).toEqual([refused(Severity.ERROR, /^waiver of NET-02 has no reason; say why/)]);
    expect(findings.find(({ rule }) => rule === 'NET-02')).not.toHaveProperty('waiver');
  });

  test('of a rule that does not exist is refused, with the rules there are', () => {
    expect(aboutWaivers(evaluated(waived('NET-99', 'typo')))).toEqual([
      refused(
        Severity.ERROR,
        /^waiver of "NET-99" matches no rule; rules that are checked here are FLT-01, FLT-02, NET-01, .*: correct the id/,
      ),
    ]);
  });

  test('in the wrong place is refused, with the right one', () => {
    expect(aboutWaivers(evaluated(waived('BCK-02', 'cache')))).toEqual([
      refused(
        Severity.ERROR,
        /^waiver of BCK-02 is in the wrong place, since the rule checks each application; move it there$/,
      ),
    ]);
    expect(
      evaluate(APP_RULES, appFacts(), { path: 'orders', waivers: [waived('NET-11', 'hub')], today: TODAY }),
    ).toEqual([
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
    expect(judged(compliant, waived('NET-11', 'until May'))).toEqual([
      refused(Severity.WARNING, /^waiver of NET-11 matches nothing, .*; remove it/),
    ]);
  });

  test('of a rule that finds nothing is noticed among the findings of others', () => {
    expect(aboutWaivers(evaluated(waived('NET-07', 'until May')))).toEqual([
      refused(Severity.WARNING, /^waiver of NET-07 matches nothing/),
    ]);
  });

  test('of the findings about waivers is no way around them', () => {
    expect(aboutWaivers(evaluated(waived(WAIVER_RULE, 'quiet')))).toEqual([
      refused(Severity.ERROR, /^waiver of "WVR-01" matches no rule/),
    ]);
  });

  test('holds on its last day, and on no later one', () => {
    const on = (today: string) =>
      evaluate(FLEET_RULES, facts, { path: 'prod', waivers: [waived('NET-11', 'until May')], today });
    expect(aboutWaivers(on('2027-05-31'))).toEqual([]);
    expect(aboutWaivers(on('2027-06-01'))).toEqual([
      refused(
        Severity.ERROR,
        /^waiver of NET-11 expired on 2027-05-31 \(until May\); look at it again: correct the configuration \(.*\), or give the waiver another day$/,
      ),
    ]);
  });

  test('that has ended is an error beside the finding, which stays as it was: what is written does not depend on the day', () => {
    const waivers = [waived('NET-11', 'until May')];
    const findingsOn = (today: string) =>
      evaluate(FLEET_RULES, facts, { path: 'prod', waivers, today }).filter(({ rule }) => rule === 'NET-11');
    expect(findingsOn('2030-01-01')).toEqual(findingsOn(TODAY));
  });

  test.each(['', 'in May', '2027-5-31', '2027-02-30', '2027-05-31T00:00:00Z'])(
    'with "%s" for its end is refused, since nobody could say when it ends',
    (expires) => {
      expect(aboutWaivers(evaluated({ rule: 'NET-11', reason: 'until May', expires }))).toEqual([
        refused(Severity.ERROR, /^waiver of NET-11 expires on ".*", which is no day; give the last day/),
      ]);
    },
  );

  test('given twice, ends with the first of them', () => {
    const [finding] = evaluated(waived('NET-02', 'ours'), {
      rule: 'NET-02',
      reason: 'not routed',
      expires: '2026-12-31',
    }).filter(({ rule }) => rule === 'NET-02');
    expect(finding?.waivedUntil).toBe('2026-12-31');
  });
});
