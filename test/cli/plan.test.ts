import { boundLines } from '../../src/cli/bound-lines';
import { COLORED, paintFor, PLAIN } from '../../src/cli/paint';
import { planMarkdown } from '../../src/cli/plan-markdown';
import { planText } from '../../src/cli/plan-text';
import { EXAMPLES, goldenPlan } from './support';
import { Basis } from '../../src/recovery/bound';
import { Combine } from '../../src/recovery/bound-tree';

describe.each(EXAMPLES)('the plan of %s', (example) => {
  const plan = goldenPlan(example);
  const text = planText(plan, PLAIN);
  const markdown = planMarkdown(plan);

  test('says of each application what is promised, with every term and its source', () => {
    for (const app of plan.apps) {
      expect(text).toMatch(new RegExp(`^${app.name} +${app.pattern}.* met$`, 'm'));
      for (const { node } of [...boundLines(app.rpo.tree), ...boundLines(app.rto.tree)]) {
        expect(text).toContain(`${node.seconds} s  ${node.name}`);
        if (node.source !== undefined) expect(text).toContain(`${node.basis}: ${node.source}`);
      }
    }
  });

  test('has every fault and every prerequisite', () => {
    const words = text.replace(/\s+/g, ' ');
    for (const { faults } of plan.apps) {
      for (const { fault, sites, subject, human, onHeal } of faults) {
        const [begin] = (subject ?? sites.join(' + ')).split(' ');
        expect(text).toMatch(new RegExp(`^ +${fault} +${begin} `, 'm'));
        for (const todo of [human, onHeal]) expect(words).toContain(todo.replace(/\s+/g, ' '));
      }
    }
    for (const { prerequisites } of [...plan.fleets, ...plan.apps]) {
      for (const { name, why } of prerequisites) {
        expect(text).toContain(name);
        expect(words).toContain(why.replace(/\s+/g, ' '));
      }
    }
  });

  test('has a fault table that fits a terminal', () => {
    const kinds = new Set(plan.apps.flatMap(({ faults }) => faults.map(({ fault }) => fault)));
    const lines = text.split('\n').filter((line) => [...kinds].some((kind) => line.startsWith(`  ${kind} `)));
    expect(lines.length).toBeGreaterThanOrEqual(plan.apps.length * kinds.size);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120);
  });

  test('is the same every time, without colours where none are wanted', () => {
    expect(planText(plan, PLAIN)).toBe(text);
    // eslint-disable-next-line no-control-regex
    expect(text).not.toMatch(/\u001b/);
    // eslint-disable-next-line no-control-regex
    expect(planText(plan, COLORED).replace(/\u001b\[\d+m/g, '')).toBe(text);
  });

  test('is Markdown whose tables have as many cells in each row', () => {
    const tables = markdown.split('\n\n').filter((block) => block.startsWith('|'));
    expect(tables.length).toBeGreaterThan(plan.apps.length);
    for (const table of tables) {
      const cells = table.split('\n').map((row) => row.split(/(?<!\\)\|/).length);
      expect(new Set(cells).size).toBe(1);
    }
    for (const { name } of plan.apps) expect(markdown).toContain(`\n## ${name}\n`);
  });
});

test('a part that is shorter than what runs beside it is not marked as one that counts', () => {
  const term = (name: string, seconds: number) => ({ name, seconds, basis: Basis.DERIVED, source: 'x' });
  const inner = {
    name: 'both',
    seconds: 9,
    basis: Basis.DERIVED,
    combine: Combine.MAX,
    parts: [term('a', 4), term('b', 9)],
  };
  const tree = { name: 'all', seconds: 10, basis: Basis.DERIVED, combine: Combine.SUM, parts: [inner, term('c', 1)] };
  const deciding = boundLines(tree).filter(({ decides }) => decides);
  expect(deciding.map(({ node }) => node.name)).toEqual(['all', 'both', 'b', 'c']);
});

test('names and messages cannot become HTML or Markdown', () => {
  const plan = goldenPlan('control-plane-etcd');
  const finding = { rule: 'X-1', severity: 'warning', path: 'a', message: 'a | b <img src=x> @team' } as never;
  const markdown = planMarkdown({ ...plan, apps: plan.apps.map((app) => ({ ...app, findings: [finding] })) });
  expect(markdown).toContain('a \\| b &lt;img src=x&gt; \\@team');
});

test.each<[string, boolean, NodeJS.ProcessEnv, boolean]>([
  ['a terminal', true, {}, true],
  ['a pipe', false, {}, false],
  ['a terminal with NO_COLOR', true, { NO_COLOR: '1' }, false],
  ['a terminal with an empty NO_COLOR', true, { NO_COLOR: '' }, true],
  ['a terminal that is dumb', true, { TERM: 'dumb' }, false],
])('%s: colours %s', (_, isTerminal, environment, colored) => {
  expect(paintFor(isTerminal, environment)).toBe(colored ? COLORED : PLAIN);
});
