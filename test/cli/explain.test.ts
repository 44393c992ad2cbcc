import * as fs from 'node:fs';
import * as path from 'node:path';
import { CliError } from '../../src/cli/cli-error';
import { boundLines } from '../../src/cli/bound-lines';
import { explain } from '../../src/cli/explain';
import { GLOSSARY } from '../../src/cli/glossary';
import { PLAIN } from '../../src/cli/paint';
import { ALL_RULES } from '../../src/cli/rule-index';
import { rulesDocument } from '../../src/cli/rules-document';
import { APP_RULES, FLEET_RULES } from '../../src/rules/catalogue';
import { EXAMPLES, goldenPlan } from './support';

const SOURCES = path.resolve(__dirname, '../../src');

test.each(ALL_RULES.map(({ id }) => id))('%s is explained, in either case', (id) => {
  const rule = ALL_RULES.find((known) => known.id === id)!;
  const text = explain(id.toLowerCase(), undefined, PLAIN).replace(/\s+/g, ' ');
  for (const part of [id, rule.title, rule.why, rule.source, rule.severity]) {
    expect(text).toContain(part.replace(/\s+/g, ' '));
  }
  expect(text).toContain(rule.waivable ? 'may be waived' : 'cannot be waived');
});

test('every rule of the catalogue is known, and every id that the sources find something by', () => {
  const known = ALL_RULES.map(({ id }) => id);
  expect(new Set(known).size).toBe(known.length);
  expect(known).toEqual(expect.arrayContaining([...FLEET_RULES, ...APP_RULES].map(({ id }) => id)));
  const ids = ['synthesis', 'fleet', 'patterns'].flatMap((room) =>
    fs
      .readdirSync(path.join(SOURCES, room))
      .flatMap(
        (file) => fs.readFileSync(path.join(SOURCES, room, file), 'utf8').match(/'([A-Z]{3}-\d\d|INPUT)'/g) ?? [],
      ),
  );
  expect(known).toEqual(expect.arrayContaining([...new Set(ids)].map((id) => id.slice(1, -1))));
});

test('every term of every example can be asked for', () => {
  for (const plan of EXAMPLES.map(goldenPlan)) {
    for (const app of plan.apps) {
      for (const { node } of boundLines(app.rto.tree)) {
        expect(explain(node.name, plan, PLAIN)).toContain(`${node.seconds} s, `);
      }
    }
  }
});

test('terms in the glossary are called that in the plans', () => {
  const names = new Set(
    EXAMPLES.map(goldenPlan).flatMap(({ apps }) =>
      apps.flatMap(({ rpo, rto, backupAge }) =>
        [rpo.tree, rto.tree, ...(backupAge ? [backupAge] : [])].flatMap((tree) =>
          boundLines(tree).map(({ node }) => node.name),
        ),
      ),
    ),
  );
  const terms = GLOSSARY.slice(GLOSSARY.findIndex(({ name }) => name === 'record TTL'));
  expect(terms.filter(({ name }) => !names.has(name))).toEqual([]);
});

test('a term says what it is, its numbers, and which bounds it is in', () => {
  const text = explain('record ttl', goldenPlan('strong-consistency'), PLAIN);
  expect(text).toContain('recordTtl');
  expect(text).toMatch(/30 s, derived: aws_route53_record: ttl 30 \(in RTO of orders and faults of orders\)/);
});

test('a name that nothing has is refused with what is near', () => {
  expect(() => explain('ttl', undefined, PLAIN)).toThrow(CliError);
  expect(() => explain('ttl', undefined, PLAIN)).toThrow(/did you mean record TTL\?/);
  expect(() => explain('zzz', undefined, PLAIN)).toThrow(/RULES\.md/);
});

describe('RULES.md', () => {
  const text = rulesDocument();

  test('has every rule once in the table and once in its group', () => {
    for (const { id } of ALL_RULES) {
      expect(text.match(new RegExp(`^\\| ${id} \\|`, 'gm'))).toHaveLength(1);
      expect(text.match(new RegExp(`^### ${id}:`, 'gm'))).toHaveLength(1);
    }
  });

  test('has a title for every group, and each group once', () => {
    const groups = [...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title!);
    expect(new Set(groups).size).toBe(groups.length);
    expect(groups.filter((title) => /^[A-Z]{3,5}$/.test(title) && title !== 'DNS')).toEqual([]);
  });

  test('is what the catalogue says (npm run docs)', () => {
    expect(fs.readFileSync(path.resolve(SOURCES, '../RULES.md'), 'utf8')).toBe(text);
  });
});
