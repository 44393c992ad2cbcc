import { Duration } from 'cdk8s';
import {
  Cloud,
  type FleetApp,
  GlobalLoadBalancer,
  HealthCheck,
  PrerequisiteKind,
  type Route53Props,
  RoutingPolicy,
  type SiteProps,
  type StrongConsistencyDRProps,
} from 'cndr';
import { Synthesized } from 'cndr/testing';
import { refusals } from '../support/errors';
import { deploy, sites, THREE } from '../support/fleet';

const image = 'registry.example.com/orders:1.4.2';
const zone = { hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'example.com' };

/** What Terraform reads of a record or a health check. */
interface Resource {
  readonly [key: string]: unknown;
  readonly name?: string;
  readonly type: string;
  readonly set_identifier?: string;
  readonly health_check_id?: string;
  readonly records?: string[];
}

interface Case {
  readonly traffic?: Partial<Route53Props>;
  readonly sites?: Record<string, Partial<SiteProps>>;
  readonly dr?: Partial<StrongConsistencyDRProps>;
}

const build = (given: Case) => (app: FleetApp) =>
  deploy(app, {
    fleet: { traffic: GlobalLoadBalancer.route53({ ...zone, ...given.traffic }), sites: sites(THREE, given.sites) },
    dr: { objectives: { rpo: Duration.seconds(0), rto: Duration.minutes(10) }, ...given.dr },
  });
const synthesize = (given: Case = {}) => Synthesized.of(build(given));
const refusalsOf = (given: Case) => refusals(build(given)).join('\n');
const resources = (output: Synthesized, type: string) =>
  output.resources('orders', `aws_route53_${type}`) as Record<string, Resource>;
const records = (output: Synthesized) => resources(output, 'record');
const checks = (output: Synthesized) => resources(output, 'health_check');
const ADDRESSES = {
  use1: { ingressIpv4: '52.0.2.1', ingressIpv6: '2600::1' },
  use2: { ingressIpv4: '52.0.2.2', ingressIpv6: '2600::2' },
  usw2: { ingressIpv4: '52.0.2.3', ingressIpv6: '2600::3' },
};

/** The check behind a record's `health_check_id`. */
function checkOf(output: Synthesized, record: Resource | undefined): Resource {
  const [, id] = /^\$\{aws_route53_health_check\.(.+)\.id\}$/.exec(record?.health_check_id ?? '') ?? [];
  const check = checks(output)[id ?? ''];
  if (check === undefined) throw new Error(`no check behind ${JSON.stringify(record)}`);
  return check;
}

describe('with defaults', () => {
  const output = synthesize();

  test('the hostname answers with the name of each site, to the clients that are nearest to it', () => {
    expect(Object.keys(records(output))).toEqual(THREE.map((site) => `record-${site}`));
    for (const site of sites(THREE)) {
      expect(records(output)[`record-${site.name}`]).toMatchObject({
        zone_id: zone.hostedZoneId,
        name: 'orders.example.com',
        type: 'CNAME',
        ttl: 30,
        set_identifier: site.name,
        records: [site.ingressHostname],
        latency_routing_policy: { region: site.region },
      });
    }
  });

  test('each record depends on a check that dials its own site, over TLS, at the health path of the workload', () => {
    for (const site of THREE) {
      expect(checkOf(output, records(output)[`record-${site}`])).toMatchObject({
        type: 'HTTPS',
        fqdn: `${site}.example.com`,
        port: 443,
        resource_path: '/site-health/orders',
        request_interval: 10,
        failure_threshold: 3,
        enable_sni: true,
      });
    }
  });

  test('a check that has to be replaced is there before the old one goes', () => {
    for (const check of Object.values(checks(output))) expect(check.lifecycle).toEqual({ create_before_destroy: true });
  });

  test('the provider tags what it makes with the application and the fleet', () => {
    expect(output.terraform('orders').provider).toMatchObject({
      aws: [{ region: 'us-east-1', default_tags: [{ tags: { 'cndr:app': 'orders', 'cndr:fleet': 'prod' } }] }],
    });
  });

  test('health checkers and the delegation of the zone are prerequisites of each site', () => {
    for (const site of THREE) {
      const needs = output.plan.apps[0]!.prerequisites.filter((need) => need.site === site);
      expect(needs.find(({ name }) => name === 'tcp/443 of the ingress')?.why).toContain('ROUTE53_HEALTHCHECKS');
      expect(needs.find(({ kind, name }) => kind === PrerequisiteKind.DNS && name === 'example.com')?.why).toContain(
        zone.hostedZoneId,
      );
      expect(needs.find(({ name }) => name === `${site}.example.com`)?.why).toContain('A record');
    }
  });
});

