import type { Submariner, SubmarinerBroker } from '../../../src/kinds/submariner';
import { contains, parseRange, type Range } from '../../conformance/addresses';
import { differs } from './quorum';
import type { Output } from '../output';
import { hubsOf } from '../spec';

/** The broker is where the fleet says; every site joins it under its own name and with addresses of its own. */
export function network(output: Output): string[] {
  return output.spec.fleet.network.kind === 'submariner' ? [...broker(output), ...joins(output)] : without(output);
}

function hubs({ spec }: Output): string[] {
  return spec.apps.flatMap(hubsOf);
}

function without(output: Output): string[] {
  const all = output.clusters.flatMap((cluster) => output.objects(cluster));
  return differs(
    'objects of Submariner',
    all.filter(({ apiVersion }) => apiVersion.startsWith('submariner.io/')),
    [],
  );
}

/** A site has the broker only when it was asked to. */
function broker(output: Output): string[] {
  const { submariner } = output.spec.fleet.network;
  const found = output.clusters.filter((cluster) => brokersIn(output, cluster).length > 0);
  const names = output.spec.fleet.sites.map(({ name }) => name);
  const expected = submariner?.brokerSite ?? submariner?.brokerCluster ?? 'broker';
  const landed = submariner?.brokerSite === undefined && names.includes(expected);
  return [
    ...differs('clusters with a broker', found, [expected]),
    ...(landed ? [`the broker landed in site ${expected}`] : []),
    ...differs(
      'folders',
      output.clusters.filter((cluster) => ![...names, ...hubs(output), expected].includes(cluster)),
      [],
    ),
  ];
}

function brokersIn(output: Output, cluster: string): SubmarinerBroker[] {
  return output.ofKind<SubmarinerBroker>(cluster, 'Broker.submariner.io');
}

function joins(output: Output): string[] {
  const { sites } = output.spec.fleet;
  const joined = sites.flatMap((site) =>
    output.ofKind<Submariner>(site.name, 'Submariner.submariner.io').map(({ spec }) => ({ site, spec })),
  );
  const ranges = joined.map(({ spec }) => parseRange(spec.globalCIDR ?? spec.clusterCIDR));
  return [
    ...differs(
      'sites that join',
      joined.map(({ spec }) => [spec.clusterID, spec.clusterCIDR, spec.serviceCIDR]),
      sites.map(({ name, podCidr, serviceCidr }) => [name, podCidr, serviceCidr]),
    ),
    ...ranges.flatMap((range, index) =>
      ranges
        .slice(index + 1)
        .flatMap((other) => (shared(range, other) ? [`sites share the addresses of ${index}`] : [])),
    ),
    ...differs('kinds of tunnels', new Set(joined.map(({ spec }) => spec.cableDriver)).size, 1),
  ];
}

function shared(a: Range | undefined, b: Range | undefined): boolean {
  return a === undefined || b === undefined || contains(a, b.address) || contains(b, a.address);
}
