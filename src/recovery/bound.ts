import { type BoundTree, Combine } from './bound-tree';
import type { EmittedField } from './emitted-field';
import type { KnownTime } from './known-time';
import { planLevers } from './lever-plan';
import type { Lever, LeverPlan, TermProps } from './term';

/** Where a number comes from. The order of trust is derived, measured, assumed. */
export enum Basis {
  /** Follows from a field that is emitted. */
  DERIVED = 'derived',
  /** Nobody has proved it: a documented default of somebody else, or a guess that the user may override. */
  ASSUMED = 'assumed',
  /** Seen in a drill or in production. */
  MEASURED = 'measured',
}

/** What a bound is worth as a promise. */
export enum Verdict {
  /** Every term is derived from what is emitted. */
  GUARANTEED = 'guaranteed',
  /** At least one term is assumed. */
  ESTIMATED = 'estimated',
  /** No term is assumed, and at least one was measured. */
  MEASURED = 'measured',
  /** There is no worst case. */
  UNBOUNDED = 'unbounded',
}

interface BoundState {
  readonly name: string;
  readonly seconds?: number;
  readonly basis: Basis;
  readonly reason?: string;
  readonly source?: string;
  readonly fields?: EmittedField[];
  readonly betweenRuns?: boolean;
  readonly lever?: Lever;
  readonly combine?: Combine;
  readonly parts: Bound[];
}

/** A worst case and how it comes about: a single term, or parts that add up or run at the same time. Immutable. */
export class Bound {
  /**
   * A single number.
   *
   * @throws Error when a number of seconds is negative, not finite or beyond three centuries.
   */
  public static term(props: TermProps): Bound {
    const seconds = wholeMilliseconds(`seconds of term "${props.name}"`, props.seconds);
    const lever = props.lever && {
      ...props.lever,
      seconds: wholeMilliseconds(`lever of term "${props.name}"`, props.lever.seconds),
    };
    const helps = lever !== undefined && lever.seconds < seconds;
    return new Bound({
      name: props.name,
      seconds,
      basis: props.basis,
      source: props.source,
      fields: props.fields,
      betweenRuns: props.betweenRuns,
      lever: helps ? lever : undefined,
      parts: [],
    });
  }

  /**
   * Parts that happen one after the other.
   *
   * @throws Error when there are no parts.
   */
  public static sum(name: string, parts: Bound[]): Bound {
    return Bound.combined(name, Combine.SUM, parts);
  }

  /**
   * Parts that happen at the same time, or of which only one happens: the longest counts.
   *
   * @throws Error when there are no parts.
   */
  public static worst(name: string, parts: Bound[]): Bound {
    return Bound.combined(name, Combine.MAX, parts);
  }

  /** Something that nothing limits; the reason goes into the plan. */
  public static unbounded(name: string, reason: string): Bound {
    return new Bound({ name, reason, basis: Basis.DERIVED, parts: [] });
  }

  private static combined(name: string, combine: Combine, parts: Bound[]): Bound {
    if (parts.length === 0) {
      // An empty sum would be 0 s, guaranteed: the best promise of all, made out of nothing.
      throw new Error(
        `bound "${name}" has no parts; give at least one, such as Bound.term with 0 seconds and the source that proves it`,
      );
    }
    const seconds = combineSeconds(
      combine,
      parts.map((part) => part.seconds ?? Infinity),
    );
    const reasons = parts.flatMap((part) => part.reason ?? []);
    return new Bound({
      name,
      seconds: Number.isFinite(seconds) ? seconds : undefined,
      basis: leastTrusted(parts),
      reason: reasons.length > 0 ? [...new Set(reasons)].join('; ') : undefined,
      combine,
      parts: [...parts],
    });
  }

  /** What is bounded. */
  public readonly name: string;
  /** Worst case in seconds, undefined when unbounded. */
  public readonly seconds?: number;
  /** True when there is no worst case. */
  public readonly isUnbounded: boolean;
  /** Basis of the least trusted part. For parts that run at the same time all count: an assumed one may turn out longest. */
  public readonly basis: Basis;
  /** Why there is no worst case; undefined when there is one. */
  public readonly reason?: string;
  /** Emitted field or document behind a term; undefined for anything but a term. */
  public readonly source?: string;
  /** Fields of the output that a term was computed from; none for anything but a term. */
  public readonly fields: EmittedField[];
  /** The parts, in the order they were given; none for a term. */
  public readonly parts: Bound[];

  private readonly betweenRuns: boolean;
  private readonly lever?: Lever;
  private readonly combine?: Combine;

  private constructor(state: BoundState) {
    this.name = state.name;
    this.seconds = state.seconds;
    this.isUnbounded = state.seconds === undefined;
    this.basis = state.basis;
    this.reason = state.reason;
    this.source = state.source;
    this.fields = [...(state.fields ?? [])];
    this.betweenRuns = state.betweenRuns ?? false;
    this.lever = state.lever;
    this.combine = state.combine;
    this.parts = state.parts;
    Object.freeze(this.parts);
    Object.freeze(this.fields);
  }

  /** What the bound is worth as a promise. */
  public get verdict(): Verdict {
    return this.isUnbounded ? Verdict.UNBOUNDED : VERDICTS[this.basis];
  }

