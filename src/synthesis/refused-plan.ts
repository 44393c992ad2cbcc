import * as fs from 'node:fs';
import * as path from 'node:path';
import type { IConstruct } from 'constructs';
import type { Finding } from '../rules/finding';
import type { Inspection } from './inspection';
import { buildPlan } from './plan-builder';
import type { RenderedTree } from './render';

/** Context key of the file that the plan of a refused configuration is written to; the environment has `CNDR_REFUSED_PLAN`. */
const REFUSED_PLAN_CONTEXT = 'cndr:refusedPlan';

/**
 * Writes the plan of a configuration that is refused, where somebody asked for it: a pipeline that says what a change breaks
 * needs both sides. Never beside manifests, and not when a part could not be rendered: what is missing would look removed.
 */
export function writeRefusedPlan(
  root: IConstruct,
  tree: RenderedTree,
  inspections: Inspection[],
  findings: Finding[],
): void {
  const file = refusedPlanFile(root);
  if (file === '' || findings.some(({ rule }) => rule === 'INPUT') || inspections.some(({ plan }) => !plan)) return;
  const judged = inspections.map(({ plan }, index): Inspection => {
    const stack = tree.stacks[index]?.node.path ?? '';
    const own = findings.filter((finding) => `${finding.path}/`.startsWith(`${stack}/`));
    return { findings: own, plan: plan && { ...plan, findings: own } };
  });
  const plan = { ...buildPlan(tree, judged), refused: true };
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `${JSON.stringify(plan, undefined, 2)}\n`);
}

/**
 * Removes the refused plan of an earlier run: a configuration that is accepted by now must not be taken for one that is
 * refused. Whatever else lies there stays.
 */
export function removeRefusedPlan(root: IConstruct): void {
  const file = refusedPlanFile(root);
  if (file !== '' && isRefusedPlan(file)) fs.rmSync(file);
}

function isRefusedPlan(file: string): boolean {
  if (!fs.statSync(file, { throwIfNoEntry: false })?.isFile()) return false;
  return /^ {2}"refused": true$/m.test(fs.readFileSync(file, 'utf8'));
}

function refusedPlanFile(root: IConstruct): string {
  return (root.node.tryGetContext(REFUSED_PLAN_CONTEXT) as string | undefined) ?? process.env.CNDR_REFUSED_PLAN ?? '';
}
