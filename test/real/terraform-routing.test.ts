import { Duration } from 'cdk8s';
import { HealthCheck } from 'cndr';
import type { Synthesized } from 'cndr/testing';
import { THREE } from '../support/fleet';
import { describeWith } from './support/programs';
import type { PlannedChange, Validation } from './support/terraform-folder';
import { type Life, live, prepare } from './support/terraform-life';
import type { Moto } from './support/terraform-moto';
import { missingForTerraform, terraformVersions } from './support/terraform-programs';
import { type Question, answersTo } from './support/terraform-resolver';
import {
  ADDRESSES,
  ROUTINGS,
  type Routing,
  type RoutingName,
  STATE_BUCKET,
  synthesizeRouting,
} from './support/terraform-routing';
import { Stage } from './support/terraform-stage';
import { all, text } from './support/terraform-xml';
import { type CloudCheck, type CloudRecord, readChecks, readZone } from './support/terraform-zone';

const HOSTNAME = 'orders.example.com';
const NAMES = Object.keys(ROUTINGS) as RoutingName[];

/** What the cloud has of a stack. */
interface Cloud {
  readonly records: CloudRecord[];
  readonly checks: CloudCheck[];
  /** What is in the bucket for the state. */
  readonly states: string[];
}

/** One way of routing clients. */
interface Play extends Life<Cloud> {
  readonly output: Synthesized;
  readonly validation: Validation;
  /** The plan for a check that is to run at another interval. */
  readonly slower?: PlannedChange[];
}

/** A family of addresses, or names, and what each site answers in it. */
const BY_NAME = { type: 'CNAME', of: (site: string) => `${site}.example.com` };
const IPV4 = { type: 'A', of: (site: string) => ADDRESSES[site]!.ingressIpv4! };
const IPV6 = { type: 'AAAA', of: (site: string) => ADDRESSES[site]!.ingressIpv6! };
const FAMILIES = { latency: [BY_NAME], weighted: [BY_NAME], geolocation: [IPV4, IPV6], multivalue: [IPV4] };

/** What Terraform's own S3 client has to be told of moto. */
const S3_OPTIONS = ['use_path_style', 'skip_credentials_validation', 'skip_requesting_account_id'].map(
  (option) => `-backend-config=${option}=true`,
);

/** Clients all over the world. */
const CLIENTS: Partial<Question>[] = [
  { nearest: ['us-east-1', 'us-east-2', 'us-west-2'], country: 'BR', continent: 'SA' },
  { nearest: ['us-east-2', 'us-east-1', 'us-west-2'], country: 'FR', continent: 'EU' },
  { nearest: ['us-west-2', 'us-east-2', 'us-east-1'], country: 'US', continent: 'NA' },
];

