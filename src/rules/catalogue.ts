import { APP_BACKUP_RULES, FLEET_BACKUP_RULES } from './backup-rules';
import { BOUND_RULES } from './bound-rules';
import { CAPACITY_RULES } from './capacity-rules';
import { CERTIFICATE_RULES } from './certificate-rules';
import { DRILL_RULES } from './drill-rules';
import type { AppEvidence } from './evidence';
import type { FleetFacts } from './facts';
import { type Finding, Severity, type Waiver } from './finding';
import { FAILURE_DOMAIN_RULES } from './fleet-rules';
import { MONITORING_RULES } from './monitoring-rules';
import { APP_NETWORK_RULES, FLEET_NETWORK_RULES } from './network-rules';
import { OBJECTIVE_RULES } from './objective-rules';
import { OUTPUT_RULES } from './output-rules';
import { QUORUM_RULES } from './quorum-rules';
import { REPLICATION_RULES } from './replication-rules';
import { ROLE_RULES } from './role-rules';
import type { Rule } from './rule';
import { isDay } from './today';
import { TRAFFIC_RULES } from './traffic-rules';

/** What is checked of a fleet. */
export const FLEET_RULES: Rule<FleetFacts>[] = [...FAILURE_DOMAIN_RULES, ...FLEET_NETWORK_RULES, ...FLEET_BACKUP_RULES];

/** What is checked of an application, in the order of the layers it passes through. */
export const APP_RULES: Rule<AppEvidence>[] = [
  ...QUORUM_RULES,
  ...ROLE_RULES,
  ...CAPACITY_RULES,
  ...REPLICATION_RULES,
  ...APP_NETWORK_RULES,
  ...CERTIFICATE_RULES,
  ...TRAFFIC_RULES,
  ...APP_BACKUP_RULES,
  ...DRILL_RULES,
  ...MONITORING_RULES,
  ...OUTPUT_RULES,
  ...BOUND_RULES,
  ...OBJECTIVE_RULES,
];

/** Id of the findings about waivers themselves. */
export const WAIVER_RULE = 'WVR-01';

/** Where and when findings are judged. */
export interface Circumstances {
  /** Construct path of what the facts are about. */
  readonly path: string;
  readonly waivers: Waiver[];
  /** The day, as `2027-03-31`: waivers end. */
  readonly today: string;
}

/**
 * What the rules find, in their order, followed by what is wrong with the waivers. A finding that is accepted carries the
 * reason; it no longer counts as an error. An end that has come is an error of its own, whatever was accepted: what is
 * written does not depend on the day.
 */
export function evaluate<F>(rules: Rule<F>[], facts: F, circumstances: Circumstances): Finding[] {
  const found = rules.flatMap((rule) => findingsOf(rule, facts, circumstances));
  const faults = circumstances.waivers.flatMap((waiver) => faultOf(waiver, rules, found, circumstances) ?? []);
  return [...found, ...faults];
}

function findingsOf<F>(rule: Rule<F>, facts: F, { path, waivers }: Circumstances): Finding[] {
  const accepted = isWaivable(rule)
    ? waivers.filter((waiver) => waiver.rule === rule.id && reasonOf(waiver) !== '')
    : [];
  const waiver = accepted.length > 0 && {
    waiver: accepted.map(reasonOf).join('; '),
    waivedUntil: accepted.map(({ expires }) => expires).sort()[0],
  };
  const messages = rule.check(facts) ?? [];
  return messages.map((message) => ({ rule: rule.id, severity: rule.severity, path, message, ...waiver }));
}

function isWaivable({ severity, waivable }: Pick<Rule<never>, 'severity' | 'waivable'>): boolean {
  return severity === Severity.WARNING || waivable === true;
}

function reasonOf({ reason }: Waiver): string {
  return reason.trim();
}

function faultOf<F>(
  waiver: Waiver,
  rules: Rule<F>[],
  found: Finding[],
  { path, today }: Circumstances,
): Finding | undefined {
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
  if (!isDay(waiver.expires)) {
    return fault(
      Severity.ERROR,
      `waiver of ${rule.id} expires on "${waiver.expires}", which is no day; give the last day on which it holds, such as 2027-03-31`,
    );
  }
  if (waiver.expires < today) {
    return fault(
      Severity.ERROR,
      `waiver of ${rule.id} expired on ${waiver.expires} (${reasonOf(waiver)}); look at it again: correct the configuration (${rule.title}), or give the waiver another day`,
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
