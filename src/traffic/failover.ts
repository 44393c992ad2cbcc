import { isDnsName } from '../model/names';
import type { Site } from '../model/site';
import type { PlannedRecord, RecordPolicy, Router } from './record-plan';

/**
 * Clients go to the first site that is healthy. Route 53 knows one primary and one secondary for a name, so that the secondary of
 * a name is an alias to the next one, which has the rest of the sites behind it.
 *
 * Records are told apart by their rank and not by their site: another active site changes what they answer, and nothing is
 * deleted or made. They change from the first to the last, so that no moment has a lost site in both records of a name.
 */
export class FailoverRouter implements Router {
  public check(sites: Site[], _known: string[], hostname: string): string[] {
    const last = nameAt(Math.max(0, sites.length - 2), hostname);
    return isDnsName(last) || !isDnsName(hostname)
      ? []
      : [
          `hostname ${hostname} is too long for the name ${last}, behind which passive sites answer; choose a shorter one`,
        ];
  }

  public plan(hostname: string, sites: Site[]): PlannedRecord[] {
    const records = fromRank(0, hostname, sites);
    return records.map((record, index) => ({ ...record, after: records[index - 1]?.id }));
  }
}

function fromRank(rank: number, hostname: string, [first, ...others]: Site[]): PlannedRecord[] {
  if (first === undefined) return [];
  const [second, ...rest] = others;
  const primary = recordAt(rank, hostname, 'primary', first);
  if (second === undefined) return [primary];
  if (rest.length === 0) return [primary, recordAt(rank, hostname, 'secondary', second)];
  return [
    primary,
    ...fromRank(rank + 1, hostname, others),
    { ...recordAt(rank, hostname, 'secondary', nameAt(rank + 1, hostname)), evaluateTargetHealth: true },
  ];
}

function recordAt(
  rank: number,
  hostname: string,
  role: 'primary' | 'secondary',
  answer: PlannedRecord['answer'],
): PlannedRecord {
  const policy: RecordPolicy = { setIdentifier: role, failoverRoutingPolicy: { type: role.toUpperCase() } };
  return { id: rank === 0 ? role : `${role}_${rank}`, name: nameAt(rank, hostname), policy, answer };
}

/** The prefix keeps it apart from names of the sites' ingresses. */
function nameAt(rank: number, hostname: string): string {
  return rank === 0 ? hostname : `failover-${rank}.${hostname}`;
}