test('a front end with a health path of its own takes its site out as well', () => {
  const output = synthesize({ dr: { frontEnd: { image, healthPath: '/healthz' } } });
  for (const site of THREE) {
    const both = checkOf(output, records(output)[`record-${site}`]);
    const children = both.child_healthchecks as string[];
    expect(both).toMatchObject({ type: 'CALCULATED', child_health_threshold: children.length });
    const paths = children.map((id) => checkOf(output, { type: '', health_check_id: id }));
    expect(paths.map((child) => child.resource_path)).toEqual(['/site-health/orders', '/front-end-health/orders']);
    expect(paths.map((child) => child.fqdn)).toEqual([`${site}.example.com`, `${site}.example.com`]);
  }
});

describe('weighted', () => {
  const weighted = (weights: Record<string, number>) => ({ traffic: { routing: RoutingPolicy.weighted({ weights }) } });

  test('each site gets its weight', () => {
    const output = synthesize(weighted({ use1: 200, use2: 55, usw2: 0 }));
    const weights = Object.values(records(output)).map((record) => record.weighted_routing_policy);
    expect(weights).toEqual([{ weight: 200 }, { weight: 55 }, { weight: 0 }]);
  });

  test.each([
    ['a site without one', { use1: 1, use2: 1 }, 'weights has none for site usw2'],
    [
      'a name that is no site',
      { use1: 1, use2: 1, usw2: 1, mars: 1 },
      'weights names "mars", which is no site of the fleet',
    ],
    [
      'a weight above 255',
      { use1: 256, use2: 1, usw2: 1 },
      'weight of site use1 is 256; allowed are whole numbers from 0 to 255',
    ],
    ['half a weight', { use1: 0.5, use2: 1, usw2: 1 }, 'weight of site use1 is 0.5'],
  ])('refuses %s', (_, weights, message) => {
    expect(refusalsOf(weighted(weights))).toContain(message);
  });
});

describe('geolocation', () => {
  const routing = RoutingPolicy.geolocation({
    continents: { EU: 'use2' },
    countries: { US: 'usw2' },
    defaultSite: 'use1',
  });
  const output = synthesize({ traffic: { routing } });
  const placed = Object.values(records(output)).filter((record) => record.geolocation_routing_policy);

  test('each place has a record, and so has the rest of the world', () => {
    expect(placed.map((record) => record.geolocation_routing_policy)).toEqual(
      expect.arrayContaining([{ country: '*' }, { continent: 'EU' }, { country: 'US' }]),
    );
    expect(placed.every(({ name, type }) => name === 'orders.example.com' && type === 'CNAME')).toBe(true);
  });

  test('with the site of any place lost, the default included, its clients are sent to another one', () => {
    for (const record of placed) {
      const { name } = record.alias as { name: string };
      const answers = Object.values(records(output)).filter((other) => other.name === name);
      const weights = answers.map((answer) => (answer.weighted_routing_policy as { weight: number }).weight);
      expect(answers.map(({ set_identifier: site }) => site).sort()).toEqual(THREE);
      expect(weights.filter((weight) => weight > 0)).toHaveLength(1);
      for (const answer of answers) {
        expect(answer.records).toEqual([`${answer.set_identifier}.example.com`]);
        expect(checkOf(output, answer).fqdn).toBe(`${answer.set_identifier}.example.com`);
      }
    }
  });

  test('an alias is made after what it points to, without which Route 53 refuses it', () => {
    for (const record of placed) {
      const { name } = record.alias as { name: string };
      const targets = Object.entries(records(output)).filter(([, other]) => other.name === name);
      expect(record.depends_on).toEqual(targets.map(([id]) => `aws_route53_record.${id}`));
    }
  });

  test('a place prefers its own site', () => {
    const europe = placed.find(({ set_identifier: id }) => id === 'continent_EU');
    const answers = Object.values(records(output)).filter(
      ({ name }) => name === (europe?.alias as { name: string }).name,
    );
    const preferred = answers.find((answer) => (answer.weighted_routing_policy as { weight: number }).weight > 0);
    expect(preferred?.set_identifier).toBe('use2');
  });

  test('each site is checked once, however many records depend on it', () => {
    expect(Object.keys(checks(output)).sort()).toEqual(THREE.map((site) => `health-${site}`));
  });

  test('a place of a site that the application is not in falls to the default', () => {
    const traffic = { routing: RoutingPolicy.geolocation({ continents: { EU: 'euw1' }, defaultSite: 'use1' }) };
    const small = Synthesized.of((app) =>
      deploy(app, {
        fleet: { traffic: GlobalLoadBalancer.route53({ ...zone, ...traffic }), sites: sites([...THREE, 'euw1']) },
        dr: { sites: THREE },
      }),
    );
    expect(JSON.stringify(records(small))).not.toContain('euw1');
  });

  test.each([
    [
      'a default that is no site',
      { defaultSite: 'mars' },
      'defaultSite is "mars", which serves no clients of the application',
    ],
    [
      'a continent that is none',
      { continents: { UE: 'use1' }, defaultSite: 'use1' },
      'continents has "UE"; allowed are AF, AN',
    ],
    ['a country that is none', { countries: { Germany: 'use1' }, defaultSite: 'use1' }, 'countries has "Germany"'],
    ['a site that is none', { continents: { EU: 'mars' }, defaultSite: 'use1' }, 'continents names "mars"'],
  ])('refuses %s', (_, props, message) => {
    expect(refusalsOf({ traffic: { routing: RoutingPolicy.geolocation(props) } })).toContain(message);
  });
});

