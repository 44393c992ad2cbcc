import { CableDriver, Fleet, type FleetApp, SiteNetwork, type SubmarinerProps } from 'cndr';
import { Synthesized } from 'cndr/testing';
import { checkManifests } from '../conformance/check';
import { fleetProps, sites, THREE } from '../support/fleet';

const same = { podCidr: '10.10.0.0/16', serviceCidr: '10.110.0.0/16' };
const globalnetCidrs = Object.fromEntries(THREE.map((site, index) => [site, `242.${index}.0.0/16`]));

test.each<[string, Partial<SubmarinerProps>, typeof same | undefined]>([
  ['a broker of its own', {}, undefined],
  ['the broker in a site', { brokerSite: 'use2' }, undefined],
  ['Globalnet', { globalnetCidrs, cableDriver: CableDriver.WIREGUARD }, same],
])('an API server with the CRDs of Submariner takes the manifests: %s', (_, props, addresses) => {
  const changes = Object.fromEntries(THREE.map((site) => [site, addresses ?? {}]));
  const network = SiteNetwork.submariner({ brokerApiServer: 'broker.example.com:6443', ...props });
  const output = Synthesized.of(
    (app: FleetApp) => new Fleet(app, 'prod', fleetProps({ network, sites: sites(THREE, changes) })),
  );
  const { prerequisites } = output.plan.fleets[0]!;

  const verdict = checkManifests(
    output.clusters.map((cluster) => ({
      path: `dist/${cluster}/prod.k8s.yaml`,
      objects: output.objects(cluster, 'prod'),
    })),
    {
      prerequisites: Object.fromEntries(
        THREE.map((site) => [site, prerequisites.filter((need) => need.site === site)]),
      ),
    },
  );

  expect(verdict.problems).toEqual([]);
});
