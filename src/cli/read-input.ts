/** The only file of the room that touches the disk: it reads. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { type Plan, PLAN_VERSION } from '../synthesis/plan';
import { CliError } from './cli-error';

/** A plan with the files that lie beside it. */
export interface PlanInput {
  /** Path as the user gave it, of the file itself. */
  readonly file: string;
  readonly text: string;
  readonly plan: Plan;
  /** A file of the output by its path below the folder of the plan; undefined when it is not there. */
  readonly sibling: (name: string) => string | undefined;
}

/** Where cdktf and FleetApp write the plan by default. */
export const DEFAULT_PLAN = 'dist/plan.json';

/** Reads a plan from its file, from the folder that holds it, or from the folder of the project. */
export function readPlan(given: string): PlanInput {
  const file = planFileOf(given);
  const text = textOf(file);
  if (text === undefined) {
    throw new CliError(`no plan at ${file}; run \`npm run synth\` (or \`cdktf synth\`) first, or name the file`);
  }
  const plan = planOf(file, text);
  const folder = path.dirname(file);
  return { file, text, plan, sibling: (name) => textOf(path.join(folder, name)) };
}

/** The plan when there is one, for commands that can do without. */
export function readPlanIfThere(given: string): PlanInput | undefined {
  return textOf(planFileOf(given)) === undefined ? undefined : readPlan(given);
}

function planFileOf(given: string): string {
  const candidates = [given, path.join(given, 'plan.json'), path.join(given, DEFAULT_PLAN)];
  return candidates.find((candidate) => fs.statSync(candidate, { throwIfNoEntry: false })?.isFile()) ?? given;
}

function textOf(file: string): string | undefined {
  return fs.statSync(file, { throwIfNoEntry: false })?.isFile() ? fs.readFileSync(file, 'utf8') : undefined;
}

function planOf(file: string, text: string): Plan {
  const plan = parsed(file, text) as Partial<Plan> | null;
  if (typeof plan !== 'object' || plan === null || typeof plan.version !== 'string') {
    throw new CliError(`${file} is no plan: it has no version; give the plan.json that synthesis writes`);
  }
  if (plan.version !== PLAN_VERSION) {
    throw new CliError(
      `${file} is of version ${plan.version}, this cndr reads ${PLAN_VERSION}; synthesize it again with the version of cndr that reads it`,
    );
  }
  if (!Array.isArray(plan.apps) || !Array.isArray(plan.fleets)) {
    throw new CliError(`${file} is no whole plan: it has no apps or no fleets; synthesize it again`);
  }
  return plan as Plan;
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new CliError(`${file} is no JSON (${(error as Error).message}); synthesize it again`);
  }
}

/** Version of this package. */
export function ownVersion(): string {
  const text = fs.readFileSync(path.join(__dirname, '../../package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
