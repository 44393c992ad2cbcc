/** Seconds between two samples, and between two evaluations of the rules. */
export const STEP = 30;

/** What a series is at a second; undefined while there is none. */
export type Values = (second: number) => number | undefined;

/** A series of an exporter, with the labels that Prometheus has it with. */
export interface Series {
  readonly metric: string;
  readonly labels: Record<string, string>;
  readonly values: Values;
}

/** The same value all the time. */
export const always =
  (value: number): Values =>
  () =>
    value;

/** No series at all. */
export const never: Values = () => undefined;

/** One thing until a second, and another from then on. */
export const from =
  (second: number, before: Values, after: Values): Values =>
  (now) =>
    now < second ? before(now) : after(now);

/** A counter, or whatever else grows, from a second on. */
export const growing =
  (perSecond: number, since = 0): Values =>
  (now) =>
    Math.max(0, now - since) * perSecond;

/** A counter that counts one at each of some seconds. */
export const counting =
  (...seconds: number[]): Values =>
  (now) =>
    seconds.filter((second) => second <= now).length;

/** Buckets of a histogram of the same duration, measured again and again. */
export function histogram(series: Omit<Series, 'values'>, bounds: number[], duration: Values): Series[] {
  return [...bounds, Infinity].map((bound) => ({
    metric: `${series.metric}_bucket`,
    labels: { ...series.labels, le: bound === Infinity ? '+Inf' : String(bound) },
    // One measurement a second.
    values: (now) => {
      const steps = Array.from({ length: Math.ceil(now / STEP) }, (_, step) => step * STEP);
      return steps.filter((second) => (duration(second) ?? 0) <= bound).length * STEP;
    },
  }));
}

/** As PromQL writes it, labels in order: two series are the same when this is. */
export function nameOf({ metric, labels }: Pick<Series, 'metric' | 'labels'>): string {
  const pairs = Object.entries(labels)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `${metric}{${pairs.join(',')}}`;
}

/** Samples in promtool's notation, until a second. Where a series ends it is marked as stale, as scrapes do. */
export function samplesOf(values: Values, until: number, step: number): string {
  const samples: string[] = [];
  let last: number | undefined;
  for (let now = 0; now <= until; now += step) {
    const value = values(now);
    samples.push(value === undefined ? (last === undefined ? '_' : 'stale') : String(value));
    last = value;
  }
  return compact(samples).join(' ');
}

/** `1 1 1` as `1x2`. */
function compact(samples: string[]): string[] {
  const runs: { sample: string; count: number }[] = [];
  for (const sample of samples) {
    const run = runs.at(-1);
    if (run?.sample === sample) run.count += 1;
    else runs.push({ sample, count: 1 });
  }
  return runs.map(({ sample, count }) => {
    // Of a value, promtool repeats it so often after the first one; of a gap, so often in all; of NaN, never.
    if (sample === '_') return `_x${count}`;
    return Number.isNaN(Number(sample))
      ? Array(count).fill(sample).join(' ')
      : count > 1
        ? `${sample}x${count - 1}`
        : sample;
  });
}
