/** Changes for the terminal. */
import { groupedBy } from '../../recovery/grouped';
import { textTable, wrapped } from '../layout';
import { needText } from '../needs';
import type { Paint } from '../paint';
import { findingText } from '../plan-text';
import {
  type AppChange,
  type BoundChange,
  Effect,
  type FaultChange,
  type ObjectChange,
  type PlanChange,
} from './change';
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

const WIDTH = 120;
const MOST_FIELDS = 8;

export function diffText(change: PlanChange, paint: Paint): string {
  return [
    painted(change.effect, verdictLine(change), paint),
    ...change.apps.flatMap((app) => ['', ...appLines(app, paint)]),
    ...section(
      'FINDINGS',
      paint,
      change.findings.map(({ change: how, finding }) => `  ${how}: ${findingText(finding, paint)}`),
    ),
    ...section('PREREQUISITES', paint, needLines(change)),
    ...section('OBJECTS', paint, objectLines(change)),
    ...(change.contentCompared || change.places.length === 0 ? [] : ['', paint.dim(IDENTITIES_ONLY)]),
  ].join('\n');
}

function section(title: string, paint: Paint, lines: string[]): string[] {
  return lines.length === 0 ? [] : ['', paint.bold(title), ...lines];
}

function painted(effect: Effect, text: string, paint: Paint): string {
  return {
    [Effect.BREAKS]: paint.red,
    [Effect.WORSE]: paint.yellow,
    [Effect.BETTER]: paint.green,
    [Effect.SAME]: paint.bold,
  }[effect](text);
}

function appLines(app: AppChange, paint: Paint): string[] {
  return [
    painted(app.effect, appTitle(app), paint),
    ...app.cells.map((cell) => `  ${cellText(cell)}`),
    ...app.bounds.flatMap((bound) => boundLines(bound, paint)),
    ...app.numbers.map((change) => painted(change.effect, `  ${cellText(change)}`, paint)),
    ...app.faults.flatMap((fault) => faultLines(fault, paint)),
  ];
}

function boundLines(bound: BoundChange, paint: Paint): string[] {
  const title = painted(bound.effect, `  ${boundHeadline(bound)}`, paint);
  if (bound.terms.length === 0) return [title];
  return [title, ...textTable([TERM_HEADER.map(paint.dim), ...bound.terms.map(termRow)], '    ')];
}

function faultLines({ fault, where, cells, effect }: FaultChange, paint: Paint): string[] {
  const title = painted(effect, `  ${fault}: ${where.join(', ')}`, paint);
  return [title, ...cells.flatMap((cell) => wrapped(cellText(cell), WIDTH, '    '))];
}

function needLines({ prerequisites }: PlanChange): string[] {
  return prerequisites.flatMap(({ prerequisite, change, details }) => [
    `  ${change} in ${prerequisite.site}: ${needText(prerequisite)}`,
    ...(change === 'new' ? wrapped(prerequisite.why, WIDTH, '    ') : []),
    ...details.flatMap((cell) => wrapped(cellText(cell), WIDTH, '    ')),
  ]);
}

function objectLines({ places }: PlanChange): string[] {
  return [...groupedBy(places, ({ place }) => place)].flatMap(([place, stacks]) => [
    `  ${place}`,
    ...stacks.flatMap(({ stack, objects }) => objects.flatMap((object) => objectText(object, stack))),
  ]);
}

function objectText({ object, change, fields }: ObjectChange, stack: string): string[] {
  const mark = { added: '+', removed: '-', changed: '~' }[change];
  return [
    `    ${mark} ${object} (${stack})`,
    ...first(fields, MOST_FIELDS, (cell) => `        ${fieldText(cell)}`, '        '),
  ];
}
