import type { PrometheusRule } from '../../src/kinds/monitoring';
import { type FleetApp, type ISiteNetwork, SiteNetwork } from 'cndr';
import { Synthesized } from 'cndr/testing';
import { refusals } from '../support/errors';
import { deploy, sites, THREE } from '../support/fleet';

const submariner = () => SiteNetwork.submariner({ brokerApiServer: 'broker.example.com:6443' });
const deployOn = (network: ISiteNetwork) => (app: FleetApp) => deploy(app, { fleet: { network } });
const fleetNeeds = (output: Synthesized) => output.plan.fleets[0]!.prerequisites;

describe.each([
  ['submariner', submariner()],
  ['routed', SiteNetwork.routed()],
])('%s', (_, network) => {
  const output = Synthesized.of(deployOn(network));

  test('a pod of another site has a name with the site in it, between the pod and the Service', () => {
    const [site] = sites(['use2']);
    expect(network.podAddress(site!, 'db-0', 'db', 'orders')).toBe('db-0.use2.db.orders.svc.clusterset.local');
    expect(network.serviceAddress('db', 'orders')).toBe('db.orders.svc.clusterset.local');
  });

  test('what is exported is a headless Service of the same name that shows pods which are not ready', () => {
    for (const site of THREE) {
      const exports = output.allObjects(site).filter(({ kind }) => kind === 'ServiceExport');
      expect(exports.length).toBeGreaterThan(0);
      for (const { apiVersion, metadata } of exports) {
        expect(apiVersion).toBe('multicluster.x-k8s.io/v1alpha1');
        const service = output.object(site, 'Service', metadata.name);
        expect(service.metadata.namespace).toBe(metadata.namespace);
        expect(service.spec).toMatchObject({ clusterIP: 'None', publishNotReadyAddresses: true });
      }
    }
  });
});

describe('routed', () => {
  test('adds nothing to the fleet but needs routes without NAT, and a service discovery', () => {
    const output = Synthesized.of(deployOn(SiteNetwork.routed()));
    for (const site of THREE) {
      const kinds = output.objects(site, 'prod').map(({ apiVersion }) => apiVersion);
      expect(kinds.filter((apiVersion) => /submariner|multicluster/.test(apiVersion))).toEqual([]);
    }
    const ofUse1 = fleetNeeds(output).filter(({ site }) => site === 'use1');
    const routes = ofUse1.find(({ name }) => name === 'pod routes between sites');
    expect(routes?.why).toContain('10.20.0.0/16 (use2) and 10.30.0.0/16 (usw2)');
    expect(routes?.why).toContain('no source NAT');
    expect(routes?.why).toContain('encrypt');
    expect(ofUse1).toContainEqual(expect.objectContaining({ kind: 'operator', name: 'Multi-Cluster Services API' }));
    expect(ofUse1).toContainEqual(expect.objectContaining({ kind: 'DNS', name: 'clusterset.local' }));
  });

  test('packets arrive from the pods themselves', () => {
    const [site] = sites(['use1']);
    expect(SiteNetwork.routed().sourceCidrs(site!)).toEqual(['10.10.0.0/16']);
  });

  test('links that do not encrypt are refused', () => {
    expect(refusals(deployOn(SiteNetwork.routed({ encrypted: false })))).toContainEqual(
      expect.stringMatching(/^NET-09: network routed/),
    );
  });

  test('has no series to alert on', () => {
    const output = Synthesized.of(deployOn(SiteNetwork.routed()));
    expect(rulesOf(output, 'use1').filter(({ alert }) => alert.startsWith('Site'))).toEqual([]);
  });
});

describe('alerts on tunnels', () => {
  const output = Synthesized.of(deployOn(submariner()));
  const rule = (name: string) => rulesOf(output, 'use1').find(({ alert }) => alert === name);

  test('fire in every site when fewer tunnels work than there are other sites', () => {
    for (const site of THREE) {
      const down = rulesOf(output, site).find(({ alert }) => alert === 'SiteTunnelDown');
      expect(down?.expr).toContain('status="connected"');
      expect(down?.expr).toMatch(/< 2$/);
      for (const name of THREE) expect(down?.expr).toContain(name);
      expect(down?.labels).toMatchObject({ severity: 'critical' });
    }
  });

  test('also fire when the series is gone', () => {
    expect(rule('SiteTunnelDownAbsent')?.expr).toBe(
      'absent(submariner_requested_connections{remote_cluster=~"use1|use2|usw2"})',
    );
    expect(rule('SiteGatewayMissingAbsent')?.expr).toBe('absent(submariner_gateways)');
  });

  test('know how many gateways and which round trip the fleet was made for', () => {
    expect(rule('SiteGatewayMissing')?.expr).toBe('submariner_gateways < 2');
    // 62 ms is the longest round trip that the three sites state.
    expect(rule('SiteTunnelSlow')?.expr).toMatch(/> 0\.062$/);
  });
});

function rulesOf(output: Synthesized, site: string) {
  const rules = output.allObjects(site).filter(({ kind }) => kind === 'PrometheusRule') as unknown as PrometheusRule[];
  return rules.flatMap(({ spec }) => spec.groups.flatMap((group) => group.rules));
}
