/** What a plan says besides RPO and RTO: write latency, capacity after a loss, availability, consistency skew. */
import type { BoundTree } from '../recovery/bound-tree';
import { podsOf, utilisationLimit } from '../recovery/capacity';
import type { AppPlan, PlannedCapacity } from '../synthesis/plan';
import { boundLines, partText } from './bound-lines';
import { markdownDetails, markdownTable, markdownText, textTable, wrapped } from './layout';
import type { Paint } from './paint';
import { comparable, secondsText } from './seconds';

const WIDTH = 120;
const LATENCY_HEADER = ['CLIENT IN', 'AT WORST', 'FOR'];
const CAPACITY_HEADER = ['COMPONENT', 'SITES MAY HAVE', 'NEEDED', 'LEFT', 'WITHOUT', 'ENOUGH', 'USED AT MOST'];

/** Plans of earlier releases have none of it. */
type Numbers = Partial<Pick<AppPlan, 'writeLatency' | 'capacity' | 'availability' | 'consistencySkew'>> &
  Pick<AppPlan, 'activePassive'>;

/** The sections for the terminal, each with an empty line before it. */
export function numberLines(app: Numbers, paint: Paint): string[] {
  const { writeLatency = [], capacity = [], availability, consistencySkew } = app;
  const section = (title: string, lines: string[]) => (lines.length === 0 ? [] : ['', paint.bold(title), ...lines]);
  return [
    ...section(
      'WRITES BETWEEN SITES, while all are up',
      tableLines([LATENCY_HEADER, ...latencyRows(app)], writeLatency.length, paint),
    ),
    ...section('CAPACITY AFTER A LOSS', tableLines([CAPACITY_HEADER, ...capacityRows(app)], capacity.length, paint)),
    ...(availability
      ? section(`AVAILABILITY  ${availabilityText(app)}`, availabilityItems(app).flatMap(indented))
      : []),
    ...(consistencySkew
      ? section(
          `CONSISTENCY SKEW  ${secondsText(consistencySkew.seconds)}`,
          skewItems(consistencySkew).flatMap(indented),
        )
      : []),
  ];
}

/** The sections as Markdown, each followed by an empty line; what numbers are made of is folded. */
export function numberMarkdown(app: Numbers): string[] {
  const { writeLatency = [], capacity = [], availability, consistencySkew } = app;
  const items = (lines: string[]) => lines.map((line) => `- ${markdownText(line)}`);
  return [
    ...(writeLatency.length > 0
      ? ['**Writes between sites, while all are up**', '', ...markdownTable([LATENCY_HEADER, ...latencyRows(app)]), '']
      : []),
    ...(capacity.length > 0
      ? ['**Capacity after a loss**', '', ...markdownTable([CAPACITY_HEADER, ...capacityRows(app)]), '']
      : []),
    ...(availability ? markdownDetails(`Availability ${availabilityText(app)}`, items(availabilityItems(app))) : []),
    ...(consistencySkew
      ? markdownDetails(`Consistency skew ${secondsText(consistencySkew.seconds)}`, items(skewItems(consistencySkew)))
      : []),
  ];
}

/** `112 ms`; of a write that has no worst case `unbounded`. */
export function millisText(seconds: number | undefined): string {
  return seconds === undefined ? 'unbounded' : `${Math.round(seconds * 1000)} ms`;
}

/** `99.9984 %`. */
export function percentText(fraction: number): string {
  return `${Number((fraction * 100).toFixed(7))} %`;
}

function tableLines([header = [], ...rows]: string[][], count: number, paint: Paint): string[] {
  return count === 0 ? [] : textTable([header.map(paint.dim), ...rows], '  ');
}

function indented(text: string): string[] {
  return wrapped(text, WIDTH, '  ');
}

function latencyRows({ writeLatency = [] }: Numbers): string[][] {
  return writeLatency.map(({ site, tree }) => [site, millisText(tree.seconds), slowestText(tree)]);
}

/** The leader, or copy, for which a write takes longest, and the ways to it. */
function slowestText({ parts = [], seconds }: BoundTree): string {
  const slowest = parts.find((part) => comparable(part.seconds) === comparable(seconds));
  if (!slowest) return '';
  const ways = slowest.parts?.map((way) => `${way.name} ${millisText(way.seconds)}`);
  return ways ? `${slowest.name}: ${ways.join(' + ')}` : slowest.name;
}

function capacityRows({ capacity = [], activePassive }: Numbers): string[][] {
  return capacity.map((planned) => [
    planned.component,
    planned.sites.map(({ site, pods }) => `${site} ${pods}`).join(', '),
    `${planned.needed}`,
    `${planned.left}`,
    planned.lost.join(' + '),
    planned.sufficient ? 'yes' : 'no',
    percentText(Math.floor(100 * limitOf(planned, activePassive?.activeSite)) / 100),
  ]);
}

/** How much of what carries the load may be in use for what is left to carry it. */
function limitOf({ sites, left }: PlannedCapacity, activeSite: string | undefined): number {
  const carrying = activeSite === undefined ? sites : sites.filter(({ site }) => site === activeSite);
  return Math.min(1, utilisationLimit(podsOf(carrying), left));
}

/** `99.9981021 %: 598.522 s of a year without service, if sites fail independently`. */
function availabilityText({ availability }: Numbers): string {
  if (!availability) return '';
  const { availability: fraction, secondsPerYear } = availability;
  return `${percentText(fraction)}: ${secondsPerYear} s of a year without service, if sites fail independently`;
}

function availabilityItems({ availability }: Numbers): string[] {
  return (availability?.terms ?? []).map(
    (term) => `${digits(term.value)}  ${term.name} (${term.basis}: ${term.source})`,
  );
}

/** Without an exponent. */
function digits(value: number): string {
  return value.toFixed(9).replace(/[.]?0+$/, '');
}

function skewItems(tree: BoundTree): string[] {
  return boundLines(tree)
    .filter(({ node }) => node.parts === undefined)
    .map(({ node }) => partText(node));
}
