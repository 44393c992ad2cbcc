import { Duration } from 'cdk8s';
import { durationText } from '../kinds/duration';
import { type NamedAlert, alertFields } from '../model/alert-fields';
import type { IAppHost } from '../model/app-host';
import { Basis, Bound } from '../recovery/bound';
import { Effort } from '../recovery/term';
import { EVALUATION, SCRAPE, watchFields } from './watch-fields';

/** How long an alert on the lag of a copy has to hold. */
export const LAG_HOLDS_SECONDS = 60;

/** Below, the lag cannot be told from the noise of one scrape. */
const LEAST_LAG_SECONDS = 1;

/** A lag that nothing but an alert limits. */
export interface AlertedLag {
  /** The alert, which holds for `LAG_HOLDS_SECONDS` and compares the lag with `notBehind`. */
  readonly alert: NamedAlert;
  /** Name of the PodMonitor that brings its series. */
  readonly scrapeTarget: string;
  /** Lag above which it fires; the prop is called maxReplicationLag. */
  readonly maxLagSeconds: number;
  /** What the reader of the bound has to know of the lag, after "alert ... fires above it; ". */
  readonly caveat: string;
  /** What comes on top of it before the alert can see it. */
  readonly unseen?: Bound[];
}

/** What the lag of a copy that is fresh enough is compared with, in PromQL. */
export function notBehind(maxLagSeconds: number): string {
  return `<= ${maxLagSeconds}`;
}

/** Acknowledged writes that a copy does not have: nothing waits for it, so that the alert is all that makes it finite. */
export function alertedLag(host: IAppHost, lag: AlertedLag): Bound {
  const { alert, scrapeTarget, maxLagSeconds, caveat, unseen = [] } = lag;
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
      source: `alert ${alert.name} fires above it; ${caveat}`,
      fields: alertFields(host, alert, 'expr', notBehind(maxLagSeconds)),
      lever,
    }),
    ...unseen,
    Bound.term({
      name: 'lag grows until it is noticed',
      seconds: SCRAPE.toSeconds() + EVALUATION.toSeconds() + LAG_HOLDS_SECONDS,
      basis: Basis.ASSUMED,
      source: `alert ${alert.name}: for ${LAG_HOLDS_SECONDS}s, evaluated every ${EVALUATION.toSeconds()} s on scrapes every ${SCRAPE.toSeconds()} s`,
      fields: [
        ...alertFields(host, alert, 'for', durationText(Duration.seconds(LAG_HOLDS_SECONDS))),
        ...watchFields(host, alert, scrapeTarget),
      ],
    }),
  ]);
}
