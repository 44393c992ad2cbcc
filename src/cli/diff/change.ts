/** What two plans can differ in. */
import type { Finding } from '../../rules/finding';
import type { PlannedFault } from '../../synthesis/plan';
import type { SitePrerequisite } from '../../synthesis/site-stack';

/** How a change weighs for the promise. */
export enum Effect {
  /** A promise is broken that was kept, a fault now costs data or service, or there is a new error. */
  BREAKS = 'breaks',
  /** More may be lost, or it may take longer, within what was asked for. */
  WORSE = 'worse',
  SAME = 'same',
  BETTER = 'better',
}

/** One number of a bound before and after; undefined seconds: unbounded. Undefined side: the term is not there. */
export interface TermChange {
  readonly name: string;
  readonly before?: TermValue;
  readonly after?: TermValue;
  /** True when the term makes the value of the bound, before or after. */
  readonly decides: boolean;
  /** In how many places of the bound it stands. */
  readonly places: number;
}

export interface TermValue {
  readonly seconds?: number;
  readonly origin: string;
}

export interface BoundChange {
  /** `RPO`, `RTO`, `age of the newest backup`. */
  readonly name: string;
  readonly before?: number;
  readonly after?: number;
  /** For promises only. */
  readonly objective?: { readonly before: number; readonly after: number };
  readonly verdict?: { readonly before: string; readonly after: string };
  readonly terms: TermChange[];
  readonly effect: Effect;
}

/** One cell of the fault table. */
export interface CellChange {
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

/** A number that is no promise: write latency, capacity, availability, consistency skew. */
export interface NumberChange extends CellChange {
  readonly effect: Effect;
}

/** What became of the outcome of a fault, in every place where it is the same. */
export interface FaultChange {
  readonly fault: string;
  /** `use1`, and `use1 + use2` for a pair. */
  readonly where: string[];
  readonly cells: CellChange[];
  readonly effect: Effect;
}

export interface FindingChange {
  readonly finding: Finding;
  readonly change: 'new' | 'gone' | 'waived' | 'no longer waived';
  readonly effect: Effect;
}

export interface NeedChange {
  readonly prerequisite: SitePrerequisite;
  readonly change: 'new' | 'gone' | 'changed';
  /** What is different. */
  readonly details: CellChange[];
}

/** An object of a cluster, or a resource of a Terraform stack. */
export interface ObjectChange {
  /** `ConfigMap orders/health`. */
  readonly object: string;
  readonly change: 'added' | 'removed' | 'changed';
  /** Fields that differ, when the manifests of both plans were at hand. */
  readonly fields: CellChange[];
}

export interface PlaceChange {
  /** Name of the cluster, or `Terraform`. */
  readonly place: string;
  readonly stack: string;
  readonly objects: ObjectChange[];
}

export interface AppChange {
  readonly app: string;
  readonly change: 'added' | 'removed' | 'changed';
  /** Pattern, workload, placement and the like. */
  readonly cells: CellChange[];
  readonly bounds: BoundChange[];
  readonly numbers: NumberChange[];
  readonly faults: FaultChange[];
  readonly effect: Effect;
}

export interface PlanChange {
  readonly apps: AppChange[];
  readonly findings: FindingChange[];
  readonly prerequisites: NeedChange[];
  readonly places: PlaceChange[];
  /** False when only the identities of objects were compared. */
  readonly contentCompared: boolean;
  readonly effect: Effect;
}

/** A fault that was not in the table before, or no longer is. */
export type FaultPair = { readonly before?: PlannedFault; readonly after?: PlannedFault };

const BY_WEIGHT = [Effect.BREAKS, Effect.WORSE, Effect.BETTER, Effect.SAME];

/** The worst of several effects: what gets better does not make up for what gets worse. */
export function worstOf(effects: Effect[]): Effect {
  return BY_WEIGHT.find((effect) => effects.includes(effect)) ?? Effect.SAME;
}