  /** The bound as plain data: same keys in the same order every time, absent ones left out. */
  public toTree(): BoundTree {
    return {
      name: this.name,
      ...(this.isUnbounded ? { unbounded: true } : { seconds: this.seconds }),
      ...(this.reason !== undefined && { reason: this.reason }),
      basis: this.basis,
      ...(this.source !== undefined && { source: this.source }),
      ...(this.fields.length > 0 && { fields: this.fields }),
      ...(this.combine !== undefined && { combine: this.combine, parts: this.parts.map((part) => part.toTree()) }),
    };
  }

  /** The single numbers that the bound is made of, in their order; what nothing limits is none. */
  public get terms(): Bound[] {
    if (this.combine !== undefined) return this.parts.flatMap((part) => part.terms);
    return this.isUnbounded ? [] : [this];
  }

  /**
   * The bound with times that somebody knows better in the place of assumed ones. Derived terms stay what they are: they
   * follow from the output.
   */
  public withKnownTimes(known: KnownTime[]): Bound {
    if (this.combine !== undefined) {
      const parts = this.parts.map((part) => part.withKnownTimes(known));
      return Bound.combined(this.name, this.combine, parts);
    }
    const time = known.find(({ term }) => term === this.name);
    if (!time || this.basis !== Basis.ASSUMED || this.seconds === undefined) return this;
    const instead = `${time.source} (instead of ${this.seconds} s assumed: ${this.source ?? 'no source'})`;
    return Bound.term({
      name: this.name,
      seconds: time.seconds,
      basis: time.basis,
      source: instead,
      lever: this.lever,
    });
  }

  /** The bound when as many runs of each schedule in a row may fail: each adds the time between two runs once more. */
  public withMissedRuns(count: number): Bound {
    if (this.combine !== undefined) {
      const parts = this.parts.map((part) => part.withMissedRuns(count));
      return Bound.combined(this.name, this.combine, parts);
    }
    if (!this.betweenRuns || this.seconds === undefined || count === 0) return this;
    const missed = Bound.term({
      name: `${this.name} x ${count} for runs that fail`,
      seconds: this.seconds * count,
      basis: this.basis,
      source: `toleratedMisses ${count} of the objectives; ${this.source ?? ''}`,
      fields: this.fields,
      lever: this.lever && { ...this.lever, seconds: this.lever.seconds * count },
    });
    return Bound.sum(`${this.name}, with runs that fail`, [this, missed]);
  }

  /** One line: the value, and one level of parts, such as `106 s (health check 30 s + probe timeout 6 s + ttl 70 s)`. */
  public describe(): string {
    if (this.isUnbounded) return `unbounded (${this.reason})`;
    const parts = this.parts.map((part) => `${part.name} ${part.seconds} s`);
    if (this.combine === Combine.SUM) return `${this.seconds} s (${parts.join(' + ')})`;
    if (this.combine === Combine.MAX) return `${this.seconds} s (longest of ${parts.join(', ')})`;
    return `${this.seconds} s`;
  }

  /**
   * The cheapest changes that bring the bound within the objective. A single lever is preferred to several; among
   * single ones the lowest effort, then the one that changes least. Several are added by effort, then by gain. When
   * all together do not reach the objective, the plan names those that bring it closest and is not sufficient.
   *
   * @throws Error when the objective is negative or not finite.
   */
  public leversTo(objectiveSeconds: number): LeverPlan {
    const objective = wholeMilliseconds(`objective of bound "${this.name}"`, objectiveSeconds);
    if (this.isUnbounded) return { changes: [], sufficient: false };
    return planLevers(this.levers(), (changes) => this.secondsWith(changes), objective);
  }

  private levers(): Lever[] {
    return [...(this.lever ? [this.lever] : []), ...this.parts.flatMap((part) => part.levers())];
  }

  private secondsWith(changes: Set<string>): number {
    if (this.combine !== undefined) {
      return combineSeconds(
        this.combine,
        this.parts.map((part) => part.secondsWith(changes)),
      );
    }
    if (this.lever && changes.has(this.lever.change)) return this.lever.seconds;
    return this.seconds ?? Infinity;
  }
}

const VERDICTS: Record<Basis, Verdict> = {
  [Basis.DERIVED]: Verdict.GUARANTEED,
  [Basis.MEASURED]: Verdict.MEASURED,
  [Basis.ASSUMED]: Verdict.ESTIMATED,
};

const BY_DOUBT = [Basis.ASSUMED, Basis.MEASURED, Basis.DERIVED];

function leastTrusted(parts: Bound[]): Basis {
  return BY_DOUBT.find((basis) => parts.some((part) => part.basis === basis)) ?? Basis.DERIVED;
}

// Terms are whole milliseconds, so a sum is one too: rounding it back removes the 0.1 + 0.2 noise from the plan
// without ever taking it below one of its parts.
function combineSeconds(combine: Combine, seconds: number[]): number {
  if (combine === Combine.MAX) return Math.max(...seconds);
  return Math.round(seconds.reduce((total, part) => total + part, 0) * 1000) / 1000;
}

// Three centuries: nothing waits longer, and doubles still tell milliseconds apart in a sum of many.
const MOST_SECONDS = 1e10;

// Rounded up, since a worst case may be too long but never too short; the tiny allowance keeps 2.007 s from becoming
// 2.008 s for the sake of a binary fraction.
function wholeMilliseconds(what: string, seconds: number): number {
  if (!(seconds >= 0 && seconds <= MOST_SECONDS)) {
    throw new Error(
      `${what} is ${seconds}; allowed are 0 to ${MOST_SECONDS} seconds; use Bound.unbounded where nothing limits the time`,
    );
  }
  return Math.max(0, Math.ceil(seconds * 1000 - 1e-6) / 1000);
}
