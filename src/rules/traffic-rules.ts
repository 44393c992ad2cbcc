import { dataSites, isEventual, isStrong } from './app-view';
import { unreachableBecause } from './cidr';
import type { AppFacts, HealthCheckFact } from './facts';
import { Severity } from './finding';
import type { Rule } from './rule';
import { HealthProtocol } from './vocabulary';

/** What Route 53 advises for records that depend on health. */
const MOST_TTL_SECONDS = 60;

/** GLB: what sends clients to a site that can serve them. None applies without health checks. */
export const TRAFFIC_RULES: Rule<AppFacts>[] = [
  {
    id: 'GLB-01',
    severity: Severity.ERROR,
    title: 'a health check dials its own site, not the name it decides about',
    why: 'the check follows its own answer to whichever site serves at the moment: the lost one is called healthy',
    source: 'Amazon Route 53 Developer Guide, values for health checks: domain name',
    check: circularChecks,
  },
  {
    id: 'GLB-02',
    severity: Severity.ERROR,
    title: 'every site that serves clients has a health check',
    why: 'a record without one always counts as healthy: clients are sent to the site after it is lost',
    source: 'Amazon Route 53 Developer Guide, how health checks work; kubernetes-sigs/external-dns#2362, #4964',
    check: uncheckedSites,
  },
  {
    id: 'GLB-04',
    severity: Severity.ERROR,
    title: 'the health of a site is whether its workload can serve there',
    why: 'a site that is cut off, or only holds a copy, keeps listening and answering: clients are sent there and get errors',
    source:
      'CNCF TAG-Storage, Cloud Native Disaster Recovery: health checks detect loss of quorum; CockroachDB, /health?ready=1',
    check: shallowChecks,
  },
  {
    id: 'GLB-05',
    severity: Severity.ERROR,
    title: 'health checkers on the internet can reach the address of the site',
    why: 'the check of an address that cannot be reached fails for ever: the site never gets a client',
    source: 'Amazon Route 53 Developer Guide: no checks of local, private, non-routable or multicast addresses',
    check: privateTargets,
  },
  {
    id: 'GLB-06',
    severity: Severity.WARNING,
    title: 'clients keep a DNS answer that depends on health for 60 s at most',
    why: 'resolvers send clients to the lost site until the answer expires: the whole TTL is part of the recovery time',
    source: 'Amazon Route 53 Developer Guide: TTL of 60 s or less for records with health checks',
    check: longLivedAnswers,
  },
  {
    id: 'GLB-10',
    severity: Severity.ERROR,
    title: 'taking a site out needs no write to the control plane of the DNS provider',
    why: 'the control plane is in one region, which may be the lost one: nobody can switch',
    source: 'AWS Fault Isolation Boundaries: the Route 53 control plane is in us-east-1, its data plane everywhere',
    check: controlPlaneChecks,
  },
];

/** One message for each check that something is wrong with. */
function eachCheck(facts: AppFacts, problemOf: (check: HealthCheckFact) => string | undefined): string[] | undefined {
  if (facts.healthChecks.length === 0) return undefined;
  return facts.healthChecks.flatMap((check) => problemOf(check) ?? []);
}

function circularChecks(facts: AppFacts): string[] | undefined {
  return eachCheck(facts, ({ site, target, recordName }) =>
    sameName(target, recordName)
      ? `the health check of site ${site} dials ${target}, the record that it decides about; dial a name of the site alone: set ingressHostname of site ${site}`
      : undefined,
  );
}

function sameName(a: string, b: string): boolean {
  const canonical = (name: string): string => name.toLowerCase().replace(/\.$/, '');
  return canonical(a) === canonical(b);
}

function uncheckedSites(facts: AppFacts): string[] | undefined {
  if (facts.healthChecks.length === 0) return undefined;
  const records = [...new Set(facts.healthChecks.map(({ recordName }) => recordName))].join(', ');
  return dataSites(facts)
    .filter((name) => !facts.healthChecks.some(({ site }) => site === name))
    .map(
      (name) =>
        `site ${name} serves clients of ${records} and has no health check, so that it always counts as healthy; add a check of site ${name}, or take the site out of the record`,
    );
}

function shallowChecks(facts: AppFacts): string[] | undefined {
  if (isEventual(facts)) return undefined;
  const cannot = isStrong(facts) ? 'has no quorum' : 'does not take writes there';
  return eachCheck(facts, ({ site, protocol, path, target, workloadAware }) => {
    const deeper = `check over HTTPS a path that fails when ${facts.system} ${cannot}`;
    if (protocol === HealthProtocol.TCP) {
      return `the health check of site ${site} opens a TCP connection to ${target}, which succeeds while the site is cut off; ${deeper}`;
    }
    return workloadAware
      ? undefined
      : `the health check of site ${site} gets ${path} of ${target}, which does not depend on ${facts.system}; ${deeper}`;
  });
}

function privateTargets(facts: AppFacts): string[] | undefined {
  return eachCheck(facts, ({ site: name, target }) => {
    const site = facts.sites.find((other) => other.name === name);
    const stated = [
      { what: 'ingressIpv4', address: site?.ingressIpv4 },
      { what: 'ingressIpv6', address: site?.ingressIpv6 },
      { what: 'health check target', address: target },
    ];
    const unreachable = stated.flatMap(({ what, address }) => {
      const reason = address === undefined ? undefined : unreachableBecause(address);
      return reason === undefined ? [] : [`${what} ${address} (${reason})`];
    });
    return unreachable.length === 0
      ? undefined
      : `health checkers on the internet cannot reach site ${name}: ${unreachable.join(', ')}; give a public address, or a load balancer that checks from inside`;
  });
}

function longLivedAnswers(facts: AppFacts): string[] | undefined {
  return eachCheck(facts, ({ site, recordName, ttlSeconds }) =>
    ttlSeconds > MOST_TTL_SECONDS
      ? `answers of ${recordName} for site ${site} live ${ttlSeconds} s, which clients wait for after its loss; set the TTL to ${MOST_TTL_SECONDS} s or less`
      : undefined,
  );
}

function controlPlaneChecks(facts: AppFacts): string[] | undefined {
  return eachCheck(facts, ({ site, recordName, dataPlaneOnly }) =>
    dataPlaneOnly
      ? undefined
      : `taking site ${site} out of ${recordName} needs a write to the DNS provider's API, which may be lost with the site; let a health check or a routing control decide`,
  );
}
