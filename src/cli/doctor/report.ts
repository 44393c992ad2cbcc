/** The answer of the command: what was looked at, for people and for programs. */
import { groupedBy } from '../../recovery/grouped';
import { counted } from '../../rules/wording';
import { textTable, wrapped } from '../layout';
import type { Paint } from '../paint';
import type { Diagnosis } from './diagnose';
import { BAD, State, type Verdict } from './verdict';
import type { Wanted } from './wanted';

export interface Report extends Diagnosis {
  readonly context: string;
  /** True when nobody named the context, so that kubectl's own was taken. */
  readonly isCurrent: boolean;
  readonly site: string;
}

const WIDTH = 120;
const MARK_WIDTH = Math.max(...Object.values(State).map((state) => state.length));
/** Below the names. */
const INDENT = ' '.repeat(2 + MARK_WIDTH + 2);
const TITLES: Record<Wanted['type'], string> = {
  API: 'APIS',
  operator: 'OPERATORS',
  Namespace: 'NAMESPACES',
  Secret: 'SECRETS',
  ConfigMap: 'CONFIGMAPS',
  StorageClass: 'STORAGECLASSES',
  Gateway: 'GATEWAYS',
  IngressClass: 'INGRESSCLASSES',
  Service: 'SERVICES',
  'node label': 'NODE LABELS',
  'by hand': 'CHECK BY HAND',
};

/** True when the site is not ready for the output. */
export function isBad({ state }: Verdict): boolean {
  return BAD.includes(state);
}

/** A table for each kind; what is not well says what it is needed for. */
export function reportText(report: Report, paint: Paint): string {
  const { context, isCurrent, site, server, warnings, verdicts } = report;
  const groups = groupedBy(verdicts, ({ wanted }) => wanted.type);
  const sections = Object.entries(TITLES).flatMap(([type, title]) => {
    const own = groups.get(type) ?? [];
    return own.length === 0 ? [] : ['', paint.bold(title), ...sectionLines(own, paint)];
  });
  return [
    `context ${context}${isCurrent ? ' (the current one of kubectl)' : ''}, site ${site}, Kubernetes ${server}`,
    ...warnings.map((warning) => `${paint.yellow('WARNING')} ${warning}`),
    ...sections,
    '',
    summary(verdicts),
  ].join('\n');
}

function sectionLines(verdicts: Verdict[], paint: Paint): string[] {
  const names = Math.max(...verdicts.map(({ wanted }) => nameOf(wanted).length));
  const isLong = ({ text }: Verdict): boolean => INDENT.length + names + 2 + text.length > WIDTH;
  const rows = verdicts.map((verdict) => [
    markOf(verdict, paint),
    nameOf(verdict.wanted),
    isLong(verdict) ? '' : verdict.text,
  ]);
  return textTable(rows, '  ').flatMap((line, index) => {
    const verdict = verdicts[index];
    if (!verdict) return [line];
    return [
      line,
      ...(isLong(verdict) ? [INDENT + verdict.text] : []), // in one line: it may hold a command to copy
      ...(verdict.state === State.OK ? [] : whyLines(verdict.wanted, paint)),
    ];
  });
}

function whyLines({ why, neededBy }: Wanted, paint: Paint): string[] {
  const needed = neededBy.length === 0 ? '' : ` (for ${neededBy.join(', ')})`;
  return wrapped(`${why}${needed}`, WIDTH, INDENT).map(paint.dim);
}

/** Words of one width, so that the tables say the same without colours. */
function markOf({ state }: Verdict, paint: Paint): string {
  const mark = (state === State.OK ? state : state.toUpperCase()).padEnd(MARK_WIDTH);
  if (state === State.OK) return paint.green(mark);
  return BAD.includes(state) ? paint.red(mark) : paint.yellow(mark);
}

function nameOf(wanted: Wanted): string {
  const { name, namespace } = wanted;
  const full = namespace === undefined || wanted.type === 'operator' ? name : `${namespace}/${name}`;
  return wanted.type === 'by hand' ? `${wanted.kind} ${full}` : full;
}

function summary(verdicts: Verdict[]): string {
  const counts = Object.values(State).flatMap((state) => {
    const count = verdicts.filter((verdict) => verdict.state === state).length;
    return count === 0 ? [] : [`${count} ${state}`];
  });
  return `${counted(verdicts.length, 'check')}: ${counts.join(', ') || 'nothing to look for'}`;
}

/** The same as JSON, for pipelines. */
export function reportJson({ context, site, server, warnings, verdicts }: Report): string {
  const checks = verdicts.map(({ wanted: { type, name, namespace, why, neededBy, ...wanted }, state, text }) => ({
    kind: 'kind' in wanted ? wanted.kind : type,
    name,
    ...(namespace !== undefined && { namespace }),
    state,
    ...(text !== '' && { found: text }),
    why,
    neededBy,
  }));
  return JSON.stringify({ context, site, server, warnings, checks }, undefined, 2);
}
