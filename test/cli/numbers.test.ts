import { Duration } from 'cdk8s';
import { type AppPlan, Synthesized } from 'cndr/testing';
import { Effect } from '../../src/cli/diff/change';
import { comparePlans, FailOn, failsOn } from '../../src/cli/diff/compare';
import { diffMarkdown } from '../../src/cli/diff/diff-markdown';
import { diffText } from '../../src/cli/diff/diff-text';
import { numberChanges } from '../../src/cli/diff/numbers';
import { explain } from '../../src/cli/explain';
import { COLORED, PLAIN } from '../../src/cli/paint';
import { numberLines, numberMarkdown } from '../../src/cli/plan-numbers';
import { deploy, sites } from '../support/fleet';
import { alone } from './support';

const output = Synthesized.of((app) => void deploy(app));
const app = output.plan.apps[0]!;
const changed = (change: Partial<AppPlan>): AppPlan => ({ ...structuredClone(app), ...change });
const effects = (after: AppPlan) => numberChanges(app, after).map(({ what, effect }) => [what, effect]);

describe('cndr plan', () => {
  const text = numberLines(app, PLAIN).join('\n');
  const markdown = numberMarkdown(app).join('\n');

  test.each([
    [
      'the slowest write of each site, and for which leader',
      /use1 +112 ms +leader in usw2: round trip use1 - usw2 62 ms/,
    ],
    ['how busy pods may be for the others to take over', /front-end +use1 7, use2 7, usw2 7 +9 +14 +use1 +yes +66 %/],
    ['the availability with the time that it costs', /AVAILABILITY {2}99\.99\d* %: [\d.]+ s of a year without service/],
    [
      'what the availability assumes',
      /0\.9995 availability of one site \(assumed: a guess, since no agreement covers a whole site/,
    ],
    ['how far parts of the data are apart', /CONSISTENCY SKEW {2}0 s/],
  ])('shows %s', (_, pattern) => {
    expect(text).toMatch(pattern);
  });

  test('says the same in Markdown, in tables with as many cells in each row', () => {
    expect(markdown).toContain('| use1 | 112 ms | leader in usw2');
    expect(markdown).toContain('| front-end | use1 7, use2 7, usw2 7 | 9 | 14 | use1 | yes | 66 % |');
    expect(markdown).toContain('<summary>Consistency skew 0 s</summary>');
    const tables = markdown.split('\n\n').filter((block) => block.startsWith('|'));
    expect(tables).toHaveLength(2);
    for (const table of tables) expect(new Set(table.split('\n').map((row) => row.split('|').length)).size).toBe(1);
  });

  test('has no section for what a plan of an earlier release does not say', () => {
    const old = { activePassive: undefined };
    expect([...numberLines(old, COLORED), ...numberMarkdown(old)]).toEqual([]);
  });

  test('measures a passive site by the active one that it takes the load of', () => {
    const front = {
      component: 'front-end',
      sites: [
        { site: 'a', pods: 8 },
        { site: 'b', pods: 4 },
      ],
    };
    const capacity = [{ ...front, needed: 4, left: 4, lost: ['a'], sufficient: true }];
    const activePassive = { activeSite: 'a' } as AppPlan['activePassive'];
    expect(numberLines({ capacity, activePassive }, PLAIN).join('\n')).toMatch(/a 8, b 4 .*yes +50 %/);
  });
});

describe('cndr explain', () => {
  test('finds a round trip in the writes of every site', () => {
    expect(explain('round trip use1 - usw2', output.plan, PLAIN)).toMatch(/0\.062 s.*write latency in use1 of orders/);
  });

  test.each(['availability', 'write latency', 'consistency skew', 'capacity after a loss', 'grace', 'coverage'])(
    'knows the word %s',
    (word) => {
      expect(explain(word, undefined, PLAIN).length).toBeGreaterThan(40);
    },
  );
});

describe('cndr diff', () => {
  test('says nothing of numbers that are the same', () => {
    expect(numberChanges(app, app)).toEqual([]);
  });

  test('a site that is farther away makes writes slower, for those who need it', () => {
    const far = Synthesized.of((tree) => {
      const moved = sites(['use1', 'use2', 'usw2'], { use1: { rttMillis: { use2: 12, usw2: 90 } } });
      deploy(tree, {
        fleet: { sites: moved },
        dr: { objectives: { rpo: Duration.seconds(0), rto: Duration.hours(1) } },
      });
    }).plan.apps[0]!;
    const slower = numberChanges(app, far).filter(({ what }) => what.startsWith('write'));
    expect(slower).toEqual([
      { what: 'write of a client in use1', before: '112 ms', after: '140 ms', effect: Effect.WORSE },
      { what: 'write of a client in usw2', before: '74 ms', after: '102 ms', effect: Effect.WORSE },
    ]);
  });

  test('capacity that is no longer enough breaks what was promised; fewer pods that are enough do not', () => {
    const [front, ...others] = app.capacity;
    const fewer = { ...front!, left: 10 };
    const tooFew = { ...front!, left: 8, sufficient: false };
    expect(effects(changed({ capacity: [fewer, ...others] }))).toEqual([
      ['pods of front-end left after a loss', Effect.SAME],
    ]);
    const after = changed({ capacity: [tooFew, ...others] });
    expect(effects(after)).toEqual([['pods of front-end left after a loss', Effect.BREAKS]]);
    expect(numberChanges(after, app).map(({ effect }) => effect)).toEqual([Effect.BETTER]);
  });

  test('an availability that falls, and a skew that grows, are worse; the other way round they are better', () => {
    const availability = { ...app.availability, availability: 0.999 };
    const consistencySkew = { ...app.consistencySkew!, seconds: 60 };
    const after = changed({ availability, consistencySkew });
    expect(effects(after)).toEqual([
      ['availability', Effect.WORSE],
      ['consistency skew', Effect.WORSE],
    ]);
    expect(numberChanges(after, app).map(({ effect }) => effect)).toEqual([Effect.BETTER, Effect.BETTER]);
  });

  test('a skew that nothing limits any more is worse than any', () => {
    const { seconds, ...tree } = app.consistencySkew!;
    expect(seconds).toBe(0);
    const after = changed({ consistencySkew: { ...tree, unbounded: true, reason: 'no alert' } });
    expect(numberChanges(app, after)).toEqual([
      { what: 'consistency skew', before: '0 s', after: 'unbounded', effect: Effect.WORSE },
    ]);
  });

  test('a plan of an earlier release has none of these numbers, and nothing got worse', () => {
    expect(numberChanges({}, app)).toEqual([]);
    expect(numberChanges(app, {})).toEqual([]);
  });

  test('shows them in the terminal and in a pull request, and fails where it is asked to', () => {
    const [front, ...others] = app.capacity;
    const capacity = [{ ...front!, left: 8, sufficient: false }, ...others];
    const change = comparePlans(
      alone(output.plan),
      alone({ ...output.plan, apps: [{ ...output.plan.apps[0]!, capacity }] }),
    );
    const words = 'pods of front-end left after a loss: 14 for a load of 9 → 8 for a load of 9, not enough';
    expect(diffText(change, PLAIN)).toContain(words);
    expect(diffMarkdown(change)).toContain(`- ❌ ${words}`);
    expect(failsOn(change, FailOn.OBJECTIVE)).toBe(true);
  });
});
