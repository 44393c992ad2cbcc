/** What became of the fault table. */
import { groupedBy } from '../../recovery/grouped';
import type { PlannedFault } from '../../synthesis/plan';
import { FAULT_HEADER, faultRow, placeText } from '../fault-rows';
import { type CellChange, Effect, type FaultChange, type FaultPair, worstOf } from './change';
import { effectOf } from './bounds';
import { pairsOf } from './pairs';

/** The active site before and after, where there is one. */
export interface RoleMove {
  readonly from?: string;
  readonly to?: string;
}

/** The faults whose outcome differs; places in which a fault changes alike are one change. */
export function faultChanges(before: PlannedFault[], after: PlannedFault[], move: RoleMove = {}): FaultChange[] {
  const changes = pairsOf(before, after, keyOf)
    .map((pair) => faultChange(pair, inSameRole(pair, before, move)))
    .filter(({ cells }) => cells.length > 0);
  const alike = groupedBy(changes, ({ fault, cells, effect }) => JSON.stringify([fault, cells, effect]));
  return [...alike.values()].flatMap((same) => {
    const where = same.flatMap((change) => change.where);
    return same.slice(0, 1).map((change) => ({ ...change, where }));
  });
}

function keyOf({ fault, sites, subject }: PlannedFault): string {
  return JSON.stringify([fault, sites, subject]);
}

/** The row for the sites that had these roles before: a failover loses nothing that the site it left would not have lost. */
function inSameRole(
  { before, after }: FaultPair,
  all: PlannedFault[],
  { from, to }: RoleMove,
): PlannedFault | undefined {
  if (!after || from === to) return before;
  const roles = after.sites.map((site) => (site === to ? from : site === from ? to : site));
  const alike = ({ fault, sites, subject }: PlannedFault) =>
    fault === after.fault && subject === after.subject && sites.every((site) => roles.includes(site));
  return all.find(alike) ?? before;
}

function faultChange(pair: FaultPair, counterpart: PlannedFault | undefined): FaultChange {
  const { before, after } = pair;
  const either = before ?? after;
  return {
    fault: either?.fault ?? '',
    where: either ? [placeText(either)] : [],
    cells: before && after ? cellChanges(before, after) : [existence(pair)],
    effect: counterpart && after ? outcomeEffect(counterpart, after) : existenceEffect(pair),
  };
}

function cellChanges(before: PlannedFault, after: PlannedFault): CellChange[] {
  const row = faultRow(before);
  const cells = faultRow(after).map((cell, index) => ({
    what: (FAULT_HEADER[index] ?? '').toLowerCase(),
    before: row[index] ?? '',
    after: cell,
  }));
  const yesNo = (lost: boolean) => (lost ? 'yes' : 'no');
  const service = { what: 'service lost', before: yesNo(before.serviceLost), after: yesNo(after.serviceLost) };
  const heal = { what: 'on heal', before: before.onHeal, after: after.onHeal };
  const human = { what: 'human', before: humanOf(before), after: humanOf(after) };
  return [...cells, service, heal, human].filter((cell) => cell.before !== cell.after);
}

/** Plans of earlier releases do not say. */
function humanOf({ human = 'not stated' }: Partial<PlannedFault>): string {
  return human;
}

function existence({ before, after }: FaultPair): CellChange {
  const said = (fault?: PlannedFault) => (fault ? outcomeText(fault) : 'not in the table');
  return { what: 'outcome', before: said(before), after: said(after) };
}

function outcomeText({ servedBy, dataLost, serviceLost }: PlannedFault): string {
  if (serviceLost) return 'service lost';
  return `served by ${servedBy.join(', ')}${dataLost ? ', writes lost' : ''}`;
}

function outcomeEffect(before: PlannedFault, after: PlannedFault): Effect {
  if ((after.dataLost && !before.dataLost) || (after.serviceLost && !before.serviceLost)) return Effect.BREAKS;
  const better = (before.dataLost && !after.dataLost) || (before.serviceLost && !after.serviceLost);
  return worstOf([
    effectOf(before.workloadGap.seconds, after.workloadGap.seconds),
    effectOf(before.clientGap.seconds, after.clientGap.seconds),
    // The longer nobody notices, the better.
    ...(before.grace && after.grace ? [effectOf(after.grace.seconds, before.grace.seconds)] : []),
    better ? Effect.BETTER : Effect.SAME,
  ]);
}

/** A row that is new says something that was not known; one of a site that is gone harms nobody. */
function existenceEffect({ after }: FaultPair): Effect {
  return after?.serviceLost ? Effect.WORSE : Effect.SAME;
}
