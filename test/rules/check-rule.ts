import { APP_RULES, FLEET_RULES } from '../../src/rules/catalogue';
import type { AppEvidence } from '../../src/rules/evidence';
import type { FleetFacts } from '../../src/rules/facts';
import type { Rule } from '../../src/rules/rule';
import { appFacts, fleetFacts } from './facts-fixture';

/** What a fleet rule says of the fixture's fleet with a change; undefined when it does not apply. */
export function checkFleet(id: string, change: Partial<FleetFacts> = {}): string[] | undefined {
  return check(FLEET_RULES, id, fleetFacts(change));
}

/** What an application rule says of the fixture's application with a change; undefined when it does not apply. */
export function checkApp(id: string, change: Partial<AppEvidence> = {}): string[] | undefined {
  return check(APP_RULES, id, appFacts(change));
}

function check<F>(rules: Rule<F>[], id: string, facts: F): string[] | undefined {
  const rule = rules.find((candidate) => candidate.id === id);
  if (!rule) throw new Error(`no rule ${id} in the catalogue`);
  const messages = rule.check(facts);
  // The form that every message has, whatever it says.
  for (const message of messages ?? []) expect(message).toMatch(/^[^A-Z\s].*[^.\s]$/);
  return messages;
}
