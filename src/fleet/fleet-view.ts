import type { FleetNames, GatewayReference, IFleet } from '../model/fleet';
import { latenciesOf } from '../model/latency';
import type { Site } from '../model/site';
import type { FleetFacts } from '../rules/facts';
import type { Finding } from '../rules/finding';
import { Severity } from '../rules/finding';
import { checkSites } from './check-sites';

/** The names that a fleet's props may leave out. */
export interface FleetNameProps {
  readonly issuer?: string;
  readonly certManagerNamespace?: string;
  readonly monitoringNamespace?: string;
  readonly gateway?: GatewayReference;
}

/** Names of the fleet, defaults filled in. */
export function fleetNames(props: FleetNameProps): FleetNames {
  return {
    issuer: props.issuer ?? 'fleet-ca',
    certManagerNamespace: props.certManagerNamespace ?? 'cert-manager',
    monitoringNamespace: props.monitoringNamespace ?? 'monitoring',
    gateway: { listener: 'https', ...(props.gateway ?? { name: 'public', namespace: 'gateway-system' }) },
  };
}

/** What makes the sites unusable, as findings about the fleet at `path`. */
export function siteProblems(path: string, sites: Site[]): Finding[] {
  return checkSites(sites).map((message) => ({ rule: 'INPUT', severity: Severity.ERROR, path, message }));
}

/** The fleet as the rules see it. */
export function fleetFacts(fleet: IFleet): FleetFacts {
  return {
    name: fleet.name,
    sites: fleet.sites.map((site) => site.toFacts()),
    latencies: latenciesOf(fleet.sites),
    network: fleet.network.facts,
    store: fleet.backup?.facts,
  };
}

/** The site of that name; an Error names those that exist. */
export function siteNamed(fleet: IFleet, name: string): Site {
  const site = fleet.sites.find((candidate) => candidate.name === name);
  if (site) return site;
  const known = fleet.sites.map((candidate) => candidate.name).join(', ');
  throw new Error(`fleet ${fleet.name} has no site "${name}"; its sites are ${known}`);
}
