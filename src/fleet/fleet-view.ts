import type { FleetNames, GatewayReference, IFleet } from '../model/fleet';
import { latenciesOf } from '../model/latency';
import { isDnsLabel, isDnsName } from '../model/names';
import type { Site } from '../model/site';
import { parseCidr } from '../rules/cidr';
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

/** What makes the fleet unusable, as findings about the fleet at `path`. */
export function fleetProblems(path: string, sites: Site[], names: FleetNames): Finding[] {
  return [...checkNames(names), ...checkSites(sites)].map((message) => ({
    rule: 'INPUT',
    severity: Severity.ERROR,
    path,
    message,
  }));
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

function checkNames({ issuer, certManagerNamespace, monitoringNamespace, gateway }: FleetNames): string[] {
  const labels = {
    certManagerNamespace,
    monitoringNamespace,
    'gateway.namespace': gateway.namespace,
    'gateway.listener': gateway.listener,
    'gateway.dataPlaneNamespace': gateway.dataPlaneNamespace,
  };
  const wrongLabels = Object.entries(labels).filter(([, name]) => name !== undefined && !isDnsLabel(name));
  const wrongNames = Object.entries({ issuer, 'gateway.name': gateway.name }).filter(([, name]) => !isDnsName(name));
  const wrongCidrs = (gateway.dataPlaneCidrs ?? []).filter((cidr) => parseCidr(cidr) === undefined);
  return [
    ...[...wrongLabels, ...wrongNames].map(
      ([prop, name]) =>
        `${prop} "${name}" is no name of Kubernetes; use a-z, 0-9 and -, beginning and ending with a letter or digit`,
    ),
    ...wrongCidrs.map(
      (cidr) => `gateway.dataPlaneCidrs has "${cidr}", which is no IPv4 CIDR; write such as 10.10.0.0/16`,
    ),
  ];
}