describe('multivalue', () => {
  const traffic = { routing: RoutingPolicy.multivalue() };

  test('answers with addresses, each checked at the address itself', () => {
    const output = synthesize({ traffic, sites: ADDRESSES });
    for (const site of THREE) {
      const record = records(output)[`record-${site}`];
      const address = ADDRESSES[site as keyof typeof ADDRESSES].ingressIpv4;
      expect(record).toMatchObject({
        type: 'A',
        records: [address],
        multivalue_answer_routing_policy: true,
        set_identifier: site,
      });
      expect(checkOf(output, record)).toMatchObject({ ip_address: address, fqdn: `${site}.example.com` });
    }
  });

  test('asks for the hostname where a site has an address alone', () => {
    const bare = Object.fromEntries(
      THREE.map((site) => [site, { ...ADDRESSES[site as keyof typeof ADDRESSES], ingressHostname: undefined }]),
    );
    const output = synthesize({ traffic, sites: bare });
    expect(Object.values(checks(output)).map(({ fqdn }) => fqdn)).toEqual(THREE.map(() => 'orders.example.com'));
  });

  test('a site without an address is refused', () => {
    const { use1, use2 } = ADDRESSES;
    expect(refusalsOf({ traffic, sites: { use1, use2 } })).toContain(
      'site usw2 has no ingressIpv4, which its A record needs (multivalue answers are addresses); set it on the site',
    );
  });
});

describe('addresses instead of names', () => {
  test('at the apex of the zone, where no CNAME can be', () => {
    const dr = { hostname: 'example.com' };
    expect(Object.values(records(synthesize({ dr, sites: ADDRESSES }))).map(({ type }) => type)).toEqual([
      'A',
      'A',
      'A',
    ]);
    expect(refusalsOf({ dr })).toContain(
      'site use1 has no ingressIpv4, which its A record needs (example.com is the apex of its zone',
    );
  });

  test('for IPv6, each family with a check of its own', () => {
    const output = synthesize({ traffic: { ipv6: true }, sites: ADDRESSES });
    const { use1 } = ADDRESSES;
    expect(records(output)['record-use1']).toMatchObject({ type: 'A', records: [use1.ingressIpv4] });
    expect(records(output)['record-use1_ipv6']).toMatchObject({ type: 'AAAA', records: [use1.ingressIpv6] });
    expect(checkOf(output, records(output)['record-use1'])).toMatchObject({ ip_address: use1.ingressIpv4 });
    expect(checkOf(output, records(output)['record-use1_ipv6'])).toMatchObject({ ip_address: use1.ingressIpv6 });
  });

  test('a site without IPv6 is refused', () => {
    const sites = { ...ADDRESSES, use2: { ingressIpv4: '52.0.2.2' } };
    expect(refusalsOf({ traffic: { ipv6: true }, sites })).toContain(
      'site use2 has no ingressIpv6, which its AAAA record needs',
    );
  });
});

