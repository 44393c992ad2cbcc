/** The cells and lines of the fault table, for the terminal, for Markdown and for what has changed. */
import { groupedBy } from '../recovery/grouped';
import { duration } from '../rules/wording';
import type { PlannedFault, PlannedGap } from '../synthesis/plan';
import { wrapped } from './layout';
import { treeText } from './seconds';

export const FAULT_HEADER = [
  'FAULT',
  'WHERE',
  'SERVED BY',
  'WRITES LOST',
  'NO WRITES FOR',
  'NO SERVICE FOR',
  'NOTICED AFTER',
];
/** The same in columns that fit a terminal. */
export const NARROW_FAULT_HEADER = ['FAULT', 'WHERE', 'SERVED BY', 'LOST', 'NO WRITES', 'NO SERVICE', 'NOTICED'];
/** Characters of a cell of the narrow table, beyond which it goes on in the next line. */
const NARROW_WIDTHS = [26, 26, 22, 4, 9, 10, 9];

/** One line for a fault. */
export function faultRow(fault: PlannedFault): string[] {
  return [
    fault.fault,
    placeText(fault),
    serversText(fault),
    fault.dataLost ? 'yes' : 'no',
    treeText(fault.workloadGap),
    treeText(fault.clientGap),
    fault.grace ? graceText(fault.grace) : '-',
  ];
}

/** Weeks, which nobody reads in seconds. Where nothing says when clients notice, that it is not known. */
function graceText({ seconds }: PlannedGap): string {
  return seconds === undefined ? 'not known' : `in ${duration(seconds)}`;
}

/** A fault in the lines of the narrow table. */
export function narrowFaultRows(fault: PlannedFault): string[][] {
  const cells = faultRow(fault).map((cell, column) => wrapped(cell, NARROW_WIDTHS[column] ?? 0));
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) => cells.map((lines) => lines[line] ?? ''));
}

/** What is hit: the sites, or something that they need. */
export function placeText({ sites, subject }: Pick<PlannedFault, 'sites' | 'subject'>): string {
  return subject ?? sites.join(' + ');
}

/** Who takes clients, and where the workload answers besides. */
function serversText(fault: PlannedFault): string {
  const { servedBy, servedByOneOf = [] } = fault;
  const { readsIn, writesIn } = answersIn(fault);
  const one = servedByOneOf.length > 0 ? [`one of ${servedByOneOf.join(' or ')}`] : [];
  const also = (what: string, sites: string[], known: string[]) => {
    const more = sites.filter((site) => !known.includes(site));
    return more.length > 0 ? [`${what} also in ${more.join(', ')}`] : [];
  };
  return [
    [...servedBy, ...one].join(', ') || 'nobody',
    ...also('writes', writesIn, servedBy),
    ...also('reads', readsIn, [...servedBy, ...writesIn]),
  ].join('; ');
}

/** Plans of earlier releases do not say. */
function answersIn({ readsIn = [], writesIn = [] }: Partial<PlannedFault>): Pick<PlannedFault, 'readsIn' | 'writesIn'> {
  return { readsIn, writesIn };
}

/** A text of the fault table, with the faults that it is for. */
export interface FaultText {
  readonly faults: string;
  readonly text: string;
}

/** What happens on heal, each text once. */
export function healLines(faults: PlannedFault[]): FaultText[] {
  return textsOf(faults, ({ onHeal }) => onHeal);
}

/** What a human has to do, each text once. */
export function humanLines(faults: PlannedFault[]): FaultText[] {
  return textsOf(faults, ({ human }: Partial<PlannedFault>) => human ?? 'not stated');
}

function textsOf(faults: PlannedFault[], textOf: (fault: PlannedFault) => string): FaultText[] {
  return [...groupedBy(faults, textOf)].map(([text, same]) => ({
    text,
    faults: [...groupedBy(same, ({ fault }) => fault)]
      .map(([fault, rows]) => `${fault}: ${rows.map(placeText).join(', ')}`)
      .join('; '),
  }));
}