describeWith('routing policies in Terraform', missingForTerraform(), terraformVersions, () => {
  const plays = new Map<RoutingName, Promise<Play>>();
  const stages: Stage[] = [];

  beforeAll(async () => {
    // All at once: most of the time the provider waits, even for moto.
    for (const name of NAMES) {
      const stage = await Stage.open();
      stages.push(stage);
      const play = perform(stage, name);
      // A failure is that of the tests that wait for it.
      play.catch(() => undefined);
      plays.set(name, play);
    }
  });
  afterAll(async () => {
    for (const stage of stages) await stage.close();
  });

  /** What Route 53 would answer to a client, while some are down. */
  async function answers(name: RoutingName, type: string, client: Partial<Question>, down: string[] = []) {
    const { records, checks } = (await plays.get(name)!).applied;
    return answersTo({ name: HOSTNAME, type, ...client, down }, records, checks);
  }

  describe.each(NAMES)('%s', (name) => {
    test('is valid, and applied in one go, with nothing left to change', async () => {
      const { validation, changes } = await plays.get(name)!;
      expect({ ...validation, changes }).toEqual({ diagnostics: [], unknown: [], changes: {} });
    });

    test.each(THREE)('with %s alone, all clients get it', async (site) => {
      for (const { type, of } of FAMILIES[name]) {
        const down = THREE.filter((other) => other !== site).map(of);
        for (const client of CLIENTS) expect(await answers(name, type, client, down)).toEqual([of(site)]);
      }
    });

    test.each(THREE)('without %s, no client gets it, and each gets an answer', async (site) => {
      for (const { type, of } of FAMILIES[name]) {
        for (const client of CLIENTS) {
          const found = await answers(name, type, client, [of(site)]);
          expect(found).not.toContain(of(site));
          expect(found).not.toEqual([]);
        }
      }
    });

    test('with no site healthy, clients get the answers that they get with all of them', async () => {
      for (const { type, of } of FAMILIES[name]) {
        for (const client of CLIENTS) {
          const usual = await answers(name, type, client);
          expect(await answers(name, type, client, THREE.map(of))).toEqual(expect.arrayContaining(usual));
        }
      }
    });

    test('a check dials its site as clients do, at a path and under a name that the site routes', async () => {
      const { applied, output } = await plays.get(name)!;
      const dialling = applied.checks.filter(({ type }) => type === 'HTTPS');
      for (const { fqdn, ipAddress, path, sni, measuresLatency } of dialling) {
        const site = THREE.find((one) => fqdn === `${one}.example.com`)!;
        if (FAMILIES[name][0] === BY_NAME) expect(ipAddress).toBeUndefined();
        else expect([ADDRESSES[site]!.ingressIpv4, ADDRESSES[site]!.ingressIpv6]).toContain(ipAddress);
        const { spec } = output.object(site, 'HTTPRoute', 'site-health');
        expect((spec as { hostnames: string[] }).hostnames).toContain(fqdn);
        expect(JSON.stringify(spec)).toContain(JSON.stringify({ type: 'Exact', value: path }));
        expect({ sni, measuresLatency }).toEqual({ sni: 'true', measuresLatency: 'true' });
      }
      const targets = FAMILIES[name].length * THREE.length * (name === 'latency' ? 2 : 1);
      expect(dialling).toHaveLength(targets);
    });
  });

  test('defaults: answers live for 30 s, a site is taken out by 3 failures, 10 s apart', async () => {
    const { records, checks } = (await plays.get('multivalue')!).applied;
    expect(records.map(({ ttl }) => ttl)).toEqual([30, 30, 30]);
    for (const check of checks) expect(check).toMatchObject({ interval: '10', failures: '3', port: '443' });
  });

  test('settings: TTL, interval, threshold and port arrive as they were given', async () => {
    const { records, checks } = (await plays.get('weighted')!).applied;
    expect(records.map(({ ttl }) => ttl)).toEqual([20, 20, 20]);
    for (const check of checks) expect(check).toMatchObject({ interval: '30', failures: '2', port: '8443' });
  });

  test.each(NAMES)('%s: records are told apart by site or place, and checks by tags', async (name) => {
    const { records, checks } = (await plays.get(name)!).applied;
    const keys = records.map(({ name: of, type, setIdentifier }) => `${of} ${type} ${setIdentifier}`);
    expect(new Set(keys).size).toBe(records.length);
    for (const { check, setIdentifier } of records.filter((record) => record.alias === undefined)) {
      expect(check?.tags.Name).toMatch(new RegExp(`^orders ${setIdentifier}(_all)?(_ipv6)?$`));
    }
    for (const { tags } of checks) expect(tags).toMatchObject({ 'cndr:app': 'orders', 'cndr:fleet': 'prod' });
  });

  test('latency: clients get the nearest site', async () => {
    for (const client of CLIENTS) {
      const nearest = { 'us-east-1': 'use1', 'us-east-2': 'use2', 'us-west-2': 'usw2' }[client.nearest![0]!]!;
      expect(await answers('latency', 'CNAME', client)).toEqual([`${nearest}.example.com`]);
    }
  });

  test.each(['/site-health/orders', '/front-end-health/orders'])(
    'a site goes out when the workload or the front end alone does: %s',
    async (path) => {
      const [client] = CLIENTS;
      expect(await answers('latency', 'CNAME', client!, [`use1.example.com${path}`])).toEqual(['use2.example.com']);
    },
  );

  test('weighted: the site of weight 0 gets clients only while no other is healthy', async () => {
    const { records } = (await plays.get('weighted')!).applied;
    const weights = records.map(({ setIdentifier, weight }) => [setIdentifier, weight]);
    expect(Object.fromEntries(weights)).toEqual({ use1: 200, use2: 55, usw2: 0 });
    expect(await answers('weighted', 'CNAME', {})).toEqual(['use1.example.com', 'use2.example.com']);
  });

  test.each([
    ['a country of its own', { country: 'US', continent: 'NA' }, 'usw2'],
    ['a continent of its own', { country: 'FR', continent: 'EU' }, 'use2'],
    ['the rest of the world', { country: 'JP', continent: 'AS' }, 'use1'],
    ['a client whose place is not known', {}, 'use1'],
  ])('geolocation: %s', async (_, client, site) => {
    for (const { type, of } of [IPV4, IPV6]) expect(await answers('geolocation', type, client)).toEqual([of(site)]);
  });

  test('multivalue: clients get all healthy sites at once', async () => {
    expect(await answers('multivalue', 'A', {})).toEqual(THREE.map(IPV4.of).sort());
    expect(await answers('multivalue', 'A', {}, [IPV4.of('use2')])).toEqual(['use1', 'usw2'].map(IPV4.of));
  });

  test('another interval replaces the checks, the new ones first, and only turns the records to them', async () => {
    const { slower } = await plays.get('multivalue')!;
    const actions = slower!.map(({ address, actions: found }) => [address.split('.')[1], found.join(' then ')]);
    expect(Object.fromEntries(actions)).toEqual(
      Object.fromEntries(
        THREE.flatMap((site) => [
          [`health-${site}`, 'create then delete'],
          [`record-${site}`, 'update'],
        ]),
      ),
    );
  });

  test('state in S3 is where the stack says, and no lock is left', async () => {
    expect((await plays.get('weighted')!).applied.states).toEqual(['orders/terraform.tfstate']);
    expect((await plays.get('latency')!).applied.states).toEqual([]);
  });
});

