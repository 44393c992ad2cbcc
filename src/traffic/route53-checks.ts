import type { TrafficRequest } from '../model/load-balancer';
import { isDnsName } from '../model/names';
import { listed } from '../rules/wording';
import type { HealthCheck } from './health-check';
import type { Router } from './record-plan';
import type { RecordType } from './record-type';

/** What a request is checked against. */
export interface RequestContext {
  readonly hostedZoneId: string;
  readonly zoneName: string;
  readonly request: TrafficRequest;
  /** Names of all sites of the fleet. */
  readonly known: string[];
  /** Types of the records that would be made. */
  readonly types: RecordType[];
  /** Why the answers are addresses; undefined when they are names. */
  readonly because?: string;
  readonly router: Router;
}

const DAY = 86_400;

/** Times that Route 53 does not take: one message each. */
export function checkTimes(health: HealthCheck, ttlSeconds: number, assumed: Record<string, number>): string[] {
  const { intervalSeconds, failureThreshold, port } = health;
  return [
    ...(intervalSeconds === 10 || intervalSeconds === 30
      ? []
      : [`the health check's interval is ${intervalSeconds} s; allowed are 10 s and 30 s`]),
    ...whole('failureThreshold', failureThreshold, 1, 10),
    ...whole('port of the health check', port, 1, 65535),
    ...whole('recordTtl in seconds', ttlSeconds, 0, 2147483647),
    ...Object.entries(assumed)
      .filter(([, seconds]) => seconds > DAY)
      .map(([prop, seconds]) => `${prop} is ${seconds} s; allowed is a day at most: give what is meant`),
  ];
}

/** What is wrong with the names and the sites of a request: one message each. */
export function checkRequest(context: RequestContext): string[] {
  return [
    ...checkZone(context),
    ...checkAnswers(context),
    ...context.router.check(context.request.sites, context.known, context.request.hostname),
  ];
}

function checkZone({ hostedZoneId, zoneName, request: { hostname } }: RequestContext): string[] {
  return [
    ...(/^[A-Z0-9]{1,32}$/.test(hostedZoneId)
      ? []
      : [
          `hostedZoneId is "${hostedZoneId}"; allowed is the id alone, capital letters and digits, such as Z0123456789ABCDEFGHIJ`,
        ]),
    ...[zoneName, hostname]
      .filter((name) => !isDnsName(name))
      .map((name) => `"${name}" is no DNS name; labels of a-z, 0-9 and - are joined by dots, without one at the end`),
    ...(hostname === zoneName || hostname.endsWith(`.${zoneName}`)
      ? []
      : [
          `hostname ${hostname} is not in zone ${zoneName}; choose a name in it, or give the fleet the zone of ${hostname}`,
        ]),
  ];
}

function checkAnswers({ request: { sites }, types, because }: RequestContext): string[] {
  const reason = because === undefined ? 'clients are sent to it by name' : because;
  const missing = types.flatMap(({ prop, type }) =>
    sites
      .filter((site) => site[prop] === undefined)
      .map(({ name }) => `site ${name} has no ${prop}, which its ${type} record needs (${reason}); set it on the site`),
  );
  const shared = types.flatMap(({ prop }) =>
    sites.flatMap((site, index) => {
      const same = sites.slice(index + 1).filter((other) => site[prop] !== undefined && other[prop] === site[prop]);
      return same.length === 0
        ? []
        : [
            `sites ${listed([site, ...same].map(({ name }) => name))} have the same ${prop} ${site[prop] ?? ''}, so that the ` +
              `health of one is taken for the other's; give each site its own`,
          ];
    }),
  );
  return [...missing, ...shared];
}

function whole(what: string, value: number, from: number, to: number): string[] {
  const fits = Number.isInteger(value) && value >= from && value <= to;
  return fits ? [] : [`${what} is ${value}; allowed are whole numbers from ${from} to ${to}`];
}
