import { Basis, Bound, Effort } from '../recovery/bound';

/** How long an alert on the lag of a copy has to hold. */
export const LAG_HOLDS_SECONDS = 60;

/** Below, the lag cannot be told from the noise of one scrape. */
const LEAST_LAG_SECONDS = 1;
const SCRAPE_SECONDS = 15;
const EVALUATION_SECONDS = 30;

/** A lag that nothing but an alert limits. */
export interface AlertedLag {
  /** Name of the alert, which holds for `LAG_HOLDS_SECONDS`. */
  readonly alert: string;
  /** Lag above which it fires; the prop is called maxReplicationLag. */
  readonly maxLagSeconds: number;
  /** What the reader of the bound has to know of the lag, after "alert ... fires above it; ". */
  readonly caveat: string;
  /** What comes on top of it before the alert can see it. */
  readonly unseen?: Bound[];
}

/** Acknowledged writes that a copy does not have: nothing waits for it, so that the alert is all that makes it finite. */
export function alertedLag({ alert, maxLagSeconds, caveat, unseen = [] }: AlertedLag): Bound {
  const lever =
    maxLagSeconds > LEAST_LAG_SECONDS
      ? {
          change: `set maxReplicationLag to ${LEAST_LAG_SECONDS} s (now ${maxLagSeconds} s)`,
          seconds: LEAST_LAG_SECONDS,
          effort: Effort.SETTING,
        }
      : undefined;
  return Bound.sum('acknowledged writes lost', [
    Bound.term({
      name: 'lag of the copy',
      seconds: maxLagSeconds,
      basis: Basis.ASSUMED,
      source: `alert ${alert} fires above it; ${caveat}`,
      lever,
    }),
    ...unseen,
    Bound.term({
      name: 'lag grows until it is noticed',
      seconds: SCRAPE_SECONDS + EVALUATION_SECONDS + LAG_HOLDS_SECONDS,
      basis: Basis.ASSUMED,
      source: `alert ${alert}: for ${LAG_HOLDS_SECONDS}s, evaluated every ${EVALUATION_SECONDS} s on scrapes every ${SCRAPE_SECONDS} s`,
    }),
  ]);
}
