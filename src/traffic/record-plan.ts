import type { Route53RecordConfig } from '@cdktf/provider-aws/lib/route53-record';
import type { Site } from '../model/site';

/** Which clients a record is for, in the provider's words. */
export type RecordPolicy = Pick<
  Route53RecordConfig,
  | 'failoverRoutingPolicy'
  | 'geolocationRoutingPolicy'
  | 'latencyRoutingPolicy'
  | 'multivalueAnswerRoutingPolicy'
  | 'setIdentifier'
  | 'weightedRoutingPolicy'
>;

/** One record to make, of whichever type. */
export interface PlannedRecord {
  /** Unique among the records of the application; `_` joins names, as sites have none in theirs. */
  readonly id: string;
  readonly name: string;
  readonly policy: RecordPolicy;
  /** The site that is the answer, or the name in the same zone that is asked instead. */
  readonly answer: Site | string;
  /** True when a name whose sites are all unhealthy is no answer; of no meaning where a site is. */
  readonly evaluateTargetHealth?: boolean;
  /** Id of the record that has to be made, or changed, before. */
  readonly after?: string;
}

/** A way to choose between sites. */
export interface Router {
  /** Why the answers have to be addresses and not names; undefined when both will do. */
  readonly addressesBecause?: string;
  /**
   * What is wrong with the policy: one message each.
   *
   * @param sites sites of the application that serve clients
   * @param known names of all sites of the fleet, which the policy is made for
   * @param hostname name that the records are for
   */
  check(sites: Site[], known: string[], hostname: string): string[];
  /** The records that answer for a name; those that another one points to come first. */
  plan(hostname: string, sites: Site[]): PlannedRecord[];
}

/** One message for each name that is no site of the fleet. */
export function unknownSites(prop: string, names: string[], known: string[]): string[] {
  return [...new Set(names)]
    .filter((name) => !known.includes(name))
    .map((name) => `${prop} names "${name}", which is no site of the fleet; its sites are ${known.join(', ')}`);
}
