/** What a rule or a term is. */
import { listed, waiverText } from '../rules/wording';
import type { AppPlan, Plan } from '../synthesis/plan';
import { boundLines, originText } from './bound-lines';
import { CliError } from './cli-error';
import { findWord, GLOSSARY } from './glossary';
import { wrapped } from './layout';
import type { Paint } from './paint';
import { ALL_RULES, findRule, type RuleEntry } from './rule-index';
import { secondsText } from './seconds';

const WIDTH = 120;

/**
 * The rule of that id; otherwise what the word means, and where the plan has a term of that name.
 *
 * @throws CliError when nothing has that name.
 */
export function explain(name: string, plan: Plan | undefined, paint: Paint): string {
  const rule = findRule(name);
  if (rule) return [...ruleLines(rule, paint), ...foundLines(rule, plan)].join('\n');
  const word = findWord(name);
  const terms = plan ? termLines(name, plan) : [];
  if (!word && terms.length === 0) throw new CliError(unknown(name, plan));
  return [
    paint.bold(word?.name ?? name),
    ...(word ? wrapped(word.meaning, WIDTH, '  ') : []),
    ...(terms.length > 0 ? ['', 'In the plan:', ...terms.map((line) => `  ${line}`)] : []),
  ].join('\n');
}

function ruleLines(rule: RuleEntry, paint: Paint): string[] {
  return [
    `${paint.bold(rule.id)}  ${rule.title}`,
    ...wrapped(`Otherwise: ${rule.why}`, WIDTH, '  '),
    `  Severity: ${rule.severity}; ${rule.waivable ? 'may be waived with a reason' : 'cannot be waived'}; checks ${rule.checks}`,
    ...wrapped(`Source: ${rule.source}`, WIDTH, '  '),
  ];
}

function foundLines({ id }: RuleEntry, plan: Plan | undefined): string[] {
  const found = [...(plan?.fleets ?? []), ...(plan?.apps ?? [])].flatMap(({ findings }) => findings);
  const own = found.filter(({ rule }) => rule === id);
  if (own.length === 0) return [];
  return [
    '',
    'In the plan:',
    ...own.map(
      (finding) =>
        `  [${finding.path}] ${finding.message}${finding.waiver === undefined ? '' : ` (waived: ${waiverText(finding)})`}`,
    ),
  ];
}

/** Each number that a term has, with the bounds that it is in. */
function termLines(name: string, plan: Plan): string[] {
  const wanted = name.trim().toLowerCase();
  const places = new Map<string, Set<string>>();
  for (const app of plan.apps) {
    for (const { title, tree } of boundsOf(app)) {
      for (const { node } of boundLines(tree).filter(({ node }) => node.name.toLowerCase() === wanted)) {
        const value = `${secondsText(node.seconds)}, ${node.parts ? `${node.combine ?? 'sum'} of ${listed(node.parts.map((part) => part.name))}` : originText(node)}`;
        places.set(value, (places.get(value) ?? new Set()).add(`${title} of ${app.name}`));
      }
    }
  }
  return [...places].map(([value, where]) => `${value} (in ${listed([...where])})`);
}

function boundsOf(app: AppPlan) {
  const { rpo, rto, backupAge, consistencySkew, writeLatency, activePassive } = app;
  return [
    { title: 'RPO', tree: rpo.tree },
    { title: 'RTO', tree: rto.tree },
    ...(backupAge ? [{ title: 'backup age', tree: backupAge }] : []),
    ...(consistencySkew ? [{ title: 'consistency skew', tree: consistencySkew }] : []),
    ...writeLatency.map(({ site, tree }) => ({ title: `write latency in ${site}`, tree })),
    ...(activePassive
      ? [
          { title: 'switchover', tree: activePassive.switchover.gap },
          { title: 'switchover', tree: activePassive.switchover.lag },
        ]
      : []),
    ...Object.values(app.gaps).flatMap((tree) => [{ title: 'faults', tree }]),
  ];
}

function unknown(name: string, plan: Plan | undefined): string {
  const wanted = name.trim().toLowerCase();
  const terms = (plan?.apps ?? [])
    .flatMap(boundsOf)
    .flatMap(({ tree }) => boundLines(tree).map(({ node }) => node.name));
  const known = [...new Set([...ALL_RULES.map(({ id }) => id), ...GLOSSARY.map((word) => word.name), ...terms])];
  const near = known.filter(
    (candidate) => candidate.toLowerCase().includes(wanted) || candidate.toLowerCase().startsWith(wanted.slice(0, 3)),
  );
  const hint =
    near.length > 0
      ? `did you mean ${near.slice(0, 5).join(', ')}?`
      : 'ids of rules are in RULES.md, names of terms in `cndr plan`';
  return `nothing is called "${name}"${plan ? '' : ' (no plan was read: --plan FILE)'}; ${hint}`;
}
