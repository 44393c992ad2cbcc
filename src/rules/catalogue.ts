import { APP_BACKUP_RULES, FLEET_BACKUP_RULES } from './backup-rules';
import { CERTIFICATE_RULES } from './certificate-rules';
import { DRILL_RULES } from './drill-rules';
import type { AppFacts, FleetFacts } from './facts';
import { type Finding, Severity, type Waiver } from './finding';
import { FAILURE_DOMAIN_RULES } from './fleet-rules';
import { MONITORING_RULES } from './monitoring-rules';
import { APP_NETWORK_RULES, FLEET_NETWORK_RULES } from './network-rules';
import { OBJECTIVE_RULES } from './objective-rules';
import { QUORUM_RULES } from './quorum-rules';
import { REPLICATION_RULES } from './replication-rules';
import { ROLE_RULES } from './role-rules';
import type { Rule } from './rule';
import { TRAFFIC_RULES } from './traffic-rules';

/** What is checked of a fleet. */
export const FLEET_RULES: Rule<FleetFacts>[] = [...FAILURE_DOMAIN_RULES, ...FLEET_NETWORK_RULES, ...FLEET_BACKUP_RULES];

/** What is checked of an application, in the order of the layers it passes through. */
export const APP_RULES: Rule<AppFacts>[] = [
  ...QUORUM_RULES,
  ...ROLE_RULES,
  ...REPLICATION_RULES,
  ...APP_NETWORK_RULES,
  ...CERTIFICATE_RULES,
  ...TRAFFIC_RULES,
  ...APP_BACKUP_RULES,
  ...DRILL_RULES,
  ...MONITORING_RULES,
  ...OBJECTIVE_RULES,
];

/** Id of the findings about waivers themselves. */
export const WAIVER_RULE = 'WVR-01';

/**
 * What the rules find, in their order, followed by what is wrong with the waivers. A finding that is accepted carries the
 * reason; it no longer counts as an error.
 *
 * @param path construct path of what the facts are about
 */
export function evaluate<F>(rules: Rule<F>[], facts: F, path: string, waivers: Waiver[]): Finding[] {
  const found = rules.flatMap((rule) => findingsOf(rule, facts, path, waivers));
  const faults = waivers.flatMap((waiver) => faultOf(waiver, rules, found, path) ?? []);
  return [...found, ...faults];
}

function findingsOf<F>(rule: Rule<F>, facts: F, path: string, waivers: Waiver[]): Finding[] {
  const reasons = isWaivable(rule)
    ? waivers
        .filter((waiver) => waiver.rule === rule.id)
        .map(reasonOf)
        .filter(Boolean)
    : [];
  const waiver = reasons.length > 0 ? { waiver: reasons.join('; ') } : {};
  const messages = rule.check(facts) ?? [];
  return messages.map((message) => ({ rule: rule.id, severity: rule.severity, path, message, ...waiver }));
}

function isWaivable({ severity, waivable }: Pick<Rule<never>, 'severity' | 'waivable'>): boolean {
  return severity === Severity.WARNING || waivable === true;
}

function reasonOf({ reason }: Waiver): string {
  return reason.trim();
}

function faultOf<F>(waiver: Waiver, rules: Rule<F>[], found: Finding[], path: string): Finding | undefined {
  const fault = (severity: Severity, message: string): Finding => ({ rule: WAIVER_RULE, severity, path, message });
  const rule = rules.find(({ id }) => id === waiver.rule);
  if (!rule) return fault(Severity.ERROR, unknownRule(waiver.rule, rules));
  if (!isWaivable(rule)) {
    return fault(
      Severity.ERROR,
      `waiver of ${rule.id} is refused: ${rule.why}; correct the configuration (${rule.title}), and remove the waiver`,
    );
  }
  if (reasonOf(waiver) === '') {
    return fault(
      Severity.ERROR,
      `waiver of ${rule.id} has no reason; say why it is acceptable here, in a sentence that a reviewer can agree with: it lands in the plan`,
    );
  }
  if (found.some((finding) => finding.rule === rule.id)) return undefined;
  return fault(
    Severity.WARNING,
    `waiver of ${rule.id} matches nothing, since the rule finds no violation here; remove it, or it accepts the next one unseen`,
  );
}

function unknownRule<F>(id: string, rules: Rule<F>[]): string {
  const elsewhere = placeOf(id);
  if (elsewhere !== undefined) {
    return `waiver of ${id} is in the wrong place, since the rule checks ${elsewhere}; move it there`;
  }
  const known = rules.map((rule) => rule.id).join(', ');
  return `waiver of "${id}" matches no rule; rules that are checked here are ${known}: correct the id or remove the waiver`;
}

function placeOf(id: string): string | undefined {
  if (FLEET_RULES.some((rule) => rule.id === id)) return 'the fleet';
  return APP_RULES.some((rule) => rule.id === id) ? 'each application' : undefined;
}
