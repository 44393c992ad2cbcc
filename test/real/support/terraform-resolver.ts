import type { CloudCheck, CloudRecord } from './terraform-zone';

/** Who asks, and what is broken meanwhile. */
export interface Question {
  readonly name: string;
  readonly type: string;
  /** Regions from the nearest to the farthest. */
  readonly nearest?: string[];
  readonly country?: string;
  readonly continent?: string;
  /** What health checkers do not reach: hosts or addresses, or one path of one as `host/path`. */
  readonly down?: string[];
}

/**
 * What Route 53 may answer, by its Developer Guide: how health checks affect a group of records, and the rules of each
 * routing policy. Sorted; weights above 0 are all possible.
 */
export function answersTo(question: Question, records: CloudRecord[], checks: CloudCheck[]): string[] {
  const { name, type, down = [] } = question;
  const group = records.filter((record) => record.name === name && record.type === type);
  const healthy = (record: CloudRecord): boolean =>
    (record.check === undefined || passes(record.check, checks, down)) &&
    (!record.evaluatesTarget ||
      records.filter((target) => target.name === record.alias && target.type === type).some(healthy));
  const chosen = choose(question, group, healthy);
  const values = chosen.flatMap(({ alias, values: own }) =>
    alias === undefined ? own : answersTo({ ...question, name: alias }, records, checks),
  );
  return [...new Set(values)].sort();
}

function passes(check: CloudCheck, checks: CloudCheck[], down: string[]): boolean {
  if (check.type === 'CALCULATED') {
    const children = checks.filter(({ id }) => check.children.includes(id));
    return children.filter((child) => passes(child, checks, down)).length >= Number(check.threshold);
  }
  const host = check.ipAddress ?? check.fqdn ?? '';
  const answers = !down.some((broken) => broken === host || broken === `${host}${check.path ?? ''}`);
  return answers !== check.inverted;
}

function choose(question: Question, group: CloudRecord[], healthy: (record: CloudRecord) => boolean): CloudRecord[] {
  const [first] = group;
  if (first === undefined) return [];
  if (first.failover !== undefined) return byRank(group, healthy);
  if (first.country !== undefined || first.continent !== undefined) return byPlace(question, group, healthy);
  // With none healthy, all count as healthy.
  const usable = group.some(healthy) ? group.filter(healthy) : group;
  if (first.region !== undefined) return byLatency(question, usable);
  if (first.weight === undefined) return usable;
  // Records of weight 0 are used when all of the others are unhealthy.
  const weighted = usable.filter(({ weight = 0 }) => weight > 0);
  return weighted.length > 0 ? weighted : usable;
}

/** With both unhealthy, the primary one. */
function byRank(group: CloudRecord[], healthy: (record: CloudRecord) => boolean): CloudRecord[] {
  const ranked = [...group].sort((a, b) => (a.failover ?? '').localeCompare(b.failover ?? ''));
  return [...ranked.filter(healthy), ...ranked].slice(0, 1);
}

function byLatency({ nearest = [] }: Question, records: CloudRecord[]): CloudRecord[] {
  const rank = ({ region = '' }: CloudRecord) => (nearest.includes(region) ? nearest.indexOf(region) : nearest.length);
  return [...records].sort((a, b) => rank(a) - rank(b)).slice(0, 1);
}

/** From the smallest place to the largest, as long as the record is unhealthy. */
function byPlace({ country, continent }: Question, group: CloudRecord[], healthy: (record: CloudRecord) => boolean) {
  const matching = [
    ...group.filter((record) => record.country === country && country !== undefined),
    ...group.filter((record) => record.continent === continent && continent !== undefined),
    ...group.filter((record) => record.country === '*'),
  ];
  return (matching.some(healthy) ? matching.filter(healthy) : matching).slice(0, 1);
}
