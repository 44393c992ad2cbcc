import * as path from 'node:path';
import * as ts from 'typescript';
import type { FleetApp } from 'cndr';
import * as cndr from 'cndr';
import * as cdk8s from 'cdk8s';
import type { Answers } from '../../src/cli/init/choices';
import { filesOf, type ProjectFile } from '../../src/cli/init/files';
import { PATTERNS, type Pattern, REPLICATIONS, type Workload, workloadsOf } from '../../src/cli/init/fits';
import { projectOf } from '../../src/cli/init/project';
import { settle } from '../../src/cli/init/settle';
import { ownPackage } from '../../src/cli/init/write-project';

export const ROOT = path.resolve(__dirname, '../..');
export const ALL_PATTERNS = Object.keys(PATTERNS) as Pattern[];

/** Regions of one continent, so that every workload takes the first three. */
const REGIONS = ['eu-west-1', 'eu-west-2', 'eu-central-1', 'eu-west-3', 'eu-north-1'];

/** That many sites, as a flag. */
export function sitesFlag(count: number): string {
  return REGIONS.slice(0, count)
    .map((region, index) => `s${index + 1}:${region}`)
    .join(',');
}

/** Every shape that a project can have: all patterns with all workloads that fit, and what changes the code besides. */
export const SHAPES: Answers[] = [
  ...ALL_PATTERNS.flatMap((pattern) => workloadsOf(pattern).map((workload) => ({ pattern, workload }))),
  ...Object.keys(REPLICATIONS).map((replication) => ({
    pattern: 'active-passive',
    workload: 'custom',
    replication,
    'workload-image': 'registry.example.com/wiki@sha256:0123456789abcdef0123456789abcdef',
  })),
  { pattern: 'strong', workload: 'etcd', hostname: 'state.example.com' },
  { pattern: 'strong', workload: 'cockroachdb', network: 'routed', ci: 'github', sites: sitesFlag(5) },
  { pattern: 'eventual', workload: 'dynamodb', sites: sitesFlag(3), hostname: 'monitoring.eu.example.com' },
];

export const shapeName = (shape: Answers): string => Object.values(shape).join(' ');

/** What `cndr init` writes for flags, with defaults for the rest. */
export async function made(flags: Answers): Promise<ProjectFile[]> {
  return filesOf(projectOf(await settle(flags, { yes: true }), 'orders'), ownPackage());
}

/** The code for a choice, whether it fits or not. */
export function unchecked(pattern: Pattern, workload: Workload, sites: string, replication?: string): ProjectFile[] {
  const answers = {
    pattern,
    workload,
    sites,
    replication: workload === 'custom' ? (replication ?? 'volsync') : undefined,
    hostname: 'orders.example.com',
    network: 'submariner',
    rpo: '1d',
    rto: '1d',
    ci: 'none',
  };
  return filesOf(projectOf(answers, 'orders'), ownPackage());
}

export function textOf(files: ProjectFile[], name: string): string {
  const file = files.find((candidate) => candidate.path === name);
  if (!file) throw new Error(`no file ${name}; there are ${files.map((candidate) => candidate.path).join(', ')}`);
  return file.text;
}

/** What deployment.ts exports, run against the sources. */
export function deployOf(files: ProjectFile[]): (app: FleetApp) => void {
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  const { outputText } = ts.transpileModule(textOf(files, 'deployment.ts'), { compilerOptions });
  const exported: { deploy?: (app: FleetApp) => void } = {};
  const modules: Record<string, unknown> = { cndr, cdk8s };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- it is the code under test
  const run = new Function('require', 'exports', outputText) as (load: (name: string) => unknown, into: object) => void;
  run((name) => modules[name], exported);
  return exported.deploy!;
}
