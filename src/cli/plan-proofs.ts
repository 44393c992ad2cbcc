/** The proofs of a plan: what brings back whatever holds state, and what a recovery needs that may be lost with the site. */
import { groupedBy } from '../recovery/grouped';
import { NOT_NEEDED } from '../rules/independence';
import { counted } from '../rules/wording';
import type { AppPlan, PlannedCoverage, PlannedDependency } from '../synthesis/plan';
import { markdownDetails, markdownText, wrapped } from './layout';
import type { Paint } from './paint';

const WIDTH = 120;

/** How coverage says it, and what it is counted as. */
const WAYS: Record<string, string> = {
  'replicated by': 'replicated',
  'a copy of': 'replicated',
  'backed up': 'backed up',
  'in Git': 'in Git',
  'issued again': 'issued again',
  'made again': 'made again',
  provided: 'provided by the platform',
};

/** Both proofs for the terminal. */
export function proofText(app: AppPlan, paint: Paint): string[] {
  return [
    paint.bold('COVERAGE: what brings state and configuration back'),
    ...coverageCounts(app).map((line) => `  ${line}`),
    ...uncovered(app).map((line) => `  ${paint.red(line)}`),
    '',
    paint.bold('INDEPENDENCE: what a recovery needs, and where it is'),
    ...lostSites(app).flatMap(({ lost, groups }) => [
      `  when ${lost} is lost:`,
      ...groups.flatMap(({ text, available }) =>
        wrapped(text, WIDTH, '    ').map((line) => (available ? line : paint.red(line))),
      ),
    ]),
    ...wrapped(notNeeded(), WIDTH, '  ').map(paint.dim),
  ];
}

/** Both proofs as Markdown, folded; what is missing is not. */
export function proofMarkdown(app: AppPlan): string[] {
  const item = (text: string): string => `- ${markdownText(text)}`;
  const missing = [
    ...uncovered(app),
    ...lostSites(app).flatMap(({ lost, groups }) =>
      groups.filter(({ available }) => !available).map(({ text }) => `when ${lost} is lost: ${text}`),
    ),
  ];
  return [
    ...(missing.length > 0 ? [...missing.map((text) => `- **${markdownText(text)}**`), ''] : []),
    ...markdownDetails('Coverage', coverageCounts(app).map(item)),
    ...markdownDetails('Independence', [
      ...lostSites(app).flatMap(({ lost, groups }) => [
        item(`when ${lost} is lost`),
        ...groups.map(({ text }) => `  ${item(text)}`),
      ]),
      item(notNeeded()),
    ]),
  ];
}

/** `9 claims: 9 replicated, 9 backed up`. */
function coverageCounts({ coverage }: AppPlan): string[] {
  if (coverage.length === 0) return ['nothing in the clusters holds state or configuration'];
  return [...groupedBy(coverage, ({ kind }) => kind)].map(([kind, rows]) => {
    const ways = [...new Set(Object.values(WAYS))]
      .map((way) => ({ way, count: rows.filter((row) => waysOf(row).includes(way)).length }))
      .filter(({ count }) => count > 0);
    const text = ways.map(({ way, count }) => `${count} ${way}`).join(', ');
    return `${counted(rows.length, nounOf(kind))}: ${text || 'nothing brings them back'}`;
  });
}

function waysOf({ coveredBy }: PlannedCoverage): string[] {
  return coveredBy.flatMap((text) =>
    Object.entries(WAYS)
      .filter(([start]) => text.startsWith(start))
      .map(([, way]) => way),
  );
}

function nounOf(kind: string): string {
  return kind === 'PersistentVolumeClaim' ? 'claim' : kind;
}

function uncovered({ coverage }: AppPlan): string[] {
  return coverage
    .filter(({ coveredBy }) => coveredBy.length === 0)
    .map(({ site, kind, name }) => `${nounOf(kind)} ${name} of ${site}: nothing brings it back`);
}

interface LostSite {
  readonly lost: string;
  readonly groups: { readonly text: string; readonly available: boolean }[];
}

/** What is needed, by where it is; what is lost with the site comes first. */
function lostSites({ independence }: AppPlan): LostSite[] {
  return [...groupedBy(independence, ({ lost }) => lost)].map(([lost, needs]) => {
    const groups = [...groupedBy(needs, ({ where, available }) => JSON.stringify([available, where])).values()];
    const described = groups.map((group) => ({
      text: `${group[0]?.where ?? ''}: ${shortened(group).join('; ')}${group[0]?.available === false ? ' (lost with the site)' : ''}`,
      available: group[0]?.available ?? true,
    }));
    return { lost, groups: [...described].sort((a, b) => Number(a.available) - Number(b.available)) };
  });
}

/** Many steps of one runbook in one place are counted. */
function shortened(needs: PlannedDependency[]): string[] {
  const runbookOf = ({ needs: text }: PlannedDependency): string => /^step \S+ of (\S+)$/.exec(text)?.[1] ?? text;
  return [...groupedBy(needs, runbookOf)].map(([name, same]) =>
    same.length > 1 ? `${same.length} steps of ${name}` : (same[0]?.needs ?? ''),
  );
}

function notNeeded(): string {
  return `Not needed: ${NOT_NEEDED.map(({ what, why }) => `${what} (${why})`).join('; ')}`;
}