test('health checkers cannot reach private addresses', () => {
  const privately = { ...ADDRESSES, use1: { ingressIpv4: '10.0.0.1' } };
  expect(refusalsOf({ traffic: { routing: RoutingPolicy.multivalue() }, sites: privately })).toContain('GLB-05: ');
});

test('a connection alone does not prove a quorum', () => {
  const messages = refusalsOf({ traffic: { healthCheck: HealthCheck.tcp() } });
  expect(messages).toContain('GLB-04: the health check of site use1 opens a TCP connection');
});

test('answers that live longer than a minute are warned about', () => {
  const output = synthesize({ traffic: { recordTtl: Duration.seconds(120) } });
  expect(output.plan.apps[0]!.findings.map(({ rule }) => rule)).toContain('GLB-06');
  expect(records(output)['record-use1']?.ttl).toBe(120);
});

test.each<[string, Case, string]>([
  [
    'an interval that Route 53 does not know',
    { traffic: { healthCheck: HealthCheck.https({ interval: Duration.seconds(20) }) } },
    "the health check's interval is 20 s; allowed are 10 s and 30 s",
  ],
  [
    'no failure at all',
    { traffic: { healthCheck: HealthCheck.https({ failureThreshold: 0 }) } },
    'failureThreshold is 0; allowed are whole numbers from 1 to 10',
  ],
  [
    'too many failures',
    { traffic: { healthCheck: HealthCheck.https({ failureThreshold: 11 }) } },
    'failureThreshold is 11',
  ],
  [
    'a port that is none',
    { traffic: { healthCheck: HealthCheck.https({ port: 0 }) } },
    'port of the health check is 0',
  ],
  ['half a second', { traffic: { recordTtl: Duration.millis(1500) } }, 'recordTtl in seconds is 1.5'],
  ['an ARN for an id', { traffic: { hostedZoneId: '/hostedzone/Z123' } }, 'hostedZoneId is "/hostedzone/Z123"'],
  ['a zone that ends in a dot', { traffic: { zoneName: 'example.com.' } }, '"example.com." is no DNS name'],
  [
    'a hostname outside of the zone',
    { dr: { hostname: 'orders.example.org' } },
    'hostname orders.example.org is not in zone example.com',
  ],
  [
    'a hostname that only ends like the zone',
    { dr: { hostname: 'orders.myexample.com' } },
    'hostname orders.myexample.com is not in zone example.com',
  ],
  [
    'a site without a name',
    { sites: { use2: { ingressHostname: undefined } } },
    'site use2 has no ingressHostname, which its CNAME record needs (clients are sent to it by name)',
  ],
  [
    'two sites behind one name',
    { sites: { use2: { ingressHostname: 'use1.example.com' } } },
    'sites use1 and use2 have the same ingressHostname use1.example.com',
  ],
  [
    'latency to a region that is none of AWS',
    { sites: { use2: { region: 'eastus', cloud: Cloud.AZURE, zones: ['eastus-1'] } } },
    'latency routing needs an AWS region for site use2, and "eastus" is none',
  ],
])('refuses %s', (_, given, message) => {
  expect(refusalsOf(given)).toContain(`INPUT: load balancer route53: ${message}`);
});

test('a site outside of AWS is measured by the nearest region of AWS', () => {
  const abroad = { use2: { region: 'eastus', cloud: Cloud.AZURE, zones: ['eastus-1'] } };
  const output = synthesize({
    traffic: { routing: RoutingPolicy.latency({ regions: { use2: 'us-east-2' } }) },
    sites: abroad,
  });
  expect(records(output)['record-use2']?.latency_routing_policy).toEqual({ region: 'us-east-2' });
});

test('two sites cannot be measured by one region', () => {
  const routing = RoutingPolicy.latency({ regions: { use2: 'us-east-1' } });
  expect(refusalsOf({ traffic: { routing } })).toContain('sites use1 and use2 have the same latency region us-east-1');
});
