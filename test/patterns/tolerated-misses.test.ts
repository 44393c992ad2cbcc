import { Duration } from 'cdk8s';
import { Replication } from 'cndr';
import { Synthesized } from 'cndr/testing';
import { refused, synthesize } from '../replication/active-passive';
import { refusals } from '../support/errors';
import { deploy } from '../support/fleet';

/** VolSync copies every 10 minutes, and a copy may take as long. */
const COPIES = () => Replication.volSync({ schedule: '*/10 * * * *' });
const objectives = (toleratedMisses?: number, rpo = Duration.hours(2)) => ({
  dr: { objectives: { rpo, rto: Duration.hours(2), toleratedMisses } },
});
const rpoWith = (misses?: number) => synthesize(COPIES(), objectives(misses)).output.plan.apps[0]!.rpo;

test('a copy that fails costs another 10 minutes: 20 become 30, and 40 with two', () => {
  expect([undefined, 0, 1, 2].map((misses) => rpoWith(misses).boundSeconds)).toEqual([1200, 1200, 1800, 2400]);
});

test('the plan names the runs that may fail beside the schedule that they are of', () => {
  const [gap] = rpoWith(1).tree.parts!;
  expect(gap?.parts?.map(({ name, seconds }) => [name, seconds])).toEqual([
    ['largest gap between two copies', 600],
    ['largest gap between two copies x 1 for runs that fail', 600],
  ]);
  expect(gap?.parts?.[1]?.fields).toEqual(gap?.parts?.[0]?.fields);
});

test('the age of the newest backup counts failed backups as well', () => {
  const age = (toleratedMisses: number) =>
    Synthesized.of((app) => {
      const asked = { rpo: Duration.seconds(0), rto: Duration.minutes(3), toleratedMisses };
      deploy(app, { dr: { objectives: asked } });
    }).plan.apps[0]!.backupAge!.seconds!;
  expect(age(1) - age(0)).toBe(1800);
});

test('an objective that is missed once a run fails is refused', () => {
  expect(refused(COPIES(), objectives(1, Duration.minutes(25)))).toEqual([
    expect.stringMatching(/^OBJ-02: rpo objective 1500 s is below the bound 1800 s/),
  ]);
});

test.each([-1, 0.5, 11])('%d runs are refused', (toleratedMisses) => {
  const asked = { rpo: Duration.seconds(0), rto: Duration.minutes(3), toleratedMisses };
  expect(refusals((app) => void deploy(app, { dr: { objectives: asked } }))).toEqual([
    expect.stringMatching(/^INPUT: objectives.toleratedMisses is .*; allowed are whole numbers from 0 to 10/),
  ]);
});
