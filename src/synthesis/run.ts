import { Aspects } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { OutputObject } from '../recovery/trace';
import { DrError } from '../rules/dr-error';
import type { Finding } from '../rules/finding';
import { Severity } from '../rules/finding';
import { writeOutput } from './disk';
import type { Inspection } from './inspection';
import type { Plan } from './plan';
import type { Attributes } from './made-resources';
import { outputOf } from './output-objects';
import { buildPlan } from './plan-builder';
import type { RenderedTree } from './render';
import { removeRefusedPlan, writeRefusedPlan } from './refused-plan';
import { renderTree } from './render';
import { scanPlan, scanTree } from './scan';
import { sharedNames } from './shared-names';

/** What the run needs to know of a stack. */
export interface RunStack extends IConstruct {
  inspect(output: OutputObject[]): Inspection;
  toTerraform(): unknown;
  /** What the library's resources said of themselves when they were made; undefined where nobody kept it. */
  readonly attributesAsMade?: Attributes;
}

interface Run {
  tree: RenderedTree;
  inspections: Inspection[];
  readonly prepared: Set<RunStack>;
  readonly toSynthesize: Set<RunStack>;
}

const runs = new WeakMap<IConstruct, Run>();
const plans = new WeakMap<IConstruct, Plan>();

/** The plan that the last run of a tree wrote. */
export function writtenPlan(root: IConstruct): Plan | undefined {
  return plans.get(root);
}

/** A stack of the tree is about to be synthesized: the first one of a run validates the whole tree. */
export function stackPrepared(stack: RunStack): void {
  const { root } = stack.node;
  const current = runs.get(root);
  const run = current && !current.prepared.has(stack) ? current : startRun(root);
  run.prepared.add(stack);
}

/** A stack was synthesized: after the last one of a run the manifests and the plan are written. */
export function stackSynthesized(stack: RunStack): void {
  const { root } = stack.node;
  const run = runs.get(root);
  if (!run) return;
  run.toSynthesize.delete(stack);
  if (run.toSynthesize.size === 0) finishRun(root, run);
}

/** Findings of the tree: those of the stacks, of the constructs' own validations, and of the rendered objects. */
function startRun(root: IConstruct): Run {
  removeRefusedPlan(root);
  const tree = renderTree(root);
  const inspections = inspectTree(tree);
  const findings = unique([
    ...inspections.flatMap((inspection) => inspection.findings),
    ...tree.findings,
    ...sharedNames(tree.stacks, inspections),
    ...scanTree(tree),
    ...inspections.flatMap(({ plan }, index) => scanPlan(tree.stacks[index]?.node.path ?? '', plan)),
  ]);
  const errors = findings.filter(isError);
  if (errors.length > 0) {
    writeRefusedPlan(root, tree, inspections, findings);
    throw new DrError(errors);
  }
  const run = { tree, inspections, prepared: new Set<RunStack>(), toSynthesize: new Set(tree.stacks) };
  runs.set(root, run);
  return run;
}

function inspectTree(tree: RenderedTree): Inspection[] {
  return tree.stacks.map((stack) => stack.inspect(outputOf(tree, stack)));
}

function isError({ severity, waiver }: Finding): boolean {
  return severity === Severity.ERROR && waiver === undefined;
}

function finishRun(root: IConstruct, run: Run): void {
  runs.delete(root);
  // cdktf invokes aspects while it synthesizes, after the validation: what they changed has to be rendered again.
  if (root.node.findAll().some((construct) => Aspects.of(construct).all.length > 0)) {
    run.tree = renderTree(root);
    run.inspections = inspectTree(run.tree);
    const found = run.inspections.flatMap(({ findings }) => findings);
    const errors = unique([...found, ...scanTree(run.tree)]).filter(isError);
    if (errors.length > 0) throw new DrError(errors, 'made by aspects: the manifests and the plan were not written');
  }
  const plan = buildPlan(run.tree, run.inspections);
  writeOutput(root, run.tree, plan);
  plans.set(root, plan);
}

/** Applications that share an imported fleet find the same things in it. */
function unique(findings: Finding[]): Finding[] {
  const keys = new Set<string>();
  return findings.filter((finding) => {
    const key = JSON.stringify([finding.rule, finding.path, finding.message]);
    return keys.has(key) ? false : keys.add(key);
  });
}
