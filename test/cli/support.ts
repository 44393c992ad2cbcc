import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Duration } from 'cdk8s';
import { GlobalLoadBalancer } from 'cndr';
import { type Plan, Synthesized } from 'cndr/testing';
import type { Output } from '../../src/cli/diff/objects';
import { deploy } from '../support/fleet';

const GOLDEN = path.resolve(__dirname, '../golden');

/** Names of the examples whose output is kept. */
export const EXAMPLES = fs.readdirSync(GOLDEN).filter((name) => fs.existsSync(planFile(name)));

export function planFile(example: string): string {
  return path.join(GOLDEN, example, 'dist/plan.json');
}

/** A plan of the kept output, to be changed at will. */
export function goldenPlan(example: string): Plan {
  return JSON.parse(fs.readFileSync(planFile(example), 'utf8')) as Plan;
}

/** An application whose DNS records live that long, with an objective that both 30 and 60 seconds keep. */
export function withTtl(seconds: number, objective = Duration.minutes(4)): Synthesized {
  const traffic = GlobalLoadBalancer.route53({
    hostedZoneId: 'Z0123456789ABCDEFGHIJ',
    zoneName: 'example.com',
    recordTtl: Duration.seconds(seconds),
  });
  const objectives = { rpo: Duration.seconds(0), rto: objective };
  return Synthesized.of((app) => void deploy(app, { fleet: { traffic }, dr: { objectives } }));
}

/** What the commands read of a run that was never written. */
export function outputOf({ plan, files }: Synthesized): Output {
  return { plan, sibling: (name) => files.get(path.posix.join('dist', name)) };
}

/** A plan alone, without the manifests. */
export function alone(plan: Plan): Output {
  return { plan, sibling: () => undefined };
}

/** Writes the files of a run, and says where. */
export function written(files: Map<string, string>): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cndr-cli-'));
  for (const [name, content] of files) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), content);
  }
  return folder;
}
