import { Duration } from 'cdk8s';
import { GlobalLoadBalancer, HealthCheck, RoutingPolicy } from 'cndr';
import { Synthesized } from 'cndr/testing';
import { deploy } from '../support/fleet';
import {
  bindingOf,
  type Case,
  checks,
  childrenOf,
  OBJECT_LATCH,
  records,
  refusalsOf,
  type Resource,
  synthesize,
  ZONE,
} from './latch.support';

const THREE = ['use1', 'use2', 'usw2'];
const ADDRESSES = {
  use1: { ingressIpv4: '52.0.2.1', ingressIpv6: '2600::1' },
  use2: { ingressIpv4: '52.0.2.2', ingressIpv6: '2600::2' },
  usw2: { ingressIpv4: '52.0.2.3', ingressIpv6: '2600::3' },
};
describe('one active and one passive site', () => {
  const output = synthesize();
  const { 'record-primary': primary, 'record-secondary': secondary } = records(output);

  test('clients go to the active site, and to the passive one only while that is not healthy', () => {
    expect(Object.keys(records(output))).toEqual(['record-primary', 'record-secondary']);
    expect(primary).toMatchObject({ failover_routing_policy: { type: 'PRIMARY' }, records: ['use1.example.com'] });
    expect(secondary).toMatchObject({ failover_routing_policy: { type: 'SECONDARY' }, records: ['usw2.example.com'] });
    for (const record of [primary, secondary]) {
      expect(record).toMatchObject({ name: 'orders.example.com', type: 'CNAME', ttl: 30 });
      expect(record).not.toHaveProperty('latency_routing_policy');
    }
  });

  test('a site is an answer only while it can serve and its latch is open', () => {
    for (const [record, site] of [
      [primary, 'use1'],
      [secondary, 'usw2'],
    ] as const) {
      expect(childrenOf(output, record)).toEqual([
        expect.objectContaining({ fqdn: `${site}.example.com`, resource_path: '/site-health/orders' }),
        expect.objectContaining({ resource_path: `/latches/orders/${site}`, invert_healthcheck: true }),
      ]);
    }
  });

  test('its front end counts as well', () => {
    const frontEnd = { image: 'registry.example.com/orders:1.4.2', healthPath: '/healthz' };
    const checked = synthesize({ dr: { frontEnd } });
    expect(childrenOf(checked, records(checked)['record-primary']).map((check) => check.resource_path)).toEqual([
      '/site-health/orders',
      '/front-end-health/orders',
      '/latches/orders/use1',
    ]);
  });

  test('a failover that Git agrees with changes what records answer, and makes and deletes none', () => {
    const after = synthesize({ dr: { activeSite: 'usw2' } });
    expect(Object.keys(records(after))).toEqual(Object.keys(records(output)));
    expect(records(after)['record-primary']).toMatchObject({ records: ['usw2.example.com'] });
    expect(records(after)['record-secondary']).toMatchObject({ records: ['use1.example.com'] });
    const identity = ({ name, type, set_identifier, failover_routing_policy }: Resource) =>
      JSON.stringify([name, type, set_identifier, failover_routing_policy]);
    expect(Object.values(records(after)).map(identity)).toEqual(Object.values(records(output)).map(identity));
    expect(checks(after)).toEqual(checks(output));
  });

  test('the site that clients are at comes first, so that no moment has the lost site in both records', () => {
    expect(primary?.depends_on).toBeUndefined();
    expect(secondary?.depends_on).toEqual(['aws_route53_record.record-primary']);
  });

  test('is latched', () => {
    expect(output.plan.apps[0]!.findings.map(({ rule }) => rule)).not.toContain('GLB-03');
    expect(bindingOf().latch).toBeDefined();
  });
});

describe('more than one passive site', () => {
  const output = synthesize({ sites: THREE });
  const record = (id: string) => records(output)[`record-${id}`];

  test('the secondary of each name is the next name, which has the rest behind it', () => {
    expect(Object.keys(records(output))).toEqual([
      'record-primary',
      'record-primary_1',
      'record-secondary',
      'record-secondary_1',
    ]);
    expect(record('primary')).toMatchObject({ name: 'orders.example.com', records: ['use1.example.com'] });
    expect(record('secondary')).toMatchObject({
      name: 'orders.example.com',
      type: 'CNAME',
      failover_routing_policy: { type: 'SECONDARY' },
      alias: { name: 'failover-1.orders.example.com', evaluate_target_health: true },
    });
    expect(record('primary_1')).toMatchObject({
      name: 'failover-1.orders.example.com',
      failover_routing_policy: { type: 'PRIMARY' },
      records: ['use2.example.com'],
    });
    expect(record('secondary_1')).toMatchObject({
      name: 'failover-1.orders.example.com',
      failover_routing_policy: { type: 'SECONDARY' },
      records: ['usw2.example.com'],
    });
  });

  test('an alias has no TTL and no check of its own', () => {
    expect(record('secondary')).not.toHaveProperty('ttl');
    expect(record('secondary')).not.toHaveProperty('health_check_id');
  });

  test('an alias is made after what it points to, without which Route 53 refuses it', () => {
    expect(record('secondary')?.depends_on?.sort()).toEqual([
      'aws_route53_record.record-primary_1',
      'aws_route53_record.record-secondary_1',
    ]);
    expect(record('primary_1')?.depends_on).toEqual(['aws_route53_record.record-primary']);
  });

  test('a name that gets too long for DNS is refused', () => {
    const label = 'a'.repeat(60);
    const hostname = [label, label, label, 'b'.repeat(51), 'example.com'].join('.');
    const messages = refusalsOf({ sites: THREE, dr: { hostname } });
    expect(messages).toContain('is too long for the name failover-1.');
  });
});

