/** Changes as the comment of a pull request. */
import { groupedBy } from '../../recovery/grouped';
import { counted, waiverText } from '../../rules/wording';
import { markdownDetails, markdownTable, markdownText } from '../layout';
import { needText } from '../needs';
import { type AppChange, type BoundChange, Effect, type ObjectChange, type PlanChange } from './change';
import {
  appTitle,
  boundHeadline,
  cellText,
  fieldText,
  first,
  IDENTITIES_ONLY,
  TERM_HEADER,
  termRow,
  verdictLine,
} from './words';

const MARKS = { [Effect.BREAKS]: '❌', [Effect.WORSE]: '⚠️', [Effect.BETTER]: '✅', [Effect.SAME]: 'ℹ️' };
// A comment on GitHub takes 65536 characters.
const MOST_OBJECTS = 40;
const MOST_FIELDS = 5;

export function diffMarkdown(change: PlanChange): string {
  return [
    '## Disaster recovery: what this changes',
    '',
    `${MARKS[change.effect]} ${verdictLine(change)}`,
    '',
    ...change.apps.flatMap(appLines),
    ...findingLines(change),
    ...needLines(change),
    ...objectLines(change),
    ...(change.contentCompared || change.places.length === 0 ? [] : [IDENTITIES_ONLY]),
  ]
    .join('\n')
    .trimEnd();
}

function appLines(app: AppChange): string[] {
  return [
    `### ${markdownText(appTitle(app))}`,
    '',
    ...app.cells.map((cell) => `- ${markdownText(cellText(cell))}`),
    ...(app.cells.length > 0 ? [''] : []),
    ...app.bounds.flatMap(boundLines),
    ...app.numbers.map((change) => `- ${MARKS[change.effect]} ${markdownText(cellText(change))}`),
    ...(app.numbers.length > 0 ? [''] : []),
    ...faultLines(app),
  ];
}

function boundLines(bound: BoundChange): string[] {
  const title = `${MARKS[bound.effect]} **${markdownText(boundHeadline(bound))}**`;
  if (bound.terms.length === 0) return [title, ''];
  return [title, '', ...markdownTable([TERM_HEADER, ...bound.terms.map(termRow)]), ''];
}

function faultLines({ faults }: AppChange): string[] {
  if (faults.length === 0) return [];
  const rows = faults.flatMap(({ fault, where, cells, effect }) =>
    cells.map(({ what, before, after }) => [MARKS[effect], fault, where.join(', '), what, before, after]),
  );
  return [...markdownTable([['', 'FAULT', 'WHERE', 'WHAT', 'BEFORE', 'AFTER'], ...rows]), ''];
}

function findingLines({ findings }: PlanChange): string[] {
  if (findings.length === 0) return [];
  const rows = findings.map(({ finding, change, effect }) => [
    `${MARKS[effect]} ${change}`,
    finding.waiver === undefined ? finding.severity : `waived: ${waiverText(finding)}`,
    finding.rule,
    finding.path,
    finding.message,
  ]);
  return ['### Findings', '', ...markdownTable([['', 'SEVERITY', 'RULE', 'WHERE', 'WHAT'], ...rows]), ''];
}

function needLines({ prerequisites }: PlanChange): string[] {
  if (prerequisites.length === 0) return [];
  const rows = prerequisites.map(({ prerequisite, change, details }) => [
    change,
    prerequisite.site,
    needText(prerequisite),
    change === 'changed' ? details.map(cellText).join('; ') : prerequisite.why,
  ]);
  return ['### Prerequisites', '', ...markdownTable([['', 'SITE', 'WHAT', 'WHY'], ...rows]), ''];
}

function objectLines({ places }: PlanChange): string[] {
  if (places.length === 0) return [];
  const details = [...groupedBy(places, ({ place }) => place)].flatMap(([place, stacks]) => {
    const objects = stacks.flatMap(({ stack, objects }) => objects.map((object) => ({ stack, object })));
    const items = first(objects, MOST_OBJECTS, ({ stack, object }) => objectItem(object, stack), '- ');
    return markdownDetails(`${markdownText(place)}: ${counted(objects.length, 'object')}`, items);
  });
  return ['### Objects', '', ...details];
}

function objectItem({ object, change, fields }: ObjectChange, stack: string): string {
  const items = first(fields, MOST_FIELDS, (cell) => markdownText(fieldText(cell)));
  return [`- ${change}: ${markdownText(`${object} (${stack})`)}`, ...items.map((item) => `  - ${item}`)].join('\n');
}
