import type { ManifestObject, Synthesized } from 'cndr/testing';

/** An alerting rule of the output. */
export interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: Record<string, string>;
  readonly annotations: Record<string, string>;
}

interface RuleGroup {
  readonly name: string;
  readonly interval: string;
  readonly rules: Rule[];
}

/** The groups of alerts of an application in a site. */
export function groupsOf(output: Synthesized, site: string, app: string): RuleGroup[] {
  const rules = output.objects(site, app).filter(({ kind }) => kind === 'PrometheusRule');
  return rules.flatMap((rule: ManifestObject) => (rule['spec'] as { groups: RuleGroup[] }).groups);
}

/** The alerts of an application in a site. */
export function alertsOf(output: Synthesized, site: string, app: string): Rule[] {
  return groupsOf(output, site, app).flatMap(({ rules }) => rules);
}
