/** A cluster against what is expected of it. */
import { judge } from './judge';
import { zoneWarnings } from './judge-nodes';
import type { Ask } from './kubectl';
import { observe } from './observe';
import type { Progress } from './queue';
import type { Verdict } from './verdict';
import type { Expectations } from './wanted';

export interface Diagnosis {
  /** Version of the server. */
  readonly server: string;
  /** What the cluster as a whole looks like. */
  readonly warnings: string[];
  readonly verdicts: Verdict[];
}

export async function diagnose(
  expected: Expectations,
  context: string,
  ask: Ask,
  progress: Progress,
): Promise<Diagnosis> {
  const observed = await observe(ask, context, expected, progress);
  return {
    server: observed.version,
    warnings: zoneWarnings(expected, observed),
    verdicts: judge(expected.wanted, observed),
  };
}