describe('answers by address', () => {
  test('at the apex of the zone, where no CNAME can be', () => {
    const output = synthesize({ sites: THREE, siteProps: ADDRESSES, dr: { hostname: 'example.com' } });
    expect(Object.values(records(output)).map(({ type }) => type)).toEqual(['A', 'A', 'A', 'A']);
    expect(records(output)['record-secondary']).toMatchObject({ alias: { name: 'failover-1.example.com' } });
    expect(records(output)['record-primary']).toMatchObject({ records: ['52.0.2.1'] });
  });

  test('for IPv6 each family has records and checks of its own, and a site one latch', () => {
    const output = synthesize({ siteProps: ADDRESSES, traffic: { ipv6: true } });
    expect(records(output)['record-primary_ipv6']).toMatchObject({ type: 'AAAA', records: ['2600::1'] });
    expect(records(output)['record-secondary_ipv6']?.depends_on).toEqual(['aws_route53_record.record-primary_ipv6']);
    expect(Object.keys(checks(output)).filter((id) => id.includes('latch'))).toEqual([
      'health-use1_latch',
      'health-usw2_latch',
    ]);
    const [, latch] = childrenOf(output, records(output)['record-primary_ipv6']);
    expect(latch?.resource_path).toBe('/latches/orders/use1');
  });
});

test.each([
  ['latency', RoutingPolicy.latency()],
  ['weighted', RoutingPolicy.weighted({ weights: { use1: 0, usw2: 255 } })],
  ['geolocation', RoutingPolicy.geolocation({ defaultSite: 'usw2' })],
  ['multivalue, which other applications answer with addresses', RoutingPolicy.multivalue()],
])('the active site has the clients whatever the policy of the fleet: %s', (_, routing) => {
  const output = synthesize({ traffic: { routing } });
  expect(records(output)).toEqual(records(synthesize()));
});

describe('without a latch', () => {
  test('one active site is refused, with what to write', () => {
    const messages = refusalsOf({ traffic: { latch: undefined } });
    expect(messages).toContain(
      'INPUT: load balancer route53: activeSite of orders is use1, and the load balancer has no latch, so that clients go back to a site by themselves',
    );
    expect(messages).toContain("set latch, such as Latch.object({ bucketPrefix: 'example-latches', region:");
  });

  test('an application without clients from outside needs none', () => {
    expect(() => synthesize({ traffic: { latch: undefined }, dr: { hostname: undefined } })).not.toThrow();
  });
});

describe('until clients reach the site that took over', () => {
  const activation = (traffic: Case['traffic'] = {}) => bindingOf({ traffic }).activation!;

  test('three checks in a row have to succeed, and clients have to ask again', () => {
    const parts = Object.fromEntries(activation().parts.map(({ name, seconds }) => [name, seconds]));
    expect(parts).toEqual({
      'health check interval x threshold': 30,
      // A check that was under way counts as failed, and each of the next three may take its whole 6 s.
      'probe timeout x (threshold + 1)': 24,
      'propagation of the health status': 10,
      // The site that gives up may live: connections opened by the last answer last their whole age.
      'clients let go of the site': 30 + 30 + 30,
    });
    expect(activation().seconds).toBe(154);
  });

  test('the levers are those of the switchover', () => {
    const slow = activation({ healthCheck: HealthCheck.https({ interval: Duration.seconds(30) }) });
    expect(slow.leversTo(slow.seconds! - 60).changes).toEqual(["set the health check's interval to 10 s (now 30 s)"]);
    expect(activation().leversTo(154 - 16).changes).toEqual(['set failureThreshold to 2 (now 3)']);
  });

  test('is part of the recovery time', () => {
    const { rto } = synthesize().plan.apps[0]!;
    expect(JSON.stringify(rto.tree)).toContain('clients sent to the site that takes over');
  });
});

test('where all sites are active nothing is latched, though the fleet has a latch', () => {
  const traffic = GlobalLoadBalancer.route53({ ...ZONE, latch: OBJECT_LATCH });
  const dr = { objectives: { rpo: Duration.seconds(0), rto: Duration.minutes(10) } };
  const output = Synthesized.of((app) => deploy(app, { fleet: { traffic }, dr }));
  expect(Object.keys(records(output))).toEqual(THREE.map((site) => `record-${site}`));
  expect(JSON.stringify(output.terraform('orders'))).not.toContain('latch');
});
