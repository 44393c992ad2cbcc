/** Every id that a finding can have: the rules of the catalogue, and what a run checks of its own output. */
import { APP_RULES, FLEET_RULES, WAIVER_RULE } from '../rules/catalogue';
import { Severity } from '../rules/finding';
import type { Rule } from '../rules/rule';

/** What is known of a rule without a plan. */
export interface RuleEntry {
  readonly id: string;
  readonly severity: Severity;
  readonly waivable: boolean;
  readonly title: string;
  readonly why: string;
  readonly source: string;
  /** What it reads: `each application`, `the fleet`, `the output`. */
  readonly checks: string;
}

/** What is not a rule over facts, since it is about values or about the rendered output. */
const RUN_CHECKS: RuleEntry[] = [
  check('INPUT', 'values of props and of fleet files', {
    title: 'every value can be used',
    why: 'nothing could be rendered from it, or a cluster or cloud would refuse it at the first apply',
    source: 'the documentation of each prop (API.md)',
  }),
  check('NAM-01', 'the output', {
    title: 'no two objects of one cluster have the same kind, namespace and name',
    why: 'one would silently take the place of the other',
    source: 'Kubernetes documentation, Object Names and IDs',
  }),
  check('NAM-02', 'the whole tree', {
    title: 'no two stacks share an id, and no two applications a hostname',
    why: 'one would overwrite the files or the DNS records of the other',
    source: 'cdktf names the folder of a stack by its id; RFC 1034: one name, one set of records',
  }),
  check('NAM-04', 'the output', {
    title: 'names, labels and annotations are such that an API server takes them',
    why: 'the first apply would fail halfway',
    source: 'Kubernetes documentation, Object Names and IDs, Labels and Selectors',
  }),
  check('SEC-01', 'the output', {
    title: 'no secret value is in any output',
    why: 'whoever reads the repository or the plan could use it',
    source: 'OWASP Secrets Management Cheat Sheet',
  }),
  check('TOK-01', 'the output', {
    title: 'no Terraform token is in a manifest or in the plan',
    why: 'a cluster would get the placeholder instead of the value',
    source: 'CDK for Terraform documentation, Tokens',
  }),
  check(WAIVER_RULE, 'the waivers', {
    title: 'every waiver names a rule that may be waived and finds something, and gives a reason',
    why: 'a waiver that matches nothing accepts the next violation unseen',
    source: 'plan.json: the reason is what reviewers agree to',
  }),
];

/** All of them, in the order in which they are checked. */
export const ALL_RULES: RuleEntry[] = [
  ...FLEET_RULES.map((rule) => entryOf(rule, 'the fleet')),
  ...APP_RULES.map((rule) => entryOf(rule, 'each application')),
  ...RUN_CHECKS,
];

/** A rule by its id, in whatever case it is written. */
export function findRule(id: string): RuleEntry | undefined {
  return ALL_RULES.find((rule) => rule.id.toLowerCase() === id.toLowerCase());
}

function entryOf(rule: Omit<Rule<never>, 'check'>, checks: string): RuleEntry {
  const { id, severity, title, why, source } = rule;
  return {
    id,
    severity,
    waivable: severity === Severity.WARNING || rule.waivable === true,
    title,
    why,
    source,
    checks,
  };
}

function check(id: string, checks: string, said: Pick<RuleEntry, 'title' | 'why' | 'source'>): RuleEntry {
  return { id, severity: Severity.ERROR, waivable: false, checks, ...said };
}
