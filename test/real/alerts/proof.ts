import type { Scene } from './scene';
import { type Series, type Values, never } from './series';

type Labels = Record<string, string>;

/** What is different from a healthy world: every series of the metric with these labels, or one that is not there otherwise. */
export interface Change {
  readonly metric: string;
  readonly where?: Record<string, string>;
  readonly values: Values;
}

/** Something that an alert is for. */
export interface Trouble {
  readonly what: string;
  readonly changes?: Change[];
  readonly added?: Series[];
  /** When the alert has to fire, in seconds, and at no evaluation before. */
  readonly firesAt: number;
  /** What the expression leaves of the series: labels of each alert, and what becomes of the templates in the summary. */
  readonly instances?: Instance[];
}

/** One of the alerts that fire together. */
export interface Instance {
  readonly labels: Record<string, string>;
  /** Text for each template of the summary. */
  readonly rendered?: Record<string, string>;
}

/** Something that is none of the alert's business. */
export interface Calm {
  readonly what: string;
  readonly changes?: Change[];
  readonly added?: Series[];
}

/** The proof of an alert. Every alert is also proved to be silent in a healthy world, and in another application's trouble. */
export interface Proof {
  readonly troubles: Trouble[];
  readonly calms?: Calm[];
}

/** Something that Prometheus scrapes. */
export interface Exporter {
  readonly name: string;
  /** Names of its metrics. */
  readonly metrics: RegExp;
  /** Why Prometheus of the site scrapes it: what the output has for that; undefined when it has nothing. */
  scrapedBy(scene: Scene): string | undefined;
  /** Its series while all is well. */
  healthy(scene: Scene): Series[];
  /** Its alerts, by name. */
  proofs(scene: Scene): Record<string, Proof>;
}

/** When things break in most proofs: late enough for every range of an expression to be full. */
export const BREAK = 1200;

/**
 * An alert on the absence of series: it fires in time when they end, and when they never were.
 *
 * @param where labels of the series, by which the metric of others does not count
 * @param labels what is left of them in the alert
 */
export function missing(metric: string, seconds: number, where: Labels = {}, labels: Labels = where): Proof {
  const ended: Values = (now) => (now < BREAK ? 1 : undefined);
  return {
    troubles: [
      { what: 'it never was', changes: [{ metric, where, values: never }], firesAt: seconds },
      { what: 'it ends', changes: [{ metric, where, values: ended }], firesAt: BREAK + seconds },
    ].map((trouble) => ({ ...trouble, instances: [{ labels }] })),
  };
}

export const minutes = (count: number): number => count * 60;
export const hours = (count: number): number => count * 3600;
export const days = (count: number): number => count * 86_400;
