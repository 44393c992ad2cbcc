/** What the loss of one site does, in a few sentences and one strip for each site. */
import { FaultKind } from '../recovery/fault';
import { listed } from '../rules/wording';
import type { AppPlan, PlannedFault } from '../synthesis/plan';
import { Tone } from './parts';
import { timeText } from './words';

// The plan holds faults as text.
const SITE_LOST: string = FaultKind.SITE_LOST;

/** The loss of one site in words. */
export interface Outcome {
  /** The answer in one line. */
  readonly headline: string;
  /** Who serves instead, and what people have to do. */
  readonly details: string[];
  /** Good where nothing is lost, bad where nobody is served. */
  readonly tone: Tone;
}

/** The rows of the fault table in which one site is lost. */
export function siteLosses({ faults }: AppPlan): PlannedFault[] {
  return faults.filter(({ fault, sites }) => fault === SITE_LOST && sites.length === 1);
}

/** What has to be known at a glance; undefined when the plan holds no such fault. */
export function outcomeOf(app: AppPlan): Outcome | undefined {
  const losses = siteLosses(app);
  if (losses.length === 0) return undefined;
  const fatal = losses.filter(({ serviceLost }) => serviceLost);
  const losing = losses.some(({ dataLost }) => dataLost);
  return {
    headline: fatal.length > 0 ? fatalText(fatal) : survivedText(app, losses),
    details: [serversText(app, fatal), writesText(losses), humanText(losses)].filter(Boolean),
    tone: fatal.length > 0 ? Tone.BAD : losing ? Tone.WARN : Tone.GOOD,
  };
}

/** How many of the acknowledged writes are gone: at most what the RPO says. */
export function lossText({ rpo }: AppPlan, { dataLost }: PlannedFault): string {
  if (!dataLost) return 'none';
  return rpo.boundSeconds === undefined ? 'without a limit' : `up to ${timeText(rpo.boundSeconds)}`;
}

function fatalText(fatal: PlannedFault[]): string {
  return `Losing ${namesOf(fatal)} ends the service until the site is back`;
}

function survivedText({ rpo }: AppPlan, losses: PlannedFault[]): string {
  const longest = Math.max(...losses.map(({ clientGap }) => clientGap.seconds ?? Infinity));
  const served = longest === 0 ? 'clients notice nothing' : `service is back within ${timeText(longest)}`;
  const back = Number.isFinite(longest) ? served : 'but nothing limits how long that takes';
  const most =
    rpo.boundSeconds === undefined
      ? 'writes are lost without a limit'
      : `up to ${timeText(rpo.boundSeconds)} of writes are lost`;
  const writes = losses.some(({ dataLost }) => dataLost) ? most : 'no acknowledged write is lost';
  return `Any one site can be lost: ${back}, ${writes}`;
}

function serversText({ activePassive }: AppPlan, fatal: PlannedFault[]): string {
  if (fatal.length > 0) return '';
  return activePassive
    ? `${activePassive.activeSite} is active: without it another site takes over.`
    : 'The other sites serve on.';
}

/** Only where it differs from site to site. */
function writesText(losses: PlannedFault[]): string {
  const losing = losses.filter(({ dataLost }) => dataLost);
  if (losing.length === 0 || losing.length === losses.length) return '';
  return `Writes are lost with ${namesOf(losing)} only.`;
}

/** How much people have to do for the service to come back: what the plan says begins with `nothing` where that is all. */
export function needsPeople({ human, clientGap }: PlannedFault): boolean {
  return !human.startsWith('nothing') && clientGap.seconds !== 0;
}

function humanText(losses: PlannedFault[]): string {
  const acting = losses.filter(needsPeople);
  if (acting.length === 0) return 'Nobody has to act.';
  return acting.length === losses.length ? 'People have to act.' : `People have to act when it is ${namesOf(acting)}.`;
}

function namesOf(faults: PlannedFault[]): string {
  return listed(faults.flatMap(({ sites }) => sites));
}
