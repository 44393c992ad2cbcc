import { COVERAGE_RULES } from './coverage';
import type { AppEvidence } from './evidence';
import { INDEPENDENCE_RULES } from './independence-rules';
import { PLACEMENT_RULES } from './placement-rules';
import { POLICY_RULES } from './policy-rules';
import { RAMEN_RULES } from './ramen-rules';
import type { Rule } from './rule';
import { RUNBOOK_RULES } from './runbook-rules';
import { SCHEDULE_RULES } from './schedule-rules';
import { SECRET_RULES } from './secret-rules';
import { VOLSYNC_RULES } from './volsync-rules';
import { VOLUME_RULES } from './volume-rules';
import { WATCH_RULES } from './watch-rules';

/**
 * What is checked of the files that will be written, whatever the props say: overrides, aspects and patches are seen. Of an
 * output that is not whole, since props were refused, they would say what is not true.
 */
export const OUTPUT_RULES: Rule<AppEvidence>[] = [
  ...PLACEMENT_RULES,
  ...VOLUME_RULES,
  ...VOLSYNC_RULES,
  ...RAMEN_RULES,
  ...RUNBOOK_RULES,
  ...POLICY_RULES,
  ...WATCH_RULES,
  ...SCHEDULE_RULES,
  ...SECRET_RULES,
  ...COVERAGE_RULES,
  ...INDEPENDENCE_RULES,
].map((rule) => ({ ...rule, check: (evidence) => (evidence.complete ? rule.check(evidence) : undefined) }));
