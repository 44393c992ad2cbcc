import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import Ajv from 'ajv/dist/2020';
import { Duration } from 'cdk8s';
import { FleetApp, GlobalLoadBalancer, StatefulWorkload } from 'cndr';
import { type Plan, Synthesized } from 'cndr/testing';
import schema from '../../schema/plan.schema.json';
import { Effect } from '../../src/cli/diff/change';
import { comparePlans, FailOn, failsOn } from '../../src/cli/diff/compare';
import { diffText } from '../../src/cli/diff/diff-text';
import { PLAIN } from '../../src/cli/paint';
import { alone } from '../cli/support';
import { deploy } from '../support/fleet';

const zone = { hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'example.com' };
const withTtl = (seconds: number) => ({
  fleet: { traffic: GlobalLoadBalancer.route53({ ...zone, recordTtl: Duration.seconds(seconds) }) },
});

const LENIENT = { rpo: Duration.seconds(0), rto: Duration.minutes(10) };

let folder: string;
const file = () => path.join(folder, 'new/plan.json');
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cndr-refused-'));
  process.env.CNDR_REFUSED_PLAN = file();
});
afterEach(() => {
  delete process.env.CNDR_REFUSED_PLAN;
  fs.rmSync(folder, { recursive: true });
});

const filesIn = (where: string): string[] =>
  fs
    .readdirSync(where, { recursive: true, encoding: 'utf8' })
    .filter((name) => fs.statSync(path.join(where, name)).isFile());

function refused(changes: Parameters<typeof deploy>[1]): Plan | undefined {
  const app = new FleetApp({
    outdir: path.join(folder, 'cdktf.out'),
    manifestOutdir: path.join(folder, 'dist'),
    summary: false,
  });
  deploy(app, changes);
  expect(() => app.synth()).toThrow(/nothing was written/);
  return fs.existsSync(file()) ? (JSON.parse(fs.readFileSync(file(), 'utf8')) as Plan) : undefined;
}

describe('a record TTL of 60 instead of 30 seconds, with an objective of 3 minutes', () => {
  test('is refused, and the pull request says by how much it breaks the objective', () => {
    const before = Synthesized.of((app) => void deploy(app, withTtl(30)));
    const change = comparePlans(alone(before.plan), alone(refused(withTtl(60))!));
    expect(change.effect).toBe(Effect.BREAKS);
    expect(failsOn(change, FailOn.OBJECTIVE)).toBe(true);
    const text = diffText(change, PLAIN);
    expect(text).toMatch(/RTO 168 s → 198 s \(\+30 s\), objective 180 s: estimated, met → estimated, not met/);
    expect(text).toMatch(/OBJ-01/);
  });

  test('writes the plan alone, as its schema says it, and marks it', () => {
    const plan = refused(withTtl(60))!;
    const validate = new Ajv({ strict: true, strictRequired: false }).compile(schema);
    validate(plan);
    expect(validate.errors ?? []).toEqual([]);
    expect(plan.refused).toBe(true);
    expect(plan.apps[0]!.findings).toContainEqual(expect.objectContaining({ rule: 'OBJ-01', severity: 'error' }));
    expect(filesIn(folder)).toEqual(['new/plan.json']);
  });
});

test('a plan that was accepted is not removed where somebody names it by mistake', () => {
  fs.mkdirSync(path.dirname(file()), { recursive: true });
  const accepted = Synthesized.of((app) => void deploy(app, withTtl(30))).file('dist/plan.json');
  fs.writeFileSync(file(), accepted);
  refused({ dr: { workload: StatefulWorkload.etcd({ cpu: 'plenty' }) } });
  expect(fs.readFileSync(file(), 'utf8')).toBe(accepted);
});

test('files of an earlier run beside the refused plan are not taken for its own', () => {
  const before = Synthesized.of((app) => void deploy(app, withTtl(30)));
  const earlier = Synthesized.of((app) => void deploy(app, { ...withTtl(45), dr: { objectives: LENIENT } }));
  const sibling = (name: string) => earlier.files.get(path.posix.join('dist', name));
  const own = (name: string) => before.files.get(path.posix.join('dist', name));
  const change = comparePlans({ plan: before.plan, sibling: own }, { plan: refused(withTtl(60))!, sibling });
  expect(change.places.flatMap(({ objects }) => objects.flatMap(({ fields }) => fields))).toEqual([]);
  expect(change.contentCompared).toBe(false);
});

test('nothing is written unless a pipeline asked for it', () => {
  delete process.env.CNDR_REFUSED_PLAN;
  expect(refused(withTtl(60))).toBeUndefined();
  expect(filesIn(folder)).toEqual([]);
});

test('an application that could not be rendered leaves no plan in which it looks removed', () => {
  expect(refused({ dr: { workload: StatefulWorkload.etcd({ cpu: 'plenty' }) } })).toBeUndefined();
});

test('a configuration that is accepted, or cannot be rendered, leaves no refused plan of an earlier run', () => {
  expect(refused(withTtl(60))).toBeDefined();
  expect(refused({ dr: { workload: StatefulWorkload.etcd({ cpu: 'plenty' }) } })).toBeUndefined();
  expect(refused(withTtl(60))).toBeDefined();
  Synthesized.of((app) => void deploy(app, withTtl(30)));
  expect(fs.existsSync(file())).toBe(false);
});