async function perform(stage: Stage, name: RoutingName): Promise<Play> {
  const { moto } = stage;
  await moto.send('s3', 'PUT', `/${STATE_BUCKET}`);
  const zone = await moto.createZone('example.com');
  const routing: Routing = ROUTINGS[name];
  const output = synthesizeRouting(zone, routing);
  const folder = stage.folder('orders', {
    AWS_ENDPOINT_URL_S3: moto.url,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  const plot = {
    folder,
    moto,
    stack: stackOf(output),
    initOptions: name === 'weighted' ? S3_OPTIONS : [],
    look: async () => ({
      records: await readZone(moto, zone),
      checks: await readChecks(moto),
      states: await readStates(moto),
    }),
  };
  const validation = await prepare(plot);
  const life = await live(plot);
  if (name !== 'multivalue') return { output, validation, ...life };
  const healthCheck = HealthCheck.https({ interval: Duration.seconds(30) });
  folder.write(stackOf(synthesizeRouting(zone, { ...routing, traffic: { ...routing.traffic, healthCheck } })));
  return { output, validation, ...life, slower: await folder.planInOrder() };
}

async function readStates(moto: Moto): Promise<string[]> {
  const listing = await moto.get('s3', `/${STATE_BUCKET}`);
  return all(listing, 'ListBucketResult', 'Contents').map((object) => text(object, 'Key') ?? '');
}

function stackOf(output: Synthesized): string {
  return output.file('cdktf.out/stacks/orders/cdk.tf.json');
}
